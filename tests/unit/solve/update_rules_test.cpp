#include "catch.hpp"

#include <ditto/solve.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using real = long double;
using history = std::vector<real>;  // of one component, the latest last

// The sums that the recursions of the papers stand for, over all that has been.
real forgetting(const history& of, real keep, int power = 1) {
    real sum = 0;
    for (const real g : of) sum = keep * sum + std::pow(g, static_cast<real>(power));
    return sum;
}

struct reference {
    std::function<real(const history& gradients)> update;
    bool decoupled = false;
};

reference reference_of(const ditto::sgd& o) {
    return {[o](const history& g) {
        const real v = forgetting(g, o.momentum);
        return o.nesterov ? g.back() + o.momentum * v : v;
    }};
}
template <class Adam>
reference adam_reference(const Adam& o, bool decoupled) {
    return {[o](const history& g) {
                const auto t = static_cast<real>(g.size());
                const real m = (1 - real(o.beta1)) * forgetting(g, o.beta1) / (1 - std::pow(real(o.beta1), t));
                const real v = (1 - real(o.beta2)) * forgetting(g, o.beta2, 2) / (1 - std::pow(real(o.beta2), t));
                return m / (std::sqrt(v) + o.epsilon);
            },
            decoupled};
}
reference reference_of(const ditto::adam& o) { return adam_reference(o, false); }
reference reference_of(const ditto::adamw& o) { return adam_reference(o, true); }
reference reference_of(const ditto::rmsprop& o) {
    return {[o](const history& all) {
        history g, scaled;
        for (const real next : all) {
            g.push_back(next);
            const real fresh = 1 - real(o.smoothing), mean = fresh * forgetting(g, o.smoothing);
            const real v = fresh * forgetting(g, o.smoothing, 2) - (o.centered ? mean * mean : 0);
            scaled.push_back(next / (std::sqrt(v) + o.epsilon));
        }
        return forgetting(scaled, o.momentum);
    }};
}
reference reference_of(const ditto::adagrad& o) {
    return {[o](const history& g) {
        return g.back() / (std::sqrt(o.initial_accumulator + forgetting(g, 1, 2)) + o.epsilon);
    }};
}

// The order in which a step does things: clip, decay, update, clip, decay, move.
template <class Rule>
void steps_as_said(const Rule& rule, std::size_t size = 5, int steps = 60) {
    INFO(rule.name());
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    const reference said = reference_of(rule);
    ditto::stepper<Rule> descent(rule, size);
    std::vector<double> x(size), gradient(size);
    for (double& a : x) a = normal(random);
    std::vector<real> expected(x.begin(), x.end());
    std::vector<history> gradients(size);
    for (int t = 0; t < steps; ++t) {
        for (double& g : gradient) g = std::exp(3 * normal(random)) * normal(random);
        std::vector<real> clipped;
        real squares = 0;
        for (const double g : gradient) {
            clipped.push_back(std::clamp<real>(g, -rule.clip.value, rule.clip.value));
            squares += clipped.back() * clipped.back();
        }
        const real ratio = rule.clip.norm / (std::sqrt(squares) + 1e-6L), shorten = std::min<real>(1, ratio);
        const real rate = rule.learning_rate * rule.schedule(t);
        CHECK(descent.learning_rate() == Approx(static_cast<double>(rate)).epsilon(1e-15));
        for (std::size_t i = 0; i < size; ++i) {
            const real decay = rule.weight_decay * expected[i];
            gradients[i].push_back(shorten * clipped[i] + (said.decoupled ? 0 : decay));
            const real update = std::clamp<real>(said.update(gradients[i]), -rule.clip.update, rule.clip.update);
            expected[i] -= rate * (update + (said.decoupled ? decay : 0));
        }
        REQUIRE(descent.step(x, gradient));
        for (std::size_t i = 0; i < size; ++i)
            REQUIRE(std::abs(x[i] - expected[i]) <= 1e-12L * std::max<real>(1, std::abs(expected[i])));
    }
    CHECK(descent.steps() == steps);
}

