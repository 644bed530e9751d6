#pragma once

#include <ditto/solve/dogleg.hpp>
#include <ditto/solve/gauss_newton.hpp>
#include <ditto/solve/iteration.hpp>
#include <ditto/solve/levenberg_marquardt.hpp>
#include <ditto/solve/minimise.hpp>
#include <ditto/solve/solve.hpp>
#include <ditto/solve/summary.hpp>
#include <ditto/solve/termination.hpp>
