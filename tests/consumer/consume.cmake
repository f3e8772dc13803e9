# SPDX-License-Identifier: MIT
# consume(<cache entry>...): configures, builds and runs the user's project.
cmake_minimum_required(VERSION 3.25)

function(consume)
    execute_process(COMMAND_ERROR_IS_FATAL ANY
        COMMAND "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${WORK}/build"
                -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}"
                "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" ${ARGN})
    execute_process(COMMAND_ERROR_IS_FATAL ANY
        COMMAND "${CMAKE_COMMAND}" --build "${WORK}/build" --parallel 2)
    foreach(mode IN ITEMS moebench compiled)
        execute_process(COMMAND_ERROR_IS_FATAL ANY
            COMMAND "${WORK}/build/consumer_${mode}" COMMAND_ECHO STDOUT)
    endforeach()
endfunction()
