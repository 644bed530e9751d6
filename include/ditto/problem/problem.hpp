#pragma once

#include <ditto/config.hpp>
#include <ditto/define/description.hpp>
#include <ditto/define/energy.hpp>
#include <ditto/define/kinds.hpp>
#include <ditto/define/residual.hpp>
#include <ditto/error.hpp>
#include <ditto/problem/arguments.hpp>
#include <ditto/problem/evaluation.hpp>
#include <ditto/problem/gradient.hpp>
#include <ditto/problem/handles.hpp>
#include <ditto/problem/identity.hpp>
#include <ditto/problem/placed_arguments.hpp>
#include <ditto/problem/scatter.hpp>
#include <ditto/problem/storage.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ditto {

struct diagnosis;
struct derivative_check;
class symbol;
namespace detail {
template <class Scalar>
class assembler;
template <class Scalar>
struct symbol_table;
}  // namespace detail

/// Variables, and residuals over them, evaluated together: r, its sparse Jacobian, the cost ½‖r‖² and its gradient.
///
/// Edits are amortised O(1) per residual and only mark what they make stale; `prepare`, which the non-const members call,
/// renews that. The const members require a prepared problem and may run at the same time in several threads. A copy is
/// independent and answers to the handles that were made before it. A problem moved from is an empty one.
template <class Scalar>
class basic_problem {
public:
    basic_problem() = default;
    basic_problem(const basic_problem&) = default;
    basic_problem(basic_problem&& other) noexcept : basic_problem() { swap(other); }
    basic_problem& operator=(basic_problem other) noexcept {
        swap(other);
        return *this;
    }
    ~basic_problem() = default;

    // --- variables

    template <class Kind>
    variable<Kind> add_variable(const value_t<Kind, Scalar>& value) {
        static_assert(!is_given<Kind>, "ditto: a variable's kind is an unknown's; pass given values to add()");
        std::array<Scalar, kind_size<Kind>> scalars;
        flatten<Kind>(detail::projected<Kind>(value), scalars.data());
        const std::uint32_t serial = identity_.next_serial();
        const std::uint32_t id = storage_.variables.add(scalars.data(), scalars.size(), serial,
                                                            manifold<Kind> ? 1 : kind_axes<Kind>,
                                                            detail::manifold_of<Kind, Scalar>());
        edited();
        return detail::handle_access::make<Kind>(identity_.number(), id, serial);
    }

    template <class Kind>
    value_t<Kind, Scalar> value(const variable<Kind>& v) const {
        return unflatten<Kind, Scalar>(storage_.variables.at(checked(v)));
    }
    template <class Kind>
    void set_value(const variable<Kind>& v, const value_t<Kind, Scalar>& value) {
        flatten<Kind>(detail::projected<Kind>(value), storage_.variables.at(checked(v)));
    }

    /// Keeps every scalar of a variable between two, which may be infinite, or equal. A solve starts at the nearest point that
    /// is within, and stays there.
    template <class Kind>
    void set_bounds(const variable<Kind>& v, const value_t<Kind, Scalar>& lower, const value_t<Kind, Scalar>& upper) {
        static_assert(!manifold<Kind>, "ditto: bounds are of scalars that add, not of points on a manifold");
        std::array<Scalar, kind_size<Kind>> least, most;
        flatten<Kind>(lower, least.data());
        flatten<Kind>(upper, most.data());
        for (std::size_t i = 0; i < least.size(); ++i)
            if (!(least[i] <= most[i]))
                throw error("ditto: set_bounds(): scalar " + std::to_string(i) + " is to be from " + std::to_string(least[i]) +
                            " to " + std::to_string(most[i]));
        storage_.variables.set_bounds(checked(v), least.data(), most.data());
    }

    /// A fixed variable keeps its value: it is no part of `state()` and has no columns.
    template <class Kind>
    void fix(const variable<Kind>& v) {
        if (storage_.variables.set_fixed(checked(v), true)) edited();
    }
    template <class Kind>
    void free(const variable<Kind>& v) {
        if (storage_.variables.set_fixed(checked(v), false)) edited();
    }
    template <class Kind>
    bool is_fixed(const variable<Kind>& v) const {
        return storage_.variables.fixed(checked(v));
    }

