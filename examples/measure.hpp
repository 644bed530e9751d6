#pragma once

#include <ditto/ditto.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

/// Times the kernels of a problem, on its own instances, against scalar code written by hand for the same residuals.
///
/// A hand-written residual is a struct with two static members: `definition`, what it stands for, and
///   linearize(unknowns, givens, out)   pointers to the scalars of each unknown argument, the given scalars, both in the
///                                      definition's order; writes the rows' values, then the dense Jacobian row by row
namespace measure {

struct comparison {
    double kernel_nanoseconds = 0;  ///< per residual with its Jacobian, by ditto's kernels
    double hand_nanoseconds = 0;    ///< the same by hand
    bool equal = false;             ///< compared before anything was timed
    double speed_up() const { return hand_nanoseconds / kernel_nanoseconds; }
};

namespace detail {

using block = ditto::detail::block<double>;

struct cache_line_delete {
    void operator()(double* p) const { ::operator delete(p, std::align_val_t{64}); }
};
using buffer = std::unique_ptr<double[], cache_line_delete>;
inline buffer make_buffer(std::size_t n) {
    buffer made(static_cast<double*>(::operator new((n + 1) * sizeof(double), std::align_val_t{64})));
    std::fill_n(made.get(), n, 0.0);
    return made;
}

inline void run_kernel(const block& in, const double* state, double* out) {
    const ditto::instance_planes<double> planes{state, in.offsets.pointers(), in.givens.pointers()};
    in.kernel().linearize(in.kernel().context, planes, 0, in.batches(), out);
}

template <class Hand, class Definition = std::remove_cvref_t<decltype(Hand::definition)>>
struct by_hand;

template <class Hand, auto Code, class... Kinds>
struct by_hand<Hand, ditto::residual_definition<Code, Kinds...>> {
    using definition = ditto::residual_definition<Code, Kinds...>;
    static constexpr std::size_t variables = (std::size_t{0} + ... + (ditto::is_given<Kinds> ? 0 : 1));
    static constexpr std::size_t outputs = definition::rows() * (1 + definition::unknowns());

    struct order {
        std::array<std::uint32_t, variables> variable{};      // the kernel's, of each unknown argument
        std::array<std::size_t, variables> column{};          // in the definition, of each of the kernel's variables
        std::array<std::uint32_t, definition::givens()> plane{};  // of each given scalar
    };
    static constexpr order arguments = [] {
        order made;
        std::size_t argument = 0, variable = 0, column = 0, given = 0;
        const auto take = [&](bool is_given, std::size_t size) {
            const auto place = definition::places[argument++];
            if (is_given) {
                for (std::uint32_t s = 0; s < size; ++s) made.plane[given++] = place.index + s;
            } else {
                made.variable[variable++] = place.index;
                made.column[place.index] = column;
                column += size;
            }
        };
        (take(ditto::is_given<Kinds>, ditto::kind_size<Kinds>), ...);
        return made;
    }();

    static void run(const block& in, const double* state, double* out) {
        std::array<const double*, variables> unknowns;
        std::array<double, definition::givens()> givens;
        for (std::size_t i = 0; i < in.count(); ++i, out += outputs) {
            for (std::size_t k = 0; k < unknowns.size(); ++k) unknowns[k] = state + in.offsets[arguments.variable[k]][i];
            for (std::size_t k = 0; k < givens.size(); ++k) givens[k] = in.givens[arguments.plane[k]][i];
            Hand::linearize(unknowns, givens, out);
        }
    }

