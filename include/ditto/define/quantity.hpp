#pragma once

#include <ditto/define/dimension_name.hpp>
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
        requires(!detail::is_any_of<Dimension, Other, literal_dimension> && detail::is_compatible<Other, Dimension>)
    constexpr quantity(const quantity<Other>& other) : symbol_(other.traced()) {}  // NOLINT: to and from `real`

    constexpr const symbol& traced() const { return symbol_; }

    constexpr auto& operator+=(const auto& b) { return become(*this + b); }
    constexpr auto& operator-=(const auto& b) { return become(*this - b); }
    constexpr auto& operator*=(const auto& b) { return become(*this * b); }
    constexpr auto& operator/=(const auto& b) { return become(*this / b); }

    template <class Bool = bool>
    constexpr explicit operator bool() const {
        static_assert(!std::same_as<Bool, bool>,
                      "a definition is traced once for all values: compare, and write select(condition, a, b) where a "
                      "function of numbers would branch with if, && or ?:");
        return false;
    }

private:
    template <class Result>
    constexpr auto& become(const quantity<Result>& result);

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
        return false;  // that a loop end here
    }

private:
    symbol symbol_;
};

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
template <>
struct dimension_of_operand<quantity<literal_dimension>> {
    using type = number_dimension;
};
template <class A, class B>
struct dimension_of_operand<quantity<different<A, B>>> : common_row_dimension<A, B> {};
template <class T>
using dimension_of = typename dimension_of_operand<T>::type;

// A literal factor is a pure number, a literal summand has the dimension of the sum.
template <class T>
using dimension_of_factor = std::conditional_t<number<T>, number_dimension, dimension_of<T>>;

template <class T>
inline constexpr bool adapts = number<T>;
template <>
inline constexpr bool adapts<quantity<literal_dimension>> = true;

template <class A, class B, bool = adapts<A>, bool = adapts<B>>
struct sum_dimension : common_dimension<dimension_of<A>, dimension_of<B>> {};
template <class A, class B>
struct sum_dimension<A, B, false, true> {
    using type = dimension_of<A>;
};
template <class A, class B>
struct sum_dimension<A, B, true, false> {
    using type = dimension_of<B>;
};
template <class A, class B>
struct sum_dimension<A, B, true, true> {
    using type = literal_dimension;
};

// A power: base and exponent are numbers, and what a length wants instead is a product.
template <class A, class B>
using numbers_dimension = product_dimension<
    typename function_dimension<
        dimension_of_factor<A>, number_dimension, false,
        repair::multiply_as_in_x_times_x_or_divide_by_a_scale_of_its_dimension_or_use_as_real>::type,
    typename function_dimension<dimension_of_factor<B>, number_dimension, false>::type>;

template <class A, class B>
using direction_dimension =
    std::conditional<std::same_as<typename sum_dimension<A, B>::type, any_dimension>, any_dimension, angle_dimension>;

template <class Op>
inline constexpr bool takes_angles = requires { requires Op::takes_angles; };

template <class Op, class A, class B = void, class C = void>
constexpr auto result_dimension() {
    using rule = dimension_rule;
    if constexpr (Op::dimensions == rule::choice) return sum_dimension<B, C>{};
    else if constexpr (Op::dimensions == rule::product)
        return product_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == rule::quotient && Op::arity == 2)
        return quotient_dimension<dimension_of_factor<A>, dimension_of_factor<B>>{};
    else if constexpr (Op::dimensions == rule::quotient) return quotient_dimension<number_dimension, dimension_of<A>>{};
    else if constexpr (Op::dimensions == rule::half) return power_dimension<dimension_of<A>, 1, 2>{};
    else if constexpr (Op::dimensions == rule::cube_root) return power_dimension<dimension_of<A>, 1, 3>{};
    else if constexpr (Op::dimensions == rule::number && Op::arity == 2) return numbers_dimension<A, B>{};
    else if constexpr (Op::dimensions == rule::number)
        return function_dimension<dimension_of<A>, number_dimension, takes_angles<Op>>{};
    else if constexpr (Op::dimensions == rule::sign)
        return std::conditional<is_checked<dimension_of<A>>, number_dimension, any_dimension>{};
    else if constexpr (Op::dimensions == rule::angle)
        return function_dimension<dimension_of<A>, angle_dimension, false>{};
    else if constexpr (Op::dimensions == rule::direction) return direction_dimension<A, B>{};
    else if constexpr (Op::arity == 2) return sum_dimension<A, B>{};
    else return sum_dimension<A, A>{};
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

template <class T>
inline constexpr bool holds_or_not = is_condition<T> || std::same_as<T, bool>;

// A condition chooses, as the first operand of select, also between conditions, and does nothing else.
template <class Op, class... T>
struct conditions {
    static constexpr bool chosen = false;
    static constexpr bool choose = !(holds_or_not<T> || ...);
};
template <class Op, class First, class Yes, class No>
    requires(Op::dimensions == dimension_rule::choice)
struct conditions<Op, First, Yes, No> {
    static constexpr bool chosen = holds_or_not<Yes> || holds_or_not<No>;
    static constexpr bool choose = is_condition<First> && chosen == holds_or_not<Yes> && chosen == holds_or_not<No>;
};

}  // namespace detail

/// The operation, recorded, and the dimension of its result.
template <operation Op, class... T>
    requires((detail::is_quantity<T> || ...) && ((detail::is_quantity<T> || detail::is_symbolic<T>) && ...))
constexpr auto apply(Op op, const T&... operands) {
    static_assert(detail::conditions<Op, T...>::choose,
                  "a condition is no number, nor a number a condition: choose with select(condition, a, b)");
    using dimension_type = typename decltype(detail::result_dimension<Op, T...>())::type;
    const symbol result = apply(op, detail::symbol_of(operands)...);
    if constexpr (Op::dimensions == dimension_rule::condition || detail::conditions<Op, T...>::chosen)
        return condition<Op>(result);
    else return quantity<dimension_type>(result);
}

template <class Dimension>
template <class Result>
constexpr auto& quantity<Dimension>::become(const quantity<Result>& result) {
    using agreed [[maybe_unused]] =
        typename detail::common_dimension<detail::dimension_of<quantity>, detail::dimension_of<quantity<Result>>>::type;
    symbol_ = result.traced();
    return *this;
}

}  // namespace ditto

/// The components of a vector have one dimension; one that is `real` makes them all `real`.
template <class A, class B>
struct std::common_type<ditto::quantity<A>, ditto::quantity<B>> {
    using type = ditto::quantity<typename ditto::detail::pair_dimension<A, B>::type>;
};