double half_square(std::span<const double> x, std::span<double> gradient) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        gradient[i] = x[i] - 1;
        sum += gradient[i] * gradient[i] / 2;
    }
    return sum + 1;
}

}  // namespace

TEST_CASE("rules step as their papers say") {
    steps_as_said(ditto::sgd{});
    steps_as_said(ditto::sgd{.learning_rate = 0.1, .momentum = 0.9});
    steps_as_said(ditto::sgd{.momentum = 0.5, .nesterov = true});
    steps_as_said(ditto::adam{});
    steps_as_said(ditto::adam{.learning_rate = 0.1, .beta1 = 0, .beta2 = 0.5, .epsilon = 1e-3});
    steps_as_said(ditto::adamw{.learning_rate = 0.1});
    steps_as_said(ditto::rmsprop{});
    steps_as_said(ditto::rmsprop{.smoothing = 0.9, .momentum = 0.8});
    steps_as_said(ditto::rmsprop{.smoothing = 0.9, .epsilon = 1e-3, .centered = true});
    steps_as_said(ditto::adagrad{});
    steps_as_said(ditto::adagrad{.learning_rate = 1, .initial_accumulator = 0.1});
}

TEST_CASE("decay: through the gradient, or beside it") {
    steps_as_said(ditto::sgd{.momentum = 0.9, .weight_decay = 0.1});
    steps_as_said(ditto::adam{.learning_rate = 0.1, .weight_decay = 0.1});
    steps_as_said(ditto::adamw{.learning_rate = 0.1, .weight_decay = 0.1});
    steps_as_said(ditto::rmsprop{.weight_decay = 0.1});
    steps_as_said(ditto::adagrad{.weight_decay = 0.1});
}

TEST_CASE("clipping: of each derivative, of all together, of updates") {
    steps_as_said(ditto::sgd{.clip = {.value = 0.5}});
    steps_as_said(ditto::sgd{.momentum = 0.9, .clip = {.norm = 0.5}});
    steps_as_said(ditto::sgd{.clip = {.update = 0.5}});
    steps_as_said(ditto::adam{.weight_decay = 0.1, .clip = {.value = 2, .norm = 1, .update = 0.7}});
    steps_as_said(ditto::adamw{.clip = {.value = 2, .norm = 1, .update = 0.7}});
}

TEST_CASE("clipping by norm neither overflows nor underflows") {
    for (const double size : {1e-300, 1e-3, 1e200, 1e307}) {
        std::vector<double> x{0, 0, 0, 0}, gradient(4, size);
        ditto::stepper descent(ditto::sgd{.learning_rate = 1, .clip = {.norm = 1}}, 4);
        REQUIRE(descent.step(x, gradient));
        for (const double a : x) CHECK(a == Approx(-std::min(size, 0.5)).epsilon(1e-6));
    }
}

TEST_CASE("schedules") {
    CHECK(ditto::rate_schedule()(1000) == 1);
    CHECK(ditto::constant_rate(0.5)(7) == 0.5);
    const auto steps = ditto::step_decay(10, 0.5);
    CHECK(steps(0) == 1);
    CHECK(steps(9) == 1);
    CHECK(steps(10) == 0.5);
    CHECK(steps(35) == 0.125);
    CHECK(ditto::exponential_decay(0.9)(3) == Approx(0.729));
    const auto cosine = ditto::cosine_decay(100, 0.2);
    CHECK(cosine(0) == 1);
    CHECK(cosine(25) == Approx(0.2 + 0.8 * (1 + std::numbers::sqrt2 / 2) / 2));
    CHECK(cosine(50) == Approx(0.6));
    CHECK(cosine(100) == Approx(0.2));
    CHECK(cosine(1'000'000'000'000) == Approx(0.2));
    const auto warm = ditto::warm_up(4);
    CHECK(warm(0) == 0.25);
    CHECK(warm(3) == 1);
    CHECK(warm(50) == 1);

    const auto product = ditto::warm_up(2) * ditto::exponential_decay(0.5);
    CHECK(product(0) == 0.5);
    CHECK(product(1) == 0.5);
    CHECK(product(3) == 0.125);
    const auto sequence = ditto::warm_up(2).then(2, ditto::step_decay(1, 0.5).then(2, ditto::constant_rate(3)));
    const double expected[] = {0.5, 1, 1, 0.5, 3, 3};
    for (int i = 0; i < 6; ++i) CHECK(sequence(i) == expected[i]);
    const ditto::rate_schedule own = [](std::int64_t step) { return 1.0 / static_cast<double>(1 + step); };
    CHECK(own(3) == 0.25);
    steps_as_said(ditto::adam{.learning_rate = 0.1, .schedule = own * product});
    steps_as_said(ditto::adamw{.learning_rate = 0.1, .weight_decay = 0.3, .schedule = ditto::cosine_decay(30)});
}

