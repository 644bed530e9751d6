#pragma once

// Kernels of definitions. What serves graphs that are known at run time is in run_time.hpp: it would add to compiling those.

#include <ditto/kernel/kernel_table.hpp>
#include <ditto/kernel/static_kernel.hpp>
