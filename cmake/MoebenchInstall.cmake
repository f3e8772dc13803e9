# SPDX-License-Identifier: MIT
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/moebench")

install(TARGETS moebench_headers moebench_compiled EXPORT moebenchTargets FILE_SET HEADERS)
install(EXPORT moebenchTargets NAMESPACE moebench:: DESTINATION "${package_folder}")

write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/moebenchConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
    cmake/moebenchConfig.cmake
    cmake/MoebenchBoost.cmake
    cmake/boost_json.cpp
    "${PROJECT_BINARY_DIR}/moebenchConfigVersion.cmake"
    DESTINATION "${package_folder}")

foreach(app IN ITEMS moebench llama-sim)
    if(TARGET ${app})
        install(TARGETS ${app})
    endif()
endforeach()
