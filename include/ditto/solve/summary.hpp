#pragma once

#include <ditto/config.hpp>
#include <ditto/problem/handles.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/termination.hpp>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace ditto {

/// How a solve went. Numerical outcomes are here, never thrown.
struct summary {
    struct timings {
        double evaluation = 0;    ///< residuals at trial points, and second derivatives along steps
        double assembly = 0;      ///< residuals with derivatives, JᵀJ and Jᵀr, in one pass; patterns and analysis, once
        double linear_solve = 0;  ///< factorisation, substitution
        double total = 0;
    };

    ditto::termination termination = ditto::termination::nothing_to_solve;
    std::string message;  ///< the reason in a sentence
    double initial_cost = 0;
    double final_cost = 0;
    std::vector<iteration> iterations;
    timings seconds;
    std::string method;                           ///< which method minimised
    std::string solver;                           ///< which linear solver was used
    std::optional<residual_handle> culprit = {};  ///< for a non-finite start: the first residual that is

    bool converged() const { return is_convergence(termination); }

    /// A table of the iterations, and below it costs, times and the reason for ending.
    std::string report() const {
        const bool within = std::any_of(iterations.begin(), iterations.end(), [](const auto& i) { return i.radius > 0; });
        const bool along = std::any_of(iterations.begin(), iterations.end(), [](const auto& i) { return i.step_length < 1; });
        std::string text = "  iter              cost       change   |gradient|       |step|      damping";
        text += within ? "     radius" : along ? "     length" : "";
        text += "       gain  seconds\n";
        char line[200], gain[16], more[16] = "";
        std::snprintf(line, sizeof line, "  %4s  %16.9e\n", "0", initial_cost);
        text += line;
        for (const iteration& i : iterations) {
            std::snprintf(gain, sizeof gain, "%.2e", i.gain_ratio);
            if (within || along) std::snprintf(more, sizeof more, "  %9.2e", within ? i.radius : i.step_length);
            std::snprintf(line, sizeof line, "  %4d%c %16.9e  %11.3e  %11.3e  %11.3e  %11.3e%s  %9s  %7.3f\n", i.number,
                          i.accepted ? ' ' : 'x', i.cost, i.cost_change, i.gradient_norm, i.step_norm, i.damping, more,
                          std::isnan(i.gain_ratio) ? "-" : gain, i.seconds);
            text += line;
        }
        std::snprintf(line, sizeof line, "  cost %.9e -> %.9e in %d iterations (x: step not taken), %s, %s\n",
                      initial_cost, final_cost, static_cast<int>(iterations.size()), method.c_str(), solver.c_str());
        text += line;
        std::snprintf(line, sizeof line,
                      "  seconds: %.4f = evaluation %.4f + assembly %.4f + linear solve %.4f + rest\n", seconds.total,
                      seconds.evaluation, seconds.assembly, seconds.linear_solve);
        text += line;
        text += "  " + std::string(converged() ? "converged" : "not converged") + ": " + message + "\n";
        return text;
    }
};

}  // namespace ditto
