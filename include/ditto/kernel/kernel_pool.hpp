#pragma once

#include <ditto/graph/run_time.hpp>
#include <ditto/kernel/pooled_structure.hpp>
#include <ditto/kernel/shared_table.hpp>
#include <ditto/kernel/static_kernel.hpp>

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace ditto {

template <class Scalar>
class basic_problem;
struct assembly_options;

/// What became of the residuals that a pool was asked for, and what it holds.
struct pool_statistics {
    std::size_t precompiled_hits = 0;    ///< residuals that met a kernel that was compiled for them
    std::size_t interpreted = 0;         ///< residuals that did not
    std::size_t lookups = 0;             ///< both
    std::size_t distinct_structures = 0; ///< that residuals had, up to numbers
    std::size_t interpreted_kernels = 0; ///< in memory now
    std::size_t kernels_built = 0;       ///< interpreted ones, ever
    std::size_t kernels_evicted = 0;
    std::size_t bytes = 0;               ///< of structures, readings and interpreted kernels, about
};

struct pool_options {
    /// Interpreted kernels kept in memory while problems do not use them. The one used longest ago goes first. What is known of
    /// structures, some hundred bytes for each, stays.
    std::size_t capacity = std::numeric_limits<std::size_t>::max();
    /// Bits of hashes that are looked at. Fewer make collisions, which cost time and nothing else: for tests.
    std::uint64_t hash_mask = ~std::uint64_t{0};
};

/// What a structure is looked up by: see basic_kernel_pool::signature.
struct structure_signature {
    buffer<std::uint64_t> words;
    std::uint64_t hash = 0;
    friend bool operator==(const structure_signature& a, const structure_signature& b) { return a.words == b.words; }
};

namespace detail {

/// All that a pool owns; what is assembled from it shares in it, and keeps it alive.
template <class Scalar>
class pool_state {
public:
    using structure = pooled_structure<Scalar>;
    using reading = pooled_reading<Scalar>;

    explicit pool_state(const pool_options& options) : options_(options) {}
    pool_state(const pool_state&) = delete;
    pool_state& operator=(const pool_state&) = delete;

    structure* find(const structure_signature& s) const { return structures_.find(s.hash & options_.hash_mask, s.words); }

    /// Takes no lock where residuals were spelled so before.
    const reading& read(const spelling& s) {
        const std::uint64_t hash = s.hash & options_.hash_mask;
        if (reading* const known = readings_.find(hash, s.words)) return *known;
        const std::scoped_lock lock(mutex_);
        if (reading* const known = readings_.find(hash, s.words)) return *known;
        auto made = std::make_unique<reading>(hash, s.words);
        interpret_leaves(*made);
        fold_constants(*made);
        return readings_.insert(std::move(made));
    }

    void offer(const kernel_table<Scalar>& kernel, const rooted_graph& structure_of, std::span<const std::uint16_t> scalars,
               std::span<const std::uint16_t> givens);

    /// The kernel that interprets a structure, made if need be, for who has a claim on it.
    const interpreted_kernel<Scalar>& interpreted(structure& of, const kernel_claim<Scalar>& claim) {
        note_use(of);
        if (const auto* const ready = claim.kernel()) return *ready;
        const std::scoped_lock lock(mutex_);
        if (const auto* const ready = claim.kernel()) return *ready;
        live_.reserve(live_.size() + 1);
        of.interpreted.store(make_interpreted(of.code).release());
        live_.push_back(&of);
        ++built_;
        evict_oldest();
        return *claim.kernel();
    }
    void note_use(structure& of) {
        of.last_used.store(clock_.fetch_add(1, std::memory_order_relaxed), std::memory_order_relaxed);
    }
    /// Called when claims are gone: forgets the kernels used longest ago that are too many.
    void trim() noexcept {
        if (options_.capacity == pool_options{}.capacity) return;
        const std::scoped_lock lock(mutex_);
        evict_oldest();
    }

    void count(std::size_t hits, std::size_t interpreted) {
        hits_.fetch_add(hits, std::memory_order_relaxed);
        misses_.fetch_add(interpreted, std::memory_order_relaxed);
    }
    pool_statistics statistics() const;

private:
    using view = typename reading::view;
    using source = typename reading::source;

    structure& find_or_insert(generalised_structure& s) {
        const std::uint64_t hash = s.hash & options_.hash_mask;
        if (structure* const known = structures_.find(hash, s.words)) return *known;
        return structures_.insert(std::make_unique<structure>(hash, std::move(s.words)));
    }

    void interpret_leaves(reading& made) {
        generalised_structure s(speller::read(made.spelling));
        for (const std::uint32_t leaf : s.inputs) made.general.inputs.push_back({leaf, 0.0});
        made.general.structure = &find_or_insert(s);
    }
    void fold_constants(reading& made);
    static std::unique_ptr<interpreted_kernel<Scalar>> make_interpreted(std::span<const std::uint64_t> words);

    void evict_oldest() {
        std::size_t idle = 0;
        for (const structure* s : live_) idle += s->users.load() == 0;
        while (idle > options_.capacity) {
            auto oldest = live_.end();
            for (auto s = live_.begin(); s != live_.end(); ++s)
                if ((*s)->users.load() == 0 && (oldest == live_.end() || (*s)->last_used.load() < (*oldest)->last_used.load()))
                    oldest = s;
            if (oldest == live_.end()) return;
            --idle;
            if (!evict(**oldest)) continue;  // somebody has come to use it
            *oldest = live_.back();
            live_.pop_back();
            ++evicted_;
        }
    }

    static constexpr std::size_t most_symmetries = 64;  // looked for

    const pool_options options_;
    mutable std::mutex mutex_;  // of who inserts, builds or evicts
    shared_table<structure> structures_;
    shared_table<reading> readings_;
    std::vector<std::unique_ptr<precompiled_kernel<Scalar>>> precompiled_;
    std::vector<std::unique_ptr<regrouped_kernel<Scalar>>> regrouped_;
    std::atomic<std::uint64_t> clock_ = 1, hits_ = 0, misses_ = 0;
    std::vector<structure*> live_;  // those with an interpreted kernel
    std::size_t built_ = 0, evicted_ = 0;
};

}  // namespace detail

/// Kernels for residuals that are built at run time. Residuals of one structure share one kernel, whatever their numbers: one
/// that was compiled, if the pool was told of it, or one that interprets the structure, made when it is first needed.
///
/// Safe for concurrent use: what is known is found without a lock; what is new is made once, however many ask for it. What was
/// assembled shares in the pool's kernels, and may outlive it.
template <class Scalar>
class basic_kernel_pool {
public:
    explicit basic_kernel_pool(const pool_options& options = {})
        : state_(std::make_shared<detail::pool_state<Scalar>>(options)) {}

    /// Offers the kernels of definitions to residuals of their structure whose constants are the definitions' literals.
    /// Definitions of several rows are compiled row by row, as a graph's residuals come.
    template <auto... Definitions>
    void precompile() {
        (offer<decltype(Definitions)>(), ...);
    }

    /// A problem of these residuals: its unknowns are the variables that they need, in the order in which the graph got to know
    /// them, at the values that they have there. Given leaves and constants are data of the residuals that use them. Defined in
    /// problem/assembly.hpp.
    basic_problem<Scalar> assemble(std::span<const symbol> residuals) const;
    basic_problem<Scalar> assemble(std::initializer_list<symbol> residuals) const;
    basic_problem<Scalar> assemble(std::span<const symbol> residuals, const assembly_options& options) const;
    basic_problem<Scalar> assemble(std::initializer_list<symbol> residuals, const assembly_options& options) const;

    /// The structure of a residual: equal for residuals that share a kernel.
    static structure_signature signature(const symbol& residual) {
        if (residual.owner() == nullptr) throw error("ditto: a number has no structure");
        detail::require_owner(*residual.owner(), residual, "signature()");
        generalised_structure s(speller::read(speller(*residual.owner()).spell(residual.id()).words));
        return {std::move(s.words), s.hash};
    }
    /// Whether the pool has met that structure.
    bool contains(const structure_signature& s) const { return state_->find(s) != nullptr; }

    pool_statistics statistics() const { return state_->statistics(); }

    const std::shared_ptr<detail::pool_state<Scalar>>& state() const { return state_; }  ///< for assembly

private:
    template <class Definition>
    void offer() {
        if constexpr (Definition::rows() == 1) {
            using structure = typename Definition::structure_type;
            using layout = typename Definition::layout_type;
            state_->offer(static_kernel<structure, layout>::template table<Scalar>, decode(structure::code.words),
                          layout::data.scalar_inputs, layout::data.given_inputs);
        } else {
            [this]<std::size_t... Row>(std::index_sequence<Row...>) {
                (this->template offer<typename Definition::template row_type<Row>>(), ...);
            }(std::make_index_sequence<Definition::rows()>{});
        }
    }

    std::shared_ptr<detail::pool_state<Scalar>> state_;
};

using kernel_pool = basic_kernel_pool<double>;

}  // namespace ditto

#include <ditto/kernel/pool_state.hpp>
