// What a solve that goes wrong says, and how to find out more.
#include <ditto/ditto.hpp>

#include <cmath>
#include <cstdio>

//! [definitions]
inline constexpr auto entropy = ditto::residual<ditto::real, ditto::given<ditto::real>>(
    [](auto x, auto target) { return x * log(x) - target; });
inline constexpr auto distance = ditto::residual<ditto::point2, ditto::point2, ditto::given<ditto::length>>(
    [](auto p, auto q, auto d) { return norm(q - p) - d; });
//! [definitions]

int main() {
    bool good = true;
    {
        //! [non_finite]
        ditto::problem p;
        auto fine = p.add_variable<ditto::real>(2.0);
        auto bad = p.add_variable<ditto::real>(-1.0);  // the logarithm does not exist here
        p.add(entropy, fine, 3.0);
        auto guilty = p.add(entropy, bad, 3.0);
        ditto::summary s = ditto::solve(p);
        // s.termination == ditto::termination::non_finite_start, *s.culprit == guilty
        for (const ditto::diagnosis& d : p.diagnose())
            std::puts(d.message.c_str());  // residual 1 (row 1): log(a) is nan at a = -1
        p.remove(*s.culprit);
        s = ditto::solve(p);  // converges
        //! [non_finite]
        good = good && s.converged() && !p.contains(guilty) && p.diagnose().empty();
    }
    {
        //! [conflict]
        ditto::problem p;
        auto a = p.add_variable<ditto::point2>({0, 0});
        auto b = p.add_variable<ditto::point2>({1, 0});
        p.add(distance, a, b, 1.0);
        auto second = p.add(distance, a, b, 2.0);  // contradicts the first
        ditto::summary s = ditto::solve(p);        // converges, to a compromise: final_cost is not zero
        ditto::evaluation at = p.evaluate();
        double left_over = at.residuals[static_cast<Eigen::Index>(p.row(second))];
        //! [conflict]
        good = good && s.converged() && std::abs(s.final_cost - 0.25) < 1e-9 && std::abs(left_over + 0.5) < 1e-6;
    }
    {
        ditto::problem p;
        auto a = p.add_variable<ditto::point2>({0, 0});
        auto b = p.add_variable<ditto::point2>({3, 4});
        p.add(distance, a, b, 1.0);
        //! [callback]
        ditto::levenberg_marquardt options;
        options.max_iterations = 20;
        options.callback = [](const ditto::iteration& i) {
            std::printf("%3d %s cost %.3e damping %.1e\n", i.number, i.accepted ? " " : "x", i.cost, i.damping);
            return i.cost < 1e-6 ? ditto::progress::stop : ditto::progress::proceed;
        };
        ditto::summary s = ditto::solve(p, options);
        std::puts(ditto::to_string(s.termination));  // stopped by callback
        //! [callback]
        good = good && s.termination == ditto::termination::stopped_by_callback && s.final_cost < 1e-6;
    }
    {
        //! [print]
        std::puts(ditto::print(entropy).c_str());  // a*log(a) - b
        std::puts(ditto::print_kernel(entropy).c_str());
        //! [print]
        good = good && ditto::print(entropy) == "a*log(a) - b";
    }
    std::printf("diagnose %s\n", good ? "ok" : "WRONG");
    return good ? 0 : 1;
}
