# SPDX-License-Identifier: MIT
# The top level holds these and nothing else. cmake -DROOT=<repository> -P tree.cmake
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

set(card CMakeLists.txt include examples apps tests cmake README.md)
set(wanted_by_tools CMakePresets.json LICENSE .ci .clang-format .clang-tidy .gitignore)
set(local .git build .cache CMakeUserPresets.json compile_commands.json)

file(GLOB entries RELATIVE "${ROOT}" LIST_DIRECTORIES true "${ROOT}/*")
foreach(entry IN LISTS entries)
    if(NOT entry IN_LIST card AND NOT entry IN_LIST wanted_by_tools AND NOT entry IN_LIST local)
        report("${entry} does not belong at the top level")
    endif()
endforeach()
foreach(entry IN LISTS card wanted_by_tools)
    if(NOT EXISTS "${ROOT}/${entry}")
        report("${entry} is missing at the top level")
    endif()
endforeach()

fail_if_reported()
