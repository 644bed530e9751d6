#pragma once

namespace ditto {

/// What a compile-time refusal prints: why (of namespace reason), where, and what to do (of namespace repair). Never defined,
/// so that to need one is the error.
template <class Reason, class... WhereAndRepair>
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

/// Stands where a refused definition would, that nothing but the refusal be an error.
struct refused_definition {
    constexpr double operator()(const auto&...) const { return 0.0; }
};
}  // namespace detail

}  // namespace ditto
