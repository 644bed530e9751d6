// What follows from a definition's structure: sparsity, degree, kinks, finiteness, what its kernels compute.
#include "catch.hpp"

#include <ditto/define.hpp>

namespace {

using ditto::given, ditto::real, ditto::length, ditto::point2, ditto::residual;
using ditto::program_kind::values;

constexpr auto distance =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return norm(q - p) - d; });
constexpr auto squared_distance =
    residual<point2, point2, given<length>>([](auto p, auto q, auto d) { return squared_norm(q - p) - d * d; });
constexpr auto horizontal = residual<point2, point2>([](auto p, auto q) { return q[1] - p[1]; });
constexpr auto midpoint =
    residual<point2, point2, point2>([](auto p, auto q, auto m) { return p + (q - p) / 2.0 - m; });
constexpr auto line =
    residual<real, real, given<real>, given<real>>([](auto m, auto b, auto x, auto y) { return m * x + b - y; });
constexpr auto decay = residual<real, real, given<real>, given<real>>(
    [](auto amplitude, auto rate, auto t, auto y) { return amplitude * exp(-rate * t) - y; });

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal), (T, k1),
                             (T, k2));
};
constexpr auto reprojection = residual<ditto::record<camera>, ditto::vec3, given<ditto::vec2>>(
    [](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        auto u = -x / z;
        auto v = -y / z;
        auto r2 = u * u + v * v;
        auto d = cam.focal * (1.0 + r2 * (cam.k1 + cam.k2 * r2));
        return ditto::vec{d * u - seen[0], d * v - seen[1]};
    });
constexpr auto rotation =
    residual<ditto::vec3, ditto::vec3>([](auto w, auto x) { return ditto::rotate_angle_axis(w, x) - x; });

// --- which unknowns a row depends on

static_assert(distance.depends_on(0, 0) && distance.depends_on(0, 3) && distance.depends_on<2>());
static_assert(!horizontal.depends_on(0, 0) && horizontal.depends_on(0, 1));
static_assert(!horizontal.depends_on(0, 2) && horizontal.depends_on(0, 3));
static_assert(midpoint.depends_on(0, 0) && !midpoint.depends_on(0, 1));
static_assert(midpoint.depends_on(0, 4) && !midpoint.depends_on(0, 5));
static_assert(midpoint.depends_on<2>(0) && midpoint.depends_on<2>(1));
static_assert(reprojection.depends_on(0, 11) && reprojection.depends_on(1, 0) && reprojection.depends_on<2>());
// Givens are passed over where unknowns are counted, and are arguments like others.
constexpr auto mixed = residual<given<ditto::vec2>, real, given<real>, ditto::vec2>(
    [](auto g, auto x, auto, auto v) { return std::array{g[0] * x, v[1] - g[1], v[0] - v[0] + 2.0}; });
static_assert(mixed.depends_on(0, 0) && !mixed.depends_on(0, 1) && !mixed.depends_on(0, 2));
static_assert(!mixed.depends_on(1, 0) && !mixed.depends_on(1, 1) && mixed.depends_on(1, 2));
static_assert(!mixed.depends_on(2, 0) && !mixed.depends_on(2, 1) && !mixed.depends_on(2, 2));
static_assert(mixed.depends_on<0>(0) && mixed.depends_on<0>(1) && !mixed.depends_on<0>(2) && !mixed.depends_on<2>());
static_assert(mixed.depends_on<3>() && !mixed.depends_on<3>(0));
// More than a word of them.
constexpr auto many =
    residual<ditto::array<real, 150>>([](auto x) { return ditto::vec{x[0] * x[63], x[64] + x[149]}; });
static_assert(many.depends_on(0, 0) && many.depends_on(0, 63) && !many.depends_on(0, 64) && !many.depends_on(0, 149));
static_assert(!many.depends_on(1, 0) && !many.depends_on(1, 63) && many.depends_on(1, 64) && many.depends_on(1, 149));
static_assert(!many.depends_on(1, 148));
// As it says, so are the derivatives.
template <auto Definition, class... Values>
constexpr bool sparse_as_said(Values... at) {
    const auto jacobian = Definition.linearize(at...).jacobian;
    for (std::size_t row = 0; row < Definition.rows(); ++row)
        for (std::size_t unknown = 0; unknown < Definition.unknowns(); ++unknown)
            if ((jacobian[row][unknown] != 0.0) != Definition.depends_on(row, unknown)) return false;
    return true;
}
static_assert(sparse_as_said<distance>(ditto::point{1.0, 2.0}, ditto::point{5.0, 7.0}, 3.0));
static_assert(sparse_as_said<horizontal>(ditto::point{1.0, 2.0}, ditto::point{5.0, 7.0}));
static_assert(sparse_as_said<midpoint>(ditto::point{1.0, 2.0}, ditto::point{5.0, 7.0}, ditto::point{3.0, 9.0}));
static_assert(sparse_as_said<mixed>(ditto::vec{1.0, 2.0}, 3.0, 4.0, ditto::vec{5.0, 6.0}));

// --- linear and quadratic

