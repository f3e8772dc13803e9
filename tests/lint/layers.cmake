# SPDX-License-Identifier: MIT
# An include may only point to the same layer or down. cmake -DROOT=<repository> -P layers.cmake
#
# A body in impl/ has the layer of its header. One row: layer, then the names it holds.
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

set(layer_0 config error task duration clock logger progress version detail/)
set(layer_1 model/ stats/ suite result_sink)
set(layer_2 protocol/)
set(layer_3 transport/)
set(layer_4 server/ server_process)
set(layer_5 suite_runner prompt_calibrator suites/ store/)
set(layer_6 scenario_runner answers/)
set(layer_7 compare/)
set(layer_8 report/)
# a comparison's file holds report/arm_sentence.hpp's words
set(layer_9 store/comparison_codec store/detail/comparison_fields store/journal_file store/detail/conclusion_fields)
set(layer_10 moebench src)

set(include_dir "${ROOT}/include/moebench")

# The name a table row would have for a file: without its suffix, and without impl/.
function(layer_of file result)
    string(REGEX REPLACE "^impl/|\\.[hi]pp$" "" name "${file}")
    set(found unknown)
    foreach(layer RANGE 10)
        if(name IN_LIST layer_${layer})
            set(found ${layer})  # a file's own row goes before its folder's
            break()
        endif()
        foreach(row IN LISTS layer_${layer})
            if(row MATCHES "/$" AND name MATCHES "^${row}")
                set(found ${layer})
            endif()
        endforeach()
    endforeach()
    set(${result} ${found} PARENT_SCOPE)
endfunction()

function(check_include file include)
    layer_of("${file}" from)
    layer_of("${include}" to)
    if(to STREQUAL unknown)
        report("${file}: <moebench/${include}> is in no layer of the table")
    elseif(to GREATER from)
        report("${file} (layer ${from}) includes <moebench/${include}> (layer ${to})")
    elseif(from EQUAL 5 AND to EQUAL 3)
        report("${file} measures through concepts, yet includes <moebench/${include}>")
    endif()
endfunction()

file(GLOB_RECURSE files RELATIVE "${include_dir}" "${include_dir}/*.hpp" "${include_dir}/*.ipp")
foreach(file IN LISTS files)
    layer_of("${file}" layer)
    if(layer STREQUAL unknown)
        report("${file} is in no layer of the table")
        continue()
    endif()
    file(STRINGS "${include_dir}/${file}" lines REGEX "^#include <(moebench|boost/asio)")
    foreach(line IN LISTS lines)
        if(line MATCHES "<moebench/([^>]+)>")
            check_include("${file}" "${CMAKE_MATCH_1}")
        elseif(layer EQUAL 2 OR file MATCHES "^(model|stats)/" OR file MATCHES "^impl/(model|stats)/")
            report("${file} works on bytes and values, yet has ${line}")
        endif()
    endforeach()
endforeach()

# The umbrella has every public header, and its map tells what each is.
if(EXISTS "${include_dir}/moebench.hpp")
    file(READ "${include_dir}/moebench.hpp" umbrella)
    foreach(file IN LISTS files)
        if(file MATCHES "\\.hpp$" AND NOT file MATCHES "(^|/)detail/|^(src|moebench)\\.hpp$"
           AND NOT umbrella MATCHES "#include <moebench/${file}>")
            report("moebench.hpp does not include <moebench/${file}>")
        endif()
        cmake_path(GET file FILENAME name)
        if(file MATCHES "\\.hpp$" AND NOT file MATCHES "(^|/)detail/|^moebench\\.hpp$"
           AND NOT umbrella MATCHES "\n/// - ([a-z_/]+\\.hpp, )*([a-z]+/)?${name}[,:]")
            report("the map in moebench.hpp does not tell what ${file} is")
        endif()
    endforeach()
endif()

# Apps stand on the public headers.
file(GLOB_RECURSE apps "${ROOT}/apps/*.hpp" "${ROOT}/apps/*.cpp" "${ROOT}/examples/*.cpp")
foreach(file IN LISTS apps)
    file(STRINGS "${file}" lines REGEX "^#include <moebench/(.*/)?(detail|impl)/")
    foreach(line IN LISTS lines)
        report("${file}: ${line}, which no user may name")
    endforeach()
endforeach()

fail_if_reported()
