# SPDX-License-Identifier: MIT
# Rules that a regular expression can see, over all C++ files. cmake -DROOT=<repository> -P sources.cmake
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

list_sources(files)

# Sets `hit` to "" or to `<file>:<line>` of the first match.
function(find_first file text pattern)
    set(hit "" PARENT_SCOPE)
    if(text MATCHES "${pattern}")
        string(FIND "${text}" "${CMAKE_MATCH_0}" position)
        string(SUBSTRING "${text}" 0 ${position} before)
        string(REGEX REPLACE "[^\n]" "" before "${before}")
        string(LENGTH "${before}" line)
        math(EXPR line "${line} + 1")
        set(hit "${file}:${line}" PARENT_SCOPE)
    endif()
endfunction()

function(forbid pattern why)
    find_first("${file}" "${text}" "${pattern}")
    if(hit)
        report("${hit}: ${why}")
    endif()
endfunction()

foreach(file IN LISTS files)
    file(READ "${ROOT}/${file}" text)
    if(NOT text MATCHES "^// SPDX-License-Identifier: MIT\n")
        report("${file}:1: the first line is not the SPDX line")
    endif()
    file(STRINGS "${ROOT}/${file}" long_lines LENGTH_MINIMUM 101 ENCODING UTF-8)
    foreach(line IN LISTS long_lines)
        report("${file}: longer than 100 columns: ${line}")
    endforeach()

    # A rule about code must not fire on a comment that names the trap.
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
    if(file MATCHES "\\.[hi]pp$")
        string(REGEX REPLACE "[^\n]" "" newlines "${text}")
        string(LENGTH "${newlines}" lines)
        if(lines GREATER 300)
            report("${file}: ${lines} lines; split what has more than 300")
        endif()
        forbid("using namespace" "a using directive in a header reaches every user")
    endif()
    if(file MATCHES "\\.hpp$" AND NOT text MATCHES "^\n#pragma once\n")
        report("${file}:2: the second line is not #pragma once")
    endif()

    forbid("TEST_CASE\\([ \n]*\"(-|[^\"]*;)" "CMake lists and Catch's own flags spoil such a test's name")

    # g++ 12.2 frees these twice, without a warning, when the temporary owns memory.
    forbid("co_await[^;{]*[^;{) \n][ \n]*{" "a brace initialiser inside a co_await expression")
    forbid("co_await[^;]*\\[[^]]*\\][ \n]*\\(" "a lambda inside a co_await expression")
    forbid("(if|while) \\(!\\(co_await" "test an awaited result through an init-statement")
endforeach()

fail_if_reported()
