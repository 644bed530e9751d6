#pragma once

#include <stdexcept>

namespace ditto {

/// Base of every exception that ditto throws: wrong use at the edge (a bad handle, a wrong size, an unreadable file).
/// Numerical outcomes are statuses in a `summary`, never exceptions.
struct error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A handle that names nothing (any more): its residual was removed, or it belongs to another problem.
struct invalid_handle : error {
    using error::error;
};

/// A span or vector whose size is not the one the operation needs.
struct size_mismatch : error {
    using error::error;
};

/// A text that is not what it should be; names the line, and the field if there is one.
struct parse_error : error {
    using error::error;
};

}  // namespace ditto
