// SPDX-License-Identifier: MIT
#include "parse_number.hpp"
#include "spelling.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace moebench;
using namespace moebench::cli;

TEST_CASE("a whole number is read to its last character", "[parse_number]") {
    const WholeRange ports = {0, 65535};

    CHECK(parse_whole("0", ports).value() == 0);
    CHECK(parse_whole("65535", ports).value() == 65535);
    for (const char* text : {"", " 1", "1 ", "12x", "abc", "-1", "65536", "1.5", "1e3", "0x10",
                             "99999999999999999999"}) {
        const auto result = parse_whole(text, ports);
        INFO(text);
        CHECK(result.error().code == Errc::invalid_option);
        CHECK(result.error().context ==
              "'" + std::string(text) + "' is not a whole number from 0 to 65535");
    }
}

TEST_CASE("seconds may have a fraction, and have an upper limit", "[parse_number]") {
    CHECK(parse_seconds("60", ZeroSeconds::accepted).value() == std::chrono::seconds(60));
    CHECK(parse_seconds("0.25", ZeroSeconds::refused).value() == std::chrono::milliseconds(250));
    CHECK(parse_seconds("1e9", ZeroSeconds::refused).value() == std::chrono::seconds(1000000000));
    CHECK(parse_seconds("0", ZeroSeconds::accepted).value() == Duration());
    for (const char* text : {"", "x", "1s", "-1", "-0.5", "nan", "inf", "1e10", "1e400"}) {
        INFO(text);
        CHECK(parse_seconds(text, ZeroSeconds::accepted).has_error());
    }
    CHECK(parse_seconds("0", ZeroSeconds::refused).error().context ==
          "'0' is not a number of seconds above 0 and up to 1e9");
}

TEST_CASE("a misspelt flag is found, unless no flag is similar", "[spelling]") {
    const std::vector<std::string> flags = {"--ctx-size", "--duration-s", "--warmup-s",
                                            "--warmup-tokens", "-h"};

    CHECK(closest("--ctxsize", flags) == "--ctx-size");
    CHECK(closest("--duration", flags) == "--duration-s");
    CHECK(closest("--durations", flags) == "--duration-s");
    CHECK(closest("--warmup-token", flags) == "--warmup-tokens");
    CHECK(closest("--ubatch-size", flags) == std::nullopt);
    CHECK(closest("-ot", flags) == std::nullopt);
    CHECK(closest("--ctx-size", {}) == std::nullopt);
}

TEST_CASE("a list has numbers, ranges, steps and factors, as in llama-bench", "[parse_number]") {
    const auto [text, numbers] = GENERATE(table<std::string, std::vector<std::int64_t>>({
        {"512", {512}},
        {"512,4096", {512, 4096}},
        {"1-3", {1, 2, 3}},
        {"0,16-24+4", {0, 16, 20, 24}},
        {"16-25+4", {16, 20, 24}},
        {"512-4096*2", {512, 1024, 2048, 4096}},
        {"5-5", {5}},
    }));
    CAPTURE(text);
    const auto list = parse_list(text, {0, 1'000'000});
    REQUIRE(list.has_value());
    CHECK(*list == numbers);
}

TEST_CASE("an invalid list is refused", "[parse_number]") {
    const std::string text = GENERATE("", "1,", ",1", "3-1", "0-8*2", "1-8*1", "1-2-3", "1-3+0",
                                      "a", "1-2000", "-1", "1+2");
    CAPTURE(text);
    CHECK_FALSE(parse_list(text, {0, 1'000'000}).has_value());
}
