#pragma once

#include <ditto/solve/check_derivatives.hpp>
#include <ditto/solve/covariance.hpp>
#include <ditto/solve/rank_report.hpp>
#include <ditto/solve/residuals_by_cost.hpp>
