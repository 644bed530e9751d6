#pragma once

#include <ditto/define/residual.hpp>

#include <boost/hana/first.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <type_traits>

namespace ditto {

struct field_shape;

/// How a value is made of scalars, as data: a scalar, a sequence of `count` elements, or a record.
struct value_shape {
    std::uint32_t count = 0;
    const value_shape* element = nullptr;  ///< of a sequence
    bool has_axes = false;                 ///< whether the elements are called x, y, z, as those of vectors and points
    std::span<const field_shape> fields;   ///< of a record
};
struct field_shape {
    const char* name;
    const value_shape* shape;
};

/// An argument of a definition.
struct argument_description {
    const value_shape* shape;
    std::uint32_t size;  ///< scalars
    argument_place place;
    std::uint32_t steps = 0;  ///< coordinates of a step, for an unknown on a manifold
};

/// What is known of a definition at run time, as data. Spans point to static storage, or into the kernel's owner.
struct definition_description {
    std::span<const std::uint32_t> given_planes;           ///< of each given scalar, in the order of arguments
    std::span<const argument_description> arguments = {};  ///< empty where nobody knows
    std::span<const std::uint64_t> words = {};             ///< the graph as written, inputs numbered in this order
};

/// A description, for parameters of templates: what reads descriptions is compiled only where it is called.
template <class T>
concept description = std::same_as<T, definition_description>;

namespace detail {

inline constexpr value_shape scalar_shape{};
template <class V>
constexpr value_shape make_shape();
template <class V>
inline constexpr value_shape shape_of = make_shape<V>();

template <class V>
inline constexpr auto fields_of = boost::hana::unpack(boost::hana::accessors<V>(), [](auto... field) {
    return std::array{field_shape{
        boost::hana::first(field).c_str(),
        &shape_of<std::remove_cvref_t<decltype(boost::hana::second(field)(std::declval<V&>()))>>}...};
});

template <class V>
inline constexpr bool is_std_array = false;
template <class T, std::size_t N>
inline constexpr bool is_std_array<std::array<T, N>> = true;

template <class V>
constexpr value_shape make_shape() {
    if constexpr (scalar_like<V>) {
        return {};
    } else if constexpr (is_fixed_array<V>) {
        using element = std::remove_cvref_t<decltype(std::declval<V&>()[0])>;
        constexpr std::uint32_t count = std::tuple_size_v<V>;
        return {count, &shape_of<element>, !is_std_array<V> && count <= 3, {}};
    } else if constexpr (reflected<V>) {
        return {0, nullptr, false, fields_of<V>};
    } else {
        return {scalar_count<V>(), &scalar_shape, false, {}};
    }
}

template <std::size_t Arguments, std::size_t Givens, std::size_t Words>
struct description_data {
    std::array<argument_description, Arguments> arguments{};
    std::array<std::uint32_t, Givens> given_planes{};
    std::array<std::uint64_t, Words> words{};
};

template <class Definition>
struct describing;
template <auto Code, class... Kinds>
struct describing<residual_definition<Code, Kinds...>> {
    using definition = residual_definition<Code, Kinds...>;
    static constexpr auto data = [] {
        description_data<sizeof...(Kinds), definition::givens(), Code.words.size()> result{{}, {}, Code.words};
        std::size_t argument = 0, given = 0;
        [[maybe_unused]] const auto add = [&](const value_shape* shape, std::uint32_t size, std::uint32_t steps) {
            const argument_place place = definition::places[argument];
            result.arguments[argument++] = {shape, size, place, steps};
            for (std::uint32_t s = 0; place.given && s < size; ++s) result.given_planes[given++] = place.index + s;
        };
        (add(&shape_of<value_t<Kinds, double>>, static_cast<std::uint32_t>(kind_size<Kinds>),
             is_curved<Kinds> ? static_cast<std::uint32_t>(kind_columns<Kinds>) : 0),
         ...);
        return result;
    }();
    static constexpr definition_description value{data.given_planes, data.arguments, data.words};
};

}  // namespace detail

/// The description of a definition's type.
template <class Definition>
inline constexpr const definition_description& description_of =
    detail::describing<std::remove_cv_t<Definition>>::value;

}  // namespace ditto
