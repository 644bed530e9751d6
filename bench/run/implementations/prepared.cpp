#include "../implementation.hpp"

#include <numeric>

namespace bench {

double prepared::at(const scene& s, const double* out, std::size_t b, std::size_t instance, std::size_t k) const {
    const std::size_t outputs = shape_of(s.blocks[b].kind).outputs();
    return out[s.output_base(b) + (instance / lanes * outputs + order[b][k]) * lanes + instance % lanes];
}

std::vector<std::vector<std::size_t>> counted_order(const scene& s) {
    std::vector<std::vector<std::size_t>> order;
    for (const block& b : s.blocks) {
        order.emplace_back(shape_of(b.kind).outputs());
        std::iota(order.back().begin(), order.back().end(), std::size_t{0});
    }
    return order;
}

}  // namespace bench
