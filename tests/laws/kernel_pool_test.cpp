// What a pool must obey: residuals share a kernel if, and only if, they are one structure up to numbers.
#include "catch.hpp"
#include "random_graph.hpp"

#include <ditto/define.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/problem/assembly.hpp>

#include <functional>

namespace {

using namespace laws;
using ditto::node_id, ditto::rooted_graph, ditto::symbol;

#ifdef __OPTIMIZE__
constexpr int pairs = 100000;
#else
constexpr int pairs = 5000;  // by sanitized programs
#endif

/// A residual told to a graph that knows its leaves by name.
struct told {
    ditto::graph g{};
    symbol residual{};

    told(const recorded_graph& r, const telling& t) {
        std::vector<std::size_t> input_of(r.roles.size());
        for (std::size_t i = 0; i < r.roles.size(); ++i) input_of[t.input_numbers[i]] = i;
        for (std::size_t k = 0; k < r.roles.size(); ++k) {
            const std::string name = "i" + std::to_string(k);
            if (r.roles[input_of[k]] == ditto::input_role::given) g.given(name, r.point[input_of[k]]);
            else g.variable(name, r.point[input_of[k]]);
        }
        residual = symbol(g, tell(r, g, t)[0]);
    }
    told(const told&) = delete;

    /// The structure up to numbers, not ordered in any way.
    rooted_graph structure() const { return ditto::speller::read(ditto::speller(g).spell(residual.id()).words); }
};

/// Whether two graphs are one up to the numbers of inputs and the order of commutative operations' operands: a search for the
/// map from one to the other, which shares nothing with the canonical form.
class isomorphism {
public:
    isomorphism(const rooted_graph& a, const rooted_graph& b)
        : a_(a.nodes), b_(b.nodes), to_(a.nodes.size(), ditto::no_node), from_(b.nodes.size(), ditto::no_node) {
        exists_ = solve({{a.outputs[0], b.outputs[0]}});
    }
    explicit operator bool() const { return exists_; }

private:
    using pairs_to_match = std::vector<std::pair<node_id, node_id>>;

    bool solve(pairs_to_match open) {
        while (!open.empty()) {
            const auto [i, k] = open.back();
            open.pop_back();
            if (to_[i] == k) continue;
            const ditto::node &n = a_[i], &m = b_[k];
            if (to_[i] != ditto::no_node || from_[k] != ditto::no_node || n.op != m.op) return false;
            if (n.is_input() && n.role() != m.role()) return false;
            if (n.is_constant() && std::bit_cast<std::uint64_t>(n.value) != std::bit_cast<std::uint64_t>(m.value)) return false;
            to_[i] = k;
            from_[k] = i;
            const std::size_t arity = n.arity();
            if (ditto::facts_of[n.op].commutative) {
                const auto to = to_, from = from_;
                for (const std::size_t first : {0u, 1u}) {
                    auto with = open;
                    with.emplace_back(n.operands[0], m.operands[first]);
                    with.emplace_back(n.operands[1], m.operands[1 - first]);
                    if (arity == 3) with.emplace_back(n.operands[2], m.operands[2]);
                    if (solve(with)) return true;
                    to_ = to;
                    from_ = from;
                }
                return false;
            }
            for (std::size_t j = 0; j < arity; ++j) open.emplace_back(n.operands[j], m.operands[j]);
        }
        return true;
    }

