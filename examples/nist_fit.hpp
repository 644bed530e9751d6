#pragma once

#include "nist_formula.hpp"

#include <ditto/problem.hpp>
#include <ditto/run_time.hpp>
#include <ditto/solve.hpp>

#include <Eigen/QR>

#include <cmath>
#include <string>
#include <vector>

/// A NIST file's model fitted to its data, the model being known when the file is read. One kernel interprets it for all
/// observations.
class nist_fit {
public:
    explicit nist_fit(const nist_file& file) : file_(file), formula_(file) {
        for (const auto& p : file.parameters) {
            if (!formula_.mentions(p.name))
                throw nist_error(file.path + ":" + std::to_string(file.model[0].number) + ": model: " + p.name +
                                 " does not occur in the formula");
            parameters_.push_back(graph_.variable(p.name, p.starts[0]));
        }
        //! [residuals]
        std::vector<ditto::symbol> residuals;
        for (std::size_t i = 0; i < file.observations(); ++i) {
            nist_formula::names known = named_parameters();
            for (std::size_t c = 0; c < file.columns.size(); ++c)
                known[file.columns[c]] = graph_.given(file.columns[c] + " " + std::to_string(i), file.row(i)[c]);
            const auto [response, model] = formula_.read(graph_, known);
            residuals.push_back(model - response);
        }
        problem_ = pool_.assemble(residuals);
        //! [residuals]
    }
    nist_fit(const nist_fit&) = delete;  // symbols point to the graph

    ditto::summary solve_from(std::size_t start) {
        for (std::size_t i = 0; i < parameters_.size(); ++i)
            problem_.set_value(parameters_[i], file_.parameters[i].starts[start]);
        return ditto::solve(problem_);
    }

    double parameter(std::size_t i) const { return problem_.value(parameters_[i]); }
    ditto::problem& problem() { return problem_; }

    /// s, the square root of the residual sum of squares per degree of freedom.
    double residual_deviation() {
        const auto freedom = static_cast<double>(file_.observations()) - static_cast<double>(parameters_.size());
        return std::sqrt(2 * problem_.cost() / freedom);
    }

    /// Standard deviations of the parameters: of s² (JᵀJ)⁻¹ = s² R⁻¹R⁻ᵀ, J = QR with columns brought to one length, since JᵀJ
    /// would lose half the digits.
    std::vector<double> deviations() {
        const ditto::evaluation at = problem_.evaluate();
        Eigen::MatrixXd J = at.jacobian;
        const Eigen::VectorXd lengths = J.colwise().norm();
        for (Eigen::Index c = 0; c < J.cols(); ++c)
            if (lengths[c] > 0) J.col(c) /= lengths[c];
        const Eigen::HouseholderQR<Eigen::MatrixXd> qr(J);
        const Eigen::MatrixXd R = qr.matrixQR().topRows(J.cols()).triangularView<Eigen::Upper>();
        const Eigen::MatrixXd inverse =
            R.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(J.cols(), J.cols()));
        std::vector<double> all;
        for (const ditto::symbol& p : parameters_) {
            const auto c = static_cast<Eigen::Index>(problem_.column(p));
            all.push_back(residual_deviation() * inverse.row(c).norm() / lengths[c]);
        }
        return all;
    }

    struct values {
        double response, model;
    };
    /// Both sides of the model's equation for a row of numbers, one for each column.
    values at(const std::vector<double>& row) {
        ditto::graph g;
        nist_formula::names known;
        const auto name = [&](const std::string& by, double value) { known[by] = g.given(by, value); };
        for (std::size_t i = 0; i < parameters_.size(); ++i) name(file_.parameters[i].name, parameter(i));
        for (std::size_t c = 0; c < row.size(); ++c) name(file_.columns[c], row[c]);
        const auto [response, model] = formula_.read(g, known);
        return {g.evaluate(response), g.evaluate(model)};
    }

private:
    nist_formula::names named_parameters() const {
        nist_formula::names known;
        for (std::size_t i = 0; i < parameters_.size(); ++i) known[file_.parameters[i].name] = parameters_[i];
        return known;
    }

    const nist_file& file_;
    nist_formula formula_;
    ditto::graph graph_;
    std::vector<ditto::symbol> parameters_;
    ditto::kernel_pool pool_;
    ditto::problem problem_;
};

/// The number of leading digits in which two values agree; NIST certifies eleven.
inline double agreeing_digits(double found, double certified) {
    const double off = certified != 0 ? std::abs(found / certified - 1) : std::abs(found);
    return std::isfinite(off) ? std::min(11.0, -std::log10(std::max(off, 1e-16))) : 0.0;
}
