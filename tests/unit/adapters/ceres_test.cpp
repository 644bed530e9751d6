// Definitions in Ceres: the same residuals and derivatives as Ceres' own differentiation finds, and the same minimum.
#include <ditto/adapters/ceres.hpp>

#include <ceres/autodiff_cost_function.h>
#include <ceres/loss_function.h>
#include <ceres/product_manifold.h>
#include <ceres/rotation.h>
#include <ceres/solver.h>
#undef CHECK  // glog's, which Ceres includes; Catch2 has its own

#include "catch.hpp"

#include <ditto/define.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <array>
#include <cmath>
#include <random>
#include <type_traits>
#include <vector>

namespace {

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (ditto::vec<T, 3>, rotation), (ditto::vec<T, 3>, translation), (T, focal));
};
using numbers = std::vector<double>;

//! [definition]
constexpr auto reprojection =
    ditto::residual<ditto::record<camera>, ditto::vec3, ditto::given<ditto::vec2>>([](auto cam, auto X, auto seen) {
        auto [x, y, z] = ditto::rotate_angle_axis(cam.rotation, X) + cam.translation;
        return ditto::vec{-cam.focal * x / z - seen[0], -cam.focal * y / z - seen[1]};
    });
//! [definition]

struct reprojection_for_ceres {
    double u, v;
    template <class T>
    bool operator()(const T* cam, const T* X, T* r) const {
        T p[3];
        ceres::AngleAxisRotatePoint(cam, X, p);
        for (int i = 0; i < 3; ++i) p[i] += cam[3 + i];
        r[0] = -cam[6] * p[0] / p[2] - u;
        r[1] = -cam[6] * p[1] / p[2] - v;
        return true;
    }
};

// Where a pose sees a landmark; the pose's blocks are a place and a unit quaternion.
constexpr auto sighting = ditto::residual<ditto::given<ditto::real>, ditto::se3, ditto::given<ditto::vec3>, ditto::vec3>(
    [](auto scale, auto pose, auto seen, auto landmark) {
        return scale * (rotate(conjugate(pose.rotation), landmark - pose.position) - seen);
    });
struct sighting_for_ceres {
    double scale;
    std::array<double, 3> seen;
    template <class T>
    bool operator()(const T* pose, const T* landmark, T* r) const {
        const T back[4] = {pose[3], -pose[4], -pose[5], -pose[6]};
        const T d[3] = {landmark[0] - pose[0], landmark[1] - pose[1], landmark[2] - pose[2]};
        ceres::UnitQuaternionRotatePoint(back, d, r);
        for (int i = 0; i < 3; ++i) r[i] = scale * (r[i] - seen[static_cast<std::size_t>(i)]);
        return true;
    }
};

std::mt19937 source(5);
double number(double most = 1) { return std::uniform_real_distribution<double>(-most, most)(source); }

struct outcome {
    numbers residuals;
    std::vector<numbers> jacobians;
};
outcome evaluate(const ceres::CostFunction& f, const std::vector<const double*>& blocks) {
    const auto rows = static_cast<std::size_t>(f.num_residuals());
    outcome result{numbers(rows, NAN), {}};
    std::vector<double*> out;
    for (const int size : f.parameter_block_sizes())
        result.jacobians.emplace_back(rows * static_cast<std::size_t>(size), NAN);
    for (auto& j : result.jacobians) out.push_back(j.data());
    REQUIRE(f.Evaluate(blocks.data(), result.residuals.data(), out.data()));

    numbers alone(rows, NAN);
    REQUIRE(f.Evaluate(blocks.data(), alone.data(), nullptr));
    for (std::size_t r = 0; r < rows; ++r) CHECK(alone[r] == Approx(result.residuals[r]).epsilon(1e-13).margin(1e-14));
    out.back() = nullptr;  // one block constant
    REQUIRE(f.Evaluate(blocks.data(), alone.data(), out.data()));
    return result;
}
void check_same(const numbers& a, const numbers& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).epsilon(1e-11).margin(1e-12));
}

// A pose whose quaternion is of length 1, as seven scalars.
std::array<double, 7> random_pose() {
    std::array<double, 7> pose;
    for (double& x : pose) x = number();
    const double length = std::hypot(std::hypot(pose[3], pose[4]), std::hypot(pose[5], pose[6]));
    for (std::size_t i = 3; i < 7; ++i) pose[i] /= length;
    return pose;
}
// J P, the derivative by the step.
numbers by_step(const numbers& jacobian, const ceres::Manifold& m, const double* x) {
    using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    matrix p(m.AmbientSize(), m.TangentSize());
    REQUIRE(m.PlusJacobian(x, p.data()));
    const auto rows = static_cast<Eigen::Index>(jacobian.size()) / m.AmbientSize();
    const matrix product = matrix::Map(jacobian.data(), rows, m.AmbientSize()) * p;
    return {product.data(), product.data() + product.size()};
}

