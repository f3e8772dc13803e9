// SPDX-License-Identifier: MIT
#include <moebench/server/process_launcher.hpp>

#include <catch2/catch.hpp>

namespace moebench {

TEST_CASE("an exit status is described in words", "[process_launcher]") {
    CHECK(ExitStatus{0, 0}.describe() == "exited with code 0");
    CHECK(ExitStatus{127, 0}.describe() == "exited with code 127");
    CHECK(ExitStatus{0, 9}.describe() == "was killed by signal 9 (Killed)");
    CHECK(ExitStatus{0, 6}.describe() == "was killed by signal 6 (Aborted)");
}

} // namespace moebench
