// SPDX-License-Identifier: MIT
#include <csignal>

#include <support/simulator.hpp>

namespace moebench {

namespace {

using namespace test;

constexpr std::chrono::milliseconds soon(500); // for replies that never end
constexpr std::chrono::seconds hang(8);

ChatReply reply_with(const std::string& fault, bool stream, Duration timeout) {
    Simulator simulator({"--sim-fault", fault});
    // long enough for tokens that end inside a character
    auto request = ask("hello", fault == "non_ascii" ? 200 : 12);
    request.stream = stream;
    request.timeout = timeout;
    return simulator.chat(std::move(request));
}

} // namespace

TEST_CASE("the client recognizes each fault that spoils a reply", "[llama-sim]") {
    using enum RequestStatus;
    const auto [fault, plain, streamed] =
        GENERATE(table<std::string, RequestStatus, RequestStatus>({
            {"http_500", http_error, http_error},
            {"http_503", http_error, http_error},
            {"http_400", http_error, http_error},
            {"malformed_json", malformed, malformed},
            {"wrong_types", malformed, malformed},
            {"empty_body", malformed, truncated},
            {"truncated_body", truncated, truncated},
            {"stall", timeout, timeout},
            {"slow_header", timeout, timeout},
            {"header_flood", malformed, malformed},
            {"error_event", ok, http_error},
            {"wrong_content_type", ok, malformed},
        }));
    const bool stream = GENERATE(false, true);

    const auto expected = stream ? streamed : plain;
    const auto reply = reply_with(fault, stream, expected == timeout ? Duration(soon) : hang);
    INFO(fault << ": " << reply.error);
    CHECK(to_string(reply.status) == to_string(expected));
}

TEST_CASE("a connection can be reset inside a reply", "[llama-sim]") {
    // only TCP has resets
    Simulator simulator({"--host", "127.0.0.1", "--port", "0", "--sim-fault", "reset"});
    auto request = ask("hello");
    request.stream = GENERATE(false, true);
    const auto reply = simulator.chat(std::move(request));
    CHECK(reply.status == RequestStatus::connection_lost);
}

TEST_CASE("the client ends an endless reply", "[llama-sim]") {
    // by size or by time, whichever limit is reached first
    const std::string fault = GENERATE(as<std::string>(), "endless_stream", "huge_reply");
    const auto reply = reply_with(fault, GENERATE(false, true), soon);
    INFO(reply.error);
    CHECK_FALSE(reply.ok());
}

TEST_CASE("an unusual but valid reply is a good reply", "[llama-sim]") {
    const std::string fault =
        GENERATE(as<std::string>(), "no_usage", "null_content", "no_timings", "lone_surrogate",
                 "unknown_fields", "non_ascii", "no_role_event", "split_events", "ping_comments",
                 "no_done", "reasoning", "one_token", "loop", "repeat_phrase", "close_keepalive");
    const bool stream = GENERATE(false, true);
    const auto reply = reply_with(fault, stream, hang);
    INFO(fault << ": " << reply.error);
    REQUIRE(reply.ok());
    CHECK(reply.usage.prompt_tokens.has_value());
    CHECK(reply.timings.raw.empty() == (fault == "no_timings"));
    CHECK(reply.content.empty() == (fault == "null_content"));
    CHECK(reply.reasoning.empty() == (fault != "reasoning"));
    if (fault == "one_token") CHECK(reply.usage.completion_tokens == 1);
    if (fault == "loop" || fault == "repeat_phrase")
        CHECK_THAT(reply.content, Catch::Contains("and so on and so on"));
    if (fault == "lone_surrogate") CHECK_THAT(reply.content, Catch::Contains("\uFFFD"));
    const bool foreign = std::any_of(reply.content.begin(), reply.content.end(),
                                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    CHECK(foreign == (fault == "non_ascii" || fault == "lone_surrogate"));
    if (fault == "non_ascii") CHECK(reply.content.find("\uFFFD") == std::string::npos);
}

TEST_CASE("without usage and timings nothing is known of the tokens", "[llama-sim]") {
    const auto reply = reply_with("no_usage;no_timings", GENERATE(false, true), hang);
    REQUIRE(reply.ok());
    CHECK_FALSE(reply.usage.prompt_tokens);
    CHECK_FALSE(reply.usage.completion_tokens);
}

TEST_CASE("a fault affects only the requests that it names", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "http_500@2..3", "--sim-fault", "no_usage@4"});
    std::vector<unsigned> statuses;
    for (int i = 0; i < 5; ++i) statuses.push_back(simulator.chat(ask("hi")).http_status);
    CHECK(statuses == std::vector<unsigned>{200, 500, 500, 200, 200});
}

TEST_CASE("the client connects again after the server has closed without a reply", "[llama-sim]") {
    Simulator simulator({"--sim-fault", "close_keepalive"});
    auto transport = simulator.connect();
    CHECK(simulator.chat(transport, ask("hi")).ok());
    CHECK(simulator.chat(transport, ask("hi")).ok());
}

TEST_CASE("the server can end in the middle of a reply", "[llama-sim]") {
    const auto [fault, code, signal] =
        GENERATE(table<std::string, int, int>({{"die", 0, SIGKILL}, {"exit=7", 7, 0}}));
    Simulator simulator({"--sim-fault", fault});
    CHECK_FALSE(simulator.chat(ask("hi")).ok());
    const auto status = simulator.wait();
    CHECK(status.signal == signal);
    CHECK(status.exit_code == code);
}

TEST_CASE("the server can end before it is ready", "[llama-sim]") {
    const auto [fault, code, signal] = GENERATE(table<std::string, int, int>(
        {{"exit_at_start=3", 3, 0}, {"die_at_start=6", 0, SIGABRT}, {"exit_while_loading", 1, 0}}));
    const auto status =
        run_sim({"-hf", "a/b", "--port", "0", "--sim-load-s", "0"}, {"LLAMA_SIM_FAULT=" + fault})
            .status;
    CHECK(status.signal == signal);
    if (signal == 0) CHECK(status.exit_code == code);
}

TEST_CASE("the server can look like a foreign server", "[llama-sim]") {
    Simulator foreign({"-a", "mine", "--sim-fault", "foreign_alias"});
    CHECK(parse_props(foreign.get("/props").body).value().model_alias == "somebody-elses-model");
    Simulator router({"--sim-fault", "router"});
    CHECK(parse_props(router.get("/props").body).value().role == "router");
    CHECK(router.chat(ask("hi")).http_status == 400);
}

} // namespace moebench
