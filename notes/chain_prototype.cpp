#include <ditto/graph.hpp>
#include <ditto/kernel/compiled_function.hpp>
#include <ditto/kernel/point_interpreter.hpp>
#include "pt.hpp"
#include <chrono>
#include <cstdio>
#include <map>
template <class F> double best(F f) { double b = 1e9; for (int k = 0; k < 300; ++k) { auto t = std::chrono::steady_clock::now(); for (int q = 0; q < 1000; ++q) f(q); std::chrono::duration<double> e = std::chrono::steady_clock::now() - t; b = std::min(b, e.count() / 1000); } return b * 1e6; }
int main() {
    for (int n : {50, 100}) {
        ditto::graph g; std::vector<ditto::symbol> x; std::vector<double> at;
        for (int i = 0; i < n; ++i) { x.push_back(g.variable("x" + std::to_string(i), i + 1.0)); at.push_back(i + 1.0); }
        ditto::symbol r = x[0];
        for (int j = 1; j < n; ++j) switch (j % 4) { case 0: r = r + x[j]; break; case 1: r = r - x[j]; break; case 2: r = r * x[j]; break; default: r = r / x[j]; }
        auto d = ditto::compile_gradient(r, x);
        std::map<int,int> c; for (auto& s : d.program().steps) ++c[s.op];
        for (auto [o, k] : c) std::printf("%s %d  ", o < (int)ditto::facts_of.size() ? std::string(ditto::facts_of[o].name).c_str() : "store", k); std::puts("");
        std::vector<double> out(n), slots(d.program().slots);
        std::printf("n=%d steps %zu generic %.3f", n, d.program().steps.size(), best([&](int q) { at[0] = 1 + 1e-9 * q; d(at, out); }));
        auto run = [&](int q) { at[0] = 1 + 1e-9 * q; auto& p = d.program(); for (auto& [s, v] : p.constants) slots[s] = v; for (int i = 0; i < n; ++i) slots[p.inputs[i]] = at[i]; ditto::detail::run_steps_at_point<double>(p.steps, slots.data(), out.data()); };
        run(0); double s = 0; for (double v : out) s += v;
        std::vector<S8> q8; for (auto& t : d.program().steps) { int o = t.op == ditto::opcode_of<ditto::op::add> ? 0 : t.op == ditto::opcode_of<ditto::op::subtract> ? 1 : t.op == ditto::opcode_of<ditto::op::multiply> ? 2 : t.op == ditto::opcode_of<ditto::op::reciprocal> ? 3 : t.op == ditto::opcode_of<ditto::op::negate> ? 4 : t.op == ditto::store_output ? -1 : 5; if (o >= 0) q8.push_back({(std::uint16_t)o, t.result, t.a, t.b, t.c, {}}); } q8.push_back({6,0,0,0,0,{}}); int before=0; fuse(q8); for (auto& s : q8) before += s.op > 6; std::printf(" fused %d of %zu", before, q8.size());
 auto rg = [&](int q) { at[0] = 1 + 1e-9 * q; auto& p = d.program(); for (auto& [s, v] : p.constants) slots[s] = v; for (int i = 0; i < n; ++i) slots[p.inputs[i]] = at[i]; run_goto<double>(q8.data(), slots.data()); };
 std::printf(" goto(no stores) %.3f", best(rg));
 std::printf(" switch %.3f sum %.17g\n", best(run), s);
    }
}
