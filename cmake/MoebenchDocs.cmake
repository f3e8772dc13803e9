# SPDX-License-Identifier: MIT
# The target `docs`: pages of every public name, into html/ of the build folder, from the comments
# in the headers. A public name without one is an error, in the target and in the test.
find_package(Doxygen)
if(NOT DOXYGEN_FOUND)
    message(STATUS "moebench: no doxygen, so no docs and no test of them")
    return()
endif()

# A header has a page, and an example is listed, only where a comment says so.
set(pages "")
file(GLOB headers RELATIVE "${PROJECT_SOURCE_DIR}/include" CONFIGURE_DEPENDS
     "${PROJECT_SOURCE_DIR}/include/moebench/*.hpp" "${PROJECT_SOURCE_DIR}/include/moebench/*/*.hpp")
list(FILTER headers EXCLUDE REGEX "/detail/")
foreach(header IN LISTS headers)
    string(APPEND pages "/** @file ${header} */\n")
endforeach()
file(GLOB examples CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*.cpp")
foreach(example IN LISTS examples)
    file(STRINGS "${example}" title REGEX "^// [^S]" LIMIT_COUNT 1)
    string(REGEX REPLACE "^// " "" title "${title}")
    cmake_path(GET example FILENAME name)
    string(APPEND pages "/** @example ${name}\n * ${title} */\n")
endforeach()
file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/pages.dox" CONTENT "${pages}")

set(DOXYGEN_EXCLUDE_PATTERNS "*/detail/*" "*/impl/*")
set(DOXYGEN_EXCLUDE_SYMBOLS moebench::detail "moebench::detail::*" boost "boost::*")
set(DOXYGEN_EXAMPLE_PATH "${PROJECT_SOURCE_DIR}/examples")
set(DOXYGEN_STRIP_FROM_PATH "${PROJECT_SOURCE_DIR}/include")
set(DOXYGEN_STRIP_FROM_INC_PATH "${PROJECT_SOURCE_DIR}/include")
set(DOXYGEN_PREDEFINED MOEBENCH_SEPARATE_COMPILATION)  # declarations are enough
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)  # the first sentence says what it is
set(DOXYGEN_SORT_MEMBER_DOCS NO)
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_NO_PARAMDOC NO)  # parameters are told in the text, where their names do not do it
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
doxygen_add_docs(docs
    "${PROJECT_SOURCE_DIR}/include/moebench"
    "${PROJECT_SOURCE_DIR}/README.md"
    "${PROJECT_BINARY_DIR}/pages.dox")

if(MOEBENCH_BUILD_TESTS)
    add_test(NAME "build: docs"
        COMMAND Doxygen::doxygen "${CMAKE_CURRENT_BINARY_DIR}/Doxyfile.docs"
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties("build: docs" PROPERTIES LABELS build TIMEOUT 300)
endif()
