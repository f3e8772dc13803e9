# SPDX-License-Identifier: MIT
# Every way and mode of consuming, with every compiler and Boost, one tree after the other, and a
# table at the end. cmake -DROOT=<repository> -P matrix.cmake
cmake_minimum_required(VERSION 3.25)

set(dev "g++, Boost 1.81")
set(boost-1.90 "g++, Boost 1.90")
set(clang "clang-16, Boost 1.81")
set(clang-boost-1.90 "clang-16, Boost 1.90")

set(table "")
set(failed OFF)
foreach(preset IN ITEMS dev boost-1.90 clang clang-boost-1.90)
    execute_process(COMMAND_ERROR_IS_FATAL ANY WORKING_DIRECTORY "${ROOT}"
        COMMAND "${CMAKE_COMMAND}" --preset ${preset} -DMOEBENCH_LIVE_TESTS=OFF)
    execute_process(WORKING_DIRECTORY "${ROOT}" ECHO_OUTPUT_VARIABLE
        COMMAND "${CMAKE_CTEST_COMMAND}" --preset ${preset} -R "^consumer: "
        OUTPUT_VARIABLE output RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        set(failed ON)
    endif()
    string(REGEX MATCHALL "consumer: [^\n]+ sec" results "${output}")
    list(TRANSFORM results REPLACE "^consumer: " "${${preset}}: ")
    list(APPEND table ${results})
endforeach()

list(JOIN table "\n" table)
message("\n${table}")
if(failed)
    message(FATAL_ERROR "The consumer matrix has failures")
endif()
