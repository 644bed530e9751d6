// A function that is known at run time only, and what it costs to compile its gradient: after how many calls is that paid
// for? Compared with central differences of an evaluation node by node, which needs no preparation.
#include <ditto/graph.hpp>
#include <ditto/graph/evaluate.hpp>
#include <ditto/kernel/compiled_function.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using numbers = std::vector<double>;

// The function, as a script or a file would bring it: how far the end of an arm is from where it should be.
struct arm {
    ditto::graph graph;
    std::vector<ditto::symbol> angles;
    ditto::symbol miss;

    explicit arm(std::size_t joints) {
        //! [build]
        ditto::symbol x = -3.0, y = -4.0, heading = 0.0;
        for (std::size_t i = 0; i < joints; ++i) {
            angles.push_back(graph.variable("angle" + std::to_string(i), 0.1));
            heading = heading + angles.back();
            x = x + cos(heading);
            y = y + sin(heading);
        }
        miss = 0.5 * (x * x + y * y);
        //! [build]
    }
};

// What there is without derivatives: each partial from two evaluations, each of them node by node.
numbers by_differences(const arm& of, numbers at) {
    numbers gradient;
    for (double& x : at) {
        const double middle = x, step = 1e-5;
        const auto miss_at = [&](double moved) {
            x = moved;
            return ditto::evaluate<double>(of.graph.nodes(), at)[of.miss.id()];
        };
        gradient.push_back((miss_at(middle + step) - miss_at(middle - step)) / (2 * step));
        x = middle;
    }
    return gradient;
}

// On paper: joint i turns all that follows it about its own place.
numbers on_paper(const numbers& angles) {
    double x = -3, y = -4, heading = 0;
    numbers cosines, sines, gradient(angles.size());
    for (const double angle : angles) {
        heading += angle;
        cosines.push_back(std::cos(heading));
        sines.push_back(std::sin(heading));
        x += cosines.back();
        y += sines.back();
    }
    double sum = 0;
    for (std::size_t i = angles.size(); i-- > 0;) gradient[i] = sum += y * cosines[i] - x * sines[i];
    return gradient;
}

double largest_difference(const numbers& a, const numbers& b) {
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

// Median seconds of one call.
template <class F>
double seconds_of(F f, int calls) {
    numbers samples(31);
    for (double& sample : samples) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < calls; ++i) f();
        sample = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / calls;
    }
    std::sort(samples.begin(), samples.end());
    return samples[samples.size() / 2];
}

bool report(std::size_t joints) {
    const arm of(joints);
    //! [compile]
    const ditto::compiled_function gradient = ditto::compile_gradient(of.miss, of.angles);
    //! [compile]
    numbers at(joints), into(joints);
    for (std::size_t i = 0; i < joints; ++i) at[i] = 0.1 + 0.01 * static_cast<double>(i);
    //! [call]
    gradient(at, into);
    //! [call]
    const double wrong = largest_difference(into, on_paper(at));
    const double off = largest_difference(by_differences(of, at), into);
    const double scale = largest_difference(into, numbers(joints));
    if (!(wrong <= 1e-12 * scale && off <= 1e-6 * scale)) return false;  // a wrong answer is not timed

    const double traced = seconds_of([&] { arm again(joints); }, 3);
    const double compiled = seconds_of([&] { ditto::compile_gradient(of.miss, of.angles); }, 3);
    const double call = seconds_of([&] { gradient(at, into); }, 1000);
    const double differences = seconds_of([&] { by_differences(of, at); }, 3);
    std::printf("%6zu %7zu %6u %9.1f us %9.1f us %9.3f us %12.1f us %11.0f\n", joints, gradient.program().steps.size(),
                gradient.program().slots, 1e6 * traced, 1e6 * compiled, 1e6 * call, 1e6 * differences,
                std::ceil(compiled / (differences - call)));
    return true;
}

}  // namespace

int main() {
    std::puts("joints   steps  slots      tracing     compiling         call  by differences  break-even after calls");
    bool good = true;
    for (const std::size_t joints : {5u, 20u, 100u}) good = report(joints) && good;
    if (!good) std::fprintf(stderr, "compiled_gradient: the gradient is wrong\n");
    return good ? 0 : 1;
}
