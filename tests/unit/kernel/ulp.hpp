#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ditto/kernel/batch.hpp>
#include <limits>
#include <random>
#include <utility>
#include <vector>

/// Units in the last place between two numbers: 0 if equal or both NaN, infinite if only one is NaN or infinite, or if zeros
/// differ in sign.
template <class Scalar>
double ulp_between(Scalar a, Scalar b) {
    constexpr double apart = std::numeric_limits<double>::infinity();
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) == std::isnan(b) ? 0 : apart;
    if (a == b) return std::signbit(a) == std::signbit(b) ? 0 : apart;
    if (std::isinf(a) || std::isinf(b)) return apart;
    const Scalar size = std::max(std::abs(a), std::abs(b));
    const Scalar unit = size - std::nextafter(size, Scalar(0));
    return static_cast<double>(std::abs(static_cast<long double>(a) - static_cast<long double>(b)) /
                               static_cast<long double>(unit));
}

/// Numbers at which functions go wrong, and random ones of every magnitude and near the origin.
template <class Scalar>
std::vector<Scalar> awkward_numbers(std::size_t random, std::uint64_t seed) {
    using limits = std::numeric_limits<Scalar>;
    std::vector<Scalar> numbers;
    const auto with_neighbours = [&](Scalar x) {
        for (Scalar y : {x, std::nextafter(x, -limits::infinity()), std::nextafter(x, limits::infinity())})
            numbers.insert(numbers.end(), {y, -y});
    };
    for (Scalar x :
         {Scalar(0), limits::denorm_min(), limits::min(), limits::min() / 8, limits::epsilon(), Scalar(0.25),
          Scalar(0.5), Scalar(1), Scalar(2), Scalar(10), limits::max(), limits::infinity(), std::log(limits::max()),
          std::log(limits::min()), std::log(limits::denorm_min()), Scalar(1e5), Scalar(8192)})
        with_neighbours(x);
    numbers.push_back(limits::quiet_NaN());
    for (int quarter = 1; quarter < 1000; ++quarter)  // where sine and cosine vanish or change their polynomial
        with_neighbours(static_cast<Scalar>(0.78539816339744830962 * quarter));

    std::mt19937_64 generate(seed);
    std::uniform_real_distribution<double> mantissa(1, 2), near(-40, 40), far(-1e5, 1e5);
    std::uniform_int_distribution<int> exponent(limits::min_exponent - limits::digits, limits::max_exponent - 1);
    for (std::size_t i = 0; i < random; ++i) {
        const Scalar any = std::ldexp(static_cast<Scalar>(mantissa(generate)), exponent(generate));
        numbers.insert(numbers.end(),
                       {any, -any, static_cast<Scalar>(near(generate)), static_cast<Scalar>(far(generate)),
                        static_cast<Scalar>(near(generate) * 20), static_cast<Scalar>(mantissa(generate) - 0.5)});
    }
    return numbers;
}

/// Every two of the numbers at which functions of two arguments go wrong, and random ones.
template <class Scalar>
std::pair<std::vector<Scalar>, std::vector<Scalar>> awkward_pairs(std::size_t random, std::uint64_t seed) {
    using limits = std::numeric_limits<Scalar>;
    std::vector<Scalar> special{limits::quiet_NaN()};
    for (Scalar x : {Scalar(0), limits::denorm_min(), limits::min(), limits::epsilon(), Scalar(0.5), Scalar(1),
                     Scalar(1.5), Scalar(2), Scalar(3), Scalar(4), 2 / limits::epsilon(), 2 / limits::epsilon() - 1,
                     std::sqrt(limits::max()), limits::max(), limits::infinity()})
        special.insert(special.end(), {x, -x});
    std::pair<std::vector<Scalar>, std::vector<Scalar>> pairs;
    for (Scalar a : special)
        for (Scalar b : special) {
            pairs.first.push_back(a);
            pairs.second.push_back(b);
        }
    auto a = awkward_numbers<Scalar>(random, seed), b = awkward_numbers<Scalar>(random, seed + 100);
    std::shuffle(b.begin(), b.end(), std::mt19937_64(seed));
    pairs.first.insert(pairs.first.end(), a.begin(), a.end());
    pairs.second.insert(pairs.second.end(), b.begin(), b.end());
    return pairs;
}

/// The greatest distance between lanes of a batch function and the function of one number.
template <class Scalar>
struct disagreement {
    double ulp = 0;
    Scalar a{}, b{}, batch{}, number{};

    void note(Scalar x, Scalar y, Scalar of_batch, Scalar of_number) {
        const double distance = ulp_between(of_batch, of_number);
        if (distance > ulp) *this = {distance, x, y, of_batch, of_number};
    }
};

template <class Scalar, class OfBatch, class OfNumber>
disagreement<Scalar> compare(const std::vector<Scalar>& numbers, OfBatch of_batch, OfNumber of_number) {
    using batch = ditto::batch<Scalar>;
    disagreement<Scalar> worst;
    for (std::size_t i = 0; i < numbers.size(); i += batch::size) {
        batch x;
        for (std::size_t lane = 0; lane < batch::size; ++lane) x.lanes[lane] = numbers[(i + lane) % numbers.size()];
        const batch result = of_batch(x);
        for (std::size_t lane = 0; lane < batch::size; ++lane)
            worst.note(x.lanes[lane], 0, result.lanes[lane], of_number(Scalar(x.lanes[lane])));
    }
    return worst;
}

template <class Scalar, class OfBatch, class OfNumber>
disagreement<Scalar> compare(const std::vector<Scalar>& a, const std::vector<Scalar>& b, OfBatch of_batch,
                             OfNumber of_number) {
    using batch = ditto::batch<Scalar>;
    disagreement<Scalar> worst;
    for (std::size_t i = 0; i < a.size(); i += batch::size) {
        batch x, y;
        for (std::size_t lane = 0; lane < batch::size; ++lane) {
            x.lanes[lane] = a[(i + lane) % a.size()];
            y.lanes[lane] = b[(i + lane) % b.size()];
        }
        const batch result = of_batch(x, y);
        for (std::size_t lane = 0; lane < batch::size; ++lane)
            worst.note(x.lanes[lane], y.lanes[lane], result.lanes[lane],
                       of_number(Scalar(x.lanes[lane]), Scalar(y.lanes[lane])));
    }
    return worst;
}

#define CHECK_WITHIN(limit, ...)                                                                               \
    do {                                                                                                       \
        const auto worst = __VA_ARGS__;                                                                        \
        INFO("at " << worst.a << ", " << worst.b << ": batch " << worst.batch << ", number " << worst.number); \
        CHECK(worst.ulp <= (limit));                                                                           \
    } while (false)
