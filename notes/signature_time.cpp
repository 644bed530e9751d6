#include <ditto/graph.hpp>
#include <ditto/graph/spelling.hpp>
#include <chrono>
#include <cstdio>
int main() {
    ditto::graph g; std::vector<ditto::symbol> x, r;
    const int n = 100000;
    auto now = [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
    double t0 = now();
    for (int i = 0; i < 2 * n + 4; ++i) x.push_back(g.variable("x" + std::to_string(i), 0.1 * i));
    double t1 = now();
    for (int i = 0; i < n; ++i) { auto dx = x[2*i+2] - x[2*i], dy = x[2*i+3] - x[2*i+1]; r.push_back(sqrt(dx*dx + dy*dy) * 2.0 + exp(dx) * sin(dy) - 1.5); }
    double t2 = now();
    ditto::speller s(g); std::size_t words = 0;
    for (auto& y : r) words += s.spell(y.id()).words.size();
    double t3 = now();
    const int m = 2000; std::size_t h = 0;
    for (int i = 0; i < m; ++i) { auto q = ditto::speller::read(s.spell(r[i].id()).words); auto f = ditto::canonicalise(q.nodes, q.outputs, ditto::input_names::anonymous); h += ditto::encode(f.nodes, f.outputs).size(); }
    double t4 = now();
    std::printf("variables %.3f s, build %.3f s, spell %.0f ns each (%zu words), canonical %.2f us each\n", t1 - t0, t2 - t1, (t3 - t2) / n * 1e9, words / n, (t4 - t3) / m * 1e6);
}
