// Sections vec, geometry and matrix of the golden cases: what each function is in ditto's words, its value and derivatives.
#include "catch.hpp"
#include "golden.hpp"

#include <ditto/define.hpp>

#include <cmath>
#include <functional>
#include <map>
#include <numbers>

namespace {

using ditto::array, ditto::point2, ditto::point3, ditto::real, ditto::residual, ditto::vec, ditto::vec2, ditto::vec3;

struct answer {
    std::vector<double> values;
    std::vector<std::vector<double>> jacobian;
};
using function = std::function<answer(const std::vector<double>&)>;

// The definition as a function of its flattened arguments.
template <auto Code, class... Kinds>
function flat(ditto::residual_definition<Code, Kinds...> definition) {
    return [definition](const std::vector<double>& x) {
        REQUIRE(x.size() == (ditto::kind_size<Kinds> + ...));
        const double* next = x.data();
        const auto take = [&]<class Kind>(std::type_identity<Kind>) {
            const auto value = ditto::unflatten<Kind, double>(next);
            next += ditto::kind_size<Kind>;
            return value;
        };
        const std::tuple<ditto::value_t<Kinds, double>...> arguments{take(std::type_identity<Kinds>{})...};
        const auto at = std::apply([&](const auto&... a) { return definition.linearize(a...); }, arguments);
        answer result{{at.value.begin(), at.value.end()}, {}};
        for (const auto& row : at.jacobian) result.jacobian.emplace_back(row.begin(), row.end());
        return result;
    };
}

// Two vectors side by side, as the rows of one result.
template <class T, std::size_t N>
constexpr vec<T, 2 * N> both(const vec<T, N>& a, const vec<T, N>& b) {
    vec<T, 2 * N> rows{};
    for (std::size_t i = 0; i < N; ++i) {
        rows[i] = a[i];
        rows[N + i] = b[i];
    }
    return rows;
}

template <class T>
constexpr auto lesser(const T& a, const T& b) {
    return select(a < b, a, b);
}

// Those that go by several names.
const function normalise3 = flat(residual<vec3>([](auto v) { return normalise(v); }));
const function normalise4 = flat(residual<array<real, 4>>([](auto v) {
    return normalise(vec{v[0], v[1], v[2], v[3]});
}));
const function angle2 = flat(residual<vec2, vec2>([](auto a, auto b) { return angle_between(a, b); }));
const function angle3 = flat(residual<vec3, vec3>([](auto a, auto b) { return angle_between(a, b); }));
const function eigenvalue = flat(residual<array<real, 6>>([](auto c) {
    return symmetric_eigenvalues(ditto::mat{vec{c[0], c[1], c[2]}, vec{c[1], c[3], c[4]}, vec{c[2], c[4], c[5]}})[0];
}));

const std::map<std::string, function> functions{
    {"Vec2.magnitude", flat(residual<vec2>([](auto v) { return norm(v); }))},
    {"Vec3.magnitude", flat(residual<vec3>([](auto v) { return norm(v); }))},
    {"Vec2.sqrMagnitude", flat(residual<vec2>([](auto v) { return squared_norm(v); }))},
    {"Vec3.sqrMagnitude", flat(residual<vec3>([](auto v) { return squared_norm(v); }))},
    {"Vec2.normalized", flat(residual<vec2>([](auto v) { return normalise(v); }))},
    {"Vec3.normalized", normalise3},
    {"Vec3.normalizedCustomGrad", normalise3},
    {"Vec4.normalized", normalise4},
    {"Vec4.normalizedCustomGrad", normalise4},
    {"Vec2.perpendicular", flat(residual<vec2>([](auto v) { return perpendicular(v); }))},
    {"Vec2.dot", flat(residual<vec2, vec2>([](auto a, auto b) { return dot(a, b); }))},
    {"Vec3.dot", flat(residual<vec3, vec3>([](auto a, auto b) { return dot(a, b); }))},
    {"Vec2.cross", flat(residual<vec2, vec2>([](auto a, auto b) { return cross(a, b); }))},
    {"Vec3.cross", flat(residual<vec3, vec3>([](auto a, auto b) { return cross(a, b); }))},
    {"Vec2.add/sub", flat(residual<vec2, vec2>([](auto a, auto b) { return both(a + b, a - b); }))},
    {"Vec2.mul/div scalar", flat(residual<vec2, real>([](auto v, auto s) { return both(v * s, v / s); }))},
    {"Vec2.angleBetween", angle2},
    {"Vec2.angleBetween parallel", angle2},
    {"Vec3.angleBetween", angle3},
    {"Vec2.distanceToLine(point,a,b)", flat(residual<point2, point2, point2>([](auto p, auto a, auto b) {
         return abs(cross(b - a, p - a)) / distance(a, b);
     }))},
    {"Vec3.distance", flat(residual<point3, point3>([](auto p, auto q) { return distance(p, q); }))},
    {"Vec3.sqrDistance", flat(residual<point3, point3>([](auto p, auto q) { return squared_norm(q - p); }))},
    {"Vec3.project", flat(residual<vec3, vec3>([](auto a, auto b) { return project(a, b); }))},
    {"Vec3.reject", flat(residual<vec3, vec3>([](auto a, auto b) { return a - project(a, b); }))},
    {"Vec3.lerp t=0.3", flat(residual<point3, point3>([](auto p, auto q) { return p + 0.3 * (q - p); }))},
    {"Vec3.min", flat(residual<vec3, vec3>([](auto a, auto b) {
         return vec{lesser(a[0], b[0]), lesser(a[1], b[1]), lesser(a[2], b[2])};
     }))},
    {"Vec3.max", flat(residual<vec3, vec3>([](auto a, auto b) {
         return -vec{lesser(-a[0], -b[0]), lesser(-a[1], -b[1]), lesser(-a[2], -b[2])};
     }))},

    {"triangleNormal(a,b,c)",
     flat(residual<point3, point3, point3>([](auto a, auto b, auto c) { return normalise(cross(b - a, c - a)); }))},
    {"triangleArea",
     flat(residual<point3, point3, point3>([](auto a, auto b, auto c) { return norm(cross(b - a, c - a)) / 2; }))},
    {"centroid", flat(residual<array<point3, 3>>([](auto corners) { return mean(corners); }))},
    {"normalCoplanarity", flat(residual<vec3, vec3, vec3>([](auto a, auto b, auto c) {
         return sum(std::array{squared_norm(cross(a, b)), squared_norm(cross(b, c)), squared_norm(cross(c, a))});
     }))},
    {"distanceToPlane",
     flat(residual<point3, point3, vec3>([](auto p, auto on, auto normal) { return dot(p - on, normal); }))},
    {"dihedralAngle(normalized n1,n2)", angle3},
    {"angleDefect(center, 6 neighbours)", flat(residual<point3, array<point3, 6>>([](auto centre, auto around) {
         auto corner = [&](std::size_t k) { return angle_between(around[k] - centre, around[(k + 1) % 6] - centre); };
         return 2 * std::numbers::pi -
                sum(std::array{corner(0), corner(1), corner(2), corner(3), corner(4), corner(5)});
     }))},
    {"vertexNormal(area weighted, 6 triangles center,k,k+1)",
     flat(residual<point3, array<point3, 6>>([](auto centre, auto around) {
         auto corner = [&](std::size_t k) { return cross(around[k] - centre, around[(k + 1) % 6] - centre); };
         return normalise(sum(std::array{corner(0), corner(1), corner(2), corner(3), corner(4), corner(5)}));
     }))},

    {"Matrix3x3.smallestEigenvalue(c00,c01,c02,c11,c12,c22)", eigenvalue},
    {"Matrix3x3.smallestEigenvalueCustomGrad", eigenvalue},
};

void check(const golden::json& record, const function& f, double tolerance) {
    INFO(record.at("id") << " " << record.at("name"));
    const answer ours = f(golden::numbers(record.at("x")));
    const auto expected = record.contains("true_value") ? std::vector{golden::number(record.at("true_value"))}
                                                        : golden::numbers(record.at("values"));
    REQUIRE(ours.values.size() == expected.size());
    for (std::size_t row = 0; row < expected.size(); ++row) {
        INFO("row " << row);
        CHECK(ours.values[row] == Approx(expected[row]).epsilon(1e-12).margin(1e-13));
        const auto partials = golden::numbers(record.at("jacobian").at(row));
        REQUIRE(ours.jacobian[row].size() == partials.size());
        for (std::size_t i = 0; i < partials.size(); ++i)
            CHECK(ours.jacobian[row][i] == Approx(partials[i]).epsilon(tolerance).margin(tolerance));
    }
}

TEST_CASE("vectors") {
    for (const auto& record : golden::section("vec")) {
        const std::string name = record.at("name");
        REQUIRE(functions.contains(name));
        if (record.at("fd_ok") == true) {
            check(record, functions.at(name), 1e-12);
            continue;
        }
        // Where their derivative is another's defect, this is ours.
        const answer ours = functions.at(name)(golden::numbers(record.at("x")));
        if (name == "Vec2.angleBetween parallel") {
            CHECK(ours.values[0] == 0.0);
            CHECK(ours.jacobian[0] == std::vector<double>(4));
        } else {  // the lesser or greater of equals: one of the two, and its derivative
            CHECK(ours.values == golden::numbers(record.at("values")));
            for (const auto& row : ours.jacobian)
                CHECK(sum(vec{row[0], row[1], row[2], row[3], row[4], row[5]}) == 1.0);
        }
    }
}

TEST_CASE("geometry") {
    for (const auto& record : golden::section("geometry")) {
        REQUIRE(functions.contains(record.at("name")));
        check(record, functions.at(record.at("name")), 1e-12);
    }
}

TEST_CASE("eigenvalues") {
    // Their derivatives are those of a regularised formula, or of the eigenvector that it finds: six digits.
    for (const auto& record : golden::section("matrix")) {
        REQUIRE(functions.contains(record.at("name")));
        check(record, functions.at(record.at("name")), 1e-6);
    }
}

}  // namespace
