#pragma once

#include "scene.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace bench {

/// One implementation, ready to evaluate one scene: values and all partial derivatives of every instance.
///
/// Output k of instance i of block b lies at base(b) + (i / lanes * outputs + order[b][k]) * lanes + i % lanes. Output k
/// counts the rows first and the dense Jacobian, row by row, after them. `lanes` is 1 for what writes instance by instance.
struct prepared {
    std::size_t lanes = 1;
    std::vector<std::vector<std::size_t>> order;
    std::function<void(double* out)> run;

    double at(const scene&, const double* out, std::size_t b, std::size_t instance, std::size_t k) const;
};

/// The order in which outputs are counted, for implementations that write them as they are counted.
std::vector<std::vector<std::size_t>> counted_order(const scene&);

/// Beyond this many bytes of output, stores go past the caches. Chosen by measurement: see docs/howto/benchmarks.md.
inline constexpr std::size_t streaming_bytes = std::size_t{16} << 20;

prepared prepare_ditto(const scene&);
prepared prepare_hand_batch(const scene&);
prepared prepare_hand_batch_passes(const scene&);
prepared prepare_hand_scalar(const scene&);
prepared prepare_ceres_jet(const scene&);
prepared prepare_ceres_cost_function(const scene&);
prepared prepare_traffic(const scene&);
prepared prepare_interpreted(const scene&);
prepared prepare_tree_walk(const scene&);

}  // namespace bench
