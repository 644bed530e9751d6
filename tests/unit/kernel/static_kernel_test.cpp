// Static kernels: what they yield for many instances, lane by lane, against the definition and against differences.
#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel.hpp>

#include <memory>
#include <new>
#include <random>
#include <vector>

namespace {

using ditto::array, ditto::given, ditto::length, ditto::point2, ditto::real, ditto::record, ditto::vec;

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (vec<T, 3>, rotation), (vec<T, 3>, translation), (T, focal), (T, k1), (T, k2));
};

// The functions are of any scalar: traced by definitions, and called with long doubles by the test.
constexpr auto distance = [](auto p, auto q, auto d) { return norm(q - p) - d; };
constexpr auto rod = [](auto span, auto tail, auto head) {
    using std::sqrt;
    auto [dx, dy] = head - tail;
    return sqrt(dy * dy + dx * dx) - span;
};
constexpr auto parallel = [](auto a, auto b, auto c, auto d) { return cross(b - a, d - c); };
constexpr auto polynomial = [](auto c, auto x, auto y) {
    auto sum = c[7];
    for (std::size_t i = 7; i-- > 0;) sum = sum * x + c[i];
    return sum - y;
};
constexpr auto reprojection = [](auto cam, auto place, auto pixel) {
    auto p = rotate_angle_axis(cam.rotation, place) + cam.translation;
    auto x = -p[0] / p[2], y = -p[1] / p[2];
    auto r2 = x * x + y * y;
    auto scale = cam.focal * (1.0 + r2 * (cam.k1 + r2 * cam.k2));
    return vec{scale * x - pixel[0], scale * y - pixel[1]};
};
// Partials that are constants, and a row that depends on no unknown.
constexpr auto affine = [](auto x, auto y, auto a) { return vec{2.0 * x - y, a * y + 0.0 * x, a + 1.0, x}; };
// More rows than unknowns: forward accumulation.
constexpr auto curve = [](auto t, auto a) {
    using std::cos, std::exp, std::log, std::sin, std::sqrt, std::tanh;
    return std::array{sin(t), cos(t) * a, exp(-t), tanh(a * t), log(t * t + 2.0), sqrt(t * t + a * a + 0.5), t * t * t};
};
constexpr auto partly_used = [](auto p, auto, auto c, auto g, auto) { return p[1] * c[3] + g[2] * c[0]; };
constexpr auto only_given = [](auto a, auto b, auto x) { return a * b - x; };
constexpr auto branches = [](auto x, auto y, auto a) {
    return select(x < y, x * x * a, select(y <= a, sqrt(y * y + 1.0), x - y)) + abs(x);
};
// `branches` for numbers.
constexpr auto branches_of_numbers = [](auto x, auto y, auto a) {
    using std::abs, std::sqrt;
    return (x < y ? x * x * a : y <= a ? sqrt(y * y + 1.0) : x - y) + abs(x);
};

template <class Scalar>
class aligned_outputs {
public:
    explicit aligned_outputs(std::size_t size)
        : data_(static_cast<Scalar*>(::operator new(size * sizeof(Scalar), std::align_val_t{64}))), size_(size) {
        std::fill(data_, data_ + size, Scalar(-12345));
    }
    aligned_outputs(const aligned_outputs&) = delete;
    ~aligned_outputs() { ::operator delete(data_, std::align_val_t{64}); }
    Scalar* data() { return data_; }
    Scalar operator[](std::size_t i) const { return data_[i]; }
    std::size_t size() const { return size_; }

private:
    Scalar* data_;
    std::size_t size_;
};

/// What is known of a definition at run time, as the checks need it: scalars in the order of the arguments.
struct description {
    const std::vector<ditto::argument_place> places;
    const std::vector<std::size_t> sizes;
    std::size_t rows;
    std::size_t scalars() const {
        std::size_t sum = 0;
        for (const std::size_t s : sizes) sum += s;
        return sum;
    }
    bool is_given(std::size_t scalar) const {
        std::size_t a = 0;
        for (; scalar >= sizes[a]; ++a) scalar -= sizes[a];
        return places[a].given;
    }
};

