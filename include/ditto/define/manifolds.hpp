#pragma once

// The kinds whose values are points of manifolds.

#include <ditto/define/pose_kinds.hpp>
#include <ditto/define/product.hpp>
#include <ditto/define/rotation_kinds.hpp>
#include <ditto/define/unit_vector.hpp>
