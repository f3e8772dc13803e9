# SPDX-License-Identifier: MIT
# Builds and runs the user's project in one way and mode; the variables are those of add_consumer_test.
file(REMOVE_RECURSE "${WORK}")
set(project "${CMAKE_CURRENT_LIST_DIR}/project")
set(warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)

if(WAY STREQUAL "pkg-config")
    # As in a Makefile: no CMake on the user's side.
    set(module moebench)
    if(MODE STREQUAL "compiled")
        set(module moebench-compiled)
    endif()
    set(ENV{PKG_CONFIG_PATH} "${PREFIX}/lib/pkgconfig")
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND_ECHO STDOUT
        COMMAND pkg-config --cflags --libs ${module}
        OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE)
    separate_arguments(flags UNIX_COMMAND "${flags}")
    separate_arguments(FLAGS UNIX_COMMAND "${FLAGS}")
    file(MAKE_DIRECTORY "${WORK}")
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND_ECHO STDOUT
        COMMAND "${COMPILER}" -std=c++20 ${FLAGS} ${warnings} -fvisibility=hidden
                "${project}/main.cpp" "${project}/second.cpp" ${flags} -o "${WORK}/consumer")
    if(BOOST)
        set(ENV{LD_LIBRARY_PATH} "${BOOST}/lib")
    endif()
else()
    list(JOIN warnings " " warnings)
    execute_process(COMMAND_ERROR_IS_FATAL ANY
        COMMAND "${CMAKE_COMMAND}" -S "${project}" -B "${WORK}" -G "${GENERATOR}"
                "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
                "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DWARNINGS=${warnings}"
                "-DWAY=${WAY}" "-DMODE=${MODE}" "-DMOEBENCH_SOURCE_DIR=${SOURCE_DIR}"
                "-DCMAKE_PREFIX_PATH=${PREFIX}" "-DBoost_ROOT=${BOOST}")
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND "${CMAKE_COMMAND}" --build "${WORK}" --parallel 1)
endif()
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND "${WORK}/consumer" COMMAND_ECHO STDOUT)
