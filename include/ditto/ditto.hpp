#pragma once

#include <ditto/define.hpp>
#include <ditto/define/print.hpp>
#include <ditto/emit.hpp>
#include <ditto/error.hpp>
#include <ditto/graph.hpp>
#include <ditto/kernel.hpp>
#include <ditto/problem.hpp>
#include <ditto/run_time.hpp>
#include <ditto/solve.hpp>
#include <ditto/solve/check_derivatives.hpp>
#include <ditto/solve/residuals_by_cost.hpp>