    /// The same for leaves of a graph that the problem was assembled from (kernel_pool::assemble). Setting a given leaf changes it
    /// in all residuals that use it. `column` is the place of a free variable in `state()`. Defined in problem_symbols.hpp.
    Scalar value(const symbol& s) const;
    void set_value(const symbol& s, Scalar value);
    /// `fix` and `free` take all symbols at once that kernels read as one variable, such as a point's coordinates.
    bool is_fixed(const symbol& s) const;
    void fix(std::initializer_list<symbol> variables) { set_fixed(variables, true); }
    void free(std::initializer_list<symbol> variables) { set_fixed(variables, false); }
    std::size_t column(const symbol& s);

    /// The free scalars, variables in order of adding: the columns of the Jacobian, unless a variable is on a manifold, which
    /// has fewer columns there. Valid until the next edit.
    std::span<const Scalar> state() {
        storage_.prepare();
        return std::as_const(*this).state();
    }
    std::span<const Scalar> state() const {
        require(storage_.variables.arranged());
        return std::span(storage_.variables.state()).first(unknown_count());
    }
    void set_state(std::span<const Scalar> values) {
        storage_.prepare();
        if (values.size() != unknown_count())
            throw size_mismatch("ditto: set_state() was given " + std::to_string(values.size()) +
                                " scalars, the state has " + std::to_string(unknown_count()));
        std::copy(values.begin(), values.end(), storage_.variables.state().begin());
    }

    // --- residuals

    /// Adds an instance of a definition: a variable for each unknown kind, a value for each given one.
    template <auto Code, class... Kinds>
    residual_handle add(const residual_definition<Code, Kinds...>&,
                        std::type_identity_t<detail::argument_t<Kinds, Scalar>>... arguments) {
        using definition = residual_definition<Code, Kinds...>;
        detail::placed_arguments<Scalar, definition, Kinds...> made;
        std::size_t place = 0;
        (take<Kinds>(made, place++, arguments), ...);
        return add_instance(definition::template kernel<Scalar>(), made.variables, made.givens,
                            description_of<definition>);
    }

    /// Adds an energy, whose value is added to the cost as it is: for minimisers of gradients.
    template <auto Code, class... Kinds>
    residual_handle add(const energy_definition<Code, Kinds...>&,
                        std::type_identity_t<detail::argument_t<Kinds, Scalar>>... arguments) {
        using definition = residual_definition<Code, Kinds...>;
        detail::placed_arguments<Scalar, definition, Kinds...> made;
        std::size_t place = 0;
        (take<Kinds>(made, place++, arguments), ...);
        return add_instance(definition::template kernel<Scalar>(), made.variables, made.givens,
                            description_of<definition>, true);
    }

    /// Chosen only when the other does not fit: says why.
    template <auto Code, class... Kinds, class... Arguments>
        requires(!detail::arguments<Scalar, Kinds...>::template accept<Arguments...>())
    residual_handle add(const residual_definition<Code, Kinds...>&, Arguments&&...) {
        detail::arguments<Scalar, Kinds...>::template check<Arguments...>();
        return {};
    }

    /// Refused: what is not a definition.
    template <class NotDefinition, class... Arguments>
        requires(!detail::is_definition<NotDefinition>)
    residual_handle add(const NotDefinition&, Arguments&&...) {
        static_assert(detail::is_definition<NotDefinition>,
                      "ditto: add() takes a definition first: ditto::residual<kinds...>(function)");
        return {};
    }

    void remove(residual_handle h) {
        storage_.residuals.remove(checked(h));
        storage_.numbered = false;
        edited();
    }

    bool contains(residual_handle h) const {
        return detail::handle_access::problem(h) == identity_.number() &&
               storage_.residuals.contains(detail::handle_access::slot(h), detail::handle_access::serial(h));
    }

    /// Replaces all given values of a residual, in the order of the definition's arguments.
    template <flat_value... Values>
    void set_given(residual_handle h, const Values&... values) {
        std::array<Scalar, (std::size_t{0} + ... + scalar_count<Values>())> scalars;
        Scalar* next = scalars.data();
        [[maybe_unused]] const auto put = [&](const auto& x) { *next++ = static_cast<Scalar>(x); };
        (for_each_scalar(values, put), ...);
        write_givens(h, scalars);
    }
    /// The same, all scalars in one list: `set_given(h, {3.0, 4.0})`.
    void set_given(residual_handle h, std::initializer_list<Scalar> scalars) { write_givens(h, scalars); }

    /// How much a residual counts: it adds weight · ½‖r‖² to the cost, or weight · ½ρ(‖r‖²), or weight · energy; `evaluate`
    /// multiplies it and its derivatives by √weight. 1 unless told otherwise; 0 switches it off.
    void set_weight(residual_handle h, Scalar weight);
    Scalar weight(residual_handle h) const;

