#pragma once

#include <ditto/define/vector.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/unpack.hpp>

#include <array>

namespace ditto {

namespace detail {

template <class T>
concept scalar_like = traced<T> || number<T>;
// std::array, vec, point, mat.
template <class T>
inline constexpr bool is_fixed_array = requires(T& a) {
    std::tuple_size<T>::value;
    a[0];
};

template <class T>
concept reflected = boost::hana::Struct<T>::value;

template <class T>
constexpr bool is_flat() {
    if constexpr (scalar_like<T>) {
        return true;
    } else if constexpr (is_fixed_array<T>) {
        return is_flat<std::remove_cvref_t<decltype(std::declval<T&>()[0])>>();
    } else if constexpr (reflected<T>) {
        return boost::hana::unpack(boost::hana::accessors<T>(), [](auto... field) {
            return (is_flat<std::remove_cvref_t<decltype(boost::hana::second(field)(std::declval<T&>()))>>() && ...);
        });
    } else {
        return false;
    }
}

}  // namespace detail

/// Whether ditto can read a value scalar by scalar: a scalar, a vector, a point, a std::array of such, or a struct whose
/// fields are such and are named by BOOST_HANA_DEFINE_STRUCT.
template <class T>
concept flat_value = detail::is_flat<T>();

/// Calls f(scalar) for every scalar of a value, in the order of declaration.
template <class Value, class F>
constexpr void for_each_scalar(Value& value, F&& f) {
    using V = std::remove_const_t<Value>;
    if constexpr (detail::scalar_like<V>) {
        f(value);
    } else if constexpr (detail::is_fixed_array<V>) {
        for (std::size_t i = 0; i < std::tuple_size_v<V>; ++i) for_each_scalar(value[i], f);
    } else {
        boost::hana::for_each(boost::hana::accessors<V>(),
                              [&](auto field) { for_each_scalar(boost::hana::second(field)(value), f); });
    }
}

/// Number of scalars in a value of type V.
template <class V>
constexpr std::size_t scalar_count() {
    if constexpr (detail::scalar_like<V>) {
        return 1;
    } else if constexpr (detail::is_fixed_array<V>) {
        return std::tuple_size_v<V> * scalar_count<std::remove_cvref_t<decltype(std::declval<V&>()[0])>>();
    } else {
        std::size_t count = 0;
        V value{};
        for_each_scalar(value, [&](auto&) { ++count; });
        return count;
    }
}

}  // namespace ditto