TEST_CASE("schedules refuse what makes no sense, when they are made or asked") {
    CHECK_THROWS_WITH(ditto::step_decay(0, 0.5), "ditto: every of step_decay must be positive and finite, got 0");
    CHECK_THROWS_WITH(ditto::exponential_decay(-1),
                      "ditto: factor of exponential_decay must be finite and not negative, got -1");
    CHECK_THROWS_AS(ditto::cosine_decay(0), ditto::error);
    CHECK_THROWS_AS(ditto::cosine_decay(5, -0.1), ditto::error);
    CHECK_THROWS_AS(ditto::warm_up(-3), ditto::error);
    CHECK_THROWS_AS(ditto::constant_rate(std::numeric_limits<double>::quiet_NaN()), ditto::error);
    std::vector<double> x{1}, gradient{1};
    ditto::stepper descent(ditto::sgd{.schedule = [](std::int64_t step) { return step == 1 ? -1.0 : 1.0; }}, 1);
    CHECK(descent.step(x, gradient));
    CHECK_THROWS_WITH(descent.step(x, gradient), "ditto: a factor of schedule must be finite and not negative, got -1");
    CHECK(x[0] == Approx(0.99));
}

TEST_CASE("a step that cannot be made says so, and changes nothing") {
    const double inf = std::numeric_limits<double>::infinity();
    std::vector<double> x{1, 2}, fine{1, -1};
    ditto::stepper descent(ditto::adam{.learning_rate = 0.1}, 2), undisturbed(descent);
    for (const double bad : {inf, -inf, std::nan(""), 1e200}) {
        CHECK_FALSE(descent.step(x, std::vector<double>{1, bad}));
        CHECK(x == std::vector<double>{1, 2});
        CHECK(descent.steps() == 0);
    }
    CHECK(descent.step(x, fine));
    std::vector<double> y{1, 2};
    CHECK(undisturbed.step(y, fine));
    CHECK(x == y);
    CHECK_THROWS_AS(descent.step(x, std::vector<double>{1}), ditto::size_mismatch);
    CHECK_THROWS_AS(descent.step(std::span(x).first(1), fine), ditto::size_mismatch);

    ditto::stepper far(ditto::sgd{.learning_rate = 1e10}, 2);
    CHECK_FALSE(far.step(x, std::vector<double>{1e300, 0}));  // to -infinity
}

TEST_CASE("a run can be started again") {
    ditto::stepper descent(ditto::rmsprop{.momentum = 0.9, .centered = true}, 2);
    std::vector<double> first{1, 2}, second{1, 2}, gradient{0.3, -4};
    for (int i = 0; i < 5; ++i) CHECK(descent.step(first, gradient));
    descent.restart();
    for (int i = 0; i < 5; ++i) CHECK(descent.step(second, gradient));
    CHECK(first == second);
    CHECK(descent.steps() == 5);
}

