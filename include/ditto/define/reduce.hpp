#pragma once

#include <ditto/define/vector.hpp>
#include <ditto/error.hpp>

namespace ditto {

namespace detail {

template <class T>
inline constexpr bool is_point = false;
template <class T, std::size_t N>
inline constexpr bool is_point<point<T, N>> = true;

// What has elements one after the other, and is no place: vec, std::array, std::span, std::vector.
template <class R>
concept range = !is_point<R> && requires(const R& r) {
    *r.begin();
    r.end() - r.begin();
};
template <range R>
using element_t = std::remove_cvref_t<decltype(*std::declval<const R&>().begin())>;

// f(element) added up, from the first to the last.
template <range R, class F>
constexpr auto sum_of(const R& terms, F f) {
    auto next = terms.begin();
    const auto end = terms.end();
    using total_type = decltype(f(*next) + f(*next));
    if (next == end) return total_type{};
    total_type total = f(*next);
    while (++next != end) total = total + f(*next);
    return total;
}

}  // namespace detail

/// The sum of scalars or of vectors, in their order; 0 for none.
template <detail::range R>
constexpr auto sum(const R& terms) {
    using term = detail::element_t<R>;
    if constexpr (detail::is_point<term>) {
        static_assert(!detail::is_point<term>, "places do not add: take their mean, or the sum of p - origin");
        return *terms.begin() - origin;
    } else {
        return detail::sum_of(terms, [](const auto& a) { return a; });
    }
}

/// The mean of scalars, vectors or points; throws size_mismatch if there is none. That of points is a point, their
/// centroid.
template <detail::range R>
constexpr auto mean(const R& terms) {
    if (terms.end() == terms.begin()) throw size_mismatch("mean: of nothing");
    const auto count = static_cast<double>(terms.end() - terms.begin());
    if constexpr (detail::is_point<detail::element_t<R>>)
        return origin + detail::sum_of(terms, [](const auto& place) { return place - origin; }) / count;
    else
        return sum(terms) / count;
}

/// Σ aᵢ bᵢ of ranges of scalars of the same length; throws size_mismatch if it is not, unless the compiler knows.
template <detail::range A, detail::range B>
constexpr auto dot(const A& a, const B& b) {
    if constexpr (requires { std::tuple_size<A>::value + std::tuple_size<B>::value; })
        static_assert(std::tuple_size_v<A> == std::tuple_size_v<B>, "dot: the vectors have different sizes");
    if (a.end() - a.begin() != b.end() - b.begin()) throw size_mismatch("dot: ranges of different lengths");
    auto next = b.begin();
    return detail::sum_of(a, [&](const auto& factor) { return factor * *next++; });
}

/// Σ aᵢ² of a range of scalars.
template <detail::range A>
constexpr auto squared_norm(const A& a) {
    return detail::sum_of(a, [](const auto& term) { return term * term; });
}

/// The Euclidean norm of a range of scalars. Its derivative at 0 is chosen to be 0.
template <detail::range A>
constexpr auto norm(const A& a) {
    using std::sqrt;
    return sqrt(squared_norm(a));
}

}  // namespace ditto
