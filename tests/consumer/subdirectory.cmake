# SPDX-License-Identifier: MIT
include("${CMAKE_CURRENT_LIST_DIR}/consume.cmake")

file(REMOVE_RECURSE "${WORK}")
consume("-DMOEBENCH_SOURCE_DIR=${MOEBENCH_SOURCE_DIR}")
