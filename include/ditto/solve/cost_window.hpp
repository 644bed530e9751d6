#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ditto::detail {

/// Gain ratios of steps: actual decrease over the decrease that the model foretold. With a window of several accepted points
/// the decrease may also be that from the highest of them, over all that was foretold since: steps may then lead uphill for a
/// while (Conn, Gould, Toint, "Trust-region methods", 2000, section 10.1).
template <class Scalar>
class cost_window {
public:
    explicit cost_window(int points) : points_(static_cast<std::size_t>(std::max(points, 1))) {}

    bool is_monotone() const { return points_ == 1; }
    void make_monotone() {
        points_ = 1;
        accepted_.clear();
    }

    /// Of a step from `cost`.
    Scalar gain(Scalar cost, Scalar change, Scalar predicted) const {
        Scalar gain = -change / predicted, since = predicted;
        for (std::size_t i = accepted_.size(); i-- > 0 && predicted > 0;) {  // the last first
            since += accepted_[i].predicted;
            gain = std::max(gain, (accepted_[i].cost - cost - change) / since);
        }
        return gain;
    }
    /// A step was taken that left `cost`.
    void taken(Scalar cost, Scalar predicted) {
        if (is_monotone()) return;
        if (accepted_.size() + 1 == points_) accepted_.erase(accepted_.begin());
        accepted_.push_back({cost, predicted});
    }

private:
    struct point {
        Scalar cost, predicted;
    };
    std::size_t points_;
    std::vector<point> accepted_;  // those before the present one
};

}  // namespace ditto::detail
