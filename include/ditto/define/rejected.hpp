#pragma once

namespace ditto {

/// What a compile-time refusal prints: why, and where. Never defined, so that to need one is the error.
template <class Reason, class... Where>
struct rejected;

template <int>
struct argument;  ///< the place, counted from 1
template <class>
struct expects;  ///< what the definition asked for
template <class>
struct got;  ///< what it was given

namespace detail {
/// Complete where `Ok` holds; else the error names the rejection, on one line.
template <bool Ok, class Rejection>
struct accepted_if {};
template <class Rejection>
struct accepted_if<false, Rejection> : Rejection {};
}  // namespace detail

}  // namespace ditto
