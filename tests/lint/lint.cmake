# SPDX-License-Identifier: MIT
# What the lint scripts share. Each is run as cmake -DROOT=<repository> -P <script>.
cmake_minimum_required(VERSION 3.25)

function(report finding)
    message(NOTICE "${finding}")
    set_property(GLOBAL PROPERTY MOEBENCH_LINT_FINDING ON)
endfunction()

function(fail_if_reported)
    get_property(reported GLOBAL PROPERTY MOEBENCH_LINT_FINDING)
    if(reported)
        message(FATAL_ERROR "see above")
    endif()
endfunction()

# All C++ files, relative to ROOT.
function(list_sources result)
    file(GLOB_RECURSE files RELATIVE "${ROOT}"
         "${ROOT}/include/*.[hi]pp" "${ROOT}/apps/*.[hc]pp" "${ROOT}/examples/*.cpp"
         "${ROOT}/tests/*.[hc]pp" "${ROOT}/cmake/*.cpp")
    set(${result} "${files}" PARENT_SCOPE)
endfunction()
