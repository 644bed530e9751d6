#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ditto {

/// The place of one partial derivative: row of the residual, unknown variable in the kernel's order, scalar within it, or
/// coordinate of a step away from it where it is on a manifold.
struct partial_position {
    std::uint32_t row;
    std::uint32_t variable;
    std::uint32_t component;
};

/// What the storage of instances needs to know of a kernel. Spans point to static storage or into the kernel's owner.
struct kernel_shape {
    std::uint32_t rows;                            ///< residuals of one instance
    std::uint32_t givens;                          ///< given scalars of one instance
    std::uint32_t lanes;                           ///< instances in one batch
    std::span<const std::uint32_t> variables;      ///< scalars in each unknown variable
    std::span<const partial_position> partials;    ///< ordered by row, variable, component; structural zeros are left out
    std::span<const std::uint32_t> columns = {};   ///< of each variable in the Jacobian; empty: one for each scalar

    std::uint32_t column_count(std::size_t variable) const {
        return columns.empty() ? variables[variable] : columns[variable];
    }
};

/// Where a kernel reads its instances. All planes are padded to whole batches; padded lanes hold readable data.
template <class Scalar>
struct instance_planes {
    const Scalar* state;                  ///< all scalars of all variables
    const std::int32_t* const* offsets;   ///< [variable][instance]: first scalar of the variable in `state`
    const Scalar* const* givens;          ///< [given][instance]
};

/// Where a kernel comes from.
enum class kernel_origin : std::uint8_t {
    compiled,     ///< static code for one structure
    regrouped,    ///< the same, for scalars that lie apart
    interpreted,  ///< a program that is run step by step
};

/// The run-time face of a kernel: one table per structure and scalar type, whoever compiled or interprets it.
///
/// Outputs are batches of `lanes` instances (AoSoA): for batch b in [first, last), output k, lane l the scalar is
/// out[((b - first) * outputs + k) * lanes + l], where outputs = rows for `residuals`, and rows + partials.size() for
/// `linearize`: the rows' values first, the partials in the order of the shape after them. `out` is aligned to 64 bytes.
template <class Scalar>
struct kernel_table {
    using function = void (*)(const void* context, const instance_planes<Scalar>& in, std::size_t first,
                              std::size_t last, Scalar* out);
    kernel_shape shape;
    function residuals;
    function linearize;
    const void* context = nullptr;
    kernel_origin origin = kernel_origin::compiled;
};

}  // namespace ditto
