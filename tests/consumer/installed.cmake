# SPDX-License-Identifier: MIT
include("${CMAKE_CURRENT_LIST_DIR}/consume.cmake")

file(REMOVE_RECURSE "${WORK}")
execute_process(COMMAND_ERROR_IS_FATAL ANY
    COMMAND "${CMAKE_COMMAND}" --install "${MOEBENCH_BINARY_DIR}" --prefix "${WORK}/prefix")
consume("-DCMAKE_PREFIX_PATH=${WORK}/prefix")
