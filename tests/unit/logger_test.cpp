// SPDX-License-Identifier: MIT
#include <moebench/logger.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace moebench {

TEST_CASE("a logger passes on level and text", "[logger]") {
    std::string log;
    const Logger logger([&log](LogLevel level, std::string_view text) {
        log += std::to_string(static_cast<int>(level)) + std::string(text) + ";";
    });

    logger.debug("a");
    logger.info("b");
    logger.warning("c");

    CHECK(log == "0a;1b;2c;");
}

TEST_CASE("a logger without a function discards", "[logger]") {
    CHECK_NOTHROW(Logger().warning("lost"));
    CHECK_NOTHROW(Logger(Logger::Function()).info("lost"));
}

} // namespace moebench
