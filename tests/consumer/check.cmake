# cmake -DHOW=... -DDITTO=... -DDITTO_BUILD=... -DPROJECT=... -DBINARY=... -DGENERATOR=... -DCOMPILER=... -P check.cmake
# Configures, builds and runs the consumer's project from nothing.
function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "failed (${status}): ${command}")
    endif()
endfunction()

file(REMOVE_RECURSE "${BINARY}")
if(HOW STREQUAL find_package)
    run("${CMAKE_COMMAND}" --install "${DITTO_BUILD}" --prefix "${BINARY}/prefix" OUTPUT_QUIET)
    set(where "-DCMAKE_PREFIX_PATH=${BINARY}/prefix")
else()
    set(where "-DDITTO=${DITTO}")
endif()
run("${CMAKE_COMMAND}" -S "${PROJECT}" -B "${BINARY}/build" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_COMPILE_WARNING_AS_ERROR=ON "-DHOW=${HOW}" "${where}")
run("${CMAKE_COMMAND}" --build "${BINARY}/build")
run("${BINARY}/build/consumer")
