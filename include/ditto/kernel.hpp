#pragma once

#include <ditto/kernel/kernel_table.hpp>
#include <ditto/kernel/static_kernel.hpp>
