#pragma once

#include "arm.hpp"
#include "text_reader.hpp"

#include <nlohmann/json.hpp>

/// Arms as JSON: an object of objects, each with
///
///   dof, dh_convention, dh   "standard..." rows a, d, alpha, offset; "modified..." (Craig) rows a and alpha before the
///                            joint, d, offset, where one row more is a hand that does not turn
///   limits                   [least, most] of each joint
///   samples, ik_tasks        {q, pose} and {target, start}: poses are 4 rows of 4
///
/// What has no table is left out. Errors name the line where the text is not JSON, else the field.
class arm_reader {
public:
    explicit arm_reader(const std::filesystem::path& file) : name_(file.string()) {
        std::ifstream in(file, std::ios::binary);
        if (!in || std::filesystem::is_directory(file)) throw file_error(name_ + ": cannot be opened for reading");
        try {
            all_ = nlohmann::json::parse(in);
        } catch (const nlohmann::json::exception& e) {  // "[json.exception...] parse error at line 3, column 4: ..."
            const std::string what = e.what();
            const auto line = what.find("line ");
            throw file_error(name_ + (line != what.npos ? ":" + what.substr(line + 5) : ": " + what));
        }
        if (!all_.is_object()) fail("file", "is not an object of arms");
    }

    std::vector<arm> read() const {
        std::vector<arm> arms;
        for (const auto& [name, described] : all_.items())
            if (described.is_object() && described.contains("dh")) arms.push_back(read(name, described));
        if (arms.empty()) fail("file", "holds no arm with a table 'dh'");
        return arms;
    }

private:
    using json = nlohmann::json;

    [[noreturn]] void fail(const std::string& field, const std::string& what) const {
        throw file_error(name_ + ": " + field + ": " + what);
    }
    const json& field(const json& of, const std::string& path, const char* name) const {
        if (!of.is_object() || !of.contains(name)) fail(path + "/" + name, "is missing");
        return of[name];
    }
    double number(const json& value, const std::string& path) const {
        if (!value.is_number()) fail(path, "is not a number");
        if (!std::isfinite(value.get<double>())) fail(path, "is not finite");
        return value.get<double>();
    }
    /// A list of so many numbers.
    std::vector<double> numbers(const json& list, const std::string& path, std::size_t count) const {
        if (!list.is_array() || list.size() != count) fail(path, "is not a list of " + std::to_string(count));
        std::vector<double> made;
        for (std::size_t i = 0; i < count; ++i) made.push_back(number(list[i], path + "/" + std::to_string(i)));
        return made;
    }
    /// f(element, its path) for each of a list.
    template <class F>
    void each(const json& list, const std::string& path, F f) const {
        if (!list.is_array()) fail(path, "is not a list");
        for (std::size_t i = 0; i < list.size(); ++i) f(list[i], path + "/" + std::to_string(i));
    }

    hand_pose pose(const json& rows, const std::string& path) const {
        hand_pose made{};
        if (!rows.is_array() || rows.size() != 4) fail(path, "is not a list of 4 rows");
        for (std::size_t i = 0; i < 3; ++i) {
            const auto row = numbers(rows[i], path + "/" + std::to_string(i), 4);
            for (std::size_t k = 0; k < 3; ++k) made.rotation[i][k] = row[k];
            made.position[i] = row[3];
        }
        return made;
    }

    arm read(const std::string& name, const json& in) const {
        arm made;
        made.name = name;
        const json& joints = field(in, name, "dof");
        if (!joints.is_number_integer() || joints < 1 || joints > static_cast<int>(most_joints))
            fail(name + "/dof", "is not a whole number from 1 to " + std::to_string(most_joints));
        const auto dof = joints.get<std::size_t>();
        std::vector<std::vector<double>> rows;
        each(field(in, name, "dh"), name + "/dh",
             [&](const json& row, const std::string& path) { rows.push_back(numbers(row, path, 4)); });
        const json& said = field(in, name, "dh_convention");
        const std::string convention = said.is_string() ? said.get<std::string>() : "";
        if (convention.starts_with("standard"))
            take_standard(made, rows, dof);
        else if (convention.starts_with("modified"))
            take_modified(made, rows, dof);
        else
            fail(name + "/dh_convention", "starts neither with 'standard' nor with 'modified'");

        each(field(in, name, "limits"), name + "/limits", [&](const json& limit, const std::string& path) {
            const auto l = numbers(limit, path, 2);
            if (!(l[0] < l[1])) fail(path, "the first is not less than the second");
            made.limits.push_back({l[0], l[1]});
        });
        if (made.limits.size() != dof) fail(name + "/limits", "is not a list of " + std::to_string(dof));
        if (in.contains("samples"))
            each(in["samples"], name + "/samples", [&](const json& sample, const std::string& path) {
                made.samples.push_back({numbers(field(sample, path, "q"), path + "/q", dof),
                                        pose(field(sample, path, "pose"), path + "/pose")});
            });
        if (in.contains("ik_tasks"))
            each(in["ik_tasks"], name + "/ik_tasks", [&](const json& task, const std::string& path) {
                made.tasks.push_back({pose(field(task, path, "target"), path + "/target"),
                                      numbers(field(task, path, "start"), path + "/start", dof)});
            });
        return made;
    }

    void take_standard(arm& made, const std::vector<std::vector<double>>& rows, std::size_t dof) const {
        if (rows.size() != dof) fail(made.name + "/dh", "is not a list of " + std::to_string(dof) + " rows");
        for (const auto& r : rows) made.links.push_back({r[1], r[3], r[0], r[2]});
    }
    void take_modified(arm& made, const std::vector<std::vector<double>>& rows, std::size_t dof) const {
        if (rows.size() != dof && rows.size() != dof + 1)
            fail(made.name + "/dh", "is not a list of " + std::to_string(dof) + " rows, nor of one more");
        made.base_a = rows[0][0], made.base_alpha = rows[0][2];
        for (std::size_t i = 0; i < dof; ++i) {
            const bool last = i + 1 == rows.size();
            made.links.push_back({rows[i][1], rows[i][3], last ? 0 : rows[i + 1][0], last ? 0 : rows[i + 1][2]});
        }
        if (rows.size() > dof) {
            made.tool = rows[dof][1];
            if (rows[dof][3] != 0) fail(made.name + "/dh/" + std::to_string(dof) + "/3", "the hand's offset is not 0");
        }
    }

    std::string name_;
    nlohmann::json all_;
};

inline std::vector<arm> read_arms(const std::filesystem::path& file) { return arm_reader(file).read(); }
