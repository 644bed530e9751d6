#pragma once

#include <ditto/define/operation_dimension.hpp>
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
        requires(!std::same_as<Other, Dimension> && detail::is_assignable<Other, Dimension>)
    constexpr quantity(const quantity<Other>& other) : symbol_(other.traced()) {}  // NOLINT: to and from `real`, from literals

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
