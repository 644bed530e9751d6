#include "catch.hpp"

#include <ditto/kernel/load.hpp>
#include <random>
#include <utility>
#include <vector>

namespace {

template <class T>
auto lane_of(const T& value, std::size_t lane) {
    if constexpr (ditto::batch_type<T>)
        return ditto::scalar_of<T>(value.lanes[lane]);
    else
        return lane == 0 ? value : T();
}

// The blocks lie at the very ends of exactly sized storage, so that a sanitizer sees any read beyond them.
template <class T, std::size_t Size>
bool loads_blocks() {
    using scalar = ditto::scalar_of<T>;
    std::mt19937 generate(Size);
    for (std::size_t spread : {Size, 3 * Size + 1, 40 * Size}) {
        std::vector<scalar> state(spread);
        for (std::size_t i = 0; i < spread; ++i) state[i] = static_cast<scalar>(i) + scalar(0.5);
        std::vector<std::int32_t> offsets(ditto::lanes<T>);
        std::uniform_int_distribution<std::size_t> anywhere(0, spread - Size);
        for (auto& offset : offsets) offset = static_cast<std::int32_t>(anywhere(generate));
        offsets.front() = static_cast<std::int32_t>(spread - Size);
        T components[Size];
        ditto::load_block<Size>(state.data(), offsets.data(), components);
        for (std::size_t c = 0; c < Size; ++c)
            for (std::size_t lane = 0; lane < ditto::lanes<T>; ++lane)
                if (lane_of(components[c], lane) != state[static_cast<std::size_t>(offsets[lane]) + c]) return false;
    }
    return true;
}

template <class T, std::size_t... Size>
void check_sizes(std::index_sequence<Size...>) {
    const auto check = [](std::size_t size, bool good) {
        INFO("size " << size);
        CHECK(good);
    };
    (check(Size + 1, loads_blocks<T, Size + 1>()), ...);
}

}  // namespace

TEMPLATE_TEST_CASE("a block's components reach their lanes, whatever its size", "[kernel]", double, float,
                   ditto::batch<double>, ditto::batch<float>) {
    check_sizes<TestType>(std::make_index_sequence<17>{});
}

TEMPLATE_TEST_CASE("a plane is loaded at any alignment", "[kernel]", double, float, ditto::batch<double>,
                   ditto::batch<float>) {
    using scalar = ditto::scalar_of<TestType>;
    std::vector<scalar> plane(2 * ditto::lanes<TestType>);
    for (std::size_t i = 0; i < plane.size(); ++i) plane[i] = static_cast<scalar>(i);
    for (std::size_t start = 0; start <= ditto::lanes<TestType>; ++start) {
        const auto loaded = ditto::load_plane<TestType>(plane.data() + start);
        for (std::size_t lane = 0; lane < ditto::lanes<TestType>; ++lane)
            CHECK(lane_of(loaded, lane) == plane[start + lane]);
    }
}
