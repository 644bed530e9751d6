#pragma once

#include <ditto/graph/text.hpp>
#include <ditto/kernel/functions/error_function.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The functions that shading languages lack, or have with few digits: docs/howto/emit.md has their accuracy. Written once,
/// in what the languages have in common:
///   let a = ...;   a number that does not change
///   1.5#           a literal, of the precision asked for
///   ~f(x)          function f, the language's own or one of these
///   @choose(c, x, y)  x where c holds, otherwise y
namespace ditto::emit::detail {

struct shader_function {
    std::string name, parameters, body;
};

inline std::string literal(double value, bool is_double) {
    std::string text = is_double ? number_text(value) : number_text(static_cast<float>(value));
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return (std::signbit(value) ? "(" : "") + text + (std::signbit(value) ? "#)" : "#");
}

/// c0 + v (c1 + v (c2 + ...))
inline std::string horner(std::string_view variable, std::span<const double> coefficients, bool is_double) {
    std::string text = literal(coefficients.back(), is_double);
    for (std::size_t k = coefficients.size() - 1; k-- > 0;)
        text = "~fma(" + std::string(variable) + ", " + text + ", " + literal(coefficients[k], is_double) + ')';
    return text;
}

/// Coefficients of Taylor series: of z = x², or of x.
struct series {
    std::vector<double> exp, sine, cosine, atan, atanh;

