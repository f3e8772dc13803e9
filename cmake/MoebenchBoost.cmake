# SPDX-License-Identifier: MIT
# Defines `moebench_boost`: Boost's headers and the two parts of Boost that want linking.
# Read by this project's own build and again by the installed package.
include_guard(DIRECTORY)

# Without this, an installed Boost::json that is not there prints a warning.
find_package(Boost 1.81 CONFIG REQUIRED OPTIONAL_COMPONENTS json QUIET)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

# Boost.JSON has no header-only mode and must exist once in a program: who has Boost::json gets it.
if(NOT TARGET moebench_boost_json)
    if(TARGET Boost::json)
        add_library(moebench_boost_json INTERFACE IMPORTED GLOBAL)
        target_link_libraries(moebench_boost_json INTERFACE Boost::json)
    else()
        add_library(moebench_boost_json STATIC "${CMAKE_CURRENT_LIST_DIR}/boost_json.cpp")
        set_target_properties(moebench_boost_json PROPERTIES POSITION_INDEPENDENT_CODE ON)
        target_compile_features(moebench_boost_json PUBLIC cxx_std_20)
        target_link_libraries(moebench_boost_json PUBLIC Boost::headers)
    endif()
endif()

if(NOT TARGET moebench_boost)
    add_library(moebench_boost INTERFACE IMPORTED GLOBAL)
    target_link_libraries(moebench_boost INTERFACE
        Boost::headers moebench_boost_json Threads::Threads)
    # Boost.Process v2 is header-only up to 1.85 and a library from 1.86 on.
    if(Boost_VERSION VERSION_GREATER_EQUAL 1.86)
        find_package(Boost CONFIG REQUIRED COMPONENTS process)
        target_link_libraries(moebench_boost INTERFACE Boost::process)
    endif()
endif()