TEST_CASE("in single precision") {
    const auto same = [](const auto& rule) {
        INFO(rule.name());
        using rule_type = std::decay_t<decltype(rule)>;
        ditto::stepper<rule_type, float> narrow(rule, 3);
        ditto::stepper<rule_type, double> wide(rule, 3);
        std::vector<float> x{1, 2, 3};
        std::vector<double> y{1, 2, 3};
        for (int t = 0; t < 50; ++t) {
            std::vector<float> g;
            for (int i = 0; i < 3; ++i) g.push_back(static_cast<float>(std::sin(1.0 + t * (i + 1))));
            REQUIRE(narrow.step(x, g));
            REQUIRE(wide.step(y, std::vector<double>(g.begin(), g.end())));
        }
        for (std::size_t i = 0; i < 3; ++i) CHECK(x[i] == Approx(y[i]).epsilon(1e-5));
    };
    same(ditto::sgd{.momentum = 0.9, .clip = {.norm = 1}});
    same(ditto::adam{.learning_rate = 0.1});
    same(ditto::adamw{.learning_rate = 0.1});
    same(ditto::rmsprop{.centered = true});
    same(ditto::adagrad{.learning_rate = 0.1});
}

namespace {

// A rule of a user's own: as far as the rate says, whichever way is down.
struct sign_descent {
    double learning_rate = 0.1, weight_decay = 0;
    ditto::rate_schedule schedule = {};
    ditto::clipping clip = {};
    int max_iterations = 100;
    double gradient_tolerance = 0;
    std::function<ditto::progress(const ditto::iteration&)> callback = {};

    static constexpr std::size_t memories = 0;
    static constexpr bool decouples_decay = false, squares = false;
    static constexpr const char* name() { return "sign descent"; }
    void check() const {}
    template <class Scalar>
    auto update(std::int64_t) const {
        return [](Scalar g) { return g > 0 ? Scalar(1) : g < 0 ? Scalar(-1) : Scalar(0); };
    }
};

}  // namespace

TEST_CASE("a rule of one's own") {
    std::vector<double> x{4, -3};
    const auto s = ditto::minimise(half_square, x, sign_descent{.schedule = ditto::exponential_decay(0.98)});
    CHECK(s.solver == "sign descent");
    CHECK(s.final_cost < 1.01);
    CHECK(std::abs(x[0] - 1) < 0.1);
    ditto::stepper descent(sign_descent{.learning_rate = 0.5}, 2);
    x = {4, -3};
    CHECK(descent.step(x, std::vector<double>{1e300, -1e-300}));
    CHECK(x == std::vector<double>{3.5, -2.5});
}

TEST_CASE("options that make no sense are refused by name") {
    const auto refused = [](const auto& rule, const std::string& message) {
        std::vector<double> x{0};
        CHECK_THROWS_WITH((ditto::stepper(rule, 1)), "ditto: " + message);
        CHECK_THROWS_WITH(ditto::minimise(half_square, x, rule), "ditto: " + message);
        CHECK(x[0] == 0);
    };
    refused(ditto::sgd{.learning_rate = -1}, "learning_rate must be positive and finite, got -1");
    refused(ditto::adam{.learning_rate = std::nan("")}, "learning_rate must be positive and finite, got nan");
    refused(ditto::sgd{.momentum = 1}, "momentum must be in [0, 1), got 1");
    refused(ditto::sgd{.nesterov = true}, "momentum must be positive for nesterov, got 0");
    refused(ditto::sgd{.weight_decay = -0.1}, "weight_decay must be finite and not negative, got -0.1");
    refused(ditto::adam{.beta1 = 1}, "beta1 must be in [0, 1), got 1");
    refused(ditto::adamw{.beta2 = -0.5}, "beta2 must be in [0, 1), got -0.5");
    refused(ditto::adam{.epsilon = 0}, "epsilon must be positive and finite, got 0");
    refused(ditto::rmsprop{.smoothing = 2}, "smoothing must be in [0, 1), got 2");
    refused(ditto::rmsprop{.momentum = -1}, "momentum must be in [0, 1), got -1");
    refused(ditto::adagrad{.initial_accumulator = -1}, "initial_accumulator must be finite and not negative, got -1");
    refused(ditto::adagrad{.clip = {.value = 0}}, "clip.value must be positive, got 0");
    refused(ditto::sgd{.clip = {.norm = -2}}, "clip.norm must be positive, got -2");
    refused(ditto::sgd{.clip = {.update = std::nan("")}}, "clip.update must be positive, got nan");
    std::vector<double> x{0};
    CHECK_THROWS_WITH(ditto::minimise(half_square, x, ditto::adam{.max_iterations = -1}),
                      "ditto: max_iterations must not be negative, got -1");
    CHECK_THROWS_WITH(ditto::minimise(half_square, x, ditto::adam{.gradient_tolerance = -1}),
                      "ditto: gradient_tolerance must be finite and not negative, got -1");
}