    const ditto::graph &a_, &b_;
    std::vector<node_id> to_, from_;
    bool exists_ = false;
};

/// One thing about a graph said differently: an operation, an operand, their order, or nothing but a number.
recorded_graph mutated(const recorded_graph& original, std::mt19937_64& engine) {
    recorded_graph r = original;
    std::vector<char> needed(r.steps.size());
    needed[r.outputs[0]] = 1;
    for (std::size_t i = r.steps.size(); i-- > 0;)
        for (std::size_t k = 0; needed[i] && k < r.steps[i].arity(); ++k) needed[r.steps[i].operands[k]] = 1;
    for (int attempt = 0; attempt < 200; ++attempt) {
        auto& s = r.steps[engine() % r.steps.size()];
        if (!needed[static_cast<std::size_t>(&s - r.steps.data())] || s.op == ditto::opcode_of<ditto::op::input>) continue;
        if (s.arity() == 0) {
            s.literal = std::uniform_real_distribution<double>(0.3, 3.0)(engine);
            return r;
        }
        const auto at = static_cast<std::uint32_t>(&s - r.steps.data());
        switch (engine() % 3) {
            case 0: {
                const auto op = static_cast<ditto::opcode>(engine() % ditto::facts_of.size());
                if (ditto::facts_of[op].arity != s.arity() || op == s.op) continue;
                s.op = op;
                return r;
            }
            case 1: s.operands[engine() % s.arity()] = static_cast<std::uint32_t>(engine() % at); return r;
            default:
                if (s.arity() < 2) continue;
                std::swap(s.operands[0], s.operands[1]);
                return r;
        }
    }
    return r;
}

TEST_CASE("residuals share a kernel if and only if they are one structure") {
    random_graphs source(41);
    auto& engine = source.engine();
    ditto::kernel_pool colliding({.hash_mask = 1});
    int equal = 0, different = 0;
    for (int n = 0; n < pairs; ++n) {
        INFO("pair " << n);
        const std::size_t inputs = 1 + engine() % 4, steps = 1 + engine() % 12;
        const recorded_graph r = source.next(inputs, steps, 1);
        telling other = telling::plain(r);
        other.permute_inputs(engine);
        other.exchange_operands(engine);
        other.reorder(r, engine);
        const recorded_graph s = n % 2 == 0 ? r : mutated(r, engine);
        const told a(r, telling::plain(r)), b(s, n % 2 == 0 ? other : telling::plain(s));
        const bool one = static_cast<bool>(isomorphism(a.structure(), b.structure()));
        if (n % 2 == 0) REQUIRE(one);
        const auto first = ditto::kernel_pool::signature(a.residual), second = ditto::kernel_pool::signature(b.residual);
        REQUIRE((first == second) == one);
        ++(one ? equal : different);
        if (n % 100 != 0 && n % 100 != 1) continue;
        auto p = colliding.assemble({a.residual}), q = colliding.assemble({b.residual});
        const auto& x = p.storage().residuals.blocks()[0].kernel();
        const auto& y = q.storage().residuals.blocks()[0].kernel();
        REQUIRE((&x == &y) == one);
        for (const auto& [told_residual, assembled] : {std::pair{&a, &p}, std::pair{&b, &q}}) {
            const double expected = told_residual->g.evaluate(told_residual->residual);
            const double got = assembled->evaluate().residuals[0];
            REQUIRE((got == expected || (std::isnan(got) && std::isnan(expected)) ||
                     std::abs(got - expected) <= 1e-10 * (1 + std::abs(expected))));
        }
    }
    CHECK(equal > pairs / 2);
    CHECK(different > pairs / 5);
}

// Small definitions, so that small random residuals meet them: some of them one way, some several, some by a literal only.
using ditto::given, ditto::real, ditto::residual;
constexpr auto product = residual<real, given<real>>([](auto x, auto d) { return x * d; });
constexpr auto sum = residual<real, given<real>>([](auto x, auto d) { return x + d; });
constexpr auto difference = residual<real, real>([](auto x, auto y) { return x - y; });
constexpr auto doubled = residual<real>([](auto x) { return 2.0 * x; });
constexpr auto square = residual<real>([](auto x) { return x * x; });
constexpr auto of_two = residual<real, real>([](auto x, auto y) { return x * y; });
constexpr auto weighed = residual<real, real, given<real>>([](auto x, auto y, auto d) { return (x - d) * (y - d); });
constexpr auto wave = residual<real, given<real>>([](auto x, auto d) { return sin(x) * d; });
constexpr auto quotient = residual<real, given<real>>([](auto x, auto d) { return d / x; });
constexpr auto larger = residual<real, given<real>>([](auto x, auto d) { return max(x, d); });
constexpr auto size = residual<ditto::point2>([](auto p) { return norm(p - ditto::origin) - 3.0; });

TEST_CASE("what meets a compiled kernel has the value that its graph has") {
    std::mt19937_64 engine(43);
    ditto::kernel_pool pool, empty;
    pool.precompile<product, sum, difference, doubled, square, of_two, weighed, wave, quotient, larger, size>();
    constexpr double numbers[] = {0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.5, 4.0, 5.0, 0.7};
    for (int n = 0; n < pairs / 5; ++n) {
        INFO("system " << n);
        ditto::graph g;
        std::vector<symbol> all{g.variable("x", 1.5), g.variable("y", -0.75), g.variable("z", 0.4), g.given("d", 0.7)};
        const auto operand = [&]() -> symbol {
            if (engine() % 3 == 0) return {g, g.constant(numbers[engine() % std::size(numbers)])};
            return all[engine() % all.size()];
        };
        std::vector<symbol> residuals;
        for (std::size_t step = 1 + engine() % 6; step > 0; --step) {
            const symbol a = operand(), b = operand();
            switch (engine() % 9) {
                case 0: all.push_back(a + b); break;
                case 1: all.push_back(a - b); break;
                case 2:
                case 3: all.push_back(a * b); break;
                case 4: all.push_back(a / b); break;
                case 5: all.push_back(max(a, b)); break;
                case 6: all.push_back(sin(a)); break;
                case 7: all.push_back(pow(a, symbol(g, g.constant(2.0)))); break;
                default: all.push_back(sqrt(a * a + b * b)); break;
            }
            residuals.push_back(all.back());
        }
        auto met = pool.assemble(residuals), interpreted = empty.assemble(residuals);
        const auto a = met.evaluate(), b = interpreted.evaluate();
        for (std::size_t i = 0; i < residuals.size(); ++i) {
            const auto row = static_cast<Eigen::Index>(i);
            const auto agree = [](double x, double y) {
                return x == y || (std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= 1e-9 * (1 + std::abs(y));
            };
            const double expected = g.evaluate(residuals[i]);
            REQUIRE((agree(a.residuals[row], expected) || !std::isfinite(expected)));
            REQUIRE((agree(b.residuals[row], expected) || !std::isfinite(expected)));
            if (!std::isfinite(expected)) continue;
            for (Eigen::Index column = 0; column < a.jacobian.cols(); ++column)
                REQUIRE(agree(a.jacobian.coeff(row, column), b.jacobian.coeff(row, column)));
        }
    }
    CHECK(pool.statistics().precompiled_hits > static_cast<std::size_t>(pairs / 10));
    CHECK(pool.statistics().interpreted > static_cast<std::size_t>(pairs / 10));
}

}  // namespace