    /// A robust loss for a residual, all its rows together: it adds ½ρ(‖r‖²) to the cost. `evaluate` leaves r and J as they are.
    template <loss Loss>
    void set_loss(residual_handle h, const Loss& with);
    void clear_loss(residual_handle h);

    // --- counts

    std::size_t residual_count() const { return storage_.residuals.count(); }
    std::size_t unknown_count() const { return storage_.variables.free_scalars(); }
    /// Columns of the Jacobian: the same, less what manifolds take away.
    std::size_t column_count() const { return storage_.variables.free_columns(); }
    std::size_t row_count() const {
        std::size_t rows = 0;
        for (const auto& in : storage_.residuals.blocks()) rows += in.count() * in.shape().rows;
        return rows;
    }
    /// Distinct kernels that have an instance here.
    std::size_t kernel_count() const {
        std::size_t used = 0;
        for (const auto& in : storage_.residuals.blocks()) used += in.count() != 0;
        return used;
    }
    /// Residuals per kernel.
    double kernel_reuse_factor() const {
        const auto kernels = static_cast<double>(kernel_count());
        return kernels == 0 ? 0.0 : static_cast<double>(residual_count()) / kernels;
    }

    // --- evaluation

    /// Renews what edits have made stale: order of the state, numbers of rows, pattern of the Jacobian.
    void prepare() {
        storage_.prepare();
        if (pattern_) return;
        detail::jacobian_builder<Scalar> built(storage_.residuals, storage_.rows, column_count());
        scatters_ = std::move(built.scatters);
        pattern_ = std::make_shared<const detail::jacobian_pattern>(std::move(built.pattern));
    }

    basic_evaluation<Scalar> evaluate() {
        basic_evaluation<Scalar> made;
        evaluate(made);
        return made;
    }
    void evaluate(basic_evaluation<Scalar>& into) {
        prepare();
        std::as_const(*this).evaluate(into);
    }
    basic_evaluation<Scalar> evaluate() const {
        basic_evaluation<Scalar> made;
        evaluate(made);
        return made;
    }
    void evaluate(basic_evaluation<Scalar>& into) const;

    /// Writes r, which has `row_count()` entries.
    void evaluate_residuals(std::span<Scalar> into) {
        storage_.prepare();
        std::as_const(*this).evaluate_residuals(into);
    }
    void evaluate_residuals(std::span<Scalar> into) const;

    /// ½‖r‖² with weights, losses and energies: Σ w ½ρ(‖r‖²) + Σ w E.
    Scalar cost() {
        storage_.prepare();
        return std::as_const(*this).cost();
    }
    Scalar cost() const {
        detail::call_scratch<Scalar> scratch;
        return cost_at(storage_.variables.state().data(), scratch.of(storage_.scratch));
    }
    /// The cost where the scalars of all variables (fixed ones after the free) are `state`.
    Scalar cost_at(const Scalar* state, std::span<Scalar> scratch) const;

    /// Writes the gradient of the cost, Jᵀr where there is no loss and no energy, which has `column_count()` entries, without forming J.
    void gradient(std::span<Scalar> into) {
        storage_.prepare();
        std::as_const(*this).gradient(into);
    }
    void gradient(std::span<Scalar> into) const;

    /// The first residual, in order of adding, with a value, or a derivative by a free variable, that is not finite.
    std::optional<residual_handle> first_non_finite() {
        storage_.prepare();
        return std::as_const(*this).first_non_finite();
    }
    std::optional<residual_handle> first_non_finite() const;

    /// Those residuals, by row, the first `limit` of them: which of their operations yields a number that is not finite, and
    /// of what (defined in diagnosis.hpp).
    std::vector<diagnosis> diagnose(std::size_t limit = 10) {
        storage_.prepare();
        return std::as_const(*this).diagnose(limit);
    }
    std::vector<diagnosis> diagnose(std::size_t limit = 10) const;

    /// Compares the kernels' derivatives with central differences along each column, at the present state. Each difference is
    /// taken with three steps, and the two that agree best tell how far it can be trusted; what is off by more than that and
    /// by more than `tolerance`, relative, is a mismatch. Columns that share no residual are moved together. Defined in
    /// solve/check_derivatives.hpp.
    derivative_check check_derivatives(double tolerance = 1e-6);

