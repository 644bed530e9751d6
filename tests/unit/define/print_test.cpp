// What definitions and their kernels look like as text, the same from both compilers; and that the code printed is the
// kernel's.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>

#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using ditto::given, ditto::length, ditto::point2, ditto::real;

constexpr auto distance = ditto::residual<point2, point2, given<length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto barrier = ditto::residual<real, given<real>>(
    [](auto x, auto edge) { return select(x < edge, -log(edge - x), 2.0 * x); });

template <class T>
struct pinhole {
    BOOST_HANA_DEFINE_STRUCT(pinhole, (ditto::vec<T, 3>, position), (T, focal));
};
constexpr auto reprojection = ditto::residual<ditto::record<pinhole>, ditto::vec3, given<ditto::vec2>>(
    [](auto cam, auto place, auto seen) {
        auto [x, y, z] = place - cam.position;
        return ditto::vec{cam.focal * x / z - seen[0], cam.focal * y / z - seen[1]};
    });
constexpr auto bearing = ditto::residual<ditto::vec3, given<ditto::vec2>>(
    [](auto place, auto seen) { return ditto::vec{place[0] / place[2] - seen[0], place[1] / place[2] - seen[1]}; });

template <class T>
struct nested {
    BOOST_HANA_DEFINE_STRUCT(nested, (pinhole<T>, lens), (std::array<T, 2>, gain));
};
constexpr auto all_kinds = ditto::residual<given<ditto::array<point2, 2>>, ditto::record<nested>, ditto::array<real, 2>>(
    [](auto places, auto n, auto weights) {
        auto v = places[1] - places[0];
        return std::array{weights[1] * n.lens.focal - v[1], n.gain[1] - n.lens.position[2] * weights[0]};
    });

// A given first, an argument and scalars that nothing uses, variables that the kernel takes in another order.
constexpr auto rearranged = ditto::residual<given<ditto::vec2>, ditto::vec2, real, ditto::vec2>([](auto g, auto v, auto,
                                                                                              auto p) {
    return ditto::vec{(p[1] - p[0]) * g[1] + v[1] * sin(p[0]), v[1] / g[0] + v[1] * v[1], 3.0 * p[1] - 1.0};
});
constexpr auto nothing = ditto::residual<>([] { return 1.5; });

// The code that is printed, run one operation after the other, does what the definition's kernel does.
template <auto Code, class... Kinds>
void check_code(const ditto::residual_definition<Code, Kinds...>& definition, const std::vector<double>& scalars) {
    using Definition = ditto::residual_definition<Code, Kinds...>;
    const ditto::definition_description& of = ditto::description_of<Definition>;
    const ditto::kernel_code code = ditto::rebuild_kernel(of);
    std::vector<double> inputs;
    for (const std::uint32_t scalar : code.scalar_of_input) inputs.push_back(scalars[scalar]);
    const auto values = ditto::evaluate<double>(code.nodes(), inputs);
    const auto output = [&](std::size_t k) { return values[code.operations.outputs[k]]; };

    const double* next = scalars.data();
    const auto take = [&]<class Kind>(std::type_identity<Kind>) {
        next += ditto::kind_size<Kind>;
        return ditto::unflatten<Kind, double>(next - ditto::kind_size<Kind>);
    };
    const std::tuple<ditto::value_t<Kinds, double>...> arguments{take(std::type_identity<Kinds>{})...};
    const auto expected = std::apply([&](const auto&... a) { return definition.linearize(a...); }, arguments);
    REQUIRE(code.rows == Definition::rows());
    for (std::size_t row = 0; row < code.rows; ++row) CHECK(output(row) == Approx(expected.value[row]).epsilon(1e-14));
    std::vector<std::size_t> unknown_of;  // by scalar
    std::size_t unknowns = 0;
    for (const auto& argument : of.arguments)
        for (std::uint32_t s = 0; s < argument.size; ++s) unknown_of.push_back(argument.place.given ? 0 : unknowns++);
    REQUIRE(unknowns == Definition::unknowns());
    auto jacobian = expected.jacobian;
    for (std::size_t k = 0; k < code.partials.size(); ++k) {
        const auto [row, input] = code.partials[k];
        double& partial = jacobian[row][unknown_of[code.scalar_of_input[input]]];
        CHECK(output(code.rows + k) == Approx(partial).epsilon(1e-13));
        partial = 0;
    }
    for (const auto& row : jacobian)
        for (const double partial : row) CHECK(partial == 0);  // what the code does not yield is zero by structure

    // The order of the outputs is the kernel's.
    const ditto::kernel_shape& shape = Definition::template kernel<double>().shape;
    REQUIRE(shape.partials.size() == code.partials.size());
    std::size_t first = 0;
    for (const auto& argument : of.arguments) {
        for (std::size_t k = 0; k < code.partials.size(); ++k) {
            const std::size_t scalar = code.scalar_of_input[code.partials[k].input];
            if (argument.place.given || scalar < first || scalar >= first + argument.size) continue;
            CHECK(shape.partials[k].row == code.partials[k].row);
            CHECK(shape.partials[k].variable == argument.place.index);
            CHECK(shape.partials[k].component == scalar - first);
        }
        first += argument.size;
    }
}

}  // namespace

