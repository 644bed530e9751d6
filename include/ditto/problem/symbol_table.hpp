#pragma once

#include <ditto/graph/symbol.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/run_time_description.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace ditto::detail {

/// What a problem that was assembled from a graph knows of it: which of its scalars each leaf is; and what its residuals need
/// to live: the pool, claims on kernels that interpret them, descriptions. Immutable; copies of the problem share it.
template <class Scalar>
struct symbol_table {
    static constexpr std::uint32_t none = 0xffffffff;
    struct place {
        std::uint32_t variable = none;
        std::uint32_t component = 0;
    };
    /// Where a residual keeps the number of a given leaf.
    struct given_place {
        std::uint32_t slot, serial;  ///< of the residual
        std::uint32_t plane;
    };
    const graph* of = nullptr;  // to compare with, only: it may be gone
    std::vector<place> places;  ///< [leaf]
    std::vector<std::vector<given_place>> given_places;  ///< [leaf]
    std::shared_ptr<pool_state<Scalar>> pool;
    std::vector<kernel_claim<Scalar>> claims;
    std::vector<std::unique_ptr<run_time_description>> descriptions;
};

}  // namespace ditto::detail