    /// The residual that is number `index` of those there are, in order of adding. What is removed leaves no number behind: take
    /// handles first.
    residual_handle residual(std::size_t index) {
        storage_.prepare();
        if (index >= residual_count())
            throw invalid_handle("ditto: there are " + std::to_string(residual_count()) + " residuals, no residual " +
                                 std::to_string(index));
        const std::uint32_t at = storage_.residuals.order()[index];
        return detail::handle_access::make(identity_.number(), at, storage_.residuals[at].serial);
    }
    /// The first row of a residual in r and J.
    std::size_t row(residual_handle h) {
        storage_.prepare();
        const auto& slot = storage_.residuals[checked(h)];
        return static_cast<std::size_t>(storage_.residuals.blocks()[slot.block].rows[slot.instance]);
    }

    /// For solvers: adds an instance of a kernel as such. The definition says at least which plane each given scalar is, in
    /// the order that `set_given` takes them, and must outlive the problem.
    residual_handle add_instance(const kernel_table<Scalar>& kernel, std::span<const std::uint32_t> variables,
                                 std::span<const Scalar> givens, const definition_description& definition,
                                 bool is_energy = false);

    const detail::problem_storage<Scalar>& storage() const { return storage_; }  ///< for solvers

private:
    void edited() {
        ++storage_.edits;
        pattern_.reset();
    }
    void swap(basic_problem& other) noexcept {
        std::swap(identity_, other.identity_);
        std::swap(storage_, other.storage_);
        storage_.edits = other.storage_.edits = std::max(storage_.edits, other.storage_.edits) + 1;
        pattern_.swap(other.pattern_);
        scatters_.swap(other.scatters_);
        symbols_.swap(other.symbols_);
    }
    std::uint32_t leaf_of(const symbol& s) const;
    auto place_of(const symbol& s) const;
    void set_fixed(std::initializer_list<symbol> variables, bool fixed);

    void write_givens(residual_handle h, std::span<const Scalar> scalars) {
        const auto& slot = storage_.residuals[checked(h)];
        const auto planes = slot.definition->given_planes;
        if (scalars.size() != planes.size())
            throw size_mismatch("ditto: set_given() was given " + std::to_string(scalars.size()) +
                                " scalars, the residual has " + std::to_string(planes.size()) + " given");
        auto& in = storage_.residuals.blocks()[slot.block];
        for (std::size_t k = 0; k < scalars.size(); ++k) in.givens[planes[k]][slot.instance] = scalars[k];
    }

    template <class Kind, class Placed, class Argument>
    void take(Placed& made, std::size_t place, const Argument& argument) const {
        if constexpr (is_given<Kind>)
            made.template take_given<Kind>(place, argument);
        else
            made.take_variable(place, checked_id(argument.problem, argument.index, argument.serial));
    }

    std::uint32_t checked_id(std::uint64_t problem, std::uint32_t index, std::uint32_t serial) const {
        if (problem == 0) throw invalid_handle("ditto: the variable is empty: it was never added to a problem");
        if (problem != identity_.number() || !storage_.variables.contains(index, serial))
            throw invalid_handle("ditto: the variable belongs to another problem");
        return index;
    }
    template <class Kind>
    std::uint32_t checked(const variable<Kind>& v) const {
        using access = detail::handle_access;
        return checked_id(access::problem(v), access::index(v), access::serial(v));
    }
    std::uint32_t checked(residual_handle h) const {
        const std::uint64_t problem = detail::handle_access::problem(h);
        if (problem == 0) throw invalid_handle("ditto: the residual handle is empty: nothing was added under it");
        if (problem != identity_.number()) throw invalid_handle("ditto: the residual belongs to another problem");
        if (!contains(h)) throw invalid_handle("ditto: the residual was removed from this problem");
        return detail::handle_access::slot(h);
    }
    /// visit(block, instance, output, its value) for the first output that is not finite of each instance that has one: a
    /// value, or a derivative by a free variable.
    template <class Visit>
    void each_non_finite(Visit&& visit) const;

    static void require(bool prepared) {
        if (!prepared) throw error("ditto: the problem was edited; call prepare() before using it as const");
    }
    static void require_size(const char* what, std::size_t got, std::size_t needed) {
        if (got != needed)
            throw size_mismatch(std::string("ditto: ") + what + " needs " + std::to_string(needed) + " scalars, got " +
                                std::to_string(got));
    }

    friend class detail::assembler<Scalar>;

    std::shared_ptr<const detail::symbol_table<Scalar>> symbols_;  // null unless assembled from a graph
    detail::problem_identity identity_;
    detail::problem_storage<Scalar> storage_;
    std::shared_ptr<const detail::jacobian_pattern> pattern_;  // null: stale
    std::vector<detail::jacobian_scatter> scatters_;           // one per block
};

using problem = basic_problem<double>;

}  // namespace ditto

#include <ditto/problem/evaluate.hpp>