template <class Kind>
void check_manifold(const double* x, const double* y) {
    const ditto::ceres_manifold<Kind> m;
    const auto scalars = static_cast<std::size_t>(m.AmbientSize()), columns = static_cast<std::size_t>(m.TangentSize());
    numbers step(columns), arrived(scalars);
    REQUIRE(m.Minus(y, x, step.data()));
    REQUIRE(m.Plus(x, step.data(), arrived.data()));
    for (std::size_t i = 0; i < scalars; ++i) CHECK(arrived[i] == Approx(y[i]).margin(1e-12));

    numbers p(scalars * columns), inverse(columns * scalars);
    REQUIRE(m.PlusJacobian(x, p.data()));
    REQUIRE(m.MinusJacobian(x, inverse.data()));
    for (std::size_t k = 0; k < columns; ++k) {
        numbers ahead(scalars), behind(scalars), by(columns, 0.0);
        const double h = 1e-6;
        by[k] = h;
        REQUIRE(m.Plus(x, by.data(), ahead.data()));
        by[k] = -h;
        REQUIRE(m.Plus(x, by.data(), behind.data()));
        for (std::size_t i = 0; i < scalars; ++i)
            CHECK(p[i * columns + k] == Approx((ahead[i] - behind[i]) / (2 * h)).margin(1e-8));
        for (std::size_t j = 0; j < columns; ++j) {
            double entry = 0;
            for (std::size_t i = 0; i < scalars; ++i) entry += inverse[j * scalars + i] * p[i * columns + k];
            CHECK(entry == Approx(j == k ? 1.0 : 0.0).margin(1e-12));
        }
    }
}

}  // namespace

TEST_CASE("a definition as a cost function agrees with Ceres' differentiation") {
    for (int round = 0; round < 20; ++round) {
        numbers cam(7), X(3);
        for (double& x : cam) x = number();
        for (double& x : X) x = number();
        cam[5] -= 4;
        if (round == 0) cam[0] = cam[1] = cam[2] = 0;
        const auto ours = ditto::ceres_cost_function(reprojection, ditto::vec{0.3, -0.2});
        REQUIRE(ours->parameter_block_sizes() == std::vector<std::int32_t>{7, 3});
        const ceres::AutoDiffCostFunction<reprojection_for_ceres, 2, 7, 3> theirs(new reprojection_for_ceres{0.3, -0.2});
        const outcome a = evaluate(*ours, {cam.data(), X.data()}), b = evaluate(theirs, {cam.data(), X.data()});
        check_same(a.residuals, b.residuals);
        for (std::size_t k = 0; k < 2; ++k) check_same(a.jacobians[k], b.jacobians[k]);
    }
}

TEST_CASE("derivatives on a manifold are Ceres' by every step") {
    const ditto::ceres_manifold<ditto::se3> m;
    for (int round = 0; round < 20; ++round) {
        const auto pose = random_pose();
        const numbers landmark{number(), number(), number()};
        const auto ours = ditto::ceres_cost_function(sighting, 1.5, ditto::vec{0.3, -0.2, 0.7});
        const ceres::AutoDiffCostFunction<sighting_for_ceres, 3, 7, 3> theirs(
            new sighting_for_ceres{1.5, {0.3, -0.2, 0.7}});
        const outcome a = evaluate(*ours, {pose.data(), landmark.data()});
        const outcome b = evaluate(theirs, {pose.data(), landmark.data()});
        check_same(a.residuals, b.residuals);
        check_same(by_step(a.jacobians[0], m, pose.data()), by_step(b.jacobians[0], m, pose.data()));
        check_same(a.jacobians[1], b.jacobians[1]);
        const ceres::ProductManifold<ceres::EuclideanManifold<3>, ceres::QuaternionManifold> other{
            ceres::EuclideanManifold<3>{}, ceres::QuaternionManifold{}};
        check_same(by_step(a.jacobians[0], other, pose.data()), by_step(b.jacobians[0], other, pose.data()));
    }
}

