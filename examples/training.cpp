// What is no sum of squares: a network that learns exclusive or, and a chain that hangs where its energy is least. Both are
// functions that are known at run time only, compiled with their gradients.
#include <ditto/graph.hpp>
#include <ditto/run_time.hpp>
#include <ditto/solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace {

using numbers = std::vector<double>;

struct sample {
    double a, b, target;
};
constexpr std::array<sample, 4> exclusive_or{{{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}}};
constexpr std::size_t hidden = 4;

// Two inputs, four hidden units, one output: 17 weights.
template <class Number>
Number network(std::span<const Number> w, double a, double b) {
    using std::exp, std::tanh;
    Number sum = w[4 * hidden];
    for (std::size_t j = 0; j < hidden; ++j)
        sum = sum + w[3 * hidden + j] * tanh(w[3 * j] * a + w[3 * j + 1] * b + w[3 * j + 2]);
    return 1.0 / (1.0 + exp(-sum));
}

struct training {
    ditto::graph graph;
    std::vector<ditto::symbol> weights;
    ditto::symbol loss;

    training() {
        //! [loss]
        for (std::size_t i = 0; i < 4 * hidden + 1; ++i)
            weights.push_back(graph.variable("w" + std::to_string(i), std::sin(1.0 + static_cast<double>(i))));
        loss = 0.0;
        for (const auto& [a, b, target] : exclusive_or)
            loss = loss + square(network<ditto::symbol>(weights, a, b) - target);
        //! [loss]
    }
    numbers start() const {
        numbers at;
        for (const auto& w : weights) at.push_back(graph.evaluate(w));
        return at;
    }
};

bool has_learnt(const char* who, const numbers& weights) {
    bool good = true;
    std::printf("%-28s", who);
    for (const auto& [a, b, target] : exclusive_or) {
        const double said = network<double>(weights, a, b);
        std::printf("  %g xor %g = %.3f", a, b, said);
        good = good && std::abs(said - target) < 0.1;
    }
    std::puts(good ? "" : "  WRONG");
    return good;
}

bool by_adam() {
    const training of;
    numbers weights = of.start();
    //! [adam]
    auto loss = ditto::compile_objective(of.loss, of.weights);  // its value and its gradient, one program
    const ditto::summary s = ditto::minimise(loss, weights, ditto::adam{.learning_rate = 0.05, .max_iterations = 500});
    //! [adam]
    std::printf("loss %.3g -> %.3g\n", s.initial_cost, s.final_cost);
    return has_learnt("Adam", weights) && s.final_cost < 0.01;
}

bool by_own_loop() {
    const training of;
    numbers weights = of.start();
    auto loss = ditto::compile_objective(of.loss, of.weights);
    //! [loop]
    const ditto::adamw rule{.learning_rate = 0.1,
                            .weight_decay = 1e-3,
                            .schedule = ditto::warm_up(20) * ditto::cosine_decay(400),
                            .clip = {.norm = 1.0}};
    ditto::stepper descent(rule, weights.size());
    numbers gradient(weights.size());
    for (int step = 0; step < 400; ++step) {
        loss(weights, gradient);                          // of one batch, say
        if (!descent.step(weights, gradient)) return false;  // a derivative is not finite: nothing has changed
    }
    //! [loop]
    return has_learnt("AdamW, a loop of one's own", weights);
}

// Masses on springs between two nails. Where the chain hangs, every mass is pulled as much up as down.
bool hanging_chain() {
    ditto::graph g;
    constexpr std::size_t masses = 30;
    constexpr double stiffness = 500, weight = 0.2, rest = 0.05;
    std::vector<ditto::symbol> places;
    numbers at;
    for (std::size_t i = 0; i < masses; ++i) {
        places.push_back(g.variable("x" + std::to_string(i), 0.0));
        places.push_back(g.variable("y" + std::to_string(i), 0.0));
        at.insert(at.end(), {static_cast<double>(i + 1) / (masses + 1), 0.0});
    }
    //! [energy]
    ditto::symbol energy = 0.0, x = 0.0, y = 0.0;  // the left nail
    for (std::size_t i = 0; i <= masses; ++i) {
        const ditto::symbol next_x = i < masses ? places[2 * i] : ditto::symbol(1.0);  // the right nail is at (1, 0)
        const ditto::symbol next_y = i < masses ? places[2 * i + 1] : ditto::symbol(0.0);
        const ditto::symbol length = sqrt(square(next_x - x) + square(next_y - y));
        energy = energy + 0.5 * stiffness * square(length - rest) + weight * next_y;
        x = next_x;
        y = next_y;
    }
    auto objective = ditto::compile_objective(energy, places);
    ditto::summary s = ditto::minimise(objective, at);  // L-BFGS, unless told otherwise
    //! [energy]
    numbers force(at.size());
    objective(at, force);
    double largest = 0;
    for (const double f : force) largest = std::max(largest, std::abs(f));
    const double sag = -at[masses | 1];
    std::printf("a chain sags by %.6f; largest force left over %.1e N; %zu iterations, %s\n", sag, largest,
                s.iterations.size(), s.message.c_str());
    numbers again = at;
    for (double& a : again) a += 0.01;
    const bool same = ditto::minimise(objective, again, ditto::conjugate_gradient{}).converged() &&
                      std::abs(again[masses | 1] + sag) < 1e-6;
    return s.converged() && largest < 1e-5 && sag > 0.5 && same;
}

bool by_hand() {
    //! [callable]
    const auto valley = [](std::span<const double> x, std::span<double> gradient) {
        const double bend = x[1] - x[0] * x[0], rest = 1 - x[0];
        gradient[0] = -400 * bend * x[0] - 2 * rest;
        gradient[1] = 200 * bend;
        return 100 * bend * bend + rest * rest;
    };
    numbers x{-1.2, 1.0};
    ditto::lbfgs options;
    options.callback = [&](const ditto::iteration& i) {  // x holds the best point so far
        return i.cost < 1e-12 ? ditto::progress::stop : ditto::progress::proceed;
    };
    const ditto::summary s = ditto::minimise(valley, x, options);
    //! [callable]
    return s.termination == ditto::termination::stopped_by_callback && std::abs(x[0] - 1) < 1e-5;
}

bool as_problem() {
    ditto::graph g;
    const auto u = g.variable("u", -1.2), v = g.variable("v", 1.0);
    ditto::kernel_pool pool;
    ditto::problem system = pool.assemble(std::array{10.0 * (v - u * u), 1.0 - u});
    //! [problem]
    const ditto::summary s = ditto::solve(system, ditto::lbfgs{.memory = 5});  // its cost, over its free variables
    //! [problem]
    return s.converged() && std::abs(system.value(v) - 1) < 1e-9;
}

}  // namespace

int main() {
    bool good = true;
    for (const auto run : {by_adam, by_own_loop, hanging_chain, by_hand, as_problem}) good = run() && good;
    if (!good) std::fprintf(stderr, "training: a minimum was missed\n");
    return good ? 0 : 1;
}
