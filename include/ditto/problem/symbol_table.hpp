#pragma once

#include <ditto/graph/number_map.hpp>
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
    struct place {
        std::uint32_t variable;
        std::uint32_t component;
    };
    /// Where a residual keeps the number of a given leaf.
    struct given_place {
        std::uint32_t slot, serial;  ///< of the residual
        std::uint32_t plane;
    };

    symbol_table(const graph& g, std::shared_ptr<pool_state<Scalar>> from)
        : of(&g), identity(g.leaves().identity()), pool(std::move(from)) {}
    symbol_table(const symbol_table&) = delete;
    symbol_table& operator=(const symbol_table&) = delete;
    ~symbol_table() {
        claims.clear();
        pool->trim();
    }

    const graph* of;  // to compare with, only: it may be gone, and another one in its place
    std::uint64_t identity;
    number_map variable_of_leaf;                         ///< index into `places`
    std::vector<place> places;                           ///< of the variables, in the order of the state
    number_map given_of_leaf;                            ///< index into `given_places`
    std::vector<std::vector<given_place>> given_places;  ///< of the given leaves
    std::shared_ptr<pool_state<Scalar>> pool;
    std::vector<kernel_claim<Scalar>> claims;
    std::vector<std::unique_ptr<run_time_description>> descriptions;
};

}  // namespace ditto::detail
