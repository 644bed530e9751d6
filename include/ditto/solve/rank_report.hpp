#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/problem.hpp>
#include <ditto/solve/column_names.hpp>
#include <ditto/solve/scaled_jacobian.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace ditto {

struct rank_options {
    double tolerance = 0;           ///< below which a column or row of unit length is a combination of others; 0: by rounding
    double conflict = 1e-9;         ///< how far a redundant row may be from what the others say, in units of ‖D x‖ + 1
    double most_operations = 4e9;  ///< beyond which redundant rows are not looked for
};

/// What a problem leaves undetermined, and what it says twice, to first order at its present state.
struct rank_summary {
    struct part {
        std::size_t column;    ///< of J
        std::size_t variable;  ///< in order of adding
        std::string name;
        double move;
    };
    /// A step that changes no residual: the largest parts first, of which the largest moves by 1.
    using direction = std::vector<part>;
    /// A row that is a combination of rows before it.
    struct redundant_row {
        residual_handle residual;
        std::size_t index;     ///< of the residual, in order of adding
        std::size_t row;       ///< of J
        bool is_conflicting;   ///< whether no step can satisfy it along with those
        double excess;         ///< of the row, scaled to columns of unit length, beyond what they say
    };

    std::size_t rows = 0, columns = 0, rank = 0;
    double tolerance = 0;
    std::vector<direction> free;
    std::vector<redundant_row> redundant;
    bool rows_were_checked = false;  ///< false: there would have been too much to do

    std::size_t degrees_of_freedom() const { return columns - rank; }
    std::size_t conflicts() const {
        const auto is_conflicting = [](const redundant_row& r) { return r.is_conflicting; };
        return static_cast<std::size_t>(std::count_if(redundant.begin(), redundant.end(), is_conflicting));
    }

    /// That in words, at most `limit` lines of each.
    std::string report(std::size_t limit = 10) const {
        char line[200];
        std::snprintf(line, sizeof line,
                      "  rank %zu of %zu rows and %zu columns: %zu free directions, %zu redundant rows, %zu in conflict\n", rank,
                      rows, columns, free.size(), redundant.size(), conflicts());
        std::string text = line;
        for (std::size_t i = 0; i < std::min(limit, free.size()); ++i) {
            text += "  free:";
            for (std::size_t k = 0; k < std::min<std::size_t>(6, free[i].size()); ++k) {
                std::snprintf(line, sizeof line, "%s %s by %.3g", k == 0 ? "" : ",", free[i][k].name.c_str(), free[i][k].move);
                text += line;
            }
            text += free[i].size() > 6 ? ", and " + std::to_string(free[i].size() - 6) + " more\n" : "\n";
        }
        if (free.size() > limit) text += "  ... and " + std::to_string(free.size() - limit) + " more free directions\n";
        for (std::size_t i = 0; i < std::min(limit, redundant.size()); ++i) {
            const redundant_row& r = redundant[i];
            std::snprintf(line, sizeof line, "  %s: residual %zu (row %zu)\n",
                          r.is_conflicting ? "in conflict" : "redundant", r.index, r.row);
            text += line;
        }
        if (redundant.size() > limit) text += "  ... and " + std::to_string(redundant.size() - limit) + " more redundant rows\n";
        if (!rows_were_checked) text += "  redundant rows were not looked for: there are too many\n";
        return text;
    }
};

