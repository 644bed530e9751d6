#pragma once

#include "unit/solve/sketch_constraints.hpp"

#include <ditto/problem.hpp>

#include <nlohmann/json.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace sketch {

using nlohmann::json;

/// A record of the sketch collection as a problem: points and radii are variables, fixed where the record says so.
struct drawing {
    ditto::problem problem;
    std::vector<ditto::variable<point2>> points;
    std::map<std::string, ditto::variable<length>> radii;
    std::vector<ditto::residual_handle> constraints;  ///< as in the record

    explicit drawing(const json& record) {
        for (const json& p : record.at("points")) {
            points.push_back(problem.add_variable<point2>({p[0].get<double>(), p[1].get<double>()}));
            if (p.size() > 2 && p[2] == 1) problem.fix(points.back());
        }
        for (const json& e : record.at("entities")) {
            entities_[e.at("id")] = e;
            if (!e.contains("r")) continue;
            const auto r = radii[e.at("id")] = problem.add_variable<length>(e.at("r").get<double>());
            if (e.at("type") != "arc") continue;
            for (const char* end : {"s", "e"}) problem.add(point_on_circle, at(e.at(end)), at(e.at("c")), r);
        }
        for (const json& c : record.at("constraints")) constraints.push_back(add(c));
    }

    void place(const json& at_points, const json& at_radii) {
        for (std::size_t i = 0; i < points.size(); ++i)
            problem.set_value(points[i], {at_points[i][0].get<double>(), at_points[i][1].get<double>()});
        for (const auto& [id, r] : radii)
            if (at_radii.contains(id)) problem.set_value(r, at_radii.at(id).get<double>());
    }

    ditto::residual_handle add(const json& c) {
        const std::string type = c.at("type");
        const auto p = [&](std::size_t i) { return at(c.at("p")[i]); };
        const auto l = [&](std::size_t i, std::size_t end) { return line_end(c.at("l")[i], end); };
        const auto only_line = [&](std::size_t end) { return line_end(c.at("l"), end); };
        const auto v = [&] { return c.at("v").get<double>(); };
        if (type == "coincident") return problem.add(coincident, p(0), p(1));
        if (type == "horizontal") return problem.add(horizontal, p(0), p(1));
        if (type == "vertical") return problem.add(vertical, p(0), p(1));
        if (type == "distance_x") return problem.add(distance_x, p(0), p(1), v());
        if (type == "distance_y") return problem.add(distance_y, p(0), p(1), v());
        if (type == "distance") return problem.add(distance, p(0), p(1), v());
        if (type == "point_line_distance")
            return problem.add(point_line_distance, at(c.at("p")), only_line(0), only_line(1), v());
        if (type == "point_on_line") return problem.add(point_on_line, at(c.at("p")), only_line(0), only_line(1));
        if (type == "point_on_circle")
            return problem.add(point_on_circle, at(c.at("p")), centre(c.at("c")), radii.at(c.at("c")));
        if (type == "parallel") return problem.add(parallel, l(0, 0), l(0, 1), l(1, 0), l(1, 1));
        if (type == "perpendicular") return problem.add(perpendicular, l(0, 0), l(0, 1), l(1, 0), l(1, 1));
        if (type == "collinear") {
            problem.add(point_on_line, l(1, 0), l(0, 0), l(0, 1));
            return problem.add(point_on_line, l(1, 1), l(0, 0), l(0, 1));
        }
        if (type == "equal_length") return problem.add(equal_length, l(0, 0), l(0, 1), l(1, 0), l(1, 1));
        if (type == "angle_pppp") return problem.add(angle, p(0), p(1), p(2), p(3), v());
        if (type == "angle_unsigned") return problem.add(angle_unsigned, p(0), p(1), p(2), p(3), v());
        if (type == "line_angle") return problem.add(line_angle, p(0), p(1), v());
        if (type == "tangent_at_point") return add_tangent(c);
        if (type == "radius") return problem.add(radius, radii.at(c.at("c")), v());
        if (type == "equal_radius") return problem.add(equal_radius, radii.at(c.at("c")[0]), radii.at(c.at("c")[1]));
        if (type == "symmetric_point") return problem.add(symmetric_about_point, p(0), p(1), at(c.at("m")));
        if (type == "symmetric_line") return problem.add(symmetric_about_line, p(0), p(1), only_line(0), only_line(1));
        throw std::invalid_argument("no constraint " + type);
    }

private:
    ditto::residual_handle add_tangent(const json& c) {
        std::string a = c.at("a"), b = c.at("b");
        const auto p = at(c.at("p"));
        const double sense = c.at("sense").get<double>();
        if (entities_.at(b).at("type") == "line") a.swap(b);
        if (entities_.at(a).at("type") == "line")
            return problem.add(tangent_line_arc, line_end(a, 0), line_end(a, 1), centre(b), p, sense);
        return problem.add(tangent_arcs, centre(a), centre(b), p, sense);
    }
    ditto::variable<point2> at(const json& index) const { return points.at(index.get<std::size_t>()); }
    ditto::variable<point2> centre(const std::string& id) const { return at(entities_.at(id).at("c")); }
    ditto::variable<point2> line_end(const std::string& id, std::size_t end) const {
        return at(entities_.at(id).at("p")[end]);
    }

    std::map<std::string, json> entities_;
};

}  // namespace sketch
