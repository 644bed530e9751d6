#pragma once

#include <ditto/define/kernel_code.hpp>
#include <ditto/graph/instruction_mix.hpp>
#include <ditto/graph/text.hpp>
#include <ditto/problem/problem.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace ditto {

/// One kernel of a problem, and what it costs there.
struct kernel_usage {
    std::string residual;         ///< as infix text, arguments called a, b, c, ...; empty for kernels made by hand
    kernel_origin origin;
    std::size_t instances = 0;
    std::size_t first_residual = 0;  ///< number, in order of adding, of the first of them
    std::size_t unknowns = 0, givens = 0, rows = 0, partials = 0;  ///< of one instance
    instruction_mix operations;   ///< of one instance, for rows and partials
    double nanoseconds = 0;       ///< for rows and partials of one instance, measured; 0 unless asked for

    /// Instances times operations, a function counted as eight: what kernels are ordered by.
    std::size_t work() const { return instances * (operations.flops() + 8 * operations.functions + operations.others + 1); }
};

/// The kernels of a problem, the one with the most work first: where those that are interpreted come first, there is something
/// to precompile (emit::cpp_definition writes the definition). `seconds` to measure each kernel for, on the problem's own data.
template <class Scalar>
std::vector<kernel_usage> inventory(basic_problem<Scalar>& of, double seconds = 0.0) {
    of.prepare();
    const detail::problem_storage<Scalar>& storage = of.storage();
    std::vector<kernel_usage> result;
    detail::aligned_vector<Scalar> scratch(storage.scratch);
    for (const auto& in : storage.residuals.blocks()) {
        if (in.count() == 0) continue;
        kernel_usage& u = result.emplace_back();
        u.origin = in.kernel().origin;
        u.instances = in.count();
        u.first_residual = storage.residuals[in.slots[0]].order;
        for (const std::uint32_t slot : in.slots) u.first_residual = std::min<std::size_t>(u.first_residual, storage.residuals[slot].order);
        u.rows = in.shape().rows;
        u.givens = in.shape().givens;
        u.partials = in.shape().partials.size();
        u.unknowns = in.plan.unknowns;
        const definition_description& definition = *storage.residuals[in.slots[0]].definition;
        if (!definition.words.empty()) {
            const rooted_graph source = decode(definition.words);
            u.residual = infix(source.nodes.nodes(), std::span<const node_id>(source.outputs), scalar_names(definition));
            const kernel_code code = rebuild_kernel(definition);
            for (const node& n : code.nodes()) u.operations.count(n.op);
        }
        if (seconds <= 0.0) continue;
        using clock = std::chrono::steady_clock;
        const auto start = clock::now();
        std::size_t sweeps = 0;
        double elapsed = 0.0;
        do {
            detail::sweep(in, storage.variables.state().data(), true, std::span<Scalar>(scratch), [](auto...) {});
            ++sweeps;
            elapsed = std::chrono::duration<double>(clock::now() - start).count();
        } while (elapsed < seconds);
        u.nanoseconds = elapsed / static_cast<double>(sweeps * in.count()) * 1e9;
    }
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        return a.work() != b.work() ? a.work() > b.work() : a.first_residual < b.first_residual;
    });
    return result;
}

/// The inventory as a table.
inline std::string to_string(const std::vector<kernel_usage>& kernels) {
    static constexpr const char* origins[] = {"compiled", "regrouped", "interpreted"};
    std::ostringstream text;
    const auto cell = [&](const auto& value, std::size_t width) {
        std::ostringstream one;
        one.precision(3);
        one << value;
        text << std::string(width - std::min(width, one.str().size()), ' ') << one.str() << "  ";
    };
    for (const char* title : {"instances", "first", "kernel", "unknowns", "givens", "flops", "functions", "ns each"}) cell(title, 11);
    text << "residual\n";
    for (const kernel_usage& k : kernels) {
        cell(k.instances, 11);
        cell(k.first_residual, 11);
        cell(origins[static_cast<std::size_t>(k.origin)], 11);
        cell(k.unknowns, 11);
        cell(k.givens, 11);
        cell(k.operations.flops(), 11);
        cell(k.operations.functions, 11);
        if (k.nanoseconds > 0.0) cell(k.nanoseconds, 11);
        else cell("", 11);
        text << k.residual << '\n';
    }
    return text.str();
}

}  // namespace ditto
