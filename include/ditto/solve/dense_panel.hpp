#pragma once

#include <ditto/config.hpp>
#include <ditto/kernel/registers.hpp>

#include <algorithm>
#include <cstddef>

namespace ditto::detail {

/// Dense Cholesky of the first columns of a symmetric matrix, and what that leaves of the others: lower triangles, by columns
/// that begin on a register and are whole registers long. What lies above the diagonal, or behind a column's end, may be
/// overwritten, and is never used.
template <class Scalar>
struct dense_panel {
    static constexpr std::size_t lanes = ditto::lanes<batch<Scalar>>;
    using packet = detail::vector<Scalar, lanes>;

    static constexpr std::size_t padded(std::size_t rows) { return (rows + lanes - 1) / lanes * lanes; }

    /// L of the first `columns` columns, in place; false where a pivot is not positive.
    static bool factorize(Scalar* panel, std::size_t stride, std::size_t columns) {
        constexpr std::size_t width = 16;
        for (std::size_t first = 0; first < columns; first += width) {
            const std::size_t last = std::min(first + width, columns);
            for (std::size_t j = first; j < last; ++j) {
                Scalar* const column = panel + j * stride;
                for (std::size_t p = first; p < j; ++p) {
                    const Scalar* const before = panel + p * stride;
                    const Scalar factor = before[j];
                    for (std::size_t r = j / lanes * lanes; r < stride; r += lanes)
                        store(load(column + r) - load(before + r) * factor, column + r);
                }
                if (!(column[j] > 0)) return false;
                const Scalar scale = 1 / std::sqrt(column[j]);
                for (std::size_t r = j / lanes * lanes; r < stride; r += lanes) store(load(column + r) * scale, column + r);
            }
            subtract(panel + last * stride, stride, columns - last, last, panel + first * stride, stride, 0, last,
                     last - first);
        }
        return true;
    }

    /// C −= A Aᵀ in the lower triangle of C: column c and row r of it are rows `row_of_column` + c and `row_of_row` + r of A,
    /// which has `depth` columns. The first `above` rows of column 0 are above the diagonal.
    static void subtract(Scalar* c, std::size_t stride, std::size_t columns, std::size_t above, const Scalar* a,
                         std::size_t a_stride, std::size_t row_of_row, std::size_t row_of_column, std::size_t depth) {
        std::size_t j = 0;
        for (; j + 4 <= columns; j += 4)
            subtract<4>(c + j * stride, stride, above + j, a, a_stride, row_of_row, row_of_column + j, depth);
        for (; j < columns; ++j)
            subtract<1>(c + j * stride, stride, above + j, a, a_stride, row_of_row, row_of_column + j, depth);
    }

private:
    DITTO_ALWAYS_INLINE static packet load(const Scalar* from) { return load_vector<lanes>(from); }
    DITTO_ALWAYS_INLINE static void store(packet value, Scalar* to) { store_vector<Scalar, lanes>(value, to); }

    template <std::size_t Columns>
    static void subtract(Scalar* c, std::size_t stride, std::size_t above, const Scalar* a, std::size_t a_stride,
                         std::size_t row_of_row, std::size_t row_of_column, std::size_t depth) {
        std::size_t r = above / lanes * lanes;
        for (; r + 2 * lanes <= stride; r += 2 * lanes)
            subtract<Columns, 2>(c + r, stride, a + row_of_row + r, a + row_of_column, a_stride, depth);
        if (r < stride) subtract<Columns, 1>(c + r, stride, a + row_of_row + r, a + row_of_column, a_stride, depth);
    }
    template <std::size_t Columns, std::size_t Registers>
    static void subtract(Scalar* c, std::size_t stride, const Scalar* rows, const Scalar* columns, std::size_t a_stride,
                         std::size_t depth) {
        packet sum[Columns][Registers];
        for (std::size_t j = 0; j < Columns; ++j)
            for (std::size_t k = 0; k < Registers; ++k) sum[j][k] = load(c + j * stride + k * lanes);
        for (std::size_t p = 0; p < depth; ++p, rows += a_stride, columns += a_stride) {
            packet row[Registers];
            for (std::size_t k = 0; k < Registers; ++k) row[k] = load(rows + k * lanes);
            for (std::size_t j = 0; j < Columns; ++j)
                for (std::size_t k = 0; k < Registers; ++k) sum[j][k] -= row[k] * columns[j];
        }
        for (std::size_t j = 0; j < Columns; ++j)
            for (std::size_t k = 0; k < Registers; ++k) store(sum[j][k], c + j * stride + k * lanes);
    }
};

}  // namespace ditto::detail
