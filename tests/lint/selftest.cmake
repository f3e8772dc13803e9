# SPDX-License-Identifier: MIT
# Breaks every rule once and expects its script to say so.
# cmake -DWORK=<scratch folder> [-DCLANG_FORMAT=<program>] -P selftest.cmake
include("${CMAKE_CURRENT_LIST_DIR}/lint.cmake")

# expect(<script> <what it must say> <file> <text>...): the texts are the file's lines.
function(expect script finding file)
    file(REMOVE_RECURSE "${WORK}")
    list(JOIN ARGN "\n" text)
    file(WRITE "${WORK}/${file}" "${text}\n")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" "-DROOT=${WORK}" "-DCLANG_FORMAT=${CLANG_FORMAT}"
                -P "${CMAKE_CURRENT_LIST_DIR}/${script}.cmake"
        RESULT_VARIABLE code
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output)
    string(FIND "${output}" "${finding}" position)
    if(code EQUAL 0 OR position EQUAL -1)
        report("${script} did not say \"${finding}\" of ${file}:\n${text}\nIt said:\n${output}")
    endif()
endfunction()

set(spdx "// SPDX-License-Identifier: MIT")
set(include "include/moebench")

expect(layers "(layer 1) includes <moebench/server/readiness.hpp> (layer 4)"
       ${include}/model/sample.hpp "#include <moebench/server/readiness.hpp>")
expect(layers "impl/stranger.ipp is in no layer" ${include}/impl/stranger.ipp "")
expect(layers "measures through concepts"
       ${include}/suites/multi.hpp "#include <moebench/transport/transport.hpp>")
expect(layers "works on bytes and values"
       ${include}/stats/summarize.hpp "#include <boost/asio/awaitable.hpp>")
expect(layers "stranger.hpp is in no layer" ${include}/stranger.hpp "")
expect(layers "which no user may name"
       apps/moebench/main.cpp "#include <moebench/detail/sha256.hpp>")

expect(heavy_includes "is allowed only in"
       ${include}/server/llama_client.hpp "#include <boost/beast/http/message.hpp>")
expect(heavy_includes "is allowed only in"
       ${include}/server_process.hpp "#include <boost/process/v2/process.hpp>")
expect(heavy_includes "is allowed only in"
       ${include}/protocol/chat_codec.hpp "#include <boost/json/value.hpp>")
expect(heavy_includes "is allowed only in"
       ${include}/suite.hpp "#include <boost/asio/co_spawn.hpp>")
expect(heavy_includes "is allowed only in"
       ${include}/stats/paired_t.hpp "#include <boost/math/distributions/students_t.hpp>")
expect(heavy_includes "is allowed only in" ${include}/impl/error.ipp "#include <boost/json.hpp>")
expect(heavy_includes "is allowed only in" ${include}/logger.hpp "#include <iostream>")

expect(sources "not the SPDX line" ${include}/a.hpp "#pragma once")
expect(sources "not #pragma once" ${include}/a.hpp "${spdx}" "#include <string>")
expect(sources "using directive" ${include}/a.hpp "${spdx}" "#pragma once" "using namespace std\;")
string(REPEAT "x" 101 long_line)
expect(sources "longer than 100 columns" apps/a.cpp "${spdx}" "// ${long_line}")
string(REPEAT "\n" 301 long_file)
expect(sources "split what has more than 300" ${include}/a.hpp "${spdx}" "#pragma once${long_file}")
expect(sources "a.cpp:2: a brace" tests/a.cpp "${spdx}" "co_await f(Options{.label = s})\;")
expect(sources "a brace initialiser" tests/a.cpp "${spdx}" "co_await f({.label = s})\;")
expect(sources "a brace initialiser" tests/a.cpp "${spdx}" "auto r = co_await g([s] { use(s)\; })\;")
expect(sources "a lambda" tests/a.cpp "${spdx}" "co_await g([s](int i) { return s + i\; })\;")
expect(sources "spoil such a test's name" tests/a.cpp "${spdx}" "TEST_CASE(\"one\; two\") {}")
expect(sources "spoil such a test's name" tests/a.cpp "${spdx}" "TEST_CASE(\"--flag\") {}")
expect(sources "init-statement" tests/a.cpp "${spdx}" "if (!(co_await f())) co_return\;")

expect(tree "docs does not belong" docs/index.md "")
expect(tree "README.md is missing" CMakeLists.txt "")

if(CLANG_FORMAT)
    expect(format "clang-format-violations" apps/a.cpp "int   main ( ) {}")
endif()

file(REMOVE_RECURSE "${WORK}")
fail_if_reported()
