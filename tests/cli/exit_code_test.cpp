// SPDX-License-Identifier: MIT
#include "exit_code.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace moebench;
using namespace moebench::cli;

TEST_CASE("the help explains the exit code of every outcome and failure", "[exit_code]") {
    const auto code =
        GENERATE(exit_code(Outcome::completed), exit_code(Outcome::too_many_failures),
                 exit_code(Outcome::interrupted), exit_code(Outcome::server_died),
                 exit_code(Outcome::failed), exit_code(fail(Errc::invalid_option, "")),
                 exit_code(fail(Errc::output_failed, "")));
    CAPTURE(static_cast<int>(code));
    CHECK(std::any_of(
        std::begin(exit_code_texts), std::end(exit_code_texts),
        [&](const auto& explained) { return explained.code == code && !explained.run.empty(); }));
}