static_assert(horizontal.is_linear() && midpoint.is_linear() && line.is_linear());
static_assert(!squared_distance.is_linear() && squared_distance.is_quadratic() && horizontal.is_quadratic());
static_assert(!distance.is_linear() && !distance.is_quadratic() && distance.is_linear_in<2>());
static_assert(!squared_distance.is_linear_in<0>() && squared_distance.is_quadratic_in<0, 1, 2>());
static_assert(line.is_linear_in<0, 1>() && line.is_linear_in<1, 2, 3>());
static_assert(!line.is_linear_in<0, 2>() && line.is_quadratic_in<0, 2>());
static_assert(decay.is_linear_in<0>() && !decay.is_linear_in<1>() && !decay.is_quadratic_in<1>() && !decay.is_linear());
static_assert(rotation.is_linear_in<1>() && !rotation.is_quadratic_in<0>());
static_assert(!reprojection.is_quadratic() && !reprojection.is_linear_in<1>());
constexpr auto constant = residual<real>([](auto) { return 2.0; });
static_assert(constant.is_linear() && constant.is_quadratic());
constexpr auto one_row_bends = residual<real, real>([](auto x, auto y) { return ditto::vec{x + y, x * y, 3.0 * x}; });
static_assert(!one_row_bends.is_linear() && one_row_bends.is_linear_in<0>() && one_row_bends.is_quadratic());
constexpr auto cubic = residual<real, given<real>>([](auto x, auto g) { return x * x * x + g; });
static_assert(!cubic.is_quadratic() && cubic.is_linear_in<1>());
constexpr auto scaled = residual<real, given<real>>([](auto x, auto g) { return (x / g - 1.0) * sin(g); });
static_assert(scaled.is_linear() && !scaled.is_quadratic_in<1>());
constexpr auto inverse = residual<real>([](auto x) { return 1.0 / x; });
static_assert(!inverse.is_quadratic());
constexpr auto switched = residual<real, given<real>>([](auto x, auto g) { return select(g < 0.0, 2.0 * x, x * x); });
static_assert(!switched.is_linear() && switched.is_quadratic() && !switched.is_quadratic_in<1>());
constexpr auto hinge = residual<real>([](auto x) { return select(x < 0.0, -x, 2.0 * x); });
static_assert(!hinge.is_quadratic());
constexpr auto linear_expression = residual<real, real>(ditto::literal<3.0>{} * ditto::arg<0>{} - ditto::arg<1>{});
static_assert(linear_expression.is_linear() && linear_expression.depends_on(0, 1));

// --- kinks

static_assert(distance.may_be_non_smooth() && distance.may_be_non_smooth(0));  // points may coincide
static_assert(!squared_distance.may_be_non_smooth() && !decay.may_be_non_smooth());
static_assert(!inverse.may_be_non_smooth());  // apart from its pole
static_assert(!reprojection.may_be_non_smooth() && !rotation.may_be_non_smooth());  // the root is of something positive
static_assert(hinge.may_be_non_smooth() && !switched.may_be_non_smooth());          // a given's switch is no matter
constexpr auto two_rows =
    residual<real, real>([](auto x, auto y) { return ditto::vec{abs(x) + y, abs(1.0 + exp(x)) + y}; });
static_assert(two_rows.may_be_non_smooth(0) && !two_rows.may_be_non_smooth(1) && two_rows.may_be_non_smooth());
constexpr auto of_given = residual<real, given<real>>([](auto x, auto g) { return x * abs(g) + sqrt(g); });
static_assert(!of_given.may_be_non_smooth());
constexpr auto far_from_zero = residual<real>([](auto x) {
    return sqrt(x * x + 1.0) + abs(sin(x) + 1.5) + sign(2.0 - tanh(x)) + select(cos(x) < 2.0, x, -x) +
           pow(1.0 + x * x, 0.3);
});
static_assert(!far_from_zero.may_be_non_smooth());
constexpr auto powers =
    residual<real>([](auto x) { return ditto::vec{pow(x, 3), pow(x, 2.5), pow(x, 2.3), pow(x, 20)}; });
static_assert(!powers.may_be_non_smooth(0) && powers.may_be_non_smooth(1) && powers.may_be_non_smooth(2));
static_assert(!powers.may_be_non_smooth(3));

// --- infinities and NaN

static_assert(!distance.may_be_non_finite() && !squared_distance.may_be_non_finite());
static_assert(!rotation.may_be_non_finite());
static_assert(inverse.may_be_non_finite() && inverse.may_be_non_finite(values));
static_assert(reprojection.may_be_non_finite() && reprojection.may_be_non_finite(0));
static_assert(reprojection.may_be_non_finite(1, values));
static_assert(decay.may_be_non_finite());  // rate t may be -1000
constexpr auto bell =
    residual<real, real>([](auto x, auto width) { return exp(-(x * x)) / (1.0 + width * width); });
