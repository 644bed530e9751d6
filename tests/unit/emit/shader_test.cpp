// GLSL and WGSL as text; GLSL, read as C++, is as accurate as stated.
#include "catch.hpp"
#include "shader_samples.hpp"

#include <dlfcn.h>
#include <cctype>
#include <string>

namespace {

using ditto::emit::precision, shaders::run, shaders::sample, shaders::scratch_folder;

TEST_CASE("a gradient as GLSL and WGSL") {
    ditto::graph g;
    const auto x = g.variable("x"), y = g.variable("y");
    const auto gradient = ditto::compile_gradient(x * y + 0.1 * x, {x, y});
    CHECK(ditto::emit::glsl(gradient, "gradient") == R"(// 2 parameters, 2 outputs, 1 operations
void gradient(const float point[2], out float result[2]) {
    float t0 = point[1] + 0.1;
    result[0] = t0;
    result[1] = point[0];
}
)");
    CHECK(ditto::emit::glsl(gradient, "gradient", precision::double_precision) ==
          R"(// 2 parameters, 2 outputs, 1 operations
void gradient(const double point[2], out double result[2]) {
    double t0 = point[1] + 0.1lf;
    result[0] = t0;
    result[1] = point[0];
}
)");
    CHECK(ditto::emit::wgsl(gradient, "gradient") == R"(// 2 parameters, 2 outputs, 1 operations
fn gradient(point: array<f32, 2>) -> array<f32, 2> {
    var result: array<f32, 2>;
    let t0 = point[1] + 0.1f;
    result[0] = t0;
    result[1] = point[0];
    return result;
}
)");
    CHECK(ditto::emit::wgsl(ditto::compile_function({sigmoid(x)}, {x}), "f") ==
          R"(fn f_choose(c: bool, x: f32, y: f32) -> f32 {
    return select(y, x, c);
}
fn f_sigmoid(x: f32) -> f32 {
    let e = exp(-abs(x));
    return f_choose(x < 0.0f, e, 1.0f) / (1.0f + e);
}
// 1 parameters, 1 outputs, 1 operations
fn f(point: array<f32, 1>) -> array<f32, 1> {
    var result: array<f32, 1>;
    let t0 = f_sigmoid(point[0]);
    result[0] = t0;
    return result;
}
)");
}

TEST_CASE("what shaders cannot say is refused") {
    ditto::graph g;
    const auto x = g.variable("x");
    const auto f = ditto::compile_function({x}, {x});
    CHECK_THROWS_WITH(ditto::emit::glsl(f, "gl_f"), "ditto: \"gl_f\" is no name for a shader's function");
    CHECK_THROWS_WITH(ditto::emit::wgsl(f, "f__g"), "ditto: \"f__g\" is no name for a shader's function");
    CHECK_THROWS_WITH(ditto::emit::wgsl(f, "f g"), "ditto: \"f g\" is no identifier");
    CHECK_THROWS_WITH(ditto::emit::wgsl(ditto::compile_function({x + 1e300}, {x}), "f"),
                      "ditto: 1e+300 is no constant of a shader, whose numbers are floats");
    CHECK_THROWS_WITH(ditto::emit::glsl(ditto::compile_function({x + 1e-300}, {x}), "f"),
                      "ditto: 1e-300 is no constant of a shader, whose numbers are floats");
    CHECK_NOTHROW(ditto::emit::glsl(ditto::compile_function({x + 1e300}, {x}), "f", precision::double_precision));
    CHECK_THROWS_WITH(ditto::emit::glsl(ditto::compile_function({x + HUGE_VAL}, {x}), "f", precision::double_precision),
                      "ditto: inf is no constant of a shader");
    CHECK_THROWS_WITH(
        ditto::emit::glsl(ditto::compile_function(std::span<const ditto::symbol>{}, std::span(&x, 1)), "f"),
        "ditto: a shader's function has outputs");
}

// Read as C++: the functions of the language are those of <cmath>.
constexpr const char* as_cpp = R"(
#include <cmath>
#include <algorithm>
#define out
#define COMMON(T) \
    inline T sign(T x) { return static_cast<T>((x > 0) - (x < 0)); } \
    using std::abs, std::sqrt, std::floor, std::ceil, std::trunc, std::min, std::max, std::fma;
#ifdef DOUBLE
namespace glsl {
COMMON(double)
using std::ldexp;
inline double frexp(double x, int& e) { return std::frexp(x, &e); }
}
#else
namespace glsl {
COMMON(float)
using std::exp, std::exp2, std::log, std::log2, std::sin, std::cos, std::tan;
}
#endif
)";

// Literals of GLSL, as those of C++.
std::string with_cpp_literals(std::string text, bool is_double) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts = std::isdigit(text[i]) &&
                            (i == 0 || (!std::isalnum(text[i - 1]) && text[i - 1] != '_' && text[i - 1] != '['));
        if (!starts) {
            result += text[i];
            continue;
        }
        std::size_t end = i;
        while (std::isdigit(text[end]) || text[end] == '.' || text[end] == 'e' ||
               (text[end] == '-' && text[end - 1] == 'e') || (text[end] == '+' && text[end - 1] == 'e'))
            ++end;
        const std::string number = text.substr(i, end - i);
        const bool is_floating = number.find_first_of(".e") != std::string::npos;
        result += number + (is_floating && !is_double ? "f" : "");
        i = end - 1;
        if (is_floating && is_double) i += 2;  // lf
    }
    return result;
}

