# SPDX-License-Identifier: MIT
# Packs what is built, looks into both packages, and runs the program out of them.
# cmake -DBINARY_DIR=... -DWORK=... -P packages.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${WORK}")
execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND "${CMAKE_CPACK_COMMAND}" --config "${BINARY_DIR}/CPackConfig.cmake" -B "${WORK}")

# check_package(<name> <regular expression for its dependencies> <file>...): it holds these files.
function(check_package name depends)
    file(GLOB package "${WORK}/${name}_*.deb")
    execute_process(COMMAND_ERROR_IS_FATAL ANY
        COMMAND dpkg-deb --field "${package}" Depends OUTPUT_VARIABLE depended)
    if(NOT depended MATCHES "${depends}")
        message(FATAL_ERROR "${name} depends on ${depended}, not on ${depends}")
    endif()
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND dpkg-deb --extract "${package}" "${WORK}/${name}")
    foreach(file IN LISTS ARGN)
        if(NOT EXISTS "${WORK}/${name}/usr/${file}")
            message(FATAL_ERROR "${package} has no /usr/${file}")
        endif()
    endforeach()
endfunction()

check_package(moebench "libc6 .*libstdc[+][+]6"
    bin/moebench
    bin/llama-sim
    share/man/man1/moebench.1
    share/bash-completion/completions/moebench
    share/doc/moebench/copyright)
check_package(moebench-dev "libboost1[.][0-9]+-dev"
    include/moebench/moebench.hpp
    include/moebench/impl/protocol/chat_codec.ipp
    lib/libmoebench_compiled.a
    lib/cmake/moebench/moebenchConfig.cmake
    lib/pkgconfig/moebench.pc
    lib/pkgconfig/moebench-compiled.pc
    share/doc/moebench-dev/copyright)
if(EXISTS "${WORK}/moebench/usr/include" OR EXISTS "${WORK}/moebench-dev/usr/bin")
    message(FATAL_ERROR "A package holds what belongs to the other")
endif()
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND "${WORK}/moebench/usr/bin/moebench" --version)
