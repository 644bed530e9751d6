// Eigen's types in and out of problems: views see the same memory, values the same components.
#include "catch.hpp"

#include <ditto/adapters/eigen.hpp>
#include <ditto/define.hpp>
#include <ditto/problem.hpp>
#include <ditto/solve.hpp>

#include <concepts>
#include <utility>

namespace {

constexpr auto apart = ditto::residual<ditto::vec3, ditto::vec3, ditto::given<ditto::vec3>>(
    [](auto p, auto q, auto by) { return q - p - by; });

template <class T>
concept viewed = requires(T&& x) { ditto::as_eigen(std::forward<T>(x)); };

}  // namespace

TEST_CASE("the state of a problem is an Eigen vector, in and out") {
    //! [state]
    ditto::problem problem;
    const auto p = problem.add_variable<ditto::vec3>(ditto::to_vec(Eigen::Vector3d(1, 2, 3)));
    const auto q = problem.add_variable<ditto::vec3>({4, 5, 6});

    Eigen::VectorXd x = ditto::as_eigen(problem.state());
    x *= 2.0;
    problem.set_state(ditto::as_span(x));

    const Eigen::Vector3d between = ditto::as_eigen(problem.state()).tail<3>() - ditto::as_eigen(problem.state()).head<3>();
    //! [state]
    REQUIRE(x.size() == 6);
    CHECK(between == Eigen::Vector3d(6, 6, 6));
    CHECK(problem.value(p)[1] == 4);
    CHECK(problem.value(q)[2] == 12);

    problem.add(apart, p, q, ditto::to_vec(2 * Eigen::Vector3d::Ones()));
    problem.fix(p);
    CHECK(ditto::solve(problem).converged());
    CHECK((ditto::as_eigen(problem.state()) - Eigen::Vector3d(4, 6, 8)).norm() < 1e-9);
    CHECK_THROWS_AS(problem.set_state(ditto::as_span(x)), ditto::size_mismatch);  // p is fixed: three scalars
}

TEST_CASE("views write through, and refuse what is about to end") {
    ditto::vec<double, 3> v{{1, 2, 3}};
    ditto::as_eigen(v) *= 2;
    CHECK(v[2] == 6);
    ditto::point<float, 2> p{{1, 2}};
    ditto::as_eigen(p).x() = 7;
    CHECK(p[0] == 7);
    ditto::mat<double, 2, 3> m{};
    ditto::as_eigen(m) << 1, 2, 3, 4, 5, 6;  // by rows
    CHECK(m[0][2] == 3);
    CHECK(m[1][0] == 4);
    const auto& read = m;
    CHECK(ditto::as_eigen(read).row(1).sum() == 15);
    Eigen::Vector2d written(1, 2);
    ditto::as_span(written)[1] = 9;
    CHECK(written.y() == 9);

    STATIC_REQUIRE(viewed<ditto::vec<double, 3>&>);
    STATIC_REQUIRE_FALSE(viewed<ditto::vec<double, 3>>);
    STATIC_REQUIRE_FALSE(viewed<ditto::mat<double, 3, 3>>);
    STATIC_REQUIRE(std::same_as<decltype(ditto::as_eigen(v))::PlainObject, Eigen::Vector3d>);
    STATIC_REQUIRE(std::same_as<decltype(ditto::as_eigen(p))::PlainObject, Eigen::Vector2f>);
}

TEST_CASE("values keep their components") {
    const auto v = ditto::to_vec(Eigen::RowVector3d(1, 2, 3));  // rows too
    CHECK(v[2] == 3);
    const ditto::point<double, 2> p = ditto::to_point(Eigen::Vector2d(1, 2) + Eigen::Vector2d(3, 3));
    CHECK(p[1] == 5);
    Eigen::Matrix<double, 2, 3> by_columns;
    by_columns << 1, 2, 3, 4, 5, 6;
    CHECK(ditto::to_mat(by_columns)[1][0] == 4);
    CHECK(ditto::to_mat(Eigen::Vector2d(8, 9))[1][0] == 9);

    // The same rotation both ways: Eigen stores x, y, z, w.
    const Eigen::Quaterniond turn(Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, -2, 3).normalized()));
    const ditto::quaternion<double> q = ditto::to_quaternion(turn);
    const Eigen::Vector3d by_eigen = turn * Eigen::Vector3d(3, 1, 2);
    const ditto::vec<double, 3> by_ditto = rotate(q, ditto::vec<double, 3>{{3, 1, 2}});
    CHECK((ditto::as_eigen(by_ditto) - by_eigen).norm() < 1e-14);
    CHECK(ditto::to_eigen(q).coeffs() == turn.coeffs());
}