static_assert(!bell.may_be_non_finite());
constexpr auto domains = residual<real>([](auto x) {
    return std::array{log(x), log(1.0 + x * x), sqrt(x), sqrt(abs(x)), sqrt(1.0 - sin(x) * sin(x)), 1.0 / (2.0 + cos(x)),
                      1.0 / (1.0 + cos(x)), pow(x, 2.3), pow(abs(x), 2.3), pow(abs(x), -2.3)};
});
constexpr std::array may_fail{true, false, true, false, false, false, true, true, false, true};
static_assert([] {
    for (std::size_t row = 0; row < may_fail.size(); ++row)
        if (domains.may_be_non_finite(row, values) != may_fail[row]) return false;
    return true;
}());
// Where a finite derivative is chosen, it counts as such.
static_assert(!domains.may_be_non_finite(3) && !domains.may_be_non_finite(8));

// A comparison with a NaN does not hold: where a logarithm is one, the other branch is taken.
constexpr auto beyond_domain = residual<real>([](auto x) { return select(exp(log(x)) > -1.0, x, 5.0); });
static_assert(beyond_domain.may_be_non_smooth());
static_assert(!residual<real>([](auto x) { return select(exp(sin(x)) > -1.0, x, 5.0); }).may_be_non_smooth());
// Remainders of finite numbers are finite, by what is not 0.
constexpr auto remainder = residual<real>([](auto x) { return mod(x, 2.0); });
static_assert(remainder.may_be_non_smooth() && !remainder.may_be_non_finite(values));
static_assert(residual<real, real>([](auto x, auto y) { return mod(x, y); }).may_be_non_finite(values));

// Facts of every operation on operands that may be anything can be worked out by the compiler.
template <class Op>
constexpr bool has_facts() {
    ditto::graph g;
    std::array<ditto::node_id, 3> operands{};
    for (std::uint32_t i = 0; i < Op::arity; ++i) operands[i] = g.input(i, ditto::input_role::unknown);
    const ditto::node_id id = g.insert({ditto::opcode_of<Op>, operands, 0.0});
    const auto ranges = ditto::value_ranges(g);
    return ranges[id].lower <= ranges[id].upper &&
           ditto::kinks(g, ranges, std::array{operands[0]}).size() <= (ditto::is_smooth<Op> ? 0u : 1u) &&
           ditto::degrees(g, std::array{operands[0]})[id] >= ditto::degree::linear;
}
template <class... Op>
constexpr bool all_have_facts(boost::mp11::mp_list<Op...>) {
    return ((Op::arity == 0 || has_facts<Op>()) && ...);
}
static_assert(all_have_facts(ditto::operations{}));

// --- what literals do: factors are combined unless that leaves the range of numbers

constexpr auto far_factors = residual<real>([](auto x) { return x * 1e-200 * 1e-200 * 1e300; });
static_assert(far_factors.depends_on(0, 0));
constexpr auto large_factors = residual<real>([](auto x) { return x * 1e300 * 1e300; });
static_assert(large_factors.depends_on(0, 0));
constexpr auto near_factors = residual<real>([](auto x) { return x * 1e-20 * 1e20; });
static_assert(ditto::operation_count<near_factors, values> <= 1);

// --- what kernels compute

static_assert(ditto::operation_count<line> == 3 && ditto::operation_count<line, values> == 3);
static_assert(ditto::flop_count<line> == 3);  // m x + b, fused, - y
static_assert(ditto::instruction_mix_of<line>.fused == 1 && ditto::instruction_mix_of<line>.additions == 1);
constexpr auto& values_of_distance = ditto::instruction_mix_of<distance, values>;
static_assert(values_of_distance.additions == 3 && values_of_distance.multiplications == 1);
static_assert(values_of_distance.fused == 1 && values_of_distance.square_roots == 1);
static_assert(values_of_distance.divisions == 0 && values_of_distance.functions == 0);
static_assert(ditto::flop_count<distance, values> == 7 && ditto::operation_count<distance, values> == 7);
static_assert(ditto::instruction_mix_of<distance>.divisions == 1 && ditto::flop_count<distance> > 7);
static_assert(ditto::instruction_mix_of<decay>.functions == 1);
static_assert(ditto::instruction_mix_of<reprojection>.functions == 2);
static_assert(ditto::instruction_mix_of<hinge, values>.others >= 2 && ditto::flop_count<constant> == 0);

TEST_CASE("facts can be asked for at run time") {
    std::size_t entries = 0;
    for (std::size_t row = 0; row < reprojection.rows(); ++row)
        for (std::size_t unknown = 0; unknown < reprojection.unknowns(); ++unknown)
            entries += reprojection.depends_on(row, unknown);
    CHECK(entries == 24);
    CHECK(two_rows.may_be_non_smooth(0));
    CHECK(domains.may_be_non_finite(0));
    CHECK_THROWS_AS(distance.depends_on(0, 4), ditto::error);
    CHECK_THROWS_AS(distance.depends_on(1, 0), ditto::error);
    CHECK_THROWS_AS(distance.may_be_non_finite(1), ditto::error);
    CHECK(sparse_as_said<distance>(ditto::point{1.0, 2.0}, ditto::point{5.0, 7.0}, 3.0));
}

}  // namespace