template <class T>
struct loaded_functions {
    scratch_folder folder;
    void* library = nullptr;

    explicit loaded_functions(const std::vector<sample>& samples) {
        constexpr bool is_double = sizeof(T) == 8;
        std::ofstream text(folder.path / "functions.cpp");
        text << (is_double ? "#define DOUBLE\n" : "") << as_cpp << "namespace glsl {\n";
        for (std::size_t n = 0; n < samples.size(); ++n)
            text << with_cpp_literals(
                        ditto::emit::glsl(samples[n].function, 'f' + std::to_string(n),
                                          is_double ? precision::double_precision : precision::single_precision),
                        is_double)
                 << "extern \"C\" void g" << n << "(const " << (is_double ? "double" : "float") << "* x, "
                 << (is_double ? "double" : "float") << "* y) { f" << n << "(x, y); }\n";
        text << "}\n";
        text.close();
        const std::string name = (folder.path / "functions.so").string();
        REQUIRE(run("c++ -std=c++17 -O1 -ffp-contract=off -shared -fPIC -o " + name + ' ' +
                    (folder.path / "functions.cpp").string()));
        library = dlopen(name.c_str(), RTLD_NOW);
        REQUIRE(library != nullptr);
    }
    ~loaded_functions() {
        if (library != nullptr) dlclose(library);
    }
    auto operator[](std::size_t n) const {
        return reinterpret_cast<void (*)(const T*, T*)>(dlsym(library, ("g" + std::to_string(n)).c_str()));
    }
};

// The largest error of an operation's shader over points of its domain, in units in the last place of T; of pow, the part
// that does not grow with the exponent of the result.
template <class T>
double error_of(ditto::opcode code, void (*function)(const T*, T*), std::mt19937_64& engine) {
    using laws::real;
    double most = 0;
    const auto arity = ditto::facts_of[code].arity;
    const std::string_view name = ditto::facts_of[code].name;
    const bool is_exponential = name == "pow" || name.starts_with("exp") || name.ends_with("h");
    const double largest = is_exponential ? 3 : name == "sin" || name == "cos" || name == "tan" ? 20 : 6;
    for (int n = 0; n < 20000; ++n) {
        T x[3] = {}, y = 0;
        for (std::size_t k = 0; k < arity; ++k) {
            const double magnitude = std::exp2(std::uniform_real_distribution<double>(-12, largest)(engine));
            x[k] = static_cast<T>(engine() % 2 == 0 ? magnitude : -magnitude);
        }
        const std::array<double, 3> a{static_cast<double>(x[0]), static_cast<double>(x[1]), static_cast<double>(x[2])};
        if (ditto::facts_of[code].has_domain && !ditto::facts_of[code].in_domain(a)) continue;
        function(x, &y);
        const real exact = laws::recorded_graph::reference_of(code, x[0], x[1], x[2]);
        if (std::abs(exact) < std::numeric_limits<T>::min() || std::abs(exact) > std::numeric_limits<T>::max())
            continue;
        const real ulp = std::exp2(std::floor(std::log2(std::abs(exact))) + 1 - std::numeric_limits<T>::digits);
        const real grows = name == "pow" ? std::abs(std::log2(std::abs(exact))) : 0;
        most = std::max(most, static_cast<double>(std::abs(y - exact) / ulp - grows));
    }
    return most;
}

TEMPLATE_TEST_CASE("read as C++, the GLSL of each operation is as accurate as stated", "", float, double) {
    const auto operations = shaders::single_operations();
    const loaded_functions<TestType> functions(operations);
    std::mt19937_64 engine(9);
    for (std::size_t n = 0; n < operations.size(); ++n) {
        const ditto::opcode code = operations[n].function.graph().nodes[operations[n].function.graph().outputs[0]].op;
        const double error = error_of<TestType>(code, functions[n], engine);
        INFO(ditto::facts_of[code].name);
        CHECK(error <= 4.5);
    }
}

TEMPLATE_TEST_CASE("read as C++, the GLSL of random graphs yields what the kernel does", "", float, double) {
    const auto samples = shaders::random_samples(6, 200);
    const loaded_functions<TestType> functions(samples);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const std::vector<TestType> point(samples[n].point.begin(), samples[n].point.end());
        const auto expected = samples[n].function(std::vector<double>(point.begin(), point.end()));
        std::vector<TestType> result(expected.size());
        functions[n](point.data(), result.data());
        const double most = sizeof(TestType) == 8 ? 1e-11 : 1e-3;
        for (std::size_t k = 0; k < expected.size(); ++k) {
            INFO("function " << n << " output " << k);
            CHECK(static_cast<double>(result[k]) == Approx(expected[k]).epsilon(most).margin(most));
        }
    }
}

}  // namespace
