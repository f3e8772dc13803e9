# SPDX-License-Identifier: MIT
# What is fetched once, by pip from the index it is set up for, and kept for every build tree.
include_guard(DIRECTORY)

# moebench_cache_folder(<variable>): where it is kept.
function(moebench_cache_folder variable)
    set(cache "$ENV{XDG_CACHE_HOME}")
    if(cache STREQUAL "")
        set(cache "$ENV{HOME}/.cache")
    endif()
    set(${variable} "${cache}/moebench" PARENT_SCOPE)
endfunction()

# moebench_fetch(<package==version> <file> <SHA-256> <folder> <hint> [<flag of pip>...])
#
# Downloads the file and unpacks it, both into the folder. If that fails, it says the hint.
function(moebench_fetch package file expected_sha256 folder hint)
    file(MAKE_DIRECTORY "${folder}")
    execute_process(
        COMMAND python3 -m pip download --no-deps --dest "${folder}" ${ARGN} ${package}
        RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "'pip download ${package}' ended with ${code}.\n${hint}")
    endif()
    file(SHA256 "${folder}/${file}" sha256)
    if(NOT sha256 STREQUAL expected_sha256)
        file(REMOVE "${folder}/${file}")
        message(FATAL_ERROR "${package} has SHA-256 ${sha256}, not ${expected_sha256}")
    endif()
    file(ARCHIVE_EXTRACT INPUT "${folder}/${file}" DESTINATION "${folder}")
endfunction()
