#pragma once

#include <ditto/define/rejected.hpp>
#include <ditto/graph/code.hpp>

namespace ditto {

namespace reason {
struct constant_outside_domain;
}
namespace repair {
struct choose_constants_within_its_domain;
}

namespace detail {

/// Words after one more, which is 0, or 1 + the operation whose constants lie outside its domain.
constexpr buffer<std::uint64_t> with_fault(const graph& g, const buffer<std::uint64_t>& words) {
    buffer<std::uint64_t> result{g.domain_fault() == no_node ? 0 : std::uint64_t{1} + g[g.domain_fault()].op};
    result.append(words);
    return result;
}

/// The words that Maker::make() returns, told apart from their fault.
template <class Maker>
struct without_fault {
    static constexpr auto words = frozen<Maker>();
    static constexpr bool is_sound = words.words[0] == 0;
    static consteval auto graph_code() {
        code<words.words.size() - 1> result;
        for (std::size_t i = 0; i + 1 < words.words.size(); ++i) result.words[i] = words.words[i + 1];
        return result;
    }

    /// Complete if the words are sound; else the error names the operation.
    using verdict =
        accepted_if<is_sound, rejected<reason::constant_outside_domain, operation_at<is_sound ? 0 : words.words[0] - 1>,
                                       repair::choose_constants_within_its_domain>>;
};

}  // namespace detail

}  // namespace ditto
