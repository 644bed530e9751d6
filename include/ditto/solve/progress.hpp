#pragma once

namespace ditto {

/// What a callback asks for.
enum class progress { proceed, stop };

}  // namespace ditto