/// Values, then partials in the order of the shape, of every instance.
template <class Scalar>
struct evaluated {
    std::vector<std::vector<Scalar>> values;     // [instance][row]
    std::vector<std::vector<Scalar>> jacobian;   // [instance][row * scalars + scalar], zeros filled in
};

/// Lays instances out as a problem would, every variable at a place of its own, runs the kernel, and reads the outputs.
template <class Scalar>
evaluated<Scalar> run_kernel(const ditto::kernel_table<Scalar>& kernel, const description& d,
                             const std::vector<std::vector<double>>& instances, std::mt19937_64& engine) {
    const ditto::kernel_shape& shape = kernel.shape;
    REQUIRE(shape.rows == d.rows);
    const std::size_t count = instances.size(), batches = (count + shape.lanes - 1) / shape.lanes;
    const std::size_t padded = batches * shape.lanes;

    std::vector<Scalar> state(1, Scalar(7));  // offsets start odd
    std::vector<std::vector<std::int32_t>> offsets(shape.variables.size(), std::vector<std::int32_t>(padded));
    std::vector<std::vector<Scalar>> givens(shape.givens, std::vector<Scalar>(padded, Scalar(1)));
    std::vector<std::size_t> first(d.sizes.size());
    for (std::size_t a = 1; a < d.sizes.size(); ++a) first[a] = first[a - 1] + d.sizes[a - 1];
    std::vector<std::size_t> order(padded);
    for (std::size_t i = 0; i < padded; ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), engine);
    for (const std::size_t i : order) {  // padding repeats the last instance
        const std::vector<double>& scalars = instances[std::min(i, count - 1)];
        for (std::size_t a = 0; a < d.sizes.size(); ++a) {
            const auto [given, index] = d.places[a];
            if (given) {
                for (std::size_t c = 0; c < d.sizes[a]; ++c) givens.at(index + c)[i] = static_cast<Scalar>(scalars[first[a] + c]);
            } else {
                REQUIRE(shape.variables[index] == d.sizes[a]);
                offsets.at(index)[i] = static_cast<std::int32_t>(state.size());
                for (std::size_t c = 0; c < d.sizes[a]; ++c) state.push_back(static_cast<Scalar>(scalars[first[a] + c]));
            }
        }
    }
    std::vector<const std::int32_t*> offset_planes;
    for (const auto& plane : offsets) offset_planes.push_back(plane.data());
    std::vector<const Scalar*> given_planes;
    for (const auto& plane : givens) given_planes.push_back(plane.data());
    const ditto::instance_planes<Scalar> planes{state.data(), offset_planes.data(), given_planes.data()};

    const std::size_t outputs = shape.rows + shape.partials.size();
    aligned_outputs<Scalar> all(batches * outputs * shape.lanes), rows(batches * shape.rows * shape.lanes);
    const std::size_t middle = batches / 2;  // in two parts, as several threads would
    kernel.linearize(kernel.context, planes, 0, middle, all.data());
    kernel.linearize(kernel.context, planes, middle, batches, all.data() + middle * outputs * shape.lanes);
    kernel.residuals(kernel.context, planes, 0, batches, rows.data());

    for (std::size_t k = 1; k < shape.partials.size(); ++k) {
        const auto& a = shape.partials[k - 1];
        const auto& b = shape.partials[k];
        CHECK(std::tuple(a.row, a.variable, a.component) < std::tuple(b.row, b.variable, b.component));
    }
    evaluated<Scalar> result;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = [&](std::size_t width, std::size_t k) {
            return ((i / shape.lanes) * width + k) * shape.lanes + i % shape.lanes;
        };
        result.values.emplace_back();
        result.jacobian.emplace_back(d.rows * d.scalars());
        for (std::size_t row = 0; row < d.rows; ++row) {
            result.values[i].push_back(all[at(outputs, row)]);
            const Scalar alone = rows[at(shape.rows, row)];
            CHECK(alone == Approx(all[at(outputs, row)]).epsilon(1e-5).margin(1e-5));
        }
        for (std::size_t k = 0; k < shape.partials.size(); ++k) {
            const auto [row, variable, component] = shape.partials[k];
            std::size_t a = 0;
            while (d.places[a].given || d.places[a].index != variable) ++a;
            result.jacobian[i].at(row * d.scalars() + first[a] + component) = all[at(outputs, shape.rows + k)];
        }
    }
    return result;
}

