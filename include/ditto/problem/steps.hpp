#pragma once

#include <ditto/define/manifold.hpp>

#include <array>
#include <cstddef>

namespace ditto::detail {

/// What a problem needs to know of a kind whose values do not merely add.
template <class Scalar>
struct manifold_table {
    std::size_t scalars, columns;
    void (*plus)(const Scalar* x, const Scalar* step, Scalar* to);  ///< `to` may be `x`
};

template <manifold Kind, class Scalar>
inline constexpr manifold_table<Scalar> table_of_manifold{
    kind_size<Kind>, kind_columns<Kind>, [](const Scalar* x, const Scalar* step, Scalar* to) {
        vec<Scalar, kind_columns<Kind>> by{};
        for (std::size_t i = 0; i < kind_columns<Kind>; ++i) by[i] = step[i];
        flatten<Kind, Scalar>(Kind::plus(unflatten<Kind, Scalar>(x), by), to);
    }};

/// Null for kinds whose scalars add.
template <class Kind, class Scalar>
constexpr const manifold_table<Scalar>* manifold_of() {
    if constexpr (manifold<Kind>) return &table_of_manifold<Kind, Scalar>;
    else return nullptr;
}

}  // namespace ditto::detail
