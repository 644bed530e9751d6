#pragma once

// All of define/ but print.hpp, whose texts would add 5 % to compiling a definition; ditto.hpp includes it.

#include <ditto/define/as_real.hpp>
#include <ditto/define/assignment.hpp>
#include <ditto/define/choice.hpp>
#include <ditto/define/eigenvalues.hpp>
#include <ditto/define/energy.hpp>
#include <ditto/define/geometry.hpp>
#include <ditto/define/losses.hpp>
#include <ditto/define/manifolds.hpp>
#include <ditto/define/matrix.hpp>
#include <ditto/define/quaternion.hpp>
#include <ditto/define/reduce.hpp>
#include <ditto/define/refusals.hpp>
#include <ditto/define/refused_points.hpp>
#include <ditto/define/residual.hpp>
#include <ditto/define/rotation.hpp>