TEST_CASE("kinds are manifolds of Ceres") {
    const auto x = random_pose(), y = random_pose();
    // Not more than a quarter turn, for q and -q are one rotation.
    const ditto::ceres_manifold<ditto::se3> m;
    std::array<double, 7> near;
    const double step[6] = {number(), number(), number(), number(0.5), number(0.5), number(0.5)};
    m.Plus(x.data(), step, near.data());
    check_manifold<ditto::se3>(x.data(), near.data());
    check_manifold<ditto::unit_quaternion>(x.data() + 3, near.data() + 3);
    check_manifold<ditto::se2>(x.data(), y.data());
    check_manifold<ditto::heading>(x.data(), y.data());
    check_manifold<ditto::rotation>(x.data(), y.data());
    double east[3] = {1, 0, 0}, north[3] = {0.6, 0.8, 0};
    check_manifold<ditto::unit_vector<3>>(east, north);
    double both[9];
    std::copy(x.begin(), x.end(), both);
    both[7] = both[8] = 2;
    using product = ditto::product<ditto::se3, ditto::vec2>;
    double other[9];
    std::copy(near.begin(), near.end(), other);
    other[7] = other[8] = -3;
    check_manifold<product>(both, other);
}

TEST_CASE("a batch evaluates what single cost functions do") {
    ditto::ceres_batch batch;
    ceres::Problem::Options options;
    options.evaluation_callback = &batch;
    ceres::Problem problem(options);
    ceres::Problem single;
    constexpr std::size_t poses = 11, landmarks = 5;
    std::vector<std::array<double, 7>> at(poses);
    std::vector<std::array<double, 3>> marks(landmarks);
    for (auto& p : at) p = random_pose();
    for (auto& l : marks) l = {number(), number(), number()};
    numbers cam{0.1, -0.2, 0.3, 0.1, 0.2, -4, 1.2};
    for (std::size_t i = 0; i < poses; ++i)
        for (std::size_t k = 0; k < landmarks; ++k) {
            const double scale = number() + 2;
            const ditto::vec<double, 3> seen{{number(), number(), number()}};
            batch.add(problem, sighting, nullptr, scale, at[i].data(), seen, marks[k].data());
            single.AddResidualBlock(ditto::ceres_cost_function(sighting, scale, seen).release(), nullptr, at[i].data(),
                                    marks[k].data());
            //! [manifold]
            if (!single.HasManifold(at[i].data())) single.SetManifold(at[i].data(), new ditto::ceres_manifold<ditto::se3>);
            //! [manifold]
            if ((i + k) % 3 == 0) {  // another structure in between
                batch.add(problem, reprojection, new ceres::HuberLoss(0.5), cam.data(), marks[k].data(), {0.5, 0.5});
                single.AddResidualBlock(ditto::ceres_cost_function(reprojection, ditto::vec{0.5, 0.5}).release(),
                                        new ceres::HuberLoss(0.5), cam.data(), marks[k].data());
            }
        }
    REQUIRE(dynamic_cast<const ditto::ceres_manifold<ditto::se3>*>(problem.GetManifold(at[3].data())) != nullptr);
    const auto compare = [&] {
        double a = 0, b = 0;
        numbers r, s, g, h;
        ceres::CRSMatrix j, k;
        REQUIRE(problem.Evaluate({}, &a, &r, &g, &j));
        REQUIRE(single.Evaluate({}, &b, &s, &h, &k));
        CHECK(a == Approx(b).epsilon(1e-12));
        check_same(r, s);
        check_same(g, h);
        REQUIRE(j.rows == k.rows);
        REQUIRE(j.cols == k.cols);
        check_same(j.values, k.values);
    };
    compare();
    for (auto& l : marks) l[1] += 0.25;  // Ceres' state is what the batch reads
    compare();
    single.SetParameterBlockConstant(at[0].data());
    problem.SetParameterBlockConstant(at[0].data());
    single.SetParameterBlockConstant(marks[1].data());
    problem.SetParameterBlockConstant(marks[1].data());
    compare();
    batch.add(problem, reprojection, nullptr, cam.data(), marks[0].data(), {0.1, 0.2});  // after evaluations
    single.AddResidualBlock(ditto::ceres_cost_function(reprojection, ditto::vec{0.1, 0.2}).release(), nullptr, cam.data(),
                            marks[0].data());
    compare();
}

constexpr auto pull = ditto::energy<ditto::vec3>([](auto x) { return squared_norm(x); });
template <class Definition>
concept taken = requires(ditto::ceres_batch b, ceres::Problem p, Definition d) { b.add(p, d, nullptr, nullptr); } ||
                requires(Definition d) { ditto::ceres_cost_function(d); };
constexpr auto origin = ditto::residual<ditto::vec3>([](auto x) { return x; });

