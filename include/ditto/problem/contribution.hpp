#pragma once

#include <ditto/kernel/batch.hpp>
#include <ditto/problem/aligned_vector.hpp>
#include <ditto/problem/block.hpp>
#include <ditto/problem/loss_function.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace ditto::detail {

template <class Scalar>
using loss_list = std::vector<std::shared_ptr<const loss_function<Scalar>>>;

/// Multiplies what a kernel made of instances by their weights: residuals and partials by √weight, energies by weight. What
/// has no weight is 0, whatever it was.
template <class Scalar>
void apply_weights(const block<Scalar>& in, std::size_t first, std::size_t count, std::size_t outputs, Scalar* out) {
    if (in.scales.empty()) return;
    const std::size_t lanes = in.shape().lanes;
    for (std::size_t i = 0; i < count; i += lanes) {
        const Scalar* scales = in.scales.data() + first + i;
        for (std::size_t k = 0; k < outputs; ++k, out += lanes)
            for (std::size_t l = 0; l < lanes; ++l) out[l] = scales[l] == 0 ? Scalar(0) : out[l] * scales[l];
    }
}

/// What one batch adds to the cost, Σ ½w‖r‖², Σ ½wρ(‖r‖²) or Σ wE; and replaces residuals and partials by such that Jᵀr is the
/// gradient of that, and JᵀJ its Gauss-Newton matrix.
///
/// For a loss, with J r already weighted, r̂ = r / ‖r‖:
///
///     r ← √ρ' / (1 - α) r,   J ← √ρ' (J - α r̂ r̂ᵀJ),   ½α² - α - s ρ''/ρ' = 0
///
/// Triggs et al., "Bundle adjustment: a modern synthesis" (2000), eq. 11 and section 4.3. JᵀJ is positive definite no longer
/// where 1 + 2s ρ''/ρ' < 0: α is held below 1. Where a column has structural zeros α is 0, which leaves out ρ'' in JᵀJ.
template <class Scalar>
class contribution {
public:
    contribution(const block<Scalar>& in, const loss_list<Scalar>& losses) : in_(in), losses_(losses) {}

    /// The cost of `live` instances from `first` on; `out` begins with their rows.
    Scalar cost(std::size_t first, std::size_t live, const Scalar* out) {
        const std::size_t rows = in_.shape().rows, lanes = in_.shape().lanes;
        if (in_.is_energy) {
            Scalar sum = 0;
            for (std::size_t k = 0; k < rows; ++k)
                for (std::size_t l = 0; l < live; ++l) sum += out[k * lanes + l];
            return sum;
        }
        if (!has_loss(first, live)) {
            Scalar squares = 0;
            for (std::size_t k = 0; k < rows; ++k)
                for (std::size_t l = 0; l < live; ++l) squares += out[k * lanes + l] * out[k * lanes + l];
            return squares / 2;
        }
        return evaluate(first, live, out);
    }

    /// The same, and makes of rows and partials what solvers need.
    Scalar take(std::size_t first, std::size_t live, Scalar* out) {
        const std::size_t rows = in_.shape().rows, lanes = in_.shape().lanes;
        const Scalar sum = cost(first, live, out);
        if (in_.is_energy) std::fill_n(out, rows * lanes, Scalar(1));  // Jᵀ1 is the gradient
        else if (has_loss(first, live)) correct(out);
        return sum;
    }

private:
    static constexpr std::size_t widest = ditto::lanes<batch<Scalar>>;

    bool has_loss(std::size_t first, std::size_t live) const {
        return !in_.losses.empty() && std::any_of(in_.losses.begin() + static_cast<std::ptrdiff_t>(first),
                                                  in_.losses.begin() + static_cast<std::ptrdiff_t>(first + live),
                                                  [](std::uint32_t l) { return l != 0; });
    }
    Scalar weight(std::size_t instance) const {
        return in_.scales.empty() ? Scalar(1) : in_.scales[instance] * in_.scales[instance];
    }

    /// ρ of every lane; leaves s, ρ' and ρ'' behind.
    Scalar evaluate(std::size_t first, std::size_t live, const Scalar* out) {
        const std::size_t rows = in_.shape().rows, lanes = in_.shape().lanes;
        Scalar weights[widest];
        for (std::size_t l = 0; l < lanes; ++l) {
            squared_[l] = 0;
            for (std::size_t k = 0; k < rows; ++k) squared_[l] += out[k * lanes + l] * out[k * lanes + l];
            weights[l] = weight(first + std::min(l, live - 1));
            if (weights[l] > 0) squared_[l] /= weights[l];
        }
        for (std::size_t l = 0; l < lanes; ++l) {
            slopes_[l] = 1;
            bends_[l] = 0;
            values_[l] = squared_[l];
        }
        std::uint32_t done = 0;
        for (std::size_t l = 0; l < live; ++l) {  // mostly one loss for all
            const std::uint32_t here = in_.losses[first + l];
            if (here == 0 || here == done) continue;
            alignas(64) Scalar rho[3 * widest];
            (*losses_[here - 1])(squared_, rho);
            for (std::size_t k = l; k < live; ++k)
                if (in_.losses[first + k] == here) {
                    values_[k] = std::isfinite(squared_[k]) ? rho[k] : squared_[k];  // no loss hides what is not finite
                    slopes_[k] = rho[widest + k];
                    bends_[k] = rho[2 * widest + k];
                }
            done = here;
        }
        Scalar sum = 0;
        for (std::size_t l = 0; l < live; ++l) sum += weights[l] * values_[l];
        return sum / 2;
    }

    void correct(Scalar* out) const {
        const std::size_t rows = in_.shape().rows, lanes = in_.shape().lanes, partials = in_.shape().partials.size();
        const bool is_full = partials == rows * in_.plan.unknowns;
        Scalar root[widest], alpha[widest], share[widest];
        for (std::size_t l = 0; l < lanes; ++l) {
            const Scalar slope = std::max(slopes_[l], Scalar(0));
            root[l] = std::sqrt(slope);
            alpha[l] = 0;
            if (is_full && slope > 0 && squared_[l] > 0)
                alpha[l] = 1 - std::sqrt(std::max(1 + 2 * squared_[l] * bends_[l] / slope, least_curvature));
        }
        if (is_full)
            for (std::size_t c = 0; c < in_.plan.unknowns; ++c) {
                Scalar* const column = out + (rows + c) * lanes;  // rows are `unknowns` apart
                const std::size_t next = in_.plan.unknowns * lanes;
                for (std::size_t l = 0; l < lanes; ++l) {
                    Scalar along = 0, norm = 0;
                    for (std::size_t k = 0; k < rows; ++k) {
                        along += out[k * lanes + l] * column[k * next + l];
                        norm += out[k * lanes + l] * out[k * lanes + l];
                    }
                    share[l] = norm > 0 ? alpha[l] * along / norm : Scalar(0);
                    for (std::size_t k = 0; k < rows; ++k) column[k * next + l] -= share[l] * out[k * lanes + l];
                }
            }
        for (std::size_t k = 0; k < partials; ++k)
            for (std::size_t l = 0; l < lanes; ++l) out[(rows + k) * lanes + l] *= root[l];
        for (std::size_t k = 0; k < rows; ++k)
            for (std::size_t l = 0; l < lanes; ++l) out[k * lanes + l] *= root[l] / (1 - alpha[l]);
    }

    static constexpr Scalar least_curvature = Scalar(0.5);

    const block<Scalar>& in_;
    const loss_list<Scalar>& losses_;
    alignas(64) Scalar squared_[widest];
    Scalar values_[widest], slopes_[widest], bends_[widest];
};

}  // namespace ditto::detail
