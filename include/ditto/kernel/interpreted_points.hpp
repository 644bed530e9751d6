#pragma once

#include <ditto/kernel/interpreter.hpp>
#include <ditto/kernel/load.hpp>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

/// Programs at many points, each of which lies in memory as a whole: blocks of scalars are transposed when they are loaded
/// and when they are stored.
namespace ditto::detail {

template <class T>
class point_batches {
public:
    using scalar = scalar_of<T>;

    explicit point_batches(const flat_program& p)
        : program_(p), width_(std::clamp<std::size_t>(most_values / (p.slots + p.outputs() + 1), 1, most_batches)) {}

    /// How many values of T a range needs to work on.
    std::size_t room() const { return (program_.slots + program_.outputs()) * width_; }

    /// The points in [first, last).
    void run(const scalar* points, scalar* into, std::size_t first, std::size_t last, T* room) const {
        T* const values = room;
        T* const results = room + program_.slots * width_;
        std::size_t count = 0;
        while (first < last) {
            const std::size_t now = std::min(width_, (last - first + lanes<T> - 1) / lanes<T>);
            if (now != count)
                for (const auto& [slot, value] : program_.constants)
                    std::fill_n(values + slot * now, now, T(static_cast<scalar>(value)));
            count = now;
            for (std::size_t i = 0; i < count; ++i)
                load(points, first + i * lanes<T>, last, values + i, count);
            const interpreter_frame<T> frame{values, program_.slots, count, reinterpret_cast<scalar*>(results),
                                             program_.outputs()};
            run_steps(frame, program_.steps);
            for (std::size_t i = 0; i < count; ++i)
                store(into, first + i * lanes<T>, last, results + i * program_.outputs());
            first += count * lanes<T>;
        }
    }

private:
    static constexpr std::size_t most_batches = 16;
    static constexpr std::size_t most_values = 2048;  // 128 KiB with the widest registers: more than the first cache holds
    static constexpr std::size_t block = 4;

    /// Where the points of a batch start, each of `size` scalars; what is left over repeats the last point.
    struct places {
        std::int32_t offsets[lanes<T>];
        places(std::size_t first, std::size_t last, std::size_t size) {
            for (std::size_t lane = 0; lane < lanes<T>; ++lane)
                offsets[lane] = static_cast<std::int32_t>(std::min(lane, last - first - 1) * size);
        }
    };

    void load(const scalar* points, std::size_t first, std::size_t last, T* values, std::size_t stride) const {
        const std::size_t size = program_.inputs;
        const places at(first, last, size);
        const scalar* const from = points + first * size;
        std::size_t i = 0;
        for (; i + block <= size; i += block) {
            T components[block];
            load_block<block>(from + i, at.offsets, components);
            for (std::size_t c = 0; c < block; ++c) values[(i + c) * stride] = components[c];
        }
        for (; i < size; ++i) load_block<1>(from + i, at.offsets, values + i * stride);
    }

    void store(scalar* into, std::size_t first, std::size_t last, const T* results) const {
        const std::size_t size = program_.outputs();
        const places at(first, last, size);
        scalar* const to = into + first * size;
        std::size_t k = 0;
        for (; k + block <= size; k += block) store_block<block>(to + k, at.offsets, results + k);
        for (; k < size; ++k) store_block<1>(to + k, at.offsets, results + k);
    }

    const flat_program& program_;
    std::size_t width_;
};

/// `count` points on so many threads. Each takes whole batches, so that no two write to one line of the cache but at seams.
template <class Scalar>
void interpret_points(const flat_program& program, const Scalar* points, Scalar* into, std::size_t count,
                      std::size_t threads) {
    using T = batch<Scalar>;
    const point_batches<T> batches(program);
    const std::size_t total = (count + lanes<T> - 1) / lanes<T>;
    threads = std::clamp<std::size_t>(threads, 1, std::max<std::size_t>(total, 1));
    const auto room = std::make_unique_for_overwrite<T[]>(batches.room() * threads);  // here, where it may throw
    const auto run_part = [&](std::size_t part) {
        const auto start = [&](std::size_t p) { return std::min(total * p / threads * lanes<T>, count); };
        batches.run(points, into, start(part), start(part + 1), room.get() + part * batches.room());
    };
    std::vector<std::jthread> others;
    others.reserve(threads - 1);
    for (std::size_t part = 1; part < threads; ++part) others.emplace_back(run_part, part);
    run_part(0);
}

}  // namespace ditto::detail