TEST_CASE("a batch that Ceres does not call fails, and wrong blocks are refused") {
    ditto::ceres_batch batch;
    ceres::Problem problem;  // made without the callback
    numbers cam{0.1, -0.2, 0.3, 0.1, 0.2, -4, 1.2}, X{1, 2, 3};
    batch.add(problem, reprojection, nullptr, cam.data(), X.data(), {0.5, 0.5});
    double cost = 0;
    CHECK_FALSE(problem.Evaluate({}, &cost, nullptr, nullptr, nullptr));
    CHECK_THROWS_AS(batch.add(problem, reprojection, nullptr, cam.data(), nullptr, {0.5, 0.5}), ditto::error);
    CHECK_THROWS_AS(batch.add(problem, reprojection, nullptr, cam.data(), cam.data(), {0.5, 0.5}), ditto::error);
    CHECK(problem.NumResidualBlocks() == 1);
    STATIC_REQUIRE(taken<std::remove_const_t<decltype(origin)>>);
    STATIC_REQUIRE_FALSE(taken<std::remove_const_t<decltype(pull)>>);  // an energy is not squared
}

TEST_CASE("a bundle adjustment has one minimum, whoever evaluates and whoever solves") {
    constexpr std::size_t cameras = 6, points = 60;
    std::vector<std::array<double, 7>> true_cameras(cameras), cams(cameras);
    std::vector<std::array<double, 3>> true_points(points), places(points);
    for (auto& c : true_cameras) c = {number(0.3), number(0.3), number(0.3), number(), number(), -6 + number(), 500};
    for (auto& x : true_points) x = {number(2), number(2), number(2)};
    struct observation {
        std::size_t camera, point;
        ditto::vec<double, 2> seen;
    };
    std::vector<observation> seen;
    for (std::size_t c = 0; c < cameras; ++c)
        for (std::size_t p = 0; p < points; ++p)
            if ((c + p) % 4 != 0) {
                double uv[2];
                reprojection_for_ceres{number(), number()}(true_cameras[c].data(), true_points[p].data(), uv);
                seen.push_back({c, p, {{uv[0], uv[1]}}});
            }
    const auto start = [&] {
        source.seed(3);
        cams = true_cameras;
        places = true_points;
        for (auto& c : cams)
            for (std::size_t i = 0; i < 6; ++i) c[i] += number(0.02);
        for (auto& x : places)
            for (double& s : x) s += number(0.05);
    };
    ceres::Solver::Options options;
    options.linear_solver_type = ceres::DENSE_SCHUR;
    options.max_num_iterations = 100;
    options.function_tolerance = 1e-14;
    options.gradient_tolerance = 1e-14;
    options.logging_type = ceres::SILENT;
    const auto solve = [&](ceres::Problem& problem) {
        ceres::Solver::Summary summary;
        ceres::Solve(options, &problem, &summary);
        REQUIRE(summary.IsSolutionUsable());
        REQUIRE(summary.final_cost < 0.1 * summary.initial_cost);
        return summary.final_cost;
    };

    start();
    ceres::Problem automatic;
    for (const auto& o : seen)
        automatic.AddResidualBlock(
            new ceres::AutoDiffCostFunction<reprojection_for_ceres, 2, 7, 3>(
                new reprojection_for_ceres{o.seen[0], o.seen[1]}),
            nullptr, cams[o.camera].data(), places[o.point].data());
    const double reference = solve(automatic);

    start();
    ceres::Problem single;
    for (const auto& o : seen)
        //! [single]
        single.AddResidualBlock(ditto::ceres_cost_function(reprojection, o.seen).release(), nullptr, cams[o.camera].data(),
                                places[o.point].data());
    //! [single]
    CHECK(solve(single) == Approx(reference).epsilon(1e-9));

    start();
    ditto::problem own;
    std::vector<ditto::variable<ditto::record<camera>>> own_cameras;
    std::vector<ditto::variable<ditto::vec3>> own_points;
    for (const auto& c : cams)
        own_cameras.push_back(own.add_variable<ditto::record<camera>>({{{c[0], c[1], c[2]}}, {{c[3], c[4], c[5]}}, c[6]}));
    for (const auto& x : places) own_points.push_back(own.add_variable<ditto::vec3>({{x[0], x[1], x[2]}}));
    for (const auto& o : seen) own.add(reprojection, own_cameras[o.camera], own_points[o.point], o.seen);
    const ditto::summary summary = ditto::solve(own);
    CHECK(summary.converged());
    CHECK(summary.final_cost == Approx(reference).epsilon(1e-9));

    //! [batch]
    ditto::ceres_batch batch;  // outlives the problem
    ceres::Problem::Options of_problem;
    of_problem.evaluation_callback = &batch;
    ceres::Problem problem(of_problem);
    for (const auto& o : seen)
        batch.add(problem, reprojection, nullptr, cams[o.camera].data(), places[o.point].data(), o.seen);
    const double cost = solve(problem);
    //! [batch]
    CHECK(cost == Approx(reference).epsilon(1e-9));
}
