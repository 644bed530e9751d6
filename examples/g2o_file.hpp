#pragma once

#include "pose_graph.hpp"
#include "text_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <variant>

/// Pose graphs as g2o writes them (https://github.com/RainerKuemmerle/g2o/wiki/File-Format), a record a line:
///
///   VERTEX_SE2 id x y θ                      EDGE_SE2 from to dx dy dθ, 6 numbers
///   VERTEX_SE3:QUAT id x y z qx qy qz qw     EDGE_SE3:QUAT from to dx dy dz qx qy qz qw, 21 numbers
///   FIX id                                   the vertex that stays, else the first
///
/// The numbers are the information matrix, its upper triangle row by row. Ids are any whole numbers in any order. Where
/// there is no vertex at all, poses are chained from edges.
class g2o_reader {
public:
    using any_graph = std::variant<pose_graph<2>, pose_graph<3>>;

    explicit g2o_reader(const std::filesystem::path& file)
        : in_(file, text_reader::records::lines), name_(file.filename().string()) {}

    any_graph read() {
        while (in_.skip_comments()) {
            tag_ = in_.next_word();
            if (tag_ == "VERTEX_SE2")
                vertex<2>();
            else if (tag_ == "EDGE_SE2")
                edge<2>();
            else if (tag_ == "VERTEX_SE3:QUAT")
                vertex<3>();
            else if (tag_ == "EDGE_SE3:QUAT")
                edge<3>();
            else if (tag_ == "FIX")
                fixed_ = {in_.next<long long>("FIX, id"), in_.line()};
            else
                in_.fail("record", text_reader::quoted(tag_) +
                                       " is none that is known: VERTEX_SE2, EDGE_SE2, "
                                       "VERTEX_SE3:QUAT, EDGE_SE3:QUAT, FIX");
            in_.expect_end(tag_, "the last field");
        }
        if (dimension_ == 2) return assemble(std::get<0>(found_));
        if (dimension_ == 3) return assemble(std::get<1>(found_));
        in_.fail("end of file", "no vertex and no edge comes before it");
    }

private:
    template <int D>
    struct records {
        struct link {
            long long from, to;
            std::size_t line;
            pose_edge<D> edge;
        };
        std::map<long long, pose<D>> vertices;
        std::vector<link> edges;
    };

    template <int D>
    records<D>& records_of() {
        if (dimension_ != 0 && dimension_ != D) in_.fail(tag_, "records before it are of the other dimension");
        dimension_ = D;
        return std::get<records<D>>(found_);
    }

    template <int D>
    void vertex() {
        auto& found = records_of<D>();
        const auto id = in_.next<long long>(tag_ + ", id");
        if (!found.vertices.emplace(id, next_pose<D>()).second)
            in_.fail(tag_ + ", id", std::to_string(id) + " was there before");
    }

    template <int D>
    void edge() {
        auto& found = records_of<D>();
        const auto from = in_.next<long long>(tag_ + ", from"), to = in_.next<long long>(tag_ + ", to");
        if (from == to) in_.fail(tag_ + ", to", "the edge ends where it starts");
        pose_edge<D> made{0, 0, next_pose<D>(), {}};
        auto& of = made.information;
        for (int row = 0; row < of.rows(); ++row)
            for (int column = row; column < of.cols(); ++column)
                of(row, column) = of(column, row) = in_.next<double>(tag_ + ", information " + std::to_string(row + 1) +
                                                                     "," + std::to_string(column + 1));
        const auto values = of.template selfadjointView<Eigen::Upper>().eigenvalues().eval();
        if (!(values.minCoeff() >= -1e-9 * values.maxCoeff() && values.maxCoeff() > 0))
            in_.fail(tag_ + ", information", "the matrix is not positive semi-definite");
        found.edges.push_back({from, to, in_.line(), made});
    }

    template <int D>
    pose<D> next_pose() {
        pose<D> made;
        for (int k = 0; k < D; ++k) made.position[k] = in_.next<double>(tag_ + ", " + "xyz"[k]);
        if constexpr (D == 2) {
            made.rotation = Eigen::Rotation2Dd(in_.next<double>(tag_ + ", angle")).toRotationMatrix();
        } else {
            Eigen::Quaterniond q;
            static constexpr const char* fields[] = {", qx", ", qy", ", qz", ", qw"};
            for (int k = 0; k < 4; ++k) q.coeffs()[k] = in_.next<double>(tag_ + fields[k]);
            // Files round: what is far from a rotation was never one.
            if (!(std::abs(q.norm() - 1) < 0.05)) in_.fail(tag_ + ", qw", "the quaternion is not of length 1");
            made.rotation = q.normalized().toRotationMatrix();
        }
        return made;
    }

    template <int D>
    pose_graph<D> assemble(records<D>& found) {
        pose_graph<D> made;
        made.name = name_;
        made.chained = found.vertices.empty();
        if (made.chained) chain(found);
        std::map<long long, std::size_t> places;
        const auto place = [&](long long id) { places.emplace(id, places.size()); };
        if (fixed_) {
            if (!found.vertices.contains(fixed_->first))
                in_.fail(fixed_->second, "FIX, id", "there is no vertex " + std::to_string(fixed_->first));
            place(fixed_->first);
        }
        for (const auto& [id, at] : found.vertices) place(id);
        made.poses.resize(places.size());
        for (const auto& [id, at] : found.vertices) made.poses[places[id]] = at;
        for (auto& [from, to, line, edge] : found.edges) {
            for (const auto& [id, field] : {std::pair(from, "from"), std::pair(to, "to")})
                if (!places.contains(id))
                    in_.fail(line, std::string("edge, ") + field, "there is no vertex " + std::to_string(id));
            edge.from = places[from], edge.to = places[to];
            made.edges.push_back(edge);
        }
        return made;
    }

    /// The smallest id at the origin, and each pose from the one before it; what that does not reach, from any edge.
    template <int D>
    void chain(records<D>& found) {
        auto& placed = found.vertices;
        long long first = found.edges.front().from;
        for (const auto& e : found.edges) first = std::min({first, e.from, e.to});
        placed[first] = {};
        std::vector<const typename records<D>::link*> steps, others;
        for (const auto& e : found.edges) (e.to == e.from + 1 ? steps : others).push_back(&e);
        std::sort(steps.begin(), steps.end(), [](auto a, auto b) {  // in the order of the file, where both begin at one vertex
            return a->from != b->from ? a->from < b->from : a < b;
        });
        for (bool more = true; more;) {
            more = false;
            for (const auto* list : {&steps, &others})
                for (const auto* e : *list) {
                    const bool from = placed.contains(e->from), to = placed.contains(e->to);
                    if (from == to) continue;
                    if (from)
                        placed[e->to] = placed[e->from] * e->edge.measured;
                    else
                        placed[e->from] = placed[e->to] * inverse(e->edge.measured);
                    more = true;
                }
        }
        for (const auto& e : found.edges)
            if (!placed.contains(e.from))
                in_.fail(e.line, "edge, from",
                         "no edges lead from vertex " + std::to_string(first) + " to " + std::to_string(e.from) +
                             ", and the file has no vertices");
    }

    text_reader in_;
    std::string name_, tag_;
    int dimension_ = 0;
    std::tuple<records<2>, records<3>> found_;
    std::optional<std::pair<long long, std::size_t>> fixed_;
};

inline g2o_reader::any_graph read_g2o(const std::filesystem::path& file) { return g2o_reader(file).read(); }