namespace detail {

/// The null space of S = QRPᵀ: a column that depends on those before it, and what those do meanwhile, R₁⁻¹R₂.
inline void find_free_directions(const scaled_jacobian& j, const std::vector<column_owner>& owners, rank_summary& into) {
    const Eigen::Index rank = j.rank(), free = j.columns() - rank;
    if (free == 0) return;
    Eigen::MatrixXd moves = -j.triangle().rightCols(free);
    j.triangle().leftCols(rank).triangularView<Eigen::Upper>().solveInPlace(moves);
    for (Eigen::Index f = 0; f < free; ++f) {
        Eigen::VectorXd step = Eigen::VectorXd::Zero(j.columns());
        for (Eigen::Index k = 0; k < rank; ++k) step[j.column(k)] = moves(k, f);
        step[j.column(rank + f)] = 1;
        step = step.cwiseQuotient(j.lengths()).eval();
        step /= step.cwiseAbs().maxCoeff();
        auto& made = into.free.emplace_back();
        for (Eigen::Index c = 0; c < j.columns(); ++c)
            if (const auto& owner = owners[static_cast<std::size_t>(c)]; std::abs(step[c]) > 1e-8)
                made.push_back({static_cast<std::size_t>(c), owner.variable, owner.name(), step[c]});
        std::sort(made.begin(), made.end(), [](const auto& a, const auto& b) {
            return std::abs(a.move) != std::abs(b.move) ? std::abs(a.move) > std::abs(b.move) : a.column < b.column;
        });
    }
}

/// Rows in order, each made orthogonal to those before, twice (Kahan & Parlett's "twice is enough": Giraud, Langou, Rozložník,
/// "The loss of orthogonality in the Gram-Schmidt process", 2005), and what they ask of a step, −r, along with them.
inline void find_redundant_rows(const scaled_jacobian& j, double allowed, rank_summary& into) {
    const Eigen::SparseMatrix<double, Eigen::RowMajor> rows = j.scaled();
    Eigen::MatrixXd basis(j.columns(), j.rank());
    Eigen::VectorXd asked(j.rank());
    Eigen::Index found = 0;
    for (Eigen::Index r = 0; r < j.rows(); ++r) {
        Eigen::VectorXd row = rows.row(r).transpose();
        double wanted = -j.residuals()[r];
        const double length = row.norm();
        for (int twice = 0; twice < 2 && found > 0; ++twice) {
            const Eigen::VectorXd shares = basis.leftCols(found).transpose() * row;
            row -= basis.leftCols(found) * shares;
            wanted -= shares.dot(asked.head(found));
        }
        const double left = row.norm();
        if (left > std::max(j.tolerance(), 1e-10) * length && found < j.rank()) {
            basis.col(found) = row / left;
            asked[found++] = wanted / left;
        } else {
            into.redundant.push_back({{}, 0, static_cast<std::size_t>(r), std::abs(wanted) > allowed, std::abs(wanted)});
        }
    }
}

}  // namespace detail

/// Numerical rank of J by column-pivoted QR of J with columns of unit length, the directions that no residual holds, and the
/// rows that those before them imply, in conflict or not. Conflicts are told apart near a solution only: elsewhere residuals
/// are large for other reasons.
template <class Scalar>
rank_summary rank_report(basic_problem<Scalar>& of, const rank_options& options = {}) {
    const detail::scaled_jacobian j(of, options.tolerance);
    rank_summary made;
    made.rows = static_cast<std::size_t>(j.rows());
    made.columns = static_cast<std::size_t>(j.columns());
    made.rank = static_cast<std::size_t>(j.rank());
    made.tolerance = j.tolerance();
    detail::find_free_directions(j, detail::column_owners(of.storage().variables), made);

    made.rows_were_checked = 8.0 * static_cast<double>(j.rows()) * static_cast<double>(j.rank()) *
                                 static_cast<double>(j.columns()) <= options.most_operations;
    if (!made.rows_were_checked) return made;
    const auto& store = of.storage().variables;
    double squares = 0;
    for (std::uint32_t id = 0; id < store.count(); ++id)
        for (std::int32_t c = 0; !store.fixed(id) && store.manifold(id) == nullptr && c < store.columns(id); ++c)
            squares += std::pow(static_cast<double>(store.at(id)[c]) * j.lengths()[store.column(id) + c], 2);
    detail::find_redundant_rows(j, options.conflict * (1 + std::sqrt(squares)), made);
    std::vector<std::size_t> residual_of(made.rows);
    for (const auto& in : of.storage().residuals.blocks())
        for (std::size_t i = 0; i < in.count(); ++i)
            for (std::size_t k = 0; k < in.shape().rows; ++k)
                residual_of[static_cast<std::size_t>(in.rows[i]) + k] = of.storage().residuals[in.slots[i]].order;
    for (auto& r : made.redundant) {
        r.index = residual_of[r.row];
        r.residual = of.residual(r.index);
    }
    return made;
}

}  // namespace ditto
