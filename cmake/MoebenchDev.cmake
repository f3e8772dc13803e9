# SPDX-License-Identifier: MIT
# What only this project's own targets use: warnings, ccache, and how a test is declared.
include_guard(DIRECTORY)

option(MOEBENCH_WERROR "Treat warnings in moebench's own code as errors" OFF)
option(MOEBENCH_CCACHE "Compile through ccache where it is installed" ${PROJECT_IS_TOP_LEVEL})

add_library(moebench_warnings INTERFACE)
target_compile_options(moebench_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion $<$<BOOL:${MOEBENCH_WERROR}>:-Werror>
    # False alarms of optimising g++: overlaps in std::string (bug 105329, until 13), and frames of
    # coroutines that are freed as they were not allocated (bug 109224).
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)

find_program(MOEBENCH_CCACHE_PROGRAM ccache)
mark_as_advanced(MOEBENCH_CCACHE_PROGRAM)
if(MOEBENCH_CCACHE AND MOEBENCH_CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without these two, ccache passes on whatever uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        env CCACHE_SLOPPINESS=pch_defines,time_macros "${MOEBENCH_CCACHE_PROGRAM}")
endif()

# add_moebench_test(<name> LABEL unit|integration|embedding|cli|live|build SOURCES <file>...
#                   [LIBRARIES <target>...] [PROPERTIES <test property> <value>...])
#
# A Catch2 executable on moebench::compiled, each test case a CTest test named `<label>: <case>`.
# Tests that start a real server share the machine's two cores: give them
# PROPERTIES RESOURCE_LOCK llama-server.
function(add_moebench_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;LIBRARIES;PROPERTIES")
    set(labels unit integration embedding cli live build)
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES OR NOT arg_LABEL IN_LIST labels)
        message(FATAL_ERROR "add_moebench_test(${name}): LABEL one of ${labels}, SOURCES ...")
    endif()

    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE
        moebench::compiled moebench_warnings Catch2::Catch2WithMain ${arg_LIBRARIES})
    target_precompile_headers(${name} REUSE_FROM moebench_test_headers)

    set(properties LABELS ${arg_LABEL} TIMEOUT 600)
    if(arg_LABEL STREQUAL "live")
        # 77 says "skipped: no server, no model"; under CI that is a failure like any other.
        set(properties LABELS live TIMEOUT 600)
        if(NOT "$ENV{CI}")
            list(APPEND properties SKIP_RETURN_CODE 77)
        endif()
    endif()
    catch_discover_tests(${name}
        TEST_PREFIX "${arg_LABEL}: "
        EXTRA_ARGS -w NoTests  # a name that CMake spells otherwise must not pass unrun
        PROPERTIES ${properties} ${arg_PROPERTIES})
endfunction()
