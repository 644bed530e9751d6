#pragma once

#include <ditto/problem/diagnosis.hpp>
#include <ditto/problem/evaluate.hpp>
#include <ditto/problem/evaluation.hpp>
#include <ditto/problem/handles.hpp>
#include <ditto/problem/normal_equations.hpp>
#include <ditto/problem/problem.hpp>
