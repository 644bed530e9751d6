// One point at a time: steps that call the next, alone and in pairs, against plain loops over the same program.
#include "catch.hpp"
#include "laws/random_graph.hpp"

#include <ditto/kernel/interpreter.hpp>
#include <ditto/kernel/load.hpp>
#include <ditto/kernel/point_interpreter.hpp>

namespace {

using ditto::flat_program;

// The bits; all NaN are one.
bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}
bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) { return same(x, y); });
}

std::vector<double> run_plainly(const flat_program& p, const std::vector<double>& at) {
    std::vector<double> values(p.slots), out(p.outputs());
    std::copy(at.begin(), at.begin() + p.inputs, values.begin());
    for (const auto& [slot, value] : p.constants) values[slot] = value;
    const ditto::detail::interpreter_frame<double> frame{values.data(), p.slots, 1, out.data(), out.size()};
    ditto::detail::run_steps(frame, p.steps);
    return out;
}

std::vector<double> run_at_point(const flat_program& own_slots, const std::vector<double>& at) {
    const ditto::point_interpreter<double> p(own_slots);
    std::vector<double> values(p.slots(), std::nan("")), out(own_slots.outputs());
    p(at.data(), out.data(), values.data());
    return out;
}

// The first lane of many, each with its own numbers.
std::vector<double> run_in_batch(const flat_program& p, const std::vector<double>& at) {
    using T = ditto::batch<double>;
    std::vector<T> values(p.slots), out(p.outputs());
    for (std::size_t i = 0; i < p.inputs; ++i) {
        std::array<double, ditto::lanes<T>> lanes;
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) lanes[lane] = at[i] * (1 + 0.01 * static_cast<double>(lane));
        values[i] = ditto::load_plane<T>(lanes.data());
    }
    for (const auto& [slot, value] : p.constants) values[slot] = T(value);
    double* const first_out = reinterpret_cast<double*>(out.data());
    ditto::detail::run_steps(ditto::detail::interpreter_frame<T>{values.data(), p.slots, 1, first_out, out.size()}, p.steps);
    std::vector<double> first;
    for (std::size_t k = 0; k < out.size(); ++k) first.push_back(first_out[k * ditto::lanes<T>]);
    return first;
}

// Only operations that every processor rounds alike, all forms in which the interpreter has them among them.
laws::recorded_graph arithmetic_graph(std::mt19937_64& engine, std::size_t inputs, std::size_t steps) {
    namespace op = ditto::op;
    const ditto::opcode codes[] = {ditto::opcode_of<op::add>,      ditto::opcode_of<op::subtract>,
                                   ditto::opcode_of<op::multiply>, ditto::opcode_of<op::multiply>,
                                   ditto::opcode_of<op::divide>,   ditto::opcode_of<op::negate>,
                                   ditto::opcode_of<op::abs>,      ditto::opcode_of<op::reciprocal>};
    laws::recorded_graph r;
    for (std::uint32_t i = 0; i < inputs; ++i) {
        r.roles.push_back(ditto::input_role::unknown);
        r.point.push_back(std::uniform_real_distribution<double>(-2.0, 2.0)(engine));
        r.steps.push_back({ditto::opcode_of<op::input>, {}, 0.0, i});
    }
    while (r.steps.size() < inputs + steps) {
        const auto any = [&] {
            const std::size_t size = r.steps.size(), back = engine() % 2 == 0 ? std::min<std::size_t>(size, 3) : size;
            return static_cast<std::uint32_t>(size - 1 - engine() % back);
        };
        r.steps.push_back({codes[engine() % std::size(codes)], {any(), any(), 0}, 0.0, 0});
    }
    for (std::size_t i = 0; i < 3; ++i) r.outputs.push_back(static_cast<std::uint32_t>(r.steps.size() - 1 - i));
    return r;
}

flat_program flattened(const laws::recorded_graph& r, ditto::program_kind kind) {
    ditto::graph g;
    auto outputs = tell(r, g, laws::telling::plain(r));
    return ditto::with_own_slots(ditto::assemble(ditto::derive({std::move(g), std::move(outputs)}, kind)));
}

TEST_CASE("sums and products: bit by bit what plain loops, slots of their own, and batches give") {
    std::mt19937_64 engine(11);
    for (std::size_t n = 0; n < 400; ++n) {
        const auto r = arithmetic_graph(engine, 1 + n % 7, 3 + n % 50);
        const flat_program own = flattened(r, ditto::program_kind::jacobian), flat = ditto::flatten(own);
        const auto expected = run_plainly(own, r.point);
        CHECK(same(run_plainly(flat, r.point), expected));
        CHECK(same(run_at_point(own, r.point), expected));
        CHECK(same(run_in_batch(flat, r.point), expected));
    }
}

TEST_CASE("all operations: bit by bit what plain loops give, and what batches do within their accuracy") {
    laws::random_graphs graphs(12);
    for (std::size_t n = 0; n < 400; ++n) {
        const auto r = graphs.next(1 + n % 6, 5 + n % 40, 3);
        const flat_program own = flattened(r, ditto::program_kind::values), flat = ditto::flatten(own);
        const auto expected = run_plainly(own, r.point), batch = run_in_batch(flat, r.point);
        CHECK(same(run_plainly(flat, r.point), expected));
        CHECK(same(run_at_point(own, r.point), expected));
        for (std::size_t k = 0; k < batch.size(); ++k)
            CHECK(std::abs(batch[k] - expected[k]) <= 1e-9 * (1 + std::abs(expected[k])));
    }
}

TEST_CASE("long programs: calls are nested up to a pause") {
    ditto::graph g;
    const auto input = [&](std::uint32_t i) { return ditto::symbol(g, g.input(i, ditto::input_role::unknown)); };
    ditto::symbol r = input(0);
    for (std::uint32_t i = 0; i < 20'000; ++i) r = i % 3 == 0 ? r * input(1) : i % 3 == 1 ? input(2) - r : sqrt(abs(r));
    const flat_program own = ditto::with_own_slots(ditto::assemble({{g, {r.id()}}, {}, 3, 1}));
    CHECK(own.steps.size() >= 20'000);
    const std::vector<double> at{0.3, 0.9, 1.7};
    CHECK(same(run_at_point(own, at), run_plainly(own, at)));
}

}  // namespace
