// Programs as data: values that share slots, and steps in the order of chains.
#include "catch.hpp"
#include "laws/random_graph.hpp"

#include <ditto/kernel/follow_chains.hpp>
#include <ditto/kernel/shared_slots.hpp>

namespace {

using ditto::flat_program, ditto::flat_step;

ditto::buffer<std::uint64_t> assembled(const laws::recorded_graph& r, ditto::program_kind kind) {
    ditto::graph g;
    auto outputs = tell(r, g, laws::telling::plain(r));
    return ditto::assemble(ditto::derive({std::move(g), std::move(outputs)}, kind));
}

// Whether each step of `shared` reads the values that the same step of `own` reads: none has been overwritten.
bool reads_the_same(const flat_program& own, const flat_program& shared) {
    constexpr std::uint32_t nothing = 0x10000;
    std::vector<std::uint32_t> held(shared.slots, nothing);  // by slot: the value's own slot
    for (std::uint32_t i = 0; i < own.inputs; ++i) held[i] = i;
    for (std::size_t i = 0; i < own.constants.size(); ++i) held[shared.constants[i].slot] = own.constants[i].slot;
    for (std::size_t i = 0; i < own.steps.size(); ++i) {
        const flat_step &a = own.steps[i], &b = shared.steps[i];
        for (std::size_t k = 0; k < operand_count(a); ++k)
            if (held[b.operands[k]] != a.operands[k]) return false;
        if (a.op == ditto::store_output) continue;
        held[b.result] = a.result;
        if (a.op == ditto::sin_cos_pair) held[b.cosine] = a.cosine;
    }
    for (const auto& [slot, value] : own.constants)
        if (std::find(held.begin(), held.end(), slot) == held.end()) return false;
    return own.steps.size() == shared.steps.size();
}

// Whether `other` is `own` in another order, in which operands still come before users and stores last.
bool is_reordered(const flat_program& own, const flat_program& other) {
    std::vector<char> known(own.slots);
    for (std::uint32_t i = 0; i < own.inputs; ++i) known[i] = 1;
    for (const auto& constant : own.constants) known[constant.slot] = 1;
    bool storing = false;
    std::size_t computed = 0;
    for (const flat_step& step : other.steps) {
        for (std::size_t k = 0; k < operand_count(step); ++k)
            if (!known[step.operands[k]]) return false;
        if (step.op == ditto::store_output) {
            storing = true;
        } else {
            if (storing || known[step.result]) return false;
            known[step.result] = 1;
            if (step.op == ditto::sin_cos_pair) known[step.cosine] = 1;
            ++computed;
        }
    }
    return other.steps.size() == own.steps.size() &&
           computed == static_cast<std::size_t>(std::count_if(own.steps.begin(), own.steps.end(), [](const flat_step& step) {
               return step.op != ditto::store_output;
           }));
}

TEST_CASE("random programs: no value is overwritten while it is needed") {
    laws::random_graphs graphs(4);
    for (std::size_t n = 0; n < 300; ++n) {
        const auto r = graphs.next(1 + n % 9, 5 + n % 60, 1 + n % 4);
        for (const auto kind : {ditto::program_kind::values, ditto::program_kind::jacobian}) {
            const flat_program own = ditto::with_own_slots(assembled(r, kind));
            CHECK(reads_the_same(own, ditto::with_shared_slots(own)));
            const flat_program chained = ditto::follow_chains(own);
            CHECK(is_reordered(own, chained));
            CHECK(reads_the_same(chained, ditto::with_shared_slots(chained)));
        }
    }
}

TEST_CASE("a value that is an output alone goes there at once; others are stored") {
    ditto::graph g;
    const ditto::symbol x(g, g.input(0, ditto::input_role::unknown)), y(g, g.input(1, ditto::input_role::unknown));
    const ditto::symbol product = x * y;
    const std::initializer_list<ditto::symbol> outputs{product, sqrt(x), x, sin(product), cos(product), sqrt(y), sqrt(y)};
    ditto::buffer<ditto::node_id> ids;
    for (const ditto::symbol& s : outputs) ids.push_back(s.id());
    const flat_program p = ditto::flatten(ditto::assemble({{g, ids}, {}, 2, 7}));
    std::array<std::size_t, 7> stored{}, direct{};
    for (const flat_step& step : p.steps) {
        if (step.op == ditto::store_output) ++stored[step.result];
        else if (step.result >= p.slots) ++direct[step.result - p.slots];
    }
    CHECK((stored == std::array<std::size_t, 7>{1, 0, 1, 1, 1, 1, 1}));
    CHECK((direct == std::array<std::size_t, 7>{0, 1, 0, 0, 0, 0, 0}));
}

TEST_CASE("slots are few where graphs are deep, and as many as values must wait where they are wide") {
    ditto::graph g;
    const auto input = [&](std::uint32_t i) { return ditto::symbol(g, g.input(i, ditto::input_role::unknown)); };
    const auto slots_of = [&](const ditto::symbol& s, std::size_t least_steps) {
        const auto program = ditto::flatten(ditto::assemble(ditto::derive({g, {s.id()}}, ditto::program_kind::values)));
        CHECK(program.steps.size() >= least_steps);
        return program.slots - program.constants.size();
    };
    ditto::symbol deep = input(0);
    for (std::uint32_t i = 0; i < 5000; ++i) deep = sin(deep) * input(i % 3) + 0.25;
    CHECK(slots_of(deep, 10'000) <= 5);

    std::vector<ditto::symbol> level;  // a balanced tree over 1024 values of three inputs: depth-first, ten of them wait
    for (std::uint32_t i = 0; i < 1024; ++i) level.push_back(sin(input(i % 3) * (i + 2.0)));
    while (level.size() > 1) {
        for (std::size_t i = 0; i < level.size() / 2; ++i) level[i] = level[2 * i] + level[2 * i + 1];
        level.resize(level.size() / 2);
    }
    CHECK(slots_of(level[0], 3000) <= 3 + 12);
}

TEST_CASE("random programs take far fewer slots than they have nodes") {
    laws::random_graphs graphs(5);
    std::size_t slots = 0, values = 0;
    for (int n = 0; n < 40; ++n) {
        const flat_program own = ditto::with_own_slots(assembled(graphs.next(6, 150, 1), ditto::program_kind::jacobian));
        const flat_program shared = ditto::with_shared_slots(own);
        slots += shared.slots - shared.constants.size() - shared.inputs;
        values += own.steps.size() - own.outputs();
    }
    CHECK(6 * slots < values);
}

}  // namespace
