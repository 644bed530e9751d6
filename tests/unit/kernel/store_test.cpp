#include "catch.hpp"

#include <ditto/kernel/load.hpp>
#include <ditto/kernel/store.hpp>
#include <random>
#include <utility>
#include <vector>

namespace {

// Against a loop over the lanes, with targets that overlap in every way; storage is exactly sized for sanitizers.
template <class T, std::size_t Size>
bool stores_blocks() {
    using scalar = ditto::scalar_of<T>;
    constexpr std::size_t lanes = ditto::lanes<T>;
    std::mt19937 generate(Size);
    for (std::size_t spread : {Size, Size + 1, 2 * Size, lanes * Size + 3})
        for (int repeat = 0; repeat < 20; ++repeat) {
            std::uniform_int_distribution<std::size_t> anywhere(0, spread - Size);
            std::vector<std::int32_t> offsets(lanes);
            for (auto& offset : offsets) offset = static_cast<std::int32_t>(anywhere(generate));
            std::vector<scalar> source(lanes * Size), target(spread, scalar(-1)), expected = target;
            for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<scalar>(i);
            T components[Size];
            for (std::size_t c = 0; c < Size; ++c) components[c] = ditto::load_plane<T>(source.data() + c * lanes);
            ditto::store_block<Size>(target.data(), offsets.data(), components);
            for (std::size_t lane = 0; lane < lanes; ++lane)
                for (std::size_t c = 0; c < Size; ++c)
                    expected[static_cast<std::size_t>(offsets[lane]) + c] = source[c * lanes + lane];
            if (target != expected) return false;
        }
    return true;
}

template <class T, std::size_t... Size>
void check_sizes(std::index_sequence<Size...>) {
    const auto check = [](std::size_t size, bool good) {
        INFO("size " << size);
        CHECK(good);
    };
    (check(Size + 1, stores_blocks<T, Size + 1>()), ...);
}

}  // namespace

TEMPLATE_TEST_CASE("rows are written as a loop over the lanes writes them", "[kernel]", double, float,
                   ditto::batch<double>, ditto::batch<float>) {
    check_sizes<TestType>(std::make_index_sequence<17>{});
}

TEMPLATE_TEST_CASE("plain and streaming stores write whole batches", "[kernel]", double, float, ditto::batch<double>,
                   ditto::batch<float>) {
    using scalar = ditto::scalar_of<TestType>;
    constexpr std::size_t lanes = ditto::lanes<TestType>;
    alignas(64) scalar source[64], plain[64] = {}, streamed[64] = {};
    for (std::size_t i = 0; i < 64; ++i) source[i] = static_cast<scalar>(i);
    for (std::size_t i = 0; i < 64; i += lanes) {
        ditto::store(ditto::load_plane<TestType>(source + i), plain + i);
        ditto::store_streaming(ditto::load_plane<TestType>(source + i), streamed + i);
    }
    ditto::streaming_fence();
    CHECK(std::equal(source, source + 64, plain));
    CHECK(std::equal(source, source + 64, streamed));
}
