// Constraints that nobody compiled: a sketch told in a script, which meets the kernels that were compiled and interprets the rest.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

//! [definitions]
inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
inline constexpr auto level = ditto::residual<ditto::point2, ditto::point2>([](auto p, auto q) { return q[1] - p[1]; });
//! [definitions]

/// A formula in reverse Polish notation, as a user may have typed it: names of variables, numbers, names of operations.
//! [formula]
ditto::symbol formula(ditto::graph& g, const std::string& text) {
    std::vector<ditto::symbol> stack;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (const auto leaf = g.leaves().find(word); leaf != ditto::leaf_registry::none) {
            stack.push_back(g.variable(word));
        } else if (std::istringstream number(word); number.peek() == '-' || std::isdigit(number.peek())) {
            double value = 0.0;
            number >> value;
            stack.emplace_back(value);
        } else {
            const std::size_t arity = word == "add" || word == "subtract" || word == "multiply" ? 2 : 1;
            if (stack.size() < arity) throw ditto::error("formula: " + word + " lacks operands");
            const std::vector<ditto::symbol> operands(stack.end() - static_cast<std::ptrdiff_t>(arity), stack.end());
            stack.resize(stack.size() - arity);
            stack.push_back(g.apply(word, operands));  // throws where there is no such operation
        }
    }
    if (stack.size() != 1) throw ditto::error("formula: " + std::to_string(stack.size()) + " values are left");
    return stack[0];
}
//! [formula]

int main() {
    //! [graph]
    ditto::graph g;
    const auto point = [&](const std::string& name, double x, double y) {
        return std::array{g.variable(name + ".x", x), g.variable(name + ".y", y)};
    };
    const auto a = point("a", 0.0, 0.0), b = point("b", 3.5, 0.3), c = point("c", 1.5, 2.0);
    const auto span = g.given("span", 4.0);  // a dimension that will change

    const auto length = [](const auto& p, const auto& q) {
        const auto dx = q[0] - p[0], dy = q[1] - p[1];
        return sqrt(dx * dx + dy * dy);
    };
    std::vector<ditto::symbol> residuals{length(a, b) - span, length(b, c) - 3.0, length(c, a) - 2.5, b[1] - a[1]};
    residuals.push_back(formula(g, "a.x sin a.y 0.5 multiply add"));  // nobody compiled that
    residuals.push_back(formula(g, "a.x a.y subtract exp 1 subtract"));
    //! [graph]

    //! [assemble]
    ditto::kernel_pool pool;  // one for the whole program, shared by threads
    pool.precompile<distance, level>();

    ditto::problem system = pool.assemble(residuals);
    std::fputs(to_string(inventory(system)).c_str(), stdout);
    const ditto::summary first = ditto::solve(system);
    const double before = system.value(b[0]);

    system.set_value(span, 5.0);  // in all residuals that use it; nothing is made again
    const ditto::summary second = ditto::solve(system);
    //! [assemble]

    const auto [hits, interpreted] = std::pair{pool.statistics().precompiled_hits, pool.statistics().interpreted};
    const bool good = hits == 4 && interpreted == 2 && first.final_cost < 1e-20 && second.final_cost < 1e-20 &&
                      std::abs(before - 4.0) < 1e-9 && std::abs(system.value(b[0]) - 5.0) < 1e-9;
    std::printf("span 4: b.x = %.9f, span 5: b.x = %.9f\n", before, system.value(b[0]));
    std::printf("%zu residuals met a compiled kernel, %zu are interpreted\nrun_time_sketch %s\n", hits, interpreted,
                good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