/// values[row] of scalars in the order of the arguments, in extended precision.
using reference = std::vector<long double> (*)(const std::vector<long double>&);

template <auto Function, class... Kinds>
std::vector<long double> call(const std::vector<long double>& scalars) {
    const long double* next = scalars.data();
    std::tuple<ditto::value_t<Kinds, long double>...> arguments{
        [&] {
            const auto value = ditto::unflatten<Kinds, long double>(next);
            next += ditto::kind_size<Kinds>;
            return value;
        }()...};
    const auto result = std::apply(Function, arguments);
    std::vector<long double> rows;
    ditto::for_each_scalar(result, [&](const auto& s) { rows.push_back(s); });
    return rows;
}

void compare(const description& d, reference function, const std::vector<std::vector<double>>& instances,
             const evaluated<double>& in_double, const evaluated<float>& in_float) {
    for (std::size_t i = 0; i < instances.size(); ++i) {
        INFO("instance " << i);
        const std::vector<long double> at(instances[i].begin(), instances[i].end());
        const auto value = function(at);
        std::vector<std::vector<long double>> difference;
        long double scale = 1;  // of the instance: cancellation costs digits of the largest term
        for (std::size_t j = 0; j < at.size(); ++j) {
            const long double h = 0x1p-13L;
            const auto central = [&](long double step) {
                auto above = at, below = at;
                above[j] += step;
                below[j] -= step;
                auto up = function(above);
                const auto down = function(below);
                for (std::size_t row = 0; row < up.size(); ++row) up[row] = (up[row] - down[row]) / (2 * step);
                return up;
            };
            auto fine = central(h / 2);
            const auto coarse = central(h);
            for (std::size_t row = 0; row < fine.size(); ++row) {
                fine[row] += (fine[row] - coarse[row]) / 3;
                scale = std::max(scale, std::abs(fine[row]));
            }
            difference.push_back(fine);
        }
        for (std::size_t row = 0; row < d.rows; ++row) {
            scale = std::max(scale, std::abs(value[row]));
            CHECK(std::abs(in_double.values[i][row] - value[row]) <= 1e-13L * scale);
            CHECK(std::abs(in_float.values[i][row] - value[row]) <= 1e-4L * scale);
        }
        for (std::size_t row = 0; row < d.rows; ++row)
            for (std::size_t j = 0; j < at.size(); ++j) {
                const long double expected = d.is_given(j) ? 0 : difference[j][row];
                INFO("row " << row << " scalar " << j);
                CHECK(std::abs(in_double.jacobian[i][row * at.size() + j] - expected) <= 1e-10L * scale);
                CHECK(std::abs(in_float.jacobian[i][row * at.size() + j] - expected) <= 1e-4L * scale);
            }
    }
}

