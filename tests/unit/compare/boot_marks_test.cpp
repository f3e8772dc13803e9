// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/detail/boot_marks.hpp>

#include <catch2/catch.hpp>

#include <cmath>

#include <unistd.h>

namespace moebench::detail {

using namespace test;

namespace {

/// Five passes over two prompts, each pass `factor` times as fast as the previous one, with a
/// little noise.
BootRecord boot_with_trend(double factor) {
    BootRecord boot = boot_of("a");
    for (int pass = 0; pass < 5; ++pass) {
        const double noise = pass % 2 == 0 ? 1.001 : 0.999;
        const double rate = 1000 * std::pow(factor, pass) * noise;
        boot.requests.push_back(request_of("pp512", rate));
        boot.requests.push_back(request_of("pp4096", rate / 3));
    }
    return boot;
}

std::vector<std::string> names(const BootRecord& boot, MachineReading before = {},
                               MachineReading after = {}) {
    std::vector<std::string> result;
    for (const auto& mark : find_marks(boot, before, after)) result.push_back(mark.name);
    return result;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a boot that becomes faster is warming up, one that becomes slower is slowing",
          "[boot_marks]") {
    CHECK(names(boot_with_trend(1.0)).empty());
    CHECK(names(boot_with_trend(1.03)) == Names{"warming_up", "warming_up"}); // prefill and decode
    CHECK(names(boot_with_trend(0.97)) == Names{"slowing", "slowing"});
    CHECK_THAT(find_marks(boot_with_trend(0.97), {}, {}).front().why,
               Catch::Contains("prefill fell by 11."));
}

TEST_CASE("a difference of more than 5 % between client and server is marked", "[boot_marks]") {
    BootRecord boot = boot_of("a");
    boot.requests = {request_of("tg128", 1000)};
    boot.requests[0].client_decode_tokens_per_s = 96;
    CHECK(names(boot).empty());
    boot.requests[0].client_decode_tokens_per_s = 94;
    CHECK(names(boot) == Names{"timings_disagree"});
    boot.requests[0].predicted_n = 15; // too few tokens
    CHECK(names(boot).empty());
    boot.requests[0] = request_of("tg128", 10000); // so short that a late event matters
    boot.requests[0].client_decode_tokens_per_s = 500;
    CHECK(names(boot).empty());
}

TEST_CASE("unexpected and missing tokens in the cache are a violation", "[boot_marks]") {
    BootRecord boot = boot_of("a");
    boot.requests = {request_of("pp512", 1000), request_of("pp512", 1000)};
    boot.requests[0].cache_n = 64; // the tokens of the chat template
    CHECK(names(boot).empty());
    boot.requests[0].cache_n = boot.requests[1].cache_n = 511;
    const auto marks = find_marks(boot, {}, {});
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].why ==
          "pp512 found 511 tokens in the cache, 0 were expected; 2 requests in all");
    for (auto& request : boot.requests) request.expected_cache_n = 16384;
    CHECK(names(boot) == Names{"cache_violation"});
}

TEST_CASE("a falling clock rate and swapped-out memory are marked", "[boot_marks]") {
    const BootRecord boot = boot_of("a");
    MachineReading before, after;
    before.cpu_mhz = 4000;
    after.cpu_mhz = 3700;
    before.swapped_kib = after.swapped_kib = 5000;
    CHECK(names(boot, before, after).empty());
    after.cpu_mhz = 3500;
    after.swapped_kib = 9000;
    CHECK(names(boot, before, after) == Names{"clock_drop", "spilled"});
    CHECK(names(boot, {}, after) == Names{"spilled"}); // an unknown value gives no mark
}

TEST_CASE("the machine is read from the system", "[boot_marks]") {
    const auto reading = read_machine(::getpid());
    CHECK(reading.swapped_kib.value_or(-1) >= 0);
    CHECK_FALSE(read_machine(0).swapped_kib);
}

} // namespace moebench::detail
