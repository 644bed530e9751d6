#pragma once

#include <ditto/error.hpp>

#include <cstdio>
#include <limits>
#include <string>

namespace ditto::detail {

/// Refuses an option's value: "ditto: learning_rate must be positive, got -1".
inline void require_option(bool holds, const char* option, const char* must, double got) {
    if (holds) return;
    char number[32];
    std::snprintf(number, sizeof number, "%g", got);
    throw error(std::string("ditto: ") + option + " must " + must + ", got " + number);
}

inline void require_positive(const char* option, double got) {
    require_option(got > 0 && got <= std::numeric_limits<double>::max(), option, "be positive and finite", got);
}
inline void require_not_negative(const char* option, double got) {
    require_option(got >= 0 && got <= std::numeric_limits<double>::max(), option, "be finite and not negative", got);
}
/// 0 <= got < 1
inline void require_fraction(const char* option, double got) {
    require_option(got >= 0 && got < 1, option, "be in [0, 1)", got);
}

}  // namespace ditto::detail
