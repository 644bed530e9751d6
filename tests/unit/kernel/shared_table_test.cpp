// A table that many threads read while one inserts.
#include "catch.hpp"

#include <ditto/kernel/shared_table.hpp>

#include <mutex>
#include <thread>

namespace {

struct record {
    std::uint64_t hash;
    std::vector<std::uint64_t> key;
    std::uint64_t value;
    std::span<const std::uint64_t> words() const { return key; }
};
using table = ditto::detail::shared_table<record>;

std::vector<std::uint64_t> key_of(std::uint64_t n) { return {n, n * n, 7}; }

TEST_CASE("what was inserted is found, and nothing else") {
    table t;
    for (std::uint64_t n = 0; n < 1000; ++n) t.insert(std::make_unique<record>(record{n * 0x9e3779b97f4a7c15u, key_of(n), n}));
    for (std::uint64_t n = 0; n < 1000; ++n) {
        const auto* r = t.find(n * 0x9e3779b97f4a7c15u, key_of(n));
        REQUIRE(r != nullptr);
        CHECK(r->value == n);
        CHECK(t.find(n * 0x9e3779b97f4a7c15u, key_of(n + 1)) == nullptr);
    }
    CHECK(t.find(12345, key_of(5000)) == nullptr);
}

TEST_CASE("equal hashes are told apart") {
    table t;
    for (std::uint64_t n = 0; n < 200; ++n) t.insert(std::make_unique<record>(record{42, key_of(n), n}));
    for (std::uint64_t n = 0; n < 200; ++n) CHECK(t.find(42, key_of(n))->value == n);
    CHECK(t.find(42, key_of(200)) == nullptr);
}

TEST_CASE("readers find what is there while others insert") {
    table t;
    std::mutex lock;
    std::atomic<std::uint64_t> there = 0;
    std::atomic<bool> good = true;
    const auto read = [&] {
        while (there < 5000)
            for (std::uint64_t n = 0, end = there; n < end; n += 17) {
                const auto* r = t.find(n * 0x9e3779b97f4a7c15u, key_of(n));
                if (r == nullptr || r->value != n) good = false;
            }
    };
    std::thread first(read), second(read);
    for (std::uint64_t n = 0; n < 5000; ++n) {
        const std::lock_guard hold(lock);
        t.insert(std::make_unique<record>(record{n * 0x9e3779b97f4a7c15u, key_of(n), n}));
        ++there;
    }
    first.join();
    second.join();
    CHECK(good);
}

}  // namespace
