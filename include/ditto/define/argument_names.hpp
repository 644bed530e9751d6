#pragma once

#include <ditto/define/description.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ditto {

/// What texts call argument k of a definition: a, b, ..., z, aa, ab, ...
inline std::string argument_name(std::size_t k) {
    std::string name(1, static_cast<char>('a' + k % 26));
    while (k >= 26) {
        k = k / 26 - 1;
        name.insert(name.begin(), static_cast<char>('a' + k % 26));
    }
    return name;
}

/// Calls f(name) for a value's scalars, in their order: value.x, value[1], value.field.
template <class F>
void for_each_scalar_name(const value_shape& shape, const std::string& value, F&& f) {
    if (shape.element == nullptr && shape.fields.empty()) f(value);
    for (std::uint32_t i = 0; i < shape.count; ++i) {
        const std::string place = shape.has_axes ? std::string(".") + "xyz"[i] : '[' + std::to_string(i) + ']';
        for_each_scalar_name(*shape.element, value + place, f);
    }
    for (const field_shape& field : shape.fields) for_each_scalar_name(*field.shape, value + '.' + field.name, f);
}

/// The names of all scalars of all arguments, in order, then of the steps on manifolds.
std::vector<std::string> scalar_names(const description auto& of) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < of.arguments.size(); ++i)
        for_each_scalar_name(*of.arguments[i].shape, argument_name(i),
                             [&](const std::string& name) { names.push_back(name); });
    for (std::size_t i = 0; i < of.arguments.size(); ++i)
        for (std::uint32_t s = 0; s < of.arguments[i].steps; ++s)
            names.push_back("step of " + argument_name(i) + '[' + std::to_string(s) + ']');
    return names;
}

}  // namespace ditto
