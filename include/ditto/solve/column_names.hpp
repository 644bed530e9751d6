#pragma once

#include <ditto/problem/variable_store.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ditto::detail {

/// Whose a column of the Jacobian is: variables are counted in order of adding, columns within each.
struct column_owner {
    std::size_t variable, component, components;
    std::string name() const {
        std::string text = "variable " + std::to_string(variable);
        return components == 1 ? text : text + '[' + std::to_string(component) + ']';
    }
};

template <class Scalar>
std::vector<column_owner> column_owners(const variable_store<Scalar>& of) {
    std::vector<column_owner> owners(of.free_columns());
    for (std::uint32_t id = 0; id < of.count(); ++id)
        for (std::int32_t c = 0; !of.fixed(id) && c < of.columns(id); ++c)
            owners[static_cast<std::size_t>(of.column(id) + c)] = {id, static_cast<std::size_t>(c),
                                                                   static_cast<std::size_t>(of.columns(id))};
    return owners;
}

}  // namespace ditto::detail
