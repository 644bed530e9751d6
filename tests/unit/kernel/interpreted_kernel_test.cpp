// Kernels that are interpreted, against static ones of the same structure.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>
#include <ditto/kernel/interpreted_kernel.hpp>
#include <ditto/problem/aligned_vector.hpp>

#include <random>

namespace {

using ditto::given, ditto::length, ditto::point2, ditto::vec3;

inline constexpr auto distance_of = ditto::residual<point2, point2, given<length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto turned = ditto::residual<vec3, vec3, given<vec3>>([](auto rotation, auto point, auto seen) {
    return ditto::rotate_angle_axis(rotation, point) - seen;
});
// A variable of which nothing is used but its end, a row that is an input and one that is a constant.
inline constexpr auto sparse = ditto::residual<ditto::vec_of<ditto::real, 5>, ditto::real>(
    [](auto x, auto y) { return ditto::vec{x[4] * x[4], y, x[4] * x[4]}; });

template <class Definition>
ditto::dynamic_layout layout_of(Definition) {
    const auto& layout = Definition::layout_type::data;
    return {{layout.variable_sizes.begin(), layout.variable_sizes.end()},
            {layout.scalar_inputs.begin(), layout.scalar_inputs.end()},
            {layout.given_inputs.begin(), layout.given_inputs.end()}};
}

// A block of instances with random numbers, each instance with variables of its own, in random places.
template <class Scalar>
struct random_block {
    std::vector<Scalar> state;
    std::vector<std::vector<std::int32_t>> offsets;
    std::vector<std::vector<Scalar>> givens;
    std::vector<const std::int32_t*> offset_planes;
    std::vector<const Scalar*> given_planes;

    random_block(const ditto::kernel_shape& shape, std::size_t batches) {
        std::mt19937_64 engine(1);
        std::uniform_real_distribution<Scalar> number(Scalar(0.1), Scalar(1));
        const std::size_t instances = batches * shape.lanes;
        for (const std::uint32_t size : shape.variables) {
            offsets.emplace_back();
            for (std::size_t i = 0; i < instances; ++i) {
                state.push_back(number(engine));  // a gap
                offsets.back().push_back(static_cast<std::int32_t>(state.size()));
                for (std::uint32_t c = 0; c < size; ++c) state.push_back(number(engine));
            }
            std::shuffle(offsets.back().begin(), offsets.back().end(), engine);
        }
        for (std::uint32_t g = 0; g < shape.givens; ++g) {
            givens.emplace_back();
            for (std::size_t i = 0; i < instances; ++i) givens.back().push_back(number(engine));
        }
        for (const auto& plane : offsets) offset_planes.push_back(plane.data());
        for (const auto& plane : givens) given_planes.push_back(plane.data());
    }
    ditto::instance_planes<Scalar> planes() const { return {state.data(), offset_planes.data(), given_planes.data()}; }
};

template <class Scalar, class Definition>
void check_same(Definition definition, Scalar tolerance) {
    const ditto::kernel_table<Scalar>& expected = Definition::template kernel<Scalar>();
    const ditto::interpreted_kernel<Scalar> kernel(ditto::decode(Definition::structure_type::code.words),
                                                   layout_of(definition));
    const ditto::kernel_table<Scalar>& table = kernel.table();
    REQUIRE(table.shape.rows == expected.shape.rows);
    REQUIRE(table.shape.givens == expected.shape.givens);
    REQUIRE(table.shape.lanes == expected.shape.lanes);
    REQUIRE(std::equal(table.shape.variables.begin(), table.shape.variables.end(), expected.shape.variables.begin(),
                       expected.shape.variables.end()));
    REQUIRE(std::equal(table.shape.partials.begin(), table.shape.partials.end(), expected.shape.partials.begin(),
                       expected.shape.partials.end(), [](const auto& a, const auto& b) {
                           return a.row == b.row && a.variable == b.variable && a.component == b.component;
                       }));
    const std::size_t batches = 45, outputs = table.shape.rows + table.shape.partials.size();
    const random_block<Scalar> block(table.shape, batches);
    for (const auto function : {&ditto::kernel_table<Scalar>::residuals, &ditto::kernel_table<Scalar>::linearize}) {
        for (const auto& [first, last] : {std::pair{0u, 45u}, {3u, 4u}, {7u, 7u}, {11u, 43u}}) {
            ditto::detail::aligned_vector<Scalar> a(batches * outputs * table.shape.lanes, Scalar(7)), b = a;
            (expected.*function)(expected.context, block.planes(), first, last, a.data());
            (table.*function)(table.context, block.planes(), first, last, b.data());
            Scalar worst = 0;
            for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]) / (1 + std::abs(a[i])));
            CHECK(worst <= tolerance);
        }
    }
}

TEMPLATE_TEST_CASE("interpreted kernels are as static ones", "", double, float) {
    const TestType tolerance = 16 * std::numeric_limits<TestType>::epsilon();
    check_same<TestType>(distance_of, tolerance);
    check_same<TestType>(turned, 8 * tolerance);
    check_same<TestType>(sparse, tolerance);
}

}  // namespace
