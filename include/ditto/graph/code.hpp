#pragma once

#include <ditto/graph/graph.hpp>

#include <array>
#include <span>

namespace ditto {

/// Words as a structural constant: what a graph is as a template argument. Equal structures are equal types.
template <std::size_t Size>
struct code {
    std::array<std::uint64_t, Size> words{};
    friend constexpr bool operator==(const code&, const code&) = default;
};

/// A graph with its outputs.
struct rooted_graph {
    graph nodes;
    buffer<node_id> outputs;
};

namespace detail {

// Numbers of seven bits a byte, low bits first, the last byte without its high bit; eight bytes to a word. Operands are
// distances to earlier nodes, hence mostly one byte.
class word_writer {
public:
    constexpr void byte(std::uint64_t b) {
        if (position_ % 8 == 0) words_.push_back(0);
        words_[position_ / 8] |= b << (8 * (position_ % 8));
        ++position_;
    }
    constexpr void number(std::uint64_t n) {
        for (; n >= 128; n >>= 7) byte((n & 127) | 128);
        byte(n);
    }
    constexpr buffer<std::uint64_t> take() { return words_; }

private:
    buffer<std::uint64_t> words_;
    std::size_t position_ = 0;
};

class word_reader {
public:
    constexpr explicit word_reader(std::span<const std::uint64_t> words) : words_(words.data()) {}
    constexpr std::uint64_t byte() {
        const std::uint64_t b = (words_[position_ / 8] >> (8 * (position_ % 8))) & 255;
        ++position_;
        return b;
    }
    constexpr std::uint64_t number() {
        std::uint64_t n = 0;
        for (int shift = 0;; shift += 7) {
            const std::uint64_t b = byte();
            n |= (b & 127) << shift;
            if (b < 128) return n;
        }
    }

private:
    const std::uint64_t* words_;
    std::size_t position_ = 0;
};

}  // namespace detail

/// Nodes as words, in their order.
constexpr buffer<std::uint64_t> encode(std::span<const node> nodes, bool ieee_derivatives, std::span<const node_id> outputs) {
    detail::word_writer out;
    out.number(nodes.size() * 2 + (ieee_derivatives ? 1 : 0));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const node& n = nodes[i];
        out.byte(n.op);
        if (n.is_input()) out.number(std::uint64_t{n.operands[0]} * 2 + n.operands[1]);
        if (n.is_constant())
            for (int shift = 0; shift < 64; shift += 8)
                out.byte((std::bit_cast<std::uint64_t>(n.value) >> shift) & 255);
        for (std::size_t k = 0; k < n.arity(); ++k) out.number(i - n.operands[k]);
    }
    out.number(outputs.size());
    for (const node_id id : outputs) out.number(id);
    return out.take();
}

/// The graph as words: canonicalise first for equal words.
constexpr buffer<std::uint64_t> encode(const graph& g, std::span<const node_id> outputs) {
    return encode(g.nodes(), g.has_ieee_derivatives(), outputs);
}

/// The graph that the words encode.
constexpr rooted_graph decode(std::span<const std::uint64_t> words) {
    detail::word_reader in(words);
    rooted_graph result;
    const std::uint64_t header = in.number(), size = header / 2;
    result.nodes.set_ieee_derivatives(header % 2 != 0);
    for (std::uint64_t i = 0; i < size; ++i) {
        node n{static_cast<opcode>(in.byte()), {}, 0.0};
        if (n.is_input()) {
            const std::uint64_t number = in.number();
            n.operands[0] = static_cast<node_id>(number / 2);
            n.operands[1] = static_cast<node_id>(number % 2);
        }
        if (n.is_constant()) {
            std::uint64_t bits = 0;
            for (int shift = 0; shift < 64; shift += 8) bits |= in.byte() << shift;
            n.value = std::bit_cast<double>(bits);
        }
        const std::size_t arity = n.arity();
        for (std::size_t k = 0; k < arity; ++k) n.operands[k] = static_cast<node_id>(i - in.number());
        result.nodes.insert(n);
    }
    const std::uint64_t outputs = in.number();
    for (std::uint64_t i = 0; i < outputs; ++i) result.outputs.push_back(static_cast<node_id>(in.number()));
    return result;
}

namespace detail {
template <std::size_t Capacity>
struct word_buffer {
    std::size_t size = 0;
    std::array<std::uint64_t, Capacity> words{};
};
template <std::size_t Capacity>
constexpr word_buffer<Capacity> buffered(const buffer<std::uint64_t>& words) {
    word_buffer<Capacity> buffer;
    buffer.size = words.size();
    if (words.size() <= Capacity)
        for (std::size_t i = 0; i < words.size(); ++i) buffer.words[i] = words[i];
    return buffer;
}
template <std::size_t Size, std::size_t Capacity>
constexpr code<Size> trimmed(const word_buffer<Capacity>& buffer) {
    code<Size> result;
    for (std::size_t i = 0; i < Size; ++i) result.words[i] = buffer.words[i];
    return result;
}

// A variable of its own: clang++ evaluates a local one again whenever its function is.
template <class Maker, std::size_t Capacity>
inline constexpr auto made = buffered<Capacity>(Maker::make());

/// The words that Maker::make() returns, taken out of the constant evaluation that made them. One evaluation suffices
/// where they fit the buffer; more are made for larger ones.
template <class Maker, std::size_t Capacity = 512>
consteval auto frozen() {
    constexpr const auto& words = made<Maker, Capacity>;
    if constexpr (words.size > Capacity)
        return frozen<Maker, words.size>();
    else
        return trimmed<words.size>(words);
}
}  // namespace detail

}  // namespace ditto