    // Both write the same numbers in different orders: batches of lanes there, one instance after the other here.
    static bool agrees(const block& in, const double* kernel, const double* hand) {
        const auto& shape = in.shape();
        const std::size_t rows = shape.rows, lanes = shape.lanes, stride = rows + shape.partials.size();
        for (std::size_t i = 0; i < in.count(); ++i, hand += outputs) {
            std::array<double, outputs> expected{};
            const double* lane = kernel + i / lanes * stride * lanes + i % lanes;
            for (std::size_t r = 0; r < rows; ++r) expected[r] = lane[r * lanes];
            for (std::size_t k = 0; k < shape.partials.size(); ++k) {
                const auto& at = shape.partials[k];
                expected[rows + at.row * definition::unknowns() + arguments.column[at.variable] + at.component] =
                    lane[(rows + k) * lanes];
            }
            double scale = 1;
            for (const double x : expected) scale = std::max(scale, std::abs(x));
            for (std::size_t k = 0; k < outputs; ++k)
                if (!(std::abs(expected[k] - hand[k]) <= 1e-10 * scale)) return false;
        }
        return true;
    }
};

/// Calls f<by_hand>(block, where its outputs start) for each block that has instances; false if one is nobody's.
template <class... Hands, class F>
bool for_each_block(const ditto::problem& of, F f) {
    bool all = true;
    std::size_t base = 0;
    for (const block& in : of.storage().residuals.blocks()) {
        if (in.count() == 0) continue;
        bool known = false;
        const auto offer = [&]<class Hand>(std::type_identity<Hand>) {
            if (known || &in.kernel() != &by_hand<Hand>::definition::template kernel<double>()) return;
            known = true;
            f.template operator()<by_hand<Hand>>(in, base);
            base += (in.batches() * in.shape().lanes * by_hand<Hand>::outputs + 7) / 8 * 8;
        };
        (offer(std::type_identity<Hands>{}), ...);
        all = all && known;
    }
    return all;
}

using clock = std::chrono::steady_clock;

template <class F>
double seconds_of(F f, std::size_t calls) {
    const auto start = clock::now();
    for (std::size_t i = 0; i < calls; ++i) f();
    return std::chrono::duration<double>(clock::now() - start).count() / static_cast<double>(calls);
}

/// As many calls as make a sample long enough for the clock.
template <class F>
std::size_t calls_per_sample(F f) {
    std::size_t calls = 1;
    while (seconds_of(f, calls) * static_cast<double>(calls) < 1e-3) calls *= 2;
    return calls;
}

/// Median seconds of one call of each. Samples take turns: what else the machine does meets both alike.
template <class F, class G>
std::array<double, 2> median_seconds(F f, G g) {
    constexpr std::size_t samples = 61;
    const std::size_t calls_f = calls_per_sample(f), calls_g = calls_per_sample(g);
    std::array<double, samples> of_f, of_g;
    for (std::size_t i = 0; i < samples; ++i) {
        of_f[i] = seconds_of(f, calls_f);
        of_g[i] = seconds_of(g, calls_g);
    }
    std::sort(of_f.begin(), of_f.end());
    std::sort(of_g.begin(), of_g.end());
    return {of_f[samples / 2], of_g[samples / 2]};
}

}  // namespace detail

/// Compares, then times, all residuals of a problem with the hand-written ones that are named.
template <class... Hands>
comparison compare(ditto::problem& of) {
    of.prepare();
    const double* state = of.storage().variables.state().data();
    std::size_t scalars = 0;
    comparison result;
    result.equal = detail::for_each_block<Hands...>(of, [&]<class Hand>(const detail::block& in, std::size_t base) {
        scalars = base + in.batches() * in.shape().lanes * Hand::outputs;
    });
    const detail::buffer kernel = detail::make_buffer(scalars + 8), hand = detail::make_buffer(scalars + 8);
    const auto run_kernels = [&] {
        detail::for_each_block<Hands...>(of, [&]<class>(const detail::block& in, std::size_t base) {
            detail::run_kernel(in, state, kernel.get() + base);
        });
    };
    const auto run_hands = [&] {
        detail::for_each_block<Hands...>(of, [&]<class Hand>(const detail::block& in, std::size_t base) {
            Hand::run(in, state, hand.get() + base);
        });
    };
    run_kernels();
    run_hands();
    detail::for_each_block<Hands...>(of, [&]<class Hand>(const detail::block& in, std::size_t base) {
        result.equal = result.equal && Hand::agrees(in, kernel.get() + base, hand.get() + base);
    });
    if (!result.equal) return result;  // a wrong answer is not timed
    const double per_residual = 1e9 / static_cast<double>(of.residual_count());
    const auto [kernels, hands] = detail::median_seconds(run_kernels, run_hands);
    result.kernel_nanoseconds = per_residual * kernels;
    result.hand_nanoseconds = per_residual * hands;
    return result;
}

}  // namespace measure