TEST_CASE("a definition, a line for each row") {
    CHECK(ditto::print(distance) == "sqrt((b.x - a.x)*(b.x - a.x) + (b.y - a.y)*(b.y - a.y)) - c");
    CHECK(ditto::print(barrier) == "select(a < b, -log(b - a), 2*a)");
    CHECK(print(reprojection) == "a.focal*(b.x - a.position.x)/(b.z - a.position.z) - c.x\n"
                                 "a.focal*(b.y - a.position.y)/(b.z - a.position.z) - c.y");
    CHECK(print(all_kinds) == "b.lens.focal*c[1] - (a[1].y - a[0].y)\n"
                              "b.gain[1] - b.lens.position.z*c[0]");
    CHECK(print(nothing) == "1.5");
}

TEST_CASE("a long definition names what it repeats") {
    constexpr auto chain = ditto::residual<ditto::vec2>([](auto v) {
        auto x = v[0];
        for (int i = 0; i < 3; ++i) x = tanh(x * v[1] - 0.5) / (x * x - 4.0);
        return ditto::vec{x, x - v[0]};
    });
    CHECK(print(chain) == "t0 = tanh(a.x*a.y - 0.5)/(a.x*a.x - 4)\n"
                          "t1 = tanh(a.y*t0 - 0.5)/(t0*t0 - 4)\n"
                          "t2 = tanh(a.y*t1 - 0.5)/(t1*t1 - 4)\n"
                          "t2\n"
                          "t2 - a.x");
}

TEST_CASE("an expression") {
    constexpr ditto::arg<0> x;
    constexpr ditto::arg<2> r;
    CHECK(print(sqrt(x * x) - r) == "abs(a) - c");
}

TEST_CASE("more arguments than letters") {
    CHECK(ditto::argument_name(0) == "a");
    CHECK(ditto::argument_name(25) == "z");
    CHECK(ditto::argument_name(26) == "aa");
    CHECK(ditto::argument_name(26 + 26 * 26 - 1) == "zz");
    CHECK(ditto::argument_name(26 + 26 * 26) == "aaa");
}

TEST_CASE("a kernel's code counts the flops that its facts do") {
    constexpr auto all_sorts = ditto::residual<ditto::real>(
        [](auto x) { return sin(x) + max(x, 1.0) * floor(x) + 1.0 / x + sigmoid(x) + hypot(x, sqrt(x)); });
    CHECK(ditto::print_kernel(all_sorts).find(" " + std::to_string(ditto::flop_count<all_sorts>) + " flops") !=
          std::string::npos);
}

TEST_CASE("a kernel's code") {
    CHECK(ditto::print_kernel(distance) == R"(// 1 row of 4 unknowns and 1 given, 4 partial derivatives
// 12 operations, 10 flops, in 11 statements
auto t0 = b.x - a.x;
auto t1 = t0*t0;
auto t2 = b.y - a.y;
auto t3 = t2*t2 + t1;
auto t4 = sqrt(t3);
auto t5 = t4 - c;
out[0] = t5;  // row 0
auto t6 = reciprocal_or_zero(t4);
auto t7 = t0*t6;
out[1] = t7;  // ∂row 0/∂b.x
auto t8 = t2*t6;
out[2] = t8;  // ∂row 0/∂b.y
auto t9 = -t7;
out[3] = t9;  // ∂row 0/∂a.x
auto t10 = -t8;
out[4] = t10;  // ∂row 0/∂a.y
)");
    CHECK(ditto::print_kernel(barrier) == R"(// 1 row of 1 unknown and 1 given, 1 partial derivative
// 10 operations, 4 flops, in 10 statements
auto t0 = 2*a;
auto t1 = b - a;
auto t2 = log(t1);
auto t3 = -t2;
auto t4 = a < b;
auto t5 = select(t4, t3, t0);
out[0] = t5;  // row 0
auto t6 = 1/t1;
auto t7 = select(t4, t6, 0);
auto t8 = select(t4, 0, 2);
auto t9 = t8 + t7;
out[1] = t9;  // ∂row 0/∂a
)");
    CHECK(ditto::print_kernel(bearing) == R"(// 2 rows of 3 unknowns and 2 givens, 4 partial derivatives
// 10 operations, 8 flops, in 8 statements
auto t0 = 1/a.z;
auto t1 = a.x*t0 - b.x;
out[0] = t1;  // row 0
auto t2 = a.y*t0 - b.y;
out[1] = t2;  // row 1
out[2] = t0;  // ∂row 0/∂a.x
auto t3 = t0*t0;
auto t4 = a.x*t3;
auto t5 = -t4;
out[3] = t5;  // ∂row 0/∂a.z
out[4] = t0;  // ∂row 1/∂a.y
auto t6 = a.y*t3;
auto t7 = -t6;
out[5] = t7;  // ∂row 1/∂a.z
)");
    CHECK(ditto::print_kernel(nothing) == R"(// 1 row of 0 unknowns and 0 givens, 0 partial derivatives
// 0 operations, 0 flops, in 0 statements
out[0] = 1.5;  // row 0
)");
}

TEST_CASE("the code printed is the kernel's") {
    CHECK(print_kernel(reprojection).find("// " + std::to_string(ditto::operation_count<reprojection>) + " operations") !=
          std::string::npos);
    check_code(distance, {0.1, 0.2, 3.0, 4.5, 2.0});
    check_code(barrier, {0.5, 2.0});
    check_code(barrier, {2.5, 2.0});
    check_code(bearing, {1, 2, 3, 4, 5});
    check_code(reprojection, {0.1, 0.2, 0.3, 500, 1, 2, 3, 4, 5});
    check_code(all_kinds, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    check_code(rearranged, {0.5, -1.5, 7, 1.25, 3, 0.75, -2});
}
