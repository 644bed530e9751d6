#pragma once

#include <ditto/define/kinds.hpp>

namespace ditto {

/// A kind whose values are points of a manifold: they do not add, but move by a step of fewer coordinates. A solver's columns
/// are these coordinates. It is a kind that says besides
///
///     static constexpr std::size_t degrees_of_freedom;
///     template <class T> static constexpr V<T> plus(const V<T>& x, const vec<T, degrees_of_freedom>& step);
///     template <class T> static constexpr vec<T, degrees_of_freedom> minus(const V<T>& y, const V<T>& x);
///
/// with plus(x, 0) = x and plus(x, minus(y, x)) = y for y near x, V<T> the value's type. Definitions are differentiated by
/// the step at 0, where plus is traced as a definition is: it must compile with symbols, and may leave out there what is of
/// second order. `project`, if there is one, takes a value from a user to the nearest point, or throws ditto::error.
template <class K>
concept manifold = kind<K> && !is_given<K> && requires { std::size_t{K::degrees_of_freedom}; };

namespace detail {

/// Whether steps merely add up, and wrap: the angle on a circle. Kernels do not tell these from plain scalars.
template <class K>
inline constexpr bool is_flat_manifold = manifold<K> && requires { requires K::is_flat; };
/// Whether residuals are differentiated by other inputs than the scalars of the kind.
template <class K>
inline constexpr bool is_curved = manifold<K> && !is_flat_manifold<K>;

template <class K>
constexpr std::size_t count_columns() {
    if constexpr (is_given<K>) return 0;
    else if constexpr (manifold<K>) return K::degrees_of_freedom;
    else return kind_size<K>;
}

/// The nearest value of the kind, where it has a notion of that.
template <class Kind, class Value>
Value projected(const Value& value) {
    if constexpr (requires { Kind::project(value); }) return Kind::project(value);
    else return value;
}

/// The value that a step leads to, for factors of products and fields of states: scalars that add, unless it is a manifold.
template <class K, class Value, class T, std::size_t N>
constexpr Value moved(const Value& x, const vec<T, N>& step, std::size_t first) {
    if constexpr (manifold<K>) {
        vec<T, K::degrees_of_freedom> own{};
        for (std::size_t i = 0; i < K::degrees_of_freedom; ++i) own[i] = step[first + i];
        return K::plus(x, own);
    } else {
        Value result = x;
        for_each_scalar(result, [&](auto& scalar) { scalar = scalar + step[first++]; });
        return result;
    }
}
template <class K, class Value, class T, std::size_t N>
constexpr void write_step(const Value& y, const Value& x, vec<T, N>& step, std::size_t first) {
    if constexpr (manifold<K>) {
        const auto own = K::minus(y, x);
        for (std::size_t i = 0; i < K::degrees_of_freedom; ++i) step[first + i] = own[i];
    } else {
        std::size_t at = first;
        for_each_scalar(y, [&](const auto& scalar) { step[at++] = scalar; });
        for_each_scalar(x, [&](const auto& scalar) { step[first] = step[first] - scalar, ++first; });
    }
}

template <class V>
constexpr auto find_first_scalar() {
    if constexpr (scalar_like<V>) return V{};
    else if constexpr (is_fixed_array<V>) return find_first_scalar<std::remove_cvref_t<decltype(std::declval<V&>()[0])>>();
    else
        return find_first_scalar<std::remove_cvref_t<decltype(boost::hana::second(
            boost::hana::at_c<0>(boost::hana::accessors<V>()))(std::declval<V&>()))>>();
}
template <class V>
using first_scalar = decltype(find_first_scalar<V>());

/// An array of points of one manifold moves point by point.
template <manifold Kind, std::size_t N>
struct array_steps<Kind, N> {
    static constexpr std::size_t degrees_of_freedom = N * Kind::degrees_of_freedom;
    template <class Value>
    static std::array<Value, N> project(std::array<Value, N> x) {
        for (Value& each : x) each = projected<Kind>(each);
        return x;
    }
    template <class Value, class T>
    static constexpr std::array<Value, N> plus(const std::array<Value, N>& x, const vec<T, degrees_of_freedom>& step) {
        std::array<Value, N> result = x;
        for (std::size_t i = 0; i < N; ++i) result[i] = moved<Kind>(x[i], step, i * Kind::degrees_of_freedom);
        return result;
    }
    template <class Value>
    static constexpr auto minus(const std::array<Value, N>& y, const std::array<Value, N>& x) {
        vec<first_scalar<Value>, degrees_of_freedom> step{};
        for (std::size_t i = 0; i < N; ++i) write_step<Kind>(y[i], x[i], step, i * Kind::degrees_of_freedom);
        return step;
    }
};

}  // namespace detail

/// Columns that an unknown of the kind has in a Jacobian: its scalars, or the coordinates of a step on its manifold.
template <kind K>
inline constexpr std::size_t kind_columns = detail::count_columns<K>();

}  // namespace ditto
