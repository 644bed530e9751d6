// Definitions written by the library, compiled by the compiler in use, yield what their graphs do.
#include "catch.hpp"
#include "laws/random_graph.hpp"

#include <ditto/emit/cpp_definition.hpp>
#include <ditto/graph/spelling.hpp>

#include <unistd.h>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

// CMake says which one; otherwise it is looked for by name.
#ifndef DITTO_TEST_COMPILER
#if defined(__clang__)
#define DITTO_TEST_COMPILER "$(command -v clang++-" DITTO_TEXT(__clang_major__) " || command -v clang++)"
#else
#define DITTO_TEST_COMPILER "$(command -v g++-" DITTO_TEXT(__GNUC__) " || command -v g++)"
#endif
#define DITTO_TEXT(x) DITTO_TEXT_OF(x)
#define DITTO_TEXT_OF(x) #x
#endif

namespace {

using ditto::emit::constants_as;

const std::filesystem::path include_folder =
    std::filesystem::absolute(__FILE__).parent_path().parent_path().parent_path().parent_path() / "include";

TEST_CASE("a definition to paste") {
    ditto::graph g;
    const auto x = g.variable("x", 1.0), y = g.variable("y"), d = g.given("the \"distance\"", 5.0);
    const auto dx = x - 1.5;
    const auto dx2 = dx * dx, y2 = y * y;
    CHECK(ditto::emit::cpp_definition(sqrt(dx2 + y2) - d, "distance") == R"(// x0: "x"
// x1: "y"
// d0: "the "distance""
// c0: 1.5
inline constexpr auto distance =
    ditto::residual<ditto::real, ditto::real, ditto::given<ditto::real>, ditto::given<ditto::real>>(
        [](auto x0, auto x1, auto d0, auto c0) {
            const auto t0 = x0 - c0;
            return sqrt(t0*t0 + x1*x1) - d0;
        });
)");
    CHECK(ditto::emit::cpp_definition(select(x < y, -1.5 * x, y), "chosen", constants_as::literals) == R"(// x0: "x"
// x1: "y"
inline constexpr auto chosen =
    ditto::residual<ditto::real, ditto::real>(
        [](auto x0, auto x1) {
            return select(x0 < x1, x0*(-1.5), x1);
        });
)");
    const auto infinite = x + ditto::symbol(g, g.constant(HUGE_VAL));
    CHECK_THROWS_WITH(ditto::emit::cpp_definition(infinite, "f", constants_as::literals),
                      "ditto: inf is no literal of a definition; it can be a given");
    CHECK_NOTHROW(ditto::emit::cpp_definition(infinite, "f"));
    CHECK_THROWS_WITH(ditto::emit::cpp_definition(x, "f-g"), "ditto: \"f-g\" is no identifier");
    CHECK_THROWS_WITH(ditto::emit::cpp_definition(2.0, "two"), "ditto: a number is no residual");
}

// The numbers that a definition's arguments have, by the comment above it.
std::string arguments_of(const std::string& definition, const std::vector<double>& point) {
    std::string arguments;
    std::istringstream lines(definition);
    for (std::string line; std::getline(lines, line) && line.starts_with("// ");) {
        const std::string what = line.substr(line.find(": ") + 2);
        const std::string number =
            what.starts_with("leaf ") ? ditto::number_text(point[std::stoul(what.substr(5))]) : what;
        arguments += (arguments.empty() ? "" : ", ") + number;
    }
    return arguments;
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::ifstream text(file);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

// Fused operations, which a kernel is made of, are written with products and sums, and conditions used as numbers are
// converted: the values are the same, the structure is not.
bool can_be_said(const ditto::graph& g) {
    for (const ditto::node& n : g.nodes())
        if (n.arity() == 3 && n.op != ditto::opcode_of<ditto::op::select>) return false;
    return true;
}

// The structure by which a pool looks a residual up: constants are given.
std::string structure_of(const ditto::graph& g, ditto::node_id output) {
    ditto::rooted_graph spelled = ditto::speller::read(ditto::speller(g).spell(output).words);
    spelled.nodes.set_ieee_derivatives(g.has_ieee_derivatives());
    const auto form = ditto::canonicalise(spelled.nodes, spelled.outputs, ditto::input_names::anonymous);
    std::ostringstream text;
    for (const std::uint64_t word : ditto::encode(form.nodes, form.outputs)) text << std::hex << word << ' ';
    return text.str();
}

TEST_CASE("compiled definitions yield what their graphs do") {
    const auto folder = std::filesystem::temp_directory_path() / ("ditto_definition_" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    std::ofstream program(folder / "program.cpp");
    program << "#include <ditto/define.hpp>\n#include <cstdio>\nvoid print(double v) { std::printf(\"%a\\n\", v); }\n"
               "template <std::size_t N> void print(const ditto::vec<double, N>& v) { for (std::size_t i = 0; i < N; "
               "++i) print(v[i]); }\n"
               "template <class D> void structure(const D&) {\n    for (auto w : D::structure_type::code.words)"
               " std::printf(\"%llx \", static_cast<unsigned long long>(w));\n    std::printf(\"\\n\");\n}\n";
    std::string calls;
    std::vector<double> expected;
    std::vector<std::string> structures;
    laws::random_graphs source(17);
    for (int n = 0; n < 120; ++n) {
        const auto r = source.next(2 + source.engine()() % 4, 6 + source.engine()() % 20, 1 + source.engine()() % 2);
        ditto::graph g;
        const auto outputs = laws::tell(r, g, laws::telling::plain(r));
        g.set_ieee_derivatives(n % 5 == 0);
        const auto values = ditto::evaluate<double>(g.nodes(), r.point);
        bool has_leaf = false;
        for (const bool literal : {false, true}) {
            const std::string name = (literal ? "g" : "f") + std::to_string(n);
            const std::string text = ditto::emit::cpp_definition(
                {g, outputs}, name, literal ? constants_as::literals : constants_as::givens);
            has_leaf = text.find("(auto") != std::string::npos;
            if (!has_leaf) continue;
            program << text;
            calls += "    print(" + name + '(' + arguments_of(text, r.point) + "));\n";
            for (const ditto::node_id id : outputs) expected.push_back(values[id]);
            if (literal || outputs.size() > 1 || !can_be_said(g) || text.find("as_real") != std::string::npos) continue;
            calls += "    structure(" + name + ");\n";
            structures.push_back(structure_of(g, outputs[0]));
            expected.push_back(HUGE_VAL);  // stands for a structure
        }
    }
    program << "int main() {\n" << calls << "}\n";
    program.close();
    const std::string compiler = DITTO_TEST_COMPILER;
#if defined(__clang__)
    const std::string options = " -std=c++20 -O0 -fconstexpr-steps=100000000 -isystem ";
#else
    const std::string options =
        " -std=c++20 -O0 -fconstexpr-ops-limit=2000000000 -fconstexpr-loop-limit=10000000 -isystem ";
#endif
    INFO(folder);
    REQUIRE(std::system((compiler + options + include_folder.string() + " -o " + (folder / "program").string() + ' ' +
                         (folder / "program.cpp").string())
                            .c_str()) == 0);
    REQUIRE(std::system(((folder / "program").string() + " > " + (folder / "values").string()).c_str()) == 0);
    const auto lines = lines_of(folder / "values");
    REQUIRE(lines.size() == expected.size());
    REQUIRE(expected.size() > 40);
    std::size_t compared = 0, same = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        INFO("value " << i);
        if (expected[i] == HUGE_VAL) {
            same += lines[i] == structures[compared++];
            continue;
        }
        CHECK(std::stod(lines[i]) == Approx(expected[i]).epsilon(1e-10).margin(1e-11));
    }
    CHECK(same == compared);
    CHECK(compared > 8);
    std::filesystem::remove_all(folder);
}

}  // namespace
