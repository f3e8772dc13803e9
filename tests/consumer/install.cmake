# SPDX-License-Identifier: MIT
# What the package moebench-dev holds, into a folder. cmake -DBINARY_DIR=... -DPREFIX=... -P install.cmake
file(REMOVE_RECURSE "${PREFIX}")
execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND "${CMAKE_COMMAND}" --build "${BINARY_DIR}" --target moebench_dev_files)
execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND "${CMAKE_COMMAND}" --install "${BINARY_DIR}" --component dev --prefix "${PREFIX}")
