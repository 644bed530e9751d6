#pragma once

#include <cstddef>

namespace ditto::detail {

/// Adds a block of JᵀJ to a matrix kept by columns.
///
/// `jacobian` is dense by rows, `width` wide, `rows` high; `top` and `left` are the first scalars of the block's row and
/// column variable in it. The block's first column begins at `to`, the next one `step` further; every later step is longer
/// by `growth` (1 in the packed triangle of a sparse matrix, 0 in a dense one).
template <std::size_t Rows, std::size_t Height, class Scalar>  // 0: known at run time only
void add_block(const Scalar* jacobian, std::size_t width, std::size_t rows, std::size_t top, std::size_t height,
               std::size_t left, std::size_t columns, Scalar* to, std::ptrdiff_t step, std::ptrdiff_t growth) {
    const std::size_t m = Rows ? Rows : rows, h = Height ? Height : height;
    for (std::size_t c = 0; c < columns; ++c) {
        for (std::size_t k = 0; k < h; ++k) {
            Scalar sum = to[k];
            for (std::size_t r = 0; r < m; ++r) sum += jacobian[r * width + top + k] * jacobian[r * width + left + c];
            to[k] = sum;
        }
        to += step;
        step += growth;
    }
}

/// Adds the upper triangle of a variable's own block; arguments as for `add_block`.
template <std::size_t Rows, class Scalar>
void add_triangle(const Scalar* jacobian, std::size_t width, std::size_t rows, std::size_t left, std::size_t columns,
                  Scalar* to, std::ptrdiff_t step, std::ptrdiff_t growth) {
    const std::size_t m = Rows ? Rows : rows;
    for (std::size_t c = 0; c < columns; ++c) {
        for (std::size_t k = 0; k <= c; ++k) {
            Scalar sum = to[k];
            for (std::size_t r = 0; r < m; ++r) sum += jacobian[r * width + left + k] * jacobian[r * width + left + c];
            to[k] = sum;
        }
        to += step;
        step += growth;
    }
}

/// Adds AᵀB + BᵀA where one variable stands in two places of a residual; arguments as for `add_block`.
template <class Scalar>
void add_repeated(const Scalar* jacobian, std::size_t width, std::size_t rows, std::size_t first, std::size_t second,
                  std::size_t columns, Scalar* to, std::ptrdiff_t step, std::ptrdiff_t growth) {
    for (std::size_t c = 0; c < columns; ++c) {
        for (std::size_t k = 0; k <= c; ++k)
            for (std::size_t r = 0; r < rows; ++r) {
                const Scalar* row = jacobian + r * width;
                to[k] += row[first + k] * row[second + c] + row[second + k] * row[first + c];
            }
        to += step;
        step += growth;
    }
}

template <class Scalar>
using add_block_function = void (*)(const Scalar*, std::size_t, std::size_t, std::size_t, std::size_t, std::size_t,
                                    std::size_t, Scalar*, std::ptrdiff_t, std::ptrdiff_t);

/// The instantiation for the sizes that matter: one or two rows, blocks as high as points, vectors, poses, cameras.
template <class Scalar, std::size_t Rows>
add_block_function<Scalar> choose_height(std::size_t height) {
    switch (height) {
        case 1: return add_block<Rows, 1, Scalar>;
        case 2: return add_block<Rows, 2, Scalar>;
        case 3: return add_block<Rows, 3, Scalar>;
        case 6: return add_block<Rows, 6, Scalar>;
        case 9: return add_block<Rows, 9, Scalar>;
        default: return add_block<Rows, 0, Scalar>;
    }
}

template <class Scalar>
add_block_function<Scalar> choose_add_block(std::size_t rows, std::size_t height) {
    if (rows == 1) return choose_height<Scalar, 1>(height);
    if (rows == 2) return choose_height<Scalar, 2>(height);
    return choose_height<Scalar, 0>(height);
}

}  // namespace ditto::detail
