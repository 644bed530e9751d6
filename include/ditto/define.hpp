#pragma once

#include <ditto/define/residual.hpp>
#include <ditto/define/rotation.hpp>
