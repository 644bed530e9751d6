# cmake -DPROGRAM=... -DINPUT=... -DREFERENCE=... -P check_final_cost.cmake
# Runs a program that prints "cost A -> B"; B must not exceed the reference cost by more than one part in a million.
execute_process(COMMAND "${PROGRAM}" "${INPUT}" OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
message(STATUS "${output}${errors}")
if(NOT status EQUAL 0)
    message(FATAL_ERROR "the program failed: ${status}")
endif()
if(NOT output MATCHES "cost [^ ]+ -> ([0-9.e+-]+)")
    message(FATAL_ERROR "no line 'cost A -> B' in the output")
endif()
set(cost "${CMAKE_MATCH_1}")
# CMake has no floating point; awk is wherever a shell is.
execute_process(
    COMMAND awk -v "cost=${cost}" -v "reference=${REFERENCE}" "BEGIN { exit !(cost > 0 && cost <= reference * (1 + 1e-6)) }"
    RESULT_VARIABLE status
)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "final cost ${cost}, reference ${REFERENCE}: not within 1e-6")
endif()
message(STATUS "final cost ${cost}, reference ${REFERENCE}: ok")
