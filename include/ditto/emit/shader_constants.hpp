#pragma once

#include <ditto/graph/text.hpp>
#include <ditto/kernel/functions/error_function.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ditto::emit::detail {

/// A literal of a shader, # where its suffix will be.
inline std::string shader_literal(double value, bool is_double) {
    std::string text = is_double ? number_text(value) : number_text(static_cast<float>(value));
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return std::signbit(value) ? '(' + text + "#)" : text + '#';
}

/// The numbers and polynomials that shader_functions.hpp has names for, in the precision asked for.
class shader_constants {
public:
    explicit shader_constants(bool is_double) : is_double_(is_double) {
        double factorial = 1;
        for (int k = 0; k < (is_double ? 17 : 10); ++k) {
            factorial *= k + 1;
            polynomials_["exp"].push_back(1 / factorial);  // (exp(x) - 1) / x
            if (k % 2 != 0) continue;
            const double sign = k / 2 % 2 == 0 ? -1 : 1;
            polynomials_["cos"].push_back(sign / (factorial * (k + 2)));            // (cos(x) - 1) / x², of x²
            polynomials_["sin"].push_back(sign / (factorial * (k + 2) * (k + 3)));  // (sin(x) - x) / x³, of x²
        }
        for (int k = 1; k < (is_double ? 12 : 6); ++k)  // (atan(x) - x) / x³, of x²
            polynomials_["atan"].push_back((k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1));
        for (int k = 1; k < (is_double ? 17 : 8); ++k)  // (atanh(x) - x) / x³, of x²
            polynomials_["atanh"].push_back(1.0 / (2 * k + 1));
        if (is_double)
            take_error_function<double>();
        else
            take_error_function<float>();
    }

    /// What {what} stands for: a number of that name, or for name(v) the polynomial of that name of v.
    std::string text(std::string_view what) const {
        const std::size_t bracket = what.find('(');
        const std::string name(what.substr(0, bracket));
        if (bracket == std::string_view::npos) return shader_literal(numbers_.at(name), is_double_);
        const std::string variable(what.substr(bracket + 1, what.size() - bracket - 2));
        const std::vector<double>& c = polynomials_.at(name);
        std::string horner = shader_literal(c.back(), is_double_);
        for (std::size_t k = c.size() - 1; k-- > 0;)
            horner = "~fma(" + variable + ", " + horner + ", " + shader_literal(c[k], is_double_) + ')';
        return horner;
    }

private:
    template <class Scalar>
    void take_error_function() {
        using of = ditto::detail::error_function<Scalar>;
        numbers_["erf_middle"] = of::middle;
        numbers_["erfc_last"] = of::last;
        numbers_["erfc_shift"] = of::shift;
        polynomials_["erf_near"].assign(std::begin(of::near), std::end(of::near));
        polynomials_["erfc_far"].assign(std::begin(of::far), std::end(of::far));
        polynomials_["erfc_far"].insert(polynomials_["erfc_far"].end(), std::begin(of::curvature),
                                        std::end(of::curvature));
    }

    std::map<std::string, double> numbers_{
        {"pi", 0x1.921fb54442d18p+1},           {"half_pi", 0x1.921fb54442d18p+0},  // in three parts
        {"half_pi_low", 0x1.1a62633145c07p-54}, {"half_pi_lowest", -0x1.f1976b7ed8fbcp-110},
        {"two_over_pi", 0x1.45f306dc9c883p-1},  {"log_2", 0x1.62e42fefa39efp-1},  // in two parts
        {"log_2_low", 0x1.abc9e3b39803fp-56},   {"log2_of_e", 0x1.71547652b82fep+0},
        {"log10_of_e", 0x1.bcb7b1526e50ep-2},   {"sqrt_half", 0x1.6a09e667f3bcdp-1},
    };
    std::map<std::string, std::vector<double>> polynomials_;
    bool is_double_;
};

}  // namespace ditto::emit::detail