    explicit series(bool is_double) {
        double factorial = 1;
        for (int k = 0; k < (is_double ? 17 : 10); ++k) {
            exp.push_back(1 / (factorial *= k + 1));  // (exp(x) - 1) / x
            const double sign = k / 2 % 2 == 0 ? -1 : 1;
            if (k % 2 == 0) cosine.push_back(sign / (factorial * (k + 2)));        // (cos(x) - 1) / x²
            if (k % 2 == 0) sine.push_back(sign / (factorial * (k + 2) * (k + 3)));  // (sin(x) - x) / x³
        }
        for (int k = 1; k < (is_double ? 12 : 6); ++k) atan.push_back((k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1));
        for (int k = 1; k < (is_double ? 17 : 8); ++k) atanh.push_back(1.0 / (2 * k + 1));
    }
};

template <class Scalar>
std::vector<shader_function> error_functions() {
    using constants = ditto::detail::error_function<Scalar>;
    constexpr bool is_double = sizeof(Scalar) == 8;
    const auto number = [](double value) { return literal(value, is_double); };
    const std::vector<double> near(std::begin(constants::near), std::end(constants::near)),
        curvature(std::begin(constants::curvature), std::end(constants::curvature));
    return {
        {"erf_near", "x", "let z = x * x;\nreturn ~fma(x, " + horner("z", near, is_double) + ", x);"},
        {"erfc_far", "x",
         "let y = ~min(x, " + number(constants::last) + ");\nlet t = (y - 3.0#) / (y + 3.0#);\n"
         "let slow = ~fma(t, ~fma(t, " + horner("t", curvature, is_double) + ", " + number(constants::far[1]) + "), " +
             number(constants::far[0]) + ");\nlet square = y * y;\nlet power = ~exp(-square);\n"
             "return ~fma(-power, ~fma(y, y, -square), power) * (slow / (y + 3.0#));"},
        {"erf", "x",
         "let a = ~abs(x);\nreturn @choose(a > " + number(constants::middle) + ", ~sign(x) * (1.0# - ~erfc_far(~max(a, " +
             number(constants::middle) + "))), ~erf_near(x));"},
        {"erfc", "x",
         "let a = ~abs(x);\nlet far = ~erfc_far(~max(a, " + number(constants::middle) + "));\nreturn @choose(a > " +
             number(constants::middle) + ", @choose(x < 0.0#, 2.0# - far, far), 1.0# - ~erf_near(x));"},
    };
}

/// All of them; a language takes those that it needs.
inline std::vector<shader_function> shader_functions(bool is_double) {
    const series of(is_double);
    const auto number = [&](double value) { return literal(value, is_double); };
    const auto polynomial = [&](const char* variable, const std::vector<double>& c) { return horner(variable, c, is_double); };
    const std::string pi = number(0x1.921fb54442d18p+1), half_pi = number(0x1.921fb54442d18p+0);
    std::vector<shader_function> all{
        {"round", "x", "let t = ~trunc(x);\nreturn t + @choose(~abs(x - t) >= 0.5#, ~sign(x), 0.0#);"},
        {"mod", "x, y",
         "let r = ~fma(-~trunc(x / y), y, x);\nlet s = ~abs(y) * ~sign(x);\n"
         "return r + @choose(r * ~sign(x) < 0.0#, s, @choose(~abs(r) >= ~abs(y), -s, 0.0#));"},
        {"hypot", "x, y",
         "let a = ~max(~abs(x), ~abs(y));\nlet r = ~min(~abs(x), ~abs(y)) / @choose(a > 0.0#, a, 1.0#);\n"
         "return a * ~sqrt(~fma(r, r, 1.0#));"},
        {"cbrt", "x",
         "let a = @choose(x == 0.0#, 1.0#, ~abs(x));\nlet y = ~exp2(~log2(a) / 3.0#);\n"
         "return @choose(x == 0.0#, x, ~sign(x) * (y - ~fma(y, y, -a / y) / (3.0# * y)));"},
        {"pow", "x, y",
         "let m = @choose(x == 0.0#, 0.0#, ~exp2(y * ~log2(@choose(x == 0.0#, 1.0#, ~abs(x)))));\n"
         "let p = @choose(y == ~trunc(y), @choose(~trunc(0.5# * y) == 0.5# * y, m, ~sign(x) * m), @choose(x < 0.0#, ~sqrt(x), m));\n"
         "return @choose(y == 0.0#, 1.0#, p);"},
        {"expm1", "x",
         "return @choose(~abs(x) < 0.5#, x * " + polynomial("x", of.exp) + ", ~exp(x) - 1.0#);"},
        {"log1p", "x",
         "let s = x / (2.0# + x);\nlet z = s * s;\n"
         "return @choose(~abs(x) < 0.5#, 2.0# * ~fma(s, z * " + polynomial("z", of.atanh) + ", s), ~log(1.0# + x));"},
        {"log10", "x", "return ~log(x) * " + number(0x1.bcb7b1526e50ep-2) + ";"},
        {"sinh", "x",
         "let e = ~expm1(~abs(x));\nreturn ~sign(x) * 0.5# * @choose(e > 1e9#, e, e + e / (e + 1.0#));"},
        {"cosh", "x", "let e = ~exp(~abs(x));\nreturn 0.5# * e + 0.5# / e;"},
        {"tanh", "x", "let e = ~expm1(2.0# * ~min(~abs(x), 20.0#));\nreturn ~sign(x) * e / (e + 2.0#);"},
        {"asinh", "x", "let a = ~abs(x);\nreturn ~sign(x) * ~log1p(a + a * a / (1.0# + ~sqrt(~fma(a, a, 1.0#))));"},
        {"acosh", "x", "let t = x - 1.0#;\nreturn ~log1p(t + ~sqrt(t * (t + 2.0#)));"},
        {"atanh", "x", "let a = ~abs(x);\nreturn ~sign(x) * 0.5# * ~log1p(2.0# * a / (1.0# - a));"},
        {"atan", "x",  // tan(v / 2) = tan(v) / (1 + sqrt(1 + tan(v)²)), twice
         "let a = ~abs(x);\nlet b = @choose(a > 1.0#, 1.0# / ~max(a, 1.0#), a);\nlet c = b / (1.0# + ~sqrt(~fma(b, b, 1.0#)));\n"
         "let d = c / (1.0# + ~sqrt(~fma(c, c, 1.0#)));\nlet z = d * d;\nlet v = 4.0# * ~fma(d, z * " + polynomial("z", of.atan) +
             ", d);\nreturn ~sign(x) * @choose(a > 1.0#, " + half_pi + " - v, v);"},
        {"atan2", "y, x",
         "let a = ~abs(y);\nlet b = ~abs(x);\nlet most = ~max(a, b);\nlet t = ~atan(~min(a, b) / @choose(most > 0.0#, most, 1.0#));\n"
         "let u = @choose(a > b, " + half_pi + " - t, t);\nlet v = @choose(x < 0.0#, " + pi + " - u, u);\nreturn @choose(y < 0.0#, -v, v);"},
        {"asin", "x", "return ~atan2(x, ~sqrt((1.0# - x) * (1.0# + x)));"},
        {"acos", "x", "return ~atan2(~sqrt((1.0# - x) * (1.0# + x)), x);"},
        {"sigmoid", "x", "let e = ~exp(-~abs(x));\nreturn @choose(x < 0.0#, e, 1.0#) / (1.0# + e);"},
        {"softplus", "x", "return ~max(x, 0.0#) + ~log1p(~exp(-~abs(x)));"},
        // What GLSL has of floats only.
        {"exp_of_parts", "r, k",
         "let p = ~fma(r, " + polynomial("r", of.exp) + ", 1.0#);\nint half_of_k = int(k) / 2;\n"
         "return ldexp(ldexp(p, half_of_k), int(k) - half_of_k);"},
        {"exp", "x",
         "let y = ~min(~max(x, -800.0#), 800.0#);\nlet k = ~floor(~fma(y, " + number(0x1.71547652b82fep+0) + ", 0.5#));\nreturn ~exp_of_parts(~fma(-k, " +
             number(0x1.abc9e3b39803fp-56) + ", ~fma(-k, " + number(0x1.62e42fefa39efp-1) + ", y)), k);"},
        {"exp2", "x",
         "let y = ~min(~max(x, -1100.0#), 1100.0#);\nlet k = ~floor(y + 0.5#);\nreturn ~exp_of_parts((y - k) * " + number(0x1.62e42fefa39efp-1) + ", k);"},
        {"log_of_part", "m", "let s = (m - 1.0#) / (m + 1.0#);\nlet z = s * s;\nreturn 2.0# * ~fma(s, z * " + polynomial("z", of.atanh) + ", s);"},
        {"log", "x",
         "int e;\nlet m = frexp(x, e);\nlet low = @choose(m < " + number(0x1.6a09e667f3bcdp-1) + ", 1.0#, 0.0#);\nlet n = double(e) - low;\n"
         "let v = ~fma(n, " + number(0x1.62e42fefa39efp-1) + ", ~fma(n, " + number(0x1.abc9e3b39803fp-56) + ", ~log_of_part(~fma(m, low, m))));\n"
         "return @choose(x > 0.0#, v, @choose(x == 0.0#, -1.0# / ~abs(x), ~sqrt(x)));"},
        {"log2", "x",
         "int e;\nlet m = frexp(x, e);\nlet low = @choose(m < " + number(0x1.6a09e667f3bcdp-1) + ", 1.0#, 0.0#);\n"
         "let v = ~fma(~log_of_part(~fma(m, low, m)), " + number(0x1.71547652b82fep+0) + ", double(e) - low);\n"
         "return @choose(x > 0.0#, v, @choose(x == 0.0#, -1.0# / ~abs(x), ~sqrt(x)));"},
        {"sin_of_parts", "r, k",  // k quarters of a turn and r
         "let z = r * r;\nlet s = ~fma(r, z * " + polynomial("z", of.sine) + ", r);\nlet c = ~fma(z, " + polynomial("z", of.cosine) + ", 1.0#);\n"
         "let q = k - 4.0# * ~floor(0.25# * k);\nreturn @choose(q < 1.5#, @choose(q < 0.5#, s, c), @choose(q < 2.5#, -s, -c));"},
        {"turned_by", "x, k",
         "return ~fma(-k, " + number(-0x1.f1976b7ed8fbcp-110) + ", ~fma(-k, " + number(0x1.1a62633145c07p-54) + ", ~fma(-k, " + half_pi + ", x)));"},
        {"sin", "x", "let k = ~floor(~fma(x, " + number(0x1.45f306dc9c883p-1) + ", 0.5#));\nreturn ~sin_of_parts(~turned_by(x, k), k);"},
        {"cos", "x", "let k = ~floor(~fma(x, " + number(0x1.45f306dc9c883p-1) + ", 0.5#));\nreturn ~sin_of_parts(~turned_by(x, k), k + 1.0#);"},
        {"tan", "x", "return ~sin(x) / ~cos(x);"},
    };
    for (shader_function& f : is_double ? error_functions<double>() : error_functions<float>()) all.push_back(std::move(f));
    return all;
}

}  // namespace ditto::emit::detail
