#pragma once

#include <ditto/config.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/quadratic_model.hpp>
#include <ditto/solve/trial_point.hpp>

#include <algorithm>
#include <limits>

namespace ditto::detail {

/// Steps of the Levenberg-Marquardt method, and the damping that governs them.
///
/// What minimiser asks of a method: find(model) computes a step; attempt(model, trial) tries it, and may change it;
/// taken(gain) and refused(solved) tell what became of it; promised(model) is the decrease that the model foretells of a
/// step that nothing holds short, is_short() whether something did; exhausted() whether no shorter step is left to try.
template <class Scalar>
class damped_steps {
public:
    using model = quadratic_model<Scalar>;
    static constexpr const char* name = "Levenberg-Marquardt";
    static constexpr const char* shorter = "no step decreased the cost, however strongly damped";

    damped_steps(const levenberg_marquardt& options, Eigen::Index columns)
        : damping_(static_cast<Scalar>(options.initial_damping)),
          bend_(model::vector::Zero(columns)) {}

    /// The step for the damping. Where first steps failed and are long, beside the point itself, damping is far too weak:
    /// raised until they are not, for a lucky one would lead somewhere flat.
    bool find(model& m) {
        least_damping_ = std::max(m.least_damping(), swamped_);
        bool solved = m.solve(damping_);
        if (moved_ || !failed_) return solved;
        for (const Scalar longest = 3 * m.scaled_point_norm(); longest > 0 && damping_ < Scalar(1e3);) {
            if (!solved || m.scaled_step_norm() <= longest) break;
            damping_ *= 10;
            solved = m.solve(damping_);
        }
        return solved;
    }

    /// Where the model foretold less than it should, the way there may be a curve: then the step is bent to second order, as
    /// the valley does that it follows, if that is better: Δx + ½a, (H + μ D²) a = −Jᵀr_vv, v = Δx; unless 2‖Da‖ > ¾‖Dv‖,
    /// where second order is too little. Transtrum & Sethna, "Improvements to the Levenberg-Marquardt algorithm",
    /// arXiv:1201.5885, sections 2.4 and 4.2.
    Scalar attempt(model& m, trial_point<Scalar>& trial) {
        const Scalar change = trial.change(m);
        if (-change >= Scalar(0.75) * m.predicted_decrease() || m.clipped() || trial.is_rounding(m, change)) return change;
        if (!trial.can_pull()) return change;
        trial.pull(m, bend_);
        m.apply(bend_);
        if (!(2 * m.scale().norm(bend_) <= Scalar(0.75) * m.scaled_step_norm())) return change;
        straight_ = m.step();
        bend_ /= 2;
        m.add_to_step(bend_);
        if (const Scalar better = trial.other_change(m); better < change || std::isnan(change)) {
            trial.keep();
            return better;
        }
        straight_ -= m.step();
        m.add_to_step(straight_);
        return change;
    }

    // Nielsen, "Damping parameter in Marquardt's method" (1999), eq. 2.5, which also raises the damping after steps that
    // brought little; here a run of steps that the model foretold lets go ever faster, as a run of failures holds ever
    // tighter: the way back from a damping that overflow has driven up.
    void taken(Scalar gain, const model& m) {
        const Scalar t = 2 * gain - 1;
        const bool foretold = std::abs(gain - 1) < Scalar(0.1);
        release_ = foretold ? release_ / 3 : Scalar(1);
        const Scalar factor = std::max(Scalar(1) / 3, 1 - t * t * t);
        damping_ *= foretold ? std::min(release_, factor) : factor;
        damping_ = std::max({damping_, m.least_damping(), swamped_});
        growth_ = 2;
        moved_ = true;
    }
    void refused(bool solved, const model&) {
        if (!solved) swamped_ = std::max(swamped_, 10 * damping_);  // by rounding
        damping_ = std::max({damping_ * growth_, least_damping_, swamped_});
        growth_ *= 2;
        release_ = 1;
        failed_ = true;
    }

    /// By weak damping the model would foretell this: of a step D⁻²g/μ, short by strong damping, μ times the decrease.
    Scalar promised(const model& m) const { return std::max(damping_, Scalar(1)) * m.promised_decrease(); }
    bool is_short() const { return damping_ > 1; }
    bool exhausted() const { return !(damping_ < std::numeric_limits<Scalar>::max() / Scalar(1e12)); }
    void describe(iteration& now) const { now.damping = static_cast<double>(damping_); }

private:
    Scalar damping_, growth_ = 2, release_ = 1, swamped_ = 0, least_damping_ = 0;
    typename model::vector bend_, straight_;
    bool moved_ = false, failed_ = false;
};

}  // namespace ditto::detail
