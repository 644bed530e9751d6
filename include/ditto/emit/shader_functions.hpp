#pragma once

#include <string_view>

namespace ditto::emit::detail {

/// A function that a shading language lacks, or has with few digits. Its parameters are names of one letter.
struct shader_function {
    std::string_view name, parameters, body;
};

/// Written once, in what the languages have in common; docs/howto/emit.md has their accuracy.
///   let a = ...;      a number that does not change
///   1.5#              a literal, of the precision asked for
///   {pi}, {exp(x)}    a number, a polynomial of shader_constants.hpp
///   ~f(x)             function f, the language's own or one of these
///   @choose(c, x, y)  x where c holds, otherwise y
inline constexpr shader_function shader_functions[] = {
    {"round", "x", R"(let t = ~trunc(x);
return t + @choose(~abs(x - t) >= 0.5#, ~sign(x), 0.0#);)"},

    // A quotient that was rounded to the next whole number leaves a remainder of the other sign.
    {"mod", "x, y", R"(let r = ~fma(-~trunc(x / y), y, x);
let s = ~abs(y) * ~sign(x);
return r + @choose(r * ~sign(x) < 0.0#, s, @choose(~abs(r) >= ~abs(y), -s, 0.0#));)"},

    {"hypot", "x, y", R"(let a = ~max(~abs(x), ~abs(y));
let r = ~min(~abs(x), ~abs(y)) / @choose(a > 0.0#, a, 1.0#);
return a * ~sqrt(~fma(r, r, 1.0#));)"},

    // One step of Newton's.
    {"cbrt", "x", R"(let a = @choose(x == 0.0#, 1.0#, ~abs(x));
let y = ~exp2(~log2(a) / 3.0#);
return @choose(x == 0.0#, x, ~sign(x) * (y - ~fma(y, y, -a / y) / (3.0# * y)));)"},

    // Of negative numbers whole powers only; others are not a number, as the square root is.
    {"pow", "x, y", R"(let m = @choose(x == 0.0#, 0.0#, ~exp2(y * ~log2(@choose(x == 0.0#, 1.0#, ~abs(x)))));
let w = @choose(~trunc(0.5# * y) == 0.5# * y, m, ~sign(x) * m);
let p = @choose(y == ~trunc(y), w, @choose(x < 0.0#, ~sqrt(x), m));
return @choose(y == 0.0#, 1.0#, p);)"},

    {"expm1", "x", "return @choose(~abs(x) < 0.5#, x * {exp(x)}, ~exp(x) - 1.0#);"},
    {"log1p", "x", R"(let s = x / (2.0# + x);
let z = s * s;
return @choose(~abs(x) < 0.5#, 2.0# * ~fma(s, z * {atanh(z)}, s), ~log(1.0# + x));)"},
    {"log10", "x", "return ~log(x) * {log10_of_e};"},

    {"sinh", "x", R"(let e = ~expm1(~abs(x));
return ~sign(x) * 0.5# * @choose(e > 1e9#, e, e + e / (e + 1.0#));)"},
    {"cosh", "x", R"(let e = ~exp(~abs(x));
return 0.5# * e + 0.5# / e;)"},
    {"tanh", "x", R"(let e = ~expm1(2.0# * ~min(~abs(x), 20.0#));
return ~sign(x) * e / (e + 2.0#);)"},
    {"asinh", "x", R"(let a = ~abs(x);
return ~sign(x) * ~log1p(a + a * a / (1.0# + ~sqrt(~fma(a, a, 1.0#))));)"},
    {"acosh", "x", R"(let t = x - 1.0#;
return ~log1p(t + ~sqrt(t * (t + 2.0#)));)"},
    {"atanh", "x", R"(let a = ~abs(x);
return ~sign(x) * 0.5# * ~log1p(2.0# * a / (1.0# - a));)"},

    // The angle is halved twice: tan(v / 2) = tan(v) / (1 + sqrt(1 + tan(v)²)).
    {"atan", "x", R"(let a = ~abs(x);
let b = @choose(a > 1.0#, 1.0# / ~max(a, 1.0#), a);
let c = b / (1.0# + ~sqrt(~fma(b, b, 1.0#)));
let d = c / (1.0# + ~sqrt(~fma(c, c, 1.0#)));
let z = d * d;
let v = 4.0# * ~fma(d, z * {atan(z)}, d);
return ~sign(x) * @choose(a > 1.0#, {half_pi} - v, v);)"},
    {"atan2", "y, x", R"(let a = ~abs(y);
let b = ~abs(x);
let m = ~max(a, b);
let t = ~atan(~min(a, b) / @choose(m > 0.0#, m, 1.0#));
let u = @choose(a > b, {half_pi} - t, t);
let v = @choose(x < 0.0#, {pi} - u, u);
return @choose(y < 0.0#, -v, v);)"},
    {"asin", "x", "return ~atan2(x, ~sqrt((1.0# - x) * (1.0# + x)));"},
    {"acos", "x", "return ~atan2(~sqrt((1.0# - x) * (1.0# + x)), x);"},

    {"sigmoid", "x", R"(let e = ~exp(-~abs(x));
return @choose(x < 0.0#, e, 1.0#) / (1.0# + e);)"},
    {"softplus", "x", "return ~max(x, 0.0#) + ~log1p(~exp(-~abs(x)));"},

    // As kernel/functions/error_function.hpp has them. The square is taken to twice the digits.
    {"erf_near", "x", R"(let z = x * x;
return ~fma(x, {erf_near(z)}, x);)"},
    {"erfc_far", "x", R"(let y = ~min(x, {erfc_last});
let t = (y - {erfc_shift}) / (y + {erfc_shift});
let z = y * y;
let e = ~exp(-z);
return ~fma(-e, ~fma(y, y, -z), e) * ({erfc_far(t)} / (y + {erfc_shift}));)"},
    {"erf", "x", R"(let a = ~abs(x);
let f = ~sign(x) * (1.0# - ~erfc_far(~max(a, {erf_middle})));
return @choose(a > {erf_middle}, f, ~erf_near(x));)"},
    {"erfc", "x", R"(let a = ~abs(x);
let f = ~erfc_far(~max(a, {erf_middle}));
return @choose(a > {erf_middle}, @choose(x < 0.0#, 2.0# - f, f), 1.0# - ~erf_near(x));)"},

    // What GLSL has of floats only.
    {"exp_of_parts", "r, k", R"(let p = ~fma(r, {exp(r)}, 1.0#);
int h = int(k) / 2;
return ldexp(ldexp(p, h), int(k) - h);)"},
    {"exp", "x", R"(let y = ~min(~max(x, -800.0#), 800.0#);
let k = ~floor(~fma(y, {log2_of_e}, 0.5#));
return ~exp_of_parts(~fma(-k, {log_2_low}, ~fma(-k, {log_2}, y)), k);)"},
    {"exp2", "x", R"(let y = ~min(~max(x, -1100.0#), 1100.0#);
let k = ~floor(y + 0.5#);
return ~exp_of_parts((y - k) * {log_2}, k);)"},

    // x = m 2^e with m from sqrt(1/2) to sqrt(2).
    {"log_of_part", "m", R"(let s = (m - 1.0#) / (m + 1.0#);
let z = s * s;
return 2.0# * ~fma(s, z * {atanh(z)}, s);)"},
    {"log_at_edge", "x", "return @choose(x == 0.0#, -1.0# / ~abs(x), ~sqrt(x));"},
    {"log", "x", R"(int e;
let m = frexp(x, e);
let s = @choose(m < {sqrt_half}, 1.0#, 0.0#);
let n = double(e) - s;
let v = ~fma(n, {log_2}, ~fma(n, {log_2_low}, ~log_of_part(~fma(m, s, m))));
return @choose(x > 0.0#, v, ~log_at_edge(x));)"},
    {"log2", "x", R"(int e;
let m = frexp(x, e);
let s = @choose(m < {sqrt_half}, 1.0#, 0.0#);
let v = ~fma(~log_of_part(~fma(m, s, m)), {log2_of_e}, double(e) - s);
return @choose(x > 0.0#, v, ~log_at_edge(x));)"},

    // k quarters of a turn, and r.
    {"sin_of_parts", "r, k", R"(let z = r * r;
let s = ~fma(r, z * {sin(z)}, r);
let c = ~fma(z, {cos(z)}, 1.0#);
let q = k - 4.0# * ~floor(0.25# * k);
return @choose(q < 1.5#, @choose(q < 0.5#, s, c), @choose(q < 2.5#, -s, -c));)"},
    {"turned_by", "x, k",
     "return ~fma(-k, {half_pi_lowest}, ~fma(-k, {half_pi_low}, ~fma(-k, {half_pi}, x)));"},
    {"sin", "x", R"(let k = ~floor(~fma(x, {two_over_pi}, 0.5#));
return ~sin_of_parts(~turned_by(x, k), k);)"},
    {"cos", "x", R"(let k = ~floor(~fma(x, {two_over_pi}, 0.5#));
return ~sin_of_parts(~turned_by(x, k), k + 1.0#);)"},
    {"tan", "x", "return ~sin(x) / ~cos(x);"},
};

}  // namespace ditto::emit::detail
