#pragma once

// Graphs that are known at run time only: kernels that interpret them, the pool that finds the compiled ones, functions of
// graphs, problems assembled from them.

#include <ditto/graph/run_time.hpp>
#include <ditto/kernel/compiled_function.hpp>
#include <ditto/kernel/compiled_objective.hpp>
#include <ditto/kernel/interpreted_kernel.hpp>
#include <ditto/kernel/kernel_pool.hpp>
#include <ditto/kernel/optimization_report.hpp>
#include <ditto/problem/assembly.hpp>
#include <ditto/problem/inventory.hpp>
