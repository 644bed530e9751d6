#pragma once

// Eigen's types for ditto's, and back. ditto.hpp does not include this header.

#include <ditto/define/matrix.hpp>
#include <ditto/define/quaternion.hpp>

#include <Eigen/Core>
#include <Eigen/Geometry>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

namespace ditto {

namespace detail {

template <class T, std::size_t Rows, std::size_t Columns = 1>  // Eigen has no columns that are stored by rows
using eigen_matrix = Eigen::Matrix<T, static_cast<int>(Rows), static_cast<int>(Columns),
                                   (Columns == 1 ? Eigen::ColMajor : Eigen::RowMajor)>;

template <class T>
concept eigen_number = std::floating_point<std::remove_const_t<T>>;

template <class Derived>
concept eigen_vector = bool(Derived::IsVectorAtCompileTime);
template <class Derived>
concept eigen_fixed_vector = eigen_vector<Derived> && int(Derived::SizeAtCompileTime) != Eigen::Dynamic;

template <template <class, std::size_t> class Result, class Derived>
auto components_of(const Eigen::MatrixBase<Derived>& from) {
    constexpr auto size = static_cast<std::size_t>(Derived::SizeAtCompileTime);
    Result<typename Derived::Scalar, size> result;
    eigen_matrix<typename Derived::Scalar, size>::Map(result.elements) = [&] {
        if constexpr (Derived::RowsAtCompileTime == 1) return from.transpose().eval();
        else return from.eval();
    }();
    return result;
}

}  // namespace detail

/// Views: they read and write what they were made of, and must not outlive it.
template <detail::eigen_number T>
auto as_eigen(std::span<T> values) {
    using vector = Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic, 1>;
    using kept = std::conditional_t<std::is_const_v<T>, const vector, vector>;
    return Eigen::Map<kept>(values.data(), static_cast<Eigen::Index>(values.size()));
}
template <detail::eigen_number T, std::size_t N>
auto as_eigen(vec<T, N>& v) {
    return Eigen::Map<detail::eigen_matrix<T, N>>(v.elements);
}
template <detail::eigen_number T, std::size_t N>
auto as_eigen(const vec<T, N>& v) {
    return Eigen::Map<const detail::eigen_matrix<T, N>>(v.elements);
}
template <detail::eigen_number T, std::size_t N>
auto as_eigen(point<T, N>& p) {
    return Eigen::Map<detail::eigen_matrix<T, N>>(p.elements);
}
template <detail::eigen_number T, std::size_t N>
auto as_eigen(const point<T, N>& p) {
    return Eigen::Map<const detail::eigen_matrix<T, N>>(p.elements);
}
template <detail::eigen_number T, std::size_t R, std::size_t C>
auto as_eigen(mat<T, R, C>& m) {
    return Eigen::Map<detail::eigen_matrix<T, R, C>>(m[0].elements);
}
template <detail::eigen_number T, std::size_t R, std::size_t C>
auto as_eigen(const mat<T, R, C>& m) {
    return Eigen::Map<const detail::eigen_matrix<T, R, C>>(m[0].elements);
}
template <class T, std::size_t N>
void as_eigen(const vec<T, N>&&) = delete;  // views of what is about to end
template <class T, std::size_t N>
void as_eigen(const point<T, N>&&) = delete;
template <class T, std::size_t R, std::size_t C>
void as_eigen(const mat<T, R, C>&&) = delete;

/// The scalars of a vector in Eigen's memory, one after the other: what `set_state` and `minimise` take.
template <class Derived>
    requires detail::eigen_vector<Derived>
auto as_span(Eigen::PlainObjectBase<Derived>& x) {
    return std::span<typename Derived::Scalar>(x.data(), static_cast<std::size_t>(x.size()));
}
template <class Derived>
    requires detail::eigen_vector<Derived>
auto as_span(const Eigen::PlainObjectBase<Derived>& x) {
    return std::span<const typename Derived::Scalar>(x.data(), static_cast<std::size_t>(x.size()));
}
template <class Derived>
void as_span(const Eigen::PlainObjectBase<Derived>&&) = delete;

/// Values of ditto's from Eigen's: what `add_variable`, `set_value` and `add` take. Expressions are evaluated.
template <class Derived>
    requires detail::eigen_fixed_vector<Derived>
auto to_vec(const Eigen::MatrixBase<Derived>& v) {
    return detail::components_of<vec>(v);
}
template <class Derived>
    requires detail::eigen_fixed_vector<Derived>
auto to_point(const Eigen::MatrixBase<Derived>& p) {
    return detail::components_of<point>(p);
}
template <class Derived>
    requires(int(Derived::SizeAtCompileTime) != Eigen::Dynamic)
auto to_mat(const Eigen::MatrixBase<Derived>& m) {
    mat<typename Derived::Scalar, static_cast<std::size_t>(Derived::RowsAtCompileTime),
        static_cast<std::size_t>(Derived::ColsAtCompileTime)>
        result;
    as_eigen(result) = m;
    return result;
}
/// Eigen stores the real part last: quaternions are copied, by name.
template <class Derived>
quaternion<typename Derived::Scalar> to_quaternion(const Eigen::QuaternionBase<Derived>& q) {
    return {q.w(), q.x(), q.y(), q.z()};
}
template <detail::eigen_number T>
Eigen::Quaternion<T> to_eigen(const quaternion<T>& q) {
    return {q.w, q.x, q.y, q.z};
}

}  // namespace ditto
