#pragma once

// Definitions in Ceres 2.1, which the program finds and links. ditto.hpp does not include this header.

#include <ditto/adapters/ceres/batch.hpp>
#include <ditto/adapters/ceres/cost_function.hpp>
#include <ditto/adapters/ceres/manifold.hpp>
