#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/column_names.hpp>
#include <ditto/solve/instance_pattern.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace ditto {

/// A derivative that a kernel gives and that differences do not confirm.
struct derivative_mismatch {
    residual_handle residual;
    std::size_t index = 0;   ///< of the residual, in order of adding
    std::size_t row = 0;     ///< of r and J
    std::size_t column = 0;  ///< of J
    std::string by;          ///< the column: number of the variable, in order of adding, and component
    double derivative = 0;   ///< what the kernel gives
    double difference = 0;   ///< what differences give
    double relative = 0;     ///< |derivative - difference| / the larger of them; infinite where it is not finite
};

struct derivative_check {
    std::vector<derivative_mismatch> mismatches;  ///< the worst first
    std::size_t checked = 0;                      ///< derivatives that were compared
    std::size_t skipped = 0;                      ///< those where differences are not finite
    double worst = 0;                             ///< relative difference of what was confirmed

    bool ok() const { return mismatches.empty(); }

    /// A table of the worst, as many as `limit`.
    std::string report(std::size_t limit = 20) const {
        char line[200];
        std::string text;
        if (!ok()) text += "  residual      row  derivative by                 kernel        difference   relative\n";
        for (std::size_t i = 0; i < std::min(limit, mismatches.size()); ++i) {
            const derivative_mismatch& m = mismatches[i];
            std::snprintf(line, sizeof line, "  %8zu %8zu  %-18s %17.9e %17.9e   %8.1e\n", m.index, m.row, m.by.c_str(),
                          m.derivative, m.difference, m.relative);
            text += line;
        }
        if (mismatches.size() > limit) text += "  ... and " + std::to_string(mismatches.size() - limit) + " more\n";
        std::snprintf(line, sizeof line,
                      "  %zu of %zu derivatives differ from central differences; %zu could not be compared\n",
                      mismatches.size(), checked, skipped);
        return text + line;
    }
};

template <class Scalar>
derivative_check basic_problem<Scalar>::check_derivatives(double tolerance) {
    basic_problem& of = *this;
    using std::abs;
    const auto at = of.evaluate();
    const detail::problem_storage<Scalar>& storage = of.storage();
    const detail::instance_pattern pattern(storage);
    const auto owners = detail::column_owners(storage.variables);
    const auto& x = storage.variables.state();
    const auto rows = static_cast<std::size_t>(at.residuals.size());
    const Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    const double least = std::max(tolerance, 100 * std::pow(static_cast<double>(epsilon), 2.0 / 3));

    std::vector<Scalar> lengths(owners.size());
    for (std::uint32_t id = 0; id < storage.variables.count(); ++id) {
        if (storage.variables.fixed(id)) continue;
        const Scalar* value = storage.variables.at(id);
        Scalar norm = 0;
        for (std::int32_t i = 0; i < storage.variables.size(id); ++i) norm = std::hypot(norm, value[i]);
        for (std::int32_t c = 0; c < storage.variables.columns(id); ++c) {
            const bool own = storage.variables.manifold(id) == nullptr && value[c] != 0;
            lengths[static_cast<std::size_t>(storage.variables.column(id) + c)] =
                std::cbrt(epsilon) * (own ? abs(value[c]) : norm > 0 ? norm : Scalar(1));
        }
    }

    constexpr std::array factors{Scalar(8), Scalar(1), Scalar(0.125)};
    std::vector<Scalar> step(owners.size()), ahead(rows), behind(rows);
    std::array<std::vector<Scalar>, 3> differences;  // ahead - behind
    detail::aligned_vector<Scalar> moved = x, scratch(storage.scratch);
    const auto residuals_at = [&](Scalar sign, std::vector<Scalar>& into) {
        for (Scalar& s : step) s *= sign;
        storage.variables.move(x.data(), step.data(), moved.data());
        for (const auto& in : storage.residuals.blocks())
            detail::sweep(in, moved.data(), false, std::span<Scalar>(scratch),
                          [&](std::size_t first, std::size_t count, const Scalar* out) {
                              detail::scatter_residuals(in, in.shape().rows, first, count, out, into.data());
                          });
    };

    derivative_check found;
    for (const std::vector<std::size_t>& together : pattern.groups()) {
        for (std::size_t k = 0; k < factors.size(); ++k) {
            std::fill(step.begin(), step.end(), Scalar(0));
            for (const std::size_t c : together) step[c] = factors[k] * lengths[c];
            residuals_at(1, ahead);
            residuals_at(-1, behind);
            differences[k].resize(rows);
            for (std::size_t r = 0; r < rows; ++r) differences[k][r] = ahead[r] - behind[r];
        }
        for (const std::size_t c : together)
            for (const std::size_t r : pattern.rows_of(c)) {
                std::array<double, 3> d;
                for (std::size_t k = 0; k < 3; ++k)
                    d[k] = static_cast<double>(differences[k][r] / (2 * factors[k] * lengths[c]));
                const double wide = abs(d[0] - d[1]), narrow = abs(d[1] - d[2]);
                const Scalar size_here = abs(at.residuals[static_cast<Eigen::Index>(r)]);
                const double noise = 8 * static_cast<double>(epsilon * size_here / lengths[c]);
                const double difference = narrow <= wide ? d[2] : d[1], doubt = std::min(narrow, wide) + noise;
                if (!std::isfinite(difference) || !std::isfinite(doubt)) {
                    ++found.skipped;
                    continue;
                }
                ++found.checked;
                const auto derivative = static_cast<double>(
                    at.jacobian.coeff(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)));
                const double off = abs(derivative - difference), size = std::max(abs(derivative), abs(difference));
                const double relative = !std::isfinite(derivative) ? std::numeric_limits<double>::infinity()
                                        : size > 0                 ? off / size
                                                                   : 0;
                if (off <= least * size + 4 * doubt) found.worst = std::max(found.worst, off > 4 * doubt ? relative : 0);
                else
                    found.mismatches.push_back(
                        {{}, pattern.residual_of(r), r, c, owners[c].name(), derivative, difference, relative});
            }
    }
    std::sort(found.mismatches.begin(), found.mismatches.end(), [](const auto& a, const auto& b) {
        return a.relative != b.relative ? a.relative > b.relative : std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    for (derivative_mismatch& m : found.mismatches) m.residual = of.residual(m.index);
    return found;
}

}  // namespace ditto
