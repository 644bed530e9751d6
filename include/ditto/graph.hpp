#pragma once

#include <ditto/graph/canonical.hpp>
#include <ditto/graph/code.hpp>
#include <ditto/graph/differentiate.hpp>
#include <ditto/graph/execute.hpp>
#include <ditto/graph/graph.hpp>
#include <ditto/graph/operations.hpp>
#include <ditto/graph/program.hpp>
#include <ditto/graph/schedule.hpp>
#include <ditto/graph/share.hpp>
#include <ditto/graph/simplify.hpp>
#include <ditto/graph/symbol.hpp>
