// SPDX-License-Identifier: MIT
#include <moebench/error.hpp>

#include <catch2/catch.hpp>

#include <cerrno>

namespace moebench {

TEST_CASE("the message of a moebench failure is its context", "[error]") {
    CHECK(fail(Errc::http_status, "POST /tokenize: 503 Loading").message() ==
          "POST /tokenize: 503 Loading");
}

TEST_CASE("the message of a system failure is its context and the system's message", "[error]") {
    const boost::system::error_code code(ENOENT, boost::system::system_category());

    CHECK(fail(code, "opening result.json").message() ==
          "opening result.json: No such file or directory");
}

TEST_CASE("the message of a failure without context is that of its code", "[error]") {
    CHECK(fail(Errc::empty_suite, "").message() == "the suite has no prompt");
}

TEST_CASE("every moebench code has its own message", "[error]") {
    const int last = static_cast<int>(Errc::not_as_asked);
    std::string seen;
    for (int value = 1; value <= last; ++value) {
        const auto message = moebench_category().message(value);
        CHECK(message != "unknown moebench error");
        CHECK(seen.find("|" + message + "|") == std::string::npos);
        seen += "|" + message + "|";
    }

    CHECK(moebench_category().message(last + 1) == "unknown moebench error");
}

TEST_CASE("codes can be compared with the enum", "[error]") {
    const boost::system::error_code code = Errc::stream_truncated;

    CHECK(code == Errc::stream_truncated);
    CHECK(code != Errc::malformed_json);
    CHECK(code.category().name() == std::string_view("moebench"));
}

TEST_CASE("value() of a failed result throws the failure", "[error]") {
    const Result<int> failed = fail(Errc::invalid_option, "--port: 99999");

    try {
        static_cast<void>(failed.value());
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.what() == std::string("--port: 99999"));
        CHECK(error.failure().code == Errc::invalid_option);
    }
}

TEST_CASE("a prefix is put before the context and keeps the code", "[error]") {
    const auto outer = prefixed("calibration", fail(Errc::request_timeout, "POST /tokenize"));

    CHECK(outer.context == "calibration: POST /tokenize");
    CHECK(outer.code == Errc::request_timeout);
}

} // namespace moebench
