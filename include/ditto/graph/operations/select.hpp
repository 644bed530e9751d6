#pragma once

#include <ditto/graph/operation.hpp>

namespace ditto {
/// condition ? yes : no, for traced operands: what `if` is to numbers.
template <class Condition, class Yes, class No>
    requires(traced<Condition> && (traced<Yes> || number<Yes>) && (traced<No> || number<No>))
constexpr auto select(const Condition& condition, const Yes& yes, const No& no);
}  // namespace ditto

namespace ditto::op {
namespace detail {
// A choice between numbers by bool, between batches by mask (whose `select` argument-dependent lookup finds).
template <class T>
constexpr T choose(bool condition, T yes, T no) {
    return condition ? yes : no;
}
template <class Mask, class T>
    requires(!std::same_as<Mask, bool>)
constexpr T choose(const Mask& condition, T yes, T no) {
    return select(condition, yes, no);
}
}  // namespace detail

/// condition ? yes : no, lane by lane. A condition is a number, 1 where it holds and 0 where not.
///
///   derivative  that of the branch taken; the branch not taken is masked, so that its NaN never leaks
struct select {
    static constexpr std::string_view name = "select";
    static constexpr std::size_t arity = 3;
    static constexpr bool commutative = false;
    static constexpr int cost = 2;
    static constexpr auto dimensions = dimension_rule::choice;
    static constexpr bool exact = true;
    static constexpr bool smooth = false;
    template <class T>
    static constexpr T value(T condition, T yes, T no) {
        return detail::choose(condition != T(0.0), yes, no);
    }
    template <class T>
    static constexpr std::array<T, 3> partials(T, T condition, T, T) {
        // Masks, not factors: rewrite.hpp moves a multiplication by them into the branch.
        using ditto::select;
        return {T(0.0), select(condition, T(1.0), T(0.0)), select(condition, T(0.0), T(1.0))};
    }
};
static_assert(operation<select>);
}  // namespace ditto::op

namespace ditto {
template <class Condition, class Yes, class No>
    requires(traced<Condition> && (traced<Yes> || number<Yes>) && (traced<No> || number<No>))
constexpr auto select(const Condition& condition, const Yes& yes, const No& no) {
    return apply(op::select{}, condition, yes, no);
}
}  // namespace ditto
