#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ditto/config.hpp>
#include <type_traits>
#include <xsimd/xsimd.hpp>

namespace ditto {
namespace detail {

template <class Scalar, std::size_t Size>
struct vector_traits {
    typedef Scalar type __attribute__((vector_size(Size * sizeof(Scalar))));
    typedef Scalar anywhere __attribute__((vector_size(Size * sizeof(Scalar)), aligned(alignof(Scalar)), may_alias));
};
/// The compiler's own vector: the same on every architecture, and it can be shuffled, which xsimd 8 cannot.
template <class Scalar, std::size_t Size>
using vector = typename vector_traits<Scalar, Size>::type;

template <class Scalar>
using same_size_integer = std::conditional_t<sizeof(Scalar) == 8, std::int64_t, std::int32_t>;

}  // namespace detail

/// One register of the target: a number for each of several instances, computed with as one number.
///
/// The width and the functions are xsimd's; this type adds that argument-dependent lookup, by which operations reach their
/// functions, finds those of ditto, which replace xsimd's where they are more accurate or faster (kernel/functions.hpp).
/// Like all inline code, kernels are shared between translation units: compile those of one program for one architecture.
template <class Scalar, class Architecture = xsimd::default_arch>
struct packed {
    using native_type = xsimd::batch<Scalar, Architecture>;
    using scalar_type = Scalar;
    static constexpr std::size_t size = sizeof(native_type) / sizeof(Scalar);
    using vector_type = detail::vector<Scalar, size>;
    /// All bits of a lane set where a condition holds, none where not.
    using mask_type = detail::vector<detail::same_size_integer<Scalar>, size>;

    vector_type lanes;

    packed() = default;
    packed(const packed&) = default;
    /// Not defaulted: g++ 12 copies the elements of arrays of structs through memory, in halves.
    DITTO_ALWAYS_INLINE packed& operator=(const packed& other) {
        lanes = other.lanes;
        return *this;
    }
    DITTO_ALWAYS_INLINE packed(Scalar all) : packed(native_type(all)) {}
    DITTO_ALWAYS_INLINE explicit packed(vector_type each) : lanes(each) {}
    DITTO_ALWAYS_INLINE explicit packed(native_type each)
        : lanes(std::bit_cast<vector_type>(static_cast<typename native_type::register_type>(each))) {}
    DITTO_ALWAYS_INLINE native_type native() const {
        return native_type(std::bit_cast<typename native_type::register_type>(lanes));
    }

    DITTO_ALWAYS_INLINE friend packed operator+(packed a, packed b) { return packed(a.lanes + b.lanes); }
    DITTO_ALWAYS_INLINE friend packed operator-(packed a, packed b) { return packed(a.lanes - b.lanes); }
    DITTO_ALWAYS_INLINE friend packed operator*(packed a, packed b) { return packed(a.lanes * b.lanes); }
    DITTO_ALWAYS_INLINE friend packed operator/(packed a, packed b) { return packed(a.lanes / b.lanes); }
    DITTO_ALWAYS_INLINE friend packed operator-(packed a) { return packed(-a.lanes); }

    DITTO_ALWAYS_INLINE friend mask_type operator<(packed a, packed b) { return a.lanes < b.lanes; }
    DITTO_ALWAYS_INLINE friend mask_type operator>(packed a, packed b) { return a.lanes > b.lanes; }
    DITTO_ALWAYS_INLINE friend mask_type operator<=(packed a, packed b) { return a.lanes <= b.lanes; }
    DITTO_ALWAYS_INLINE friend mask_type operator>=(packed a, packed b) { return a.lanes >= b.lanes; }
    DITTO_ALWAYS_INLINE friend mask_type operator==(packed a, packed b) { return a.lanes == b.lanes; }
    DITTO_ALWAYS_INLINE friend mask_type operator!=(packed a, packed b) { return a.lanes != b.lanes; }
};

namespace detail {

template <class T>
struct lane_traits {
    static_assert(std::is_floating_point_v<T>, "kernels compute with float, double, or batches of either");
    using scalar = T;
    static constexpr std::size_t lanes = 1;
};
template <class Scalar, class Architecture>
struct lane_traits<packed<Scalar, Architecture>> {
    using scalar = Scalar;
    static constexpr std::size_t lanes = packed<Scalar, Architecture>::size;
};

template <class Scalar, bool HasRegister = xsimd::types::has_simd_register<Scalar, xsimd::default_arch>::value>
struct batch_of {
    using type = packed<Scalar>;
};
template <class Scalar>
struct batch_of<Scalar, false> {
    using type = Scalar;
};

}  // namespace detail

/// As many instances as a register of the target holds; the number itself where xsimd knows no register for it.
template <class Scalar>
using batch = typename detail::batch_of<Scalar>::type;

/// Instances that a value of type T stands for: 1 for a number.
template <class T>
inline constexpr std::size_t lanes = detail::lane_traits<T>::lanes;

/// The type of one lane.
template <class T>
using scalar_of = typename detail::lane_traits<T>::scalar;

template <class T>
concept batch_type = !std::floating_point<T> && lanes<T> >= 1;

}  // namespace ditto
