#pragma once

#include <chrono>

namespace ditto::detail {

/// Adds the time between its birth and death to a total.
class stopwatch {
public:
    explicit stopwatch(double& total) : total_(total) {}
    stopwatch(const stopwatch&) = delete;
    stopwatch& operator=(const stopwatch&) = delete;
    ~stopwatch() { total_ += seconds(); }
    double seconds() const { return std::chrono::duration<double>(clock::now() - start_).count(); }

private:
    using clock = std::chrono::steady_clock;
    double& total_;
    clock::time_point start_ = clock::now();
};

}  // namespace ditto::detail
