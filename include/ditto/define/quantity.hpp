#pragma once

#include <ditto/define/dimension.hpp>
#include <ditto/graph/symbol.hpp>

namespace ditto {

/// A symbol with a dimension: what the arguments of a definition are made of. The dimension is checked while the compiler
/// traces and leaves no trace in the graph.
template <class Dimension>
class quantity {
public:
    using dimension_type = Dimension;
    constexpr quantity() = default;
    template <number T>
    constexpr quantity(T literal) : symbol_(literal) {}  // NOLINT: a literal has whatever dimension is needed
    constexpr explicit quantity(const symbol& s) : symbol_(s) {}
    template <class Other>
        requires(!std::same_as<Other, Dimension> && detail::is_compatible<Other, Dimension>)
    constexpr quantity(const quantity<Other>& other) : symbol_(other.traced()) {}  // NOLINT: to and from `real`

    constexpr const symbol& traced() const { return symbol_; }

    constexpr quantity& operator+=(const quantity& b) { return *this = *this + b; }
    constexpr quantity& operator-=(const quantity& b) { return *this = *this - b; }

private:
    symbol symbol_;
};

/// Whether something holds, known only when the kernel runs: 1 or 0 in the graph.
template <class Comparison>
class condition {
public:
    constexpr explicit condition(const symbol& s) : symbol_(s) {}
    constexpr const symbol& traced() const { return symbol_; }

    template <class Bool = bool>
    constexpr explicit operator bool() const {
        static_assert(!std::same_as<Bool, bool>,
                      "a definition is traced once for all values: write select(condition, a, b) where a function of "
                      "numbers would branch with if, && or ?:");
        return true;
    }

private:
    symbol symbol_;
};

/// Logic on conditions is refused, with what to write instead: select is the one way to choose.
template <class A, class B>
constexpr condition<A> operator&&(const condition<A>& a, const condition<B>&) {
    static_assert(sizeof(A) == 0, "conditions are no bool: write select(a, select(b, x, y), y) for a && b");
    return a;
}
template <class A, class B>
constexpr condition<A> operator||(const condition<A>& a, const condition<B>&) {
    static_assert(sizeof(A) == 0, "conditions are no bool: write select(a, x, select(b, x, y)) for a || b");
    return a;
}
template <class A>
constexpr condition<A> operator!(const condition<A>& a) {
    static_assert(sizeof(A) == 0, "conditions are no bool: write select(a, y, x) for select(!a, x, y)");
    return a;
}

template <class Dimension>
inline constexpr bool is_traced<quantity<Dimension>> = true;
template <class Comparison>
inline constexpr bool is_traced<condition<Comparison>> = true;

namespace detail {

template <class T>
struct dimension_of_operand {
    using type = any_dimension;
};
template <class Dimension>
struct dimension_of_operand<quantity<Dimension>> {
    using type = Dimension;
};
template <class T>
using dimension_of = typename dimension_of_operand<T>::type;

// A literal factor is a pure number, a literal summand has the dimension of the sum.
template <class T>
using dimension_of_factor = std::conditional_t<number<T>, number_dimension, dimension_of<T>>;

template <class A, class B>
struct sum_dimension : common_dimension<dimension_of<A>, dimension_of<B>> {};
template <class A, number B>
struct sum_dimension<A, B> {
    using type = dimension_of<A>;
};
template <number A, class B>
struct sum_dimension<A, B> {
    using type = dimension_of<B>;
};

template <class Op, class A, class B = void, class C = void>
constexpr auto result_dimension() {
    if constexpr (Op::dimensions == dimension_rule::choice) return sum_dimension<B, C>{};
    else if constexpr (Op::dimensions == dimension_rule::product)
        return product_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == dimension_rule::quotient && Op::arity == 2)
        return quotient_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == dimension_rule::quotient)
        return quotient_dimension<number_dimension, dimension_of<A>>{};
    else if constexpr (Op::dimensions == dimension_rule::half) return half_dimension<dimension_of<A>>{};
    else if constexpr (Op::dimensions == dimension_rule::number) return function_dimension<dimension_of<A>>{};
    else if constexpr (Op::arity == 2) return sum_dimension<A, B>{};
    else return std::type_identity<dimension_of<A>>{};
}

template <class T>
constexpr symbol symbol_of(const T& a) {
    if constexpr (number<T> || std::same_as<T, symbol>) return symbol(a);
    else return a.traced();
}

template <class T>
inline constexpr bool is_quantity = false;
template <class Dimension>
inline constexpr bool is_quantity<quantity<Dimension>> = true;
template <class Comparison>
inline constexpr bool is_quantity<condition<Comparison>> = true;

template <class T>
inline constexpr bool is_condition = false;
template <class Comparison>
inline constexpr bool is_condition<condition<Comparison>> = true;

// A condition chooses, as the first operand of select, and does nothing else.
template <class Op, class First, class... Rest>
inline constexpr bool conditions_choose =
    (!is_condition<First> || Op::dimensions == dimension_rule::choice) && (!is_condition<Rest> && ...);

}  // namespace detail

/// Refused: a condition has no opposite spelled so.
template <class A, class B>
    requires(detail::is_quantity<A> || detail::is_quantity<B>)
constexpr auto operator!=(const A& a, const B&) {
    static_assert(sizeof(A) == 0, "write select(a == b, y, x) for select(a != b, x, y)");
    return condition<A>(detail::symbol_of(a));
}

/// The operation, recorded, and the dimension of its result.
template <operation Op, class... T>
    requires((detail::is_quantity<T> || ...) && ((detail::is_quantity<T> || detail::is_symbolic<T>) && ...))
constexpr auto apply(Op op, const T&... operands) {
    static_assert(detail::conditions_choose<Op, T...>, "a condition is no number: choose with select(condition, a, b)");
    using dimension_type = typename decltype(detail::result_dimension<Op, T...>())::type;
    const symbol result = apply(op, detail::symbol_of(operands)...);
    if constexpr (Op::dimensions == dimension_rule::condition) return condition<Op>(result);
    else return quantity<dimension_type>(result);
}

}  // namespace ditto

/// Rows of different dimensions make a vector of what goes with everything.
template <class A, class B>
struct std::common_type<ditto::quantity<A>, ditto::quantity<B>> {
    using type = ditto::quantity<std::conditional_t<std::same_as<A, B>, A, ditto::any_dimension>>;
};
