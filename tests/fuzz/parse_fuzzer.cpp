// libFuzzer: whatever the bytes, parse() either refuses them with parse_error, or yields a graph that is sound and comes
// back the same.
#include <ditto/emit/serialization.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const ditto::graph& g) {
    for (std::size_t i = 0; i < g.size(); ++i) {
        const ditto::node& n = g[static_cast<ditto::node_id>(i)];
        require(n.op < ditto::facts_of.size());
        for (std::size_t k = 0; k < n.arity(); ++k) require(n.operands[k] < i);
        if (n.is_input()) require(n.input() < g.leaves().size());
    }
    const std::string text = g.serialize();
    const ditto::graph copy = ditto::graph::parse(text);
    require(copy.size() == g.size() && copy.leaves().size() == g.leaves().size());
    for (ditto::node_id id = 0; id < g.size(); ++id) require(copy[id] == g[id]);
    require(copy.serialize() == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        ditto::graph g = ditto::graph::parse(std::string_view(reinterpret_cast<const char*>(data), size));
        check(g);
        if (g.size() != 0) {  // evaluation reads no leaf that is not there
            volatile double value = g.evaluate(ditto::symbol(g, static_cast<ditto::node_id>(g.size() - 1)));
            static_cast<void>(value);
        }
    } catch (const ditto::parse_error&) {
    }
    return 0;
}
