#pragma once

#include "laws/random_graph.hpp"

#include <ditto/emit/shader.hpp>

#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

/// Functions to write as shaders, and what it takes to call the tools that read them.
namespace shaders {

struct scratch_folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("ditto_shader_" + std::to_string(getpid()));
    scratch_folder() { std::filesystem::create_directory(path); }
    ~scratch_folder() { std::filesystem::remove_all(path); }
    scratch_folder(const scratch_folder&) = delete;
};

inline bool run(const std::string& command) { return std::system(command.c_str()) == 0; }

struct sample {
    ditto::compiled_function function;
    std::vector<double> point;
};

inline std::vector<sample> random_samples(std::uint64_t seed, int count) {
    laws::random_graphs source(seed);
    std::vector<sample> samples;
    for (int n = 0; n < count; ++n) {
        const auto r = source.next(1 + source.engine()() % 4, 1 + source.engine()() % 20, 1 + source.engine()() % 3);
        ditto::graph g;
        const auto outputs = laws::tell(r, g, laws::telling::plain(r));
        samples.push_back({{ditto::derive({g, outputs}, ditto::program_kind::values).graph, r.roles.size()}, r.point});
    }
    return samples;
}

/// Every operation, by itself.
inline std::vector<sample> single_operations() {
    std::vector<sample> samples;
    for (ditto::opcode code = 0; code < ditto::facts_of.size(); ++code) {
        if (ditto::facts_of[code].arity == 0) continue;
        ditto::rooted_graph g;
        ditto::node n{code, {}, 0.0};
        for (std::uint32_t k = 0; k < ditto::facts_of[code].arity; ++k)
            n.operands[k] = g.nodes.input(k, ditto::input_role::unknown);
        g.outputs.push_back(g.nodes.insert(n));
        samples.push_back({{g, ditto::facts_of[code].arity}, {}});
    }
    return samples;
}

}  // namespace shaders
