#pragma once

/// Catch2, whichever is installed: 3, split into headers and a library, or 2, one header.
/// Tests use what both have: TEST_CASE, TEMPLATE_TEST_CASE, SECTION, GENERATE, REQUIRE, CHECK, INFO, Approx and matchers.

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_approx.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_all.hpp>
using Catch::Approx;  // as Catch2 2 does
#else
#include <catch2/catch.hpp>
#endif
