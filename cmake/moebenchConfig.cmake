# SPDX-License-Identifier: MIT
include("${CMAKE_CURRENT_LIST_DIR}/MoebenchBoost.cmake")

if(NOT TARGET moebench::moebench)
    include("${CMAKE_CURRENT_LIST_DIR}/moebenchTargets.cmake")
    # Not in the export: whether Boost.JSON is found or built is the consumer's own matter.
    target_link_libraries(moebench::moebench INTERFACE moebench_boost)
endif()
