#pragma once

#include <cstdint>

namespace ditto {

namespace detail {
struct handle_access;
}

/// Names a variable of a problem: its kind in the type, its place in the value. Cheap to copy; empty by default.
template <class Kind>
class variable {
public:
    constexpr variable() = default;
    friend constexpr bool operator==(const variable&, const variable&) = default;

private:
    friend struct detail::handle_access;
    constexpr variable(std::uint64_t problem, std::uint32_t index, std::uint32_t serial)
        : problem_(problem), index_(index), serial_(serial) {}

    std::uint64_t problem_ = 0;
    std::uint32_t index_ = 0;
    std::uint32_t serial_ = 0;  // tells variables apart that a problem and its copy add in the same place
};

/// Names one residual of a problem. Never names another one: a removed residual's place is given out under a new serial.
class residual_handle {
public:
    constexpr residual_handle() = default;
    friend constexpr bool operator==(const residual_handle&, const residual_handle&) = default;

private:
    friend struct detail::handle_access;
    constexpr residual_handle(std::uint64_t problem, std::uint32_t slot, std::uint32_t serial)
        : problem_(problem), slot_(slot), serial_(serial) {}

    std::uint64_t problem_ = 0;
    std::uint32_t slot_ = 0;
    std::uint32_t serial_ = 0;
};

namespace detail {

/// The one door into handles, for problems only.
struct handle_access {
    template <class Kind>
    static constexpr variable<Kind> make(std::uint64_t problem, std::uint32_t index, std::uint32_t serial) {
        return {problem, index, serial};
    }
    static constexpr residual_handle make(std::uint64_t problem, std::uint32_t slot, std::uint32_t serial) {
        return {problem, slot, serial};
    }
    template <class Handle>
    static constexpr std::uint64_t problem(const Handle& h) {
        return h.problem_;
    }
    template <class Kind>
    static constexpr std::uint32_t index(const variable<Kind>& v) {
        return v.index_;
    }
    static constexpr std::uint32_t slot(const residual_handle& h) { return h.slot_; }
    template <class Handle>
    static constexpr std::uint32_t serial(const Handle& h) {
        return h.serial_;
    }
};

template <class T>
inline constexpr bool is_variable = false;
template <class Kind>
inline constexpr bool is_variable<variable<Kind>> = true;

}  // namespace detail
}  // namespace ditto
