#pragma once

#include <ditto/define/manifold.hpp>

namespace ditto {

/// A value of a product of two kinds.
template <class First, class Second>
struct both {
    BOOST_HANA_DEFINE_STRUCT(both, (First, first), (Second, second));
};

/// Pairs of values of two kinds, each of which moves as its own kind does. Nest them for more.
template <class First, class Second>
struct product {
    template <class Make>
    using value = both<typename First::template value<Make>, typename Second::template value<Make>>;
    static constexpr std::size_t degrees_of_freedom = kind_columns<First> + kind_columns<Second>;
    template <class Value>
    static Value project(const Value& x) {
        return {detail::projected<First>(x.first), detail::projected<Second>(x.second)};
    }
    template <class Value, class T>
    static constexpr Value plus(const Value& x, const vec<T, degrees_of_freedom>& step) {
        return {detail::moved<First>(x.first, step, 0), detail::moved<Second>(x.second, step, kind_columns<First>)};
    }
    template <class Value>
    static constexpr auto minus(const Value& y, const Value& x) {
        vec<detail::first_scalar<Value>, degrees_of_freedom> step{};
        detail::write_step<First>(y.first, x.first, step, 0);
        detail::write_step<Second>(y.second, x.second, step, kind_columns<First>);
        return step;
    }
};

}  // namespace ditto
