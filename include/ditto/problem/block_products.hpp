#pragma once

#include <cstddef>

namespace ditto::detail {

/// xᵀAx of an upper triangle by columns that are `stride` apart.
template <class Scalar>
Scalar quadratic(const Scalar* upper, std::size_t stride, std::size_t count, const Scalar* x) {
    Scalar sum = 0;
    for (std::size_t c = 0; c < count; ++c, upper += stride) {
        for (std::size_t r = 0; r < c; ++r) sum += 2 * upper[r] * x[r] * x[c];
        sum += upper[c] * x[c] * x[c];
    }
    return sum;
}

/// xᵀAy of a block by columns.
template <class Scalar>
Scalar bilinear(const Scalar* block, std::size_t stride, std::size_t rows, std::size_t columns, const Scalar* x,
                const Scalar* y) {
    Scalar sum = 0;
    for (std::size_t c = 0; c < columns; ++c, block += stride)
        for (std::size_t r = 0; r < rows; ++r) sum += block[r] * x[r] * y[c];
    return sum;
}

/// to += A x of a symmetric matrix given by its upper triangle.
template <class Scalar>
void add_symmetric(const Scalar* upper, std::size_t stride, std::size_t count, const Scalar* x, Scalar* to) {
    for (std::size_t c = 0; c < count; ++c, upper += stride) {
        for (std::size_t r = 0; r < c; ++r) {
            to[r] += upper[r] * x[c];
            to[c] += upper[r] * x[r];
        }
        to[c] += upper[c] * x[c];
    }
}

/// above += A left, left += Aᵀ above, each of what the other was.
template <class Scalar>
void add_both(const Scalar* block, std::size_t stride, std::size_t rows, std::size_t columns, const Scalar* x_rows,
              const Scalar* x_columns, Scalar* to_rows, Scalar* to_columns) {
    for (std::size_t c = 0; c < columns; ++c, block += stride)
        for (std::size_t r = 0; r < rows; ++r) {
            to_rows[r] += block[r] * x_columns[c];
            to_columns[c] += block[r] * x_rows[r];
        }
}

}  // namespace ditto::detail
