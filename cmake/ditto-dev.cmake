# Targets private to this repository. Users never see them, and they are not installed.

# Warnings for tests, benches and examples. They are errors where CMAKE_COMPILE_WARNING_AS_ERROR says so: in the presets
# that the tests use, not in those that a user's unforeseen compiler may meet.
add_library(ditto_dev INTERFACE)
target_link_libraries(ditto_dev INTERFACE ditto::ditto)
target_compile_options(
    ditto_dev
    INTERFACE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow
        # g++ 12 sees overlaps in "literal" + std::string that are not there (GCC bug 105651, mended in 13).
        "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>"
)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    # Where nothing is optimised, g++'s AVX-512 intrinsics are macros, whose casts xsimd 8's batches do not follow: half as
    # many lanes then, under -march=native. clang++ has all of them, always.
    target_compile_options(ditto_dev INTERFACE "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Debug>>:-mno-avx512f>")
endif()

# The same, for the processor at hand: examples and benches show what the machine can do.
add_library(ditto_native INTERFACE)
target_link_libraries(ditto_native INTERFACE ditto_dev)
if(DITTO_NATIVE)
    target_compile_options(
        ditto_native
        INTERFACE
            -march=native
            # g++ 12 takes what AVX-512 intrinsics leave undefined on purpose for a mistake, within Eigen
            # (GCC bug 105593, mended in 13).
            "$<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-maybe-uninitialized;-Wno-uninitialized>"
    )
endif()

# Inputs that stand beside the project and are not part of it. Tests that need them skip, and say so, where they lack.
foreach(folder IN ITEMS contract data)
    string(TOUPPER "DITTO_${folder}" variable)
    if(DEFINED ENV{${variable}})
        set(${variable}_default "$ENV{${variable}}")
    else()
        cmake_path(SET ${variable}_default NORMALIZE "${PROJECT_SOURCE_DIR}/../shared/${folder}")
    endif()
    set(${variable} "${${variable}_default}" CACHE PATH "The folder of ${folder} files that some tests need")
endforeach()

# Names a test after its build tree, so that one run of several trees tells them apart.
set(DITTO_TEST_PREFIX "" CACHE STRING "Prefix of every test's name")

# ditto_add_test(NAME COMMAND...): a test that finds the data folder in its environment. CTest sums up seconds by label.
function(ditto_add_test name)
    add_test(NAME "${DITTO_TEST_PREFIX}${name}" COMMAND ${ARGN} COMMAND_EXPAND_LISTS)
    cmake_path(GET PROJECT_BINARY_DIR FILENAME label)
    set_tests_properties(
        "${DITTO_TEST_PREFIX}${name}"
        PROPERTIES ENVIRONMENT "DITTO_DATA=${DITTO_DATA}" TIMEOUT 900 SKIP_RETURN_CODE 77 LABELS "${label}"
    )
endfunction()

# ditto_skip_test(NAME WHY): stands in for a test that cannot run here, and shows up as skipped, with the reason.
function(ditto_skip_test name why)
    add_test(
        NAME "${DITTO_TEST_PREFIX}${name}"
        COMMAND "${CMAKE_COMMAND}" -E echo "skipped: ${why}"
    )
    set_tests_properties("${DITTO_TEST_PREFIX}${name}" PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
    message(STATUS "ditto: test ${name} is skipped: ${why}")
endfunction()
