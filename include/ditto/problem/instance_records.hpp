#pragma once

#include <ditto/kernel/registers.hpp>
#include <ditto/problem/block.hpp>
#include <ditto/problem/scatter.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// A batch of instances turned from lanes into records, one after the other: the residuals of an instance, then row by row
/// its derivatives by each variable, as many registers as they need. What is zero by structure, or padding, is zero there:
/// products of columns, which JᵀJ is made of, are then products of registers, without looking at the structure.
template <class Scalar>
class instance_records {
public:
    static constexpr std::size_t lanes = ditto::lanes<batch<Scalar>>;
    using packet = detail::vector<Scalar, lanes>;

    static std::size_t padded(std::size_t count) { return (count + lanes - 1) / lanes * lanes; }

    explicit instance_records(const block<Scalar>& in) : rows_(in.shape().rows), width_(in.shape().lanes) {
        size_ = padded(rows_);
        for (std::uint32_t v = 0; v < in.shape().variables.size(); ++v) {
            first_.push_back(size_);
            size_ += rows_ * padded(in.shape().column_count(v));
            pitch_.push_back(padded(in.shape().column_count(v)));
        }
        values_.assign(2 * width_ * size_, Scalar(0));
        const auto place = [&](std::uint32_t output, std::size_t at) {
            if (!runs_.empty() && runs_.back().output + runs_.back().count == output && runs_.back().at + runs_.back().count == at)
                ++runs_.back().count;
            else
                runs_.push_back({output, 1, at});
        };
        for (std::uint32_t r = 0; r < rows_; ++r) place(r, r);
        for (std::uint32_t k = 0; k < in.shape().partials.size(); ++k) {
            const auto& p = in.shape().partials[k];
            place(static_cast<std::uint32_t>(rows_) + k, first_[p.variable] + p.row * pitch_[p.variable] + p.component);
        }
        for (const run& each : runs_)
            for (std::size_t l = 0; l < width_; ++l)
                positions_.push_back(static_cast<std::int32_t>(l * size_ + each.at));
    }

    /// Takes one batch of a kernel's outputs, beside the one before it. Narrow stores that a wide load follows too soon make
    /// the load wait: take the next batch first, then read this one.
    void take(const Scalar* out) {
        current_ ^= 1;
        Scalar* const values = values_.data() + current_ * width_ * size_;
        const std::int32_t* positions = positions_.data();
        for (const run& each : runs_) {
            const Scalar* from = out + each.output * width_;
            switch (each.count) {
                case 1: scatter_run<1>(positions, width_, width_, 1, from, values); break;
                case 2: scatter_run<2>(positions, width_, width_, 2, from, values); break;
                case 3: scatter_run<3>(positions, width_, width_, 3, from, values); break;
                case 6: scatter_run<6>(positions, width_, width_, 6, from, values); break;
                case 9: scatter_run<9>(positions, width_, width_, 9, from, values); break;
                default: scatter_run<0>(positions, width_, width_, each.count, from, values);
            }
            positions += width_;
        }
    }

    std::size_t rows() const { return rows_; }
    /// The residuals of the instance in a lane of the batch before the last one taken.
    const Scalar* residuals(std::size_t lane) const {
        return values_.data() + ((current_ ^ 1) * width_ + lane) * size_;
    }
    /// The derivatives of its first row by a variable; those of the next row are `pitch` further on.
    const Scalar* partials(std::size_t lane, std::size_t variable) const {
        return residuals(lane) + first_[variable];
    }
    std::size_t pitch(std::size_t variable) const { return pitch_[variable]; }

    /// A column of a product, some registers of it: Σ over rows of a × factor. `factors` are `stride` apart.
    DITTO_ALWAYS_INLINE static packet product(const Scalar* a, std::size_t pitch, const Scalar* factors,
                                              std::size_t stride, std::size_t rows) {
        packet sum = load_vector<lanes>(a) * factors[0];
        for (std::size_t r = 1; r < rows; ++r) sum += load_vector<lanes>(a + r * pitch) * factors[r * stride];
        return sum;
    }

private:
    struct run {
        std::uint32_t output, count;
        std::size_t at;
    };
    std::size_t rows_, width_, size_ = 0, current_ = 0;
    std::vector<std::size_t> first_, pitch_;  // [variable]
    std::vector<run> runs_;
    std::vector<std::int32_t> positions_;  // [run * width + lane]
    aligned_vector<Scalar> values_;
};

}  // namespace ditto::detail
