# SPDX-License-Identifier: MIT
# cmake -DROOT=<repository> -DCLANG_FORMAT=<program> [-DFIX=ON] -P format.cmake
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

list_sources(files)

if(FIX)
    set(mode -i)
else()
    set(mode --dry-run -Werror)
endif()
execute_process(COMMAND "${CLANG_FORMAT}" ${mode} ${files}
    WORKING_DIRECTORY "${ROOT}"
    COMMAND_ERROR_IS_FATAL ANY)