TEST_CASE("every rule minimises; the best point is kept") {
    const auto minimises = [](const auto& rule) {
        std::vector<double> x{4, -3};
        double best = 13.5;
        auto watched = rule;
        watched.callback = [&](const ditto::iteration& i) {
            std::vector<double> scratch(2);
            CHECK(half_square(x, scratch) == i.cost);  // what the caller sees is the best so far
            CHECK((i.accepted ? i.cost <= best : i.cost == best));
            best = i.cost;
            return ditto::progress::proceed;
        };
        const auto s = ditto::minimise(half_square, x, watched);
        INFO(s.report());
        CHECK(s.final_cost == best);
        CHECK(s.initial_cost == 13.5);
        CHECK(s.final_cost < 1 + 1e-3);
        CHECK(s.solver == rule.name());
        return s.termination;
    };
    CHECK(minimises(ditto::sgd{.learning_rate = 0.1}) == ditto::termination::gradient_tolerance);
    CHECK(minimises(ditto::sgd{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true}) ==
          ditto::termination::gradient_tolerance);
    CHECK(minimises(ditto::adam{.learning_rate = 0.1}) == ditto::termination::gradient_tolerance);
    CHECK(minimises(ditto::adamw{.learning_rate = 0.1, .weight_decay = 1e-3}) == ditto::termination::iteration_limit);
    CHECK(minimises(ditto::rmsprop{.max_iterations = 2000}) == ditto::termination::gradient_tolerance);
    CHECK(minimises(ditto::adagrad{.learning_rate = 1}) == ditto::termination::gradient_tolerance);
}

TEST_CASE("a run ends where it must, and says why") {
    std::vector<double> x{4};
    auto s = ditto::minimise(half_square, x, ditto::sgd{.learning_rate = 3});  // |1 - rate| > 1
    CHECK(s.termination == ditto::termination::diverged);
    CHECK_FALSE(s.converged());
    CHECK(x[0] == 4);
    CHECK(s.final_cost == s.initial_cost);
    CHECK(s.message.find("learning_rate") != std::string::npos);

    s = ditto::minimise(half_square, x, ditto::adam{.max_iterations = 10});
    CHECK(s.termination == ditto::termination::iteration_limit);
    CHECK(s.iterations.size() == 10);
    CHECK_FALSE(s.converged());
    s = ditto::minimise(half_square, x, ditto::adam{.max_iterations = 0});
    CHECK(s.termination == ditto::termination::iteration_limit);
    CHECK(s.iterations.empty());

    const auto stop_at_3 = [](const ditto::iteration& i) {
        return i.number == 3 ? ditto::progress::stop : ditto::progress::proceed;
    };
    s = ditto::minimise(half_square, x, ditto::adam{.callback = stop_at_3});
    CHECK(s.termination == ditto::termination::stopped_by_callback);
    CHECK(s.iterations.size() == 3);

    x = {1};
    s = ditto::minimise(half_square, x, ditto::adam{});
    CHECK(s.termination == ditto::termination::gradient_tolerance);
    CHECK(s.iterations.empty());
    x = {std::nan("")};
    CHECK(ditto::minimise(half_square, x, ditto::adam{}).termination == ditto::termination::non_finite_start);
    x = {};
    CHECK(ditto::minimise(half_square, x, ditto::adam{}).termination == ditto::termination::nothing_to_solve);
}
