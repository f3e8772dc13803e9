# SPDX-License-Identifier: MIT
# A header that costs every user seconds has a short list of places that may include it.
# cmake -DROOT=<repository> -P heavy_includes.cmake
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

set(include_dir "${ROOT}/include/moebench")

# allow(<what, a regex> <where, a regex over the path below include/moebench>)
function(allow what where)
    foreach(file IN LISTS files)
        if(file MATCHES "${where}")
            continue()
        endif()
        file(STRINGS "${include_dir}/${file}" lines REGEX "^#include <${what}>")
        foreach(line IN LISTS lines)
            report("${file}: ${line} is allowed only in ${where}")
        endforeach()
    endforeach()
endfunction()

file(GLOB_RECURSE files RELATIVE "${include_dir}" "${include_dir}/*.hpp" "${include_dir}/*.ipp")

allow("boost/beast/.*" "^(impl/)?transport/(detail/)?beast_[a-z_]+\\.[hi]pp$")
allow("boost/process/.*" "^impl/server/boost_process_[a-z_]+\\.ipp$")
allow("boost/math/.*" "^impl/stats/detail/(binomial|student_t)\\.ipp$")
allow("boost/json/[a-eg-z].*" "^(impl/.*\\.ipp|store/detail/json_loader\\.hpp)$")
allow("boost/json/fwd\\.hpp" "^(protocol|store|impl)/")
set(entry_points task server/readiness server_process suite_runner scenario_runner)
list(JOIN entry_points "|" entry_points)
allow("boost/asio/(co_spawn|experimental/.*)\\.hpp" "^((${entry_points})\\.hpp|impl/.*\\.ipp)$")
allow("boost/(asio|beast|json|process)\\.hpp" "^$")
allow("(iostream|regex)" "^$")

fail_if_reported()
