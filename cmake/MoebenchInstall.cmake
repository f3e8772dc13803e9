# SPDX-License-Identifier: MIT
# Two components, a Debian package each: `runtime`, the programs, and `dev`, the library.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/moebench")

install(TARGETS moebench_headers moebench_compiled EXPORT moebenchTargets
    ARCHIVE COMPONENT dev
    FILE_SET HEADERS COMPONENT dev)
install(EXPORT moebenchTargets NAMESPACE moebench::
    DESTINATION "${package_folder}" COMPONENT dev)

write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/moebenchConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
    cmake/moebenchConfig.cmake
    cmake/MoebenchBoost.cmake
    cmake/boost_json.cpp
    "${PROJECT_BINARY_DIR}/moebenchConfigVersion.cmake"
    DESTINATION "${package_folder}" COMPONENT dev)

# pkg-config builds nothing: where there is no library of Boost.JSON, ours is installed.
set(pkg_config_folder "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH relative_prefix "/${pkg_config_folder}" "/")
string(REGEX REPLACE "/$" "" relative_prefix "${relative_prefix}")
get_target_property(boost_json_type moebench_boost_json TYPE)
set(boost_cflags "")
if(NOT Boost_INCLUDE_DIRS STREQUAL "/usr/include")  # named, it would hide the compiler's own
    set(boost_cflags "-isystem ${Boost_INCLUDE_DIRS}")
endif()
set(boost_libs "")
if(TARGET Boost::process)
    string(APPEND boost_libs " -lboost_process -lboost_filesystem")
endif()
if(boost_json_type STREQUAL "STATIC_LIBRARY")
    install(TARGETS moebench_boost_json ARCHIVE COMPONENT dev)
    string(PREPEND boost_libs "-lmoebench_boost_json")
else()
    string(PREPEND boost_libs "-L$<TARGET_FILE_DIR:Boost::json> -lboost_json")
endif()
foreach(module IN ITEMS moebench moebench-compiled)
    configure_file("cmake/${module}.pc.in" "${PROJECT_BINARY_DIR}/${module}.pc.in" @ONLY)
    file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/${module}.pc"
        INPUT "${PROJECT_BINARY_DIR}/${module}.pc.in")
    install(FILES "${PROJECT_BINARY_DIR}/${module}.pc"
        DESTINATION "${pkg_config_folder}" COMPONENT dev)
endforeach()
add_custom_target(moebench_dev_files DEPENDS moebench_compiled)
if(boost_json_type STREQUAL "STATIC_LIBRARY")
    add_dependencies(moebench_dev_files moebench_boost_json)
endif()

if(MOEBENCH_BUILD_APPS)
    install(TARGETS moebench llama-sim RUNTIME COMPONENT runtime)
    install(FILES "${MOEBENCH_MANUAL_DIR}/moebench.1"
        DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT runtime)
    install(FILES "${MOEBENCH_MANUAL_DIR}/moebench.bash"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME moebench
        COMPONENT runtime)
endif()

install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/moebench"
    RENAME copyright COMPONENT runtime)
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/moebench-dev"
    RENAME copyright COMPONENT dev)

if(NOT PROJECT_IS_TOP_LEVEL)
    return()
endif()
# cpack: the two Debian packages. The archives fit the Boost that they were compiled with.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The moebench authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME moebench)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME moebench-dev)
set(CPACK_COMPONENT_DEV_DESCRIPTION "Headers, archives, CMake package and pkg-config files.")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "libboost${Boost_VERSION_MAJOR}.${Boost_VERSION_MINOR}-dev")
set(CPACK_COMPONENTS_ALL runtime dev)
include(CPack)