/// The definition of `Function` on Kinds, as an ordinary object: its kernels, its linearize, its reference.
template <auto Function, auto Reference, class... Kinds>
void check(bool has_kinks = false) {
    constexpr auto definition = ditto::residual<Kinds...>(Function);
    const description d{{definition.places.begin(), definition.places.end()}, {ditto::kind_size<Kinds>...}, definition.rows()};
    std::mt19937_64 engine(42);
    std::uniform_real_distribution<double> number(-2.0, 2.0);
    const bool is_camera = sizeof...(Kinds) == 3 && d.sizes[0] == 9;
    std::vector<std::vector<double>> instances(37, std::vector<double>(d.scalars()));  // not a whole number of batches
    for (auto& instance : instances) {
        for (double& s : instance) s = static_cast<double>(static_cast<float>(number(engine)));
        if (is_camera) instance[5] = -9;  // the point lies before the camera
        if (has_kinks)
            for (double& s : instance) s = 0.75 * std::round(4 * s) + 0.0625 * static_cast<double>(&s - instance.data());
    }
    auto in_double = run_kernel<double>(definition.template kernel<double>(), d, instances, engine);
    const auto in_float = run_kernel<float>(definition.template kernel<float>(), d, instances, engine);
    compare(d, call<Reference, Kinds...>, instances, in_double, in_float);

    // Lanes compute what the definition does by itself.
    for (std::size_t i = 0; i < instances.size(); ++i) {
        const double* next = instances[i].data();
        const auto at = std::apply([&](const auto&... a) { return definition.linearize(a...); },
                                   std::tuple<ditto::value_t<Kinds, double>...>{[&] {
                                       const auto value = ditto::unflatten<Kinds, double>(next);
                                       next += ditto::kind_size<Kinds>;
                                       return value;
                                   }()...});
        for (std::size_t row = 0; row < d.rows; ++row) {
            CHECK(in_double.values[i][row] == Approx(at.value[row]).epsilon(1e-14).margin(1e-14));
            std::size_t unknown = 0;
            for (std::size_t s = 0; s < d.scalars(); ++s)
                if (!d.is_given(s))
                    CHECK(in_double.jacobian[i][row * d.scalars() + s] ==
                          Approx(at.jacobian[row][unknown++]).epsilon(1e-13).margin(1e-13));
        }
    }
}

template <auto Function, class... Kinds>
void check_smooth() {
    check<Function, Function, Kinds...>();
}

TEST_CASE("distance") { check_smooth<distance, point2, point2, given<length>>(); }
TEST_CASE("rod, the arguments in another order") { check_smooth<rod, given<length>, point2, point2>(); }
TEST_CASE("parallel") { check_smooth<parallel, point2, point2, point2, point2>(); }
TEST_CASE("polynomial, of an array") { check_smooth<polynomial, array<real, 8>, given<real>, given<real>>(); }
TEST_CASE("reprojection, of a record") { check_smooth<reprojection, record<camera>, ditto::point3, given<ditto::vec2>>(); }
TEST_CASE("constant partials and rows without") { check_smooth<affine, real, real, given<real>>(); }
TEST_CASE("more rows than unknowns") { check_smooth<curve, real, given<ditto::real>>(); }
TEST_CASE("scalars that nothing uses") {
    check_smooth<partly_used, point2, real, array<real, 5>, given<array<real, 3>>, given<point2>>();
}
TEST_CASE("an unknown that only meets givens") { check_smooth<only_given, given<real>, given<real>, real>(); }
TEST_CASE("select and comparisons") { check<branches, branches_of_numbers, real, real, given<real>>(true); }

TEST_CASE("the shape leaves structural zeros out") {
    constexpr auto definition = ditto::residual<real, real, given<real>>(affine);
    const auto& shape = definition.kernel<double>().shape;
    CHECK(shape.rows == 4);
    CHECK(shape.givens == 1);
    CHECK(shape.variables.size() == 2);
    CHECK(shape.partials.size() == 4);  // 2, -1; a; none; 1
}

TEST_CASE("one kernel is one object") {
    constexpr auto a = ditto::residual<point2, point2, given<length>>(distance);
    constexpr auto b = ditto::residual<given<length>, point2, point2>(rod);
    CHECK(&a.kernel<double>() == &b.kernel<double>());
    CHECK(static_cast<const void*>(&a.kernel<float>()) != static_cast<const void*>(&a.kernel<double>()));
}

}  // namespace
