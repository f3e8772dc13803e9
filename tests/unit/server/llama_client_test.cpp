// SPDX-License-Identifier: MIT
#include <moebench/server/llama_client.hpp>

#include <catch2/catch.hpp>

#include <support/fake_transport.hpp>
#include <support/run_coroutine.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;
using namespace test;

struct Fixture {
    FakeTransport transport;
    LlamaClient<FakeTransport> client{transport};

    ChatReply chat(ChatRequest request) {
        return run_coroutine(client.chat(std::move(request))).value();
    }
    const HttpRequest& sent() const { return transport.requests.back(); }
};

ChatRequest plain_request() {
    auto request = ChatRequest::from_user("hello");
    request.stream = false;
    return request;
}

constexpr const char* loading =
    R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})";
constexpr const char* good_body =
    R"({"choices":[{"finish_reason":"stop","message":{"content":"hi"}}]})";
const std::vector<std::string> good_events = {
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"h\"}}]}\n\ndata: {\"choi",
    "ces\":[{\"delta\":{\"content\":\"i\"},\"finish_reason\":\"stop\"}]}\n\n",
    "data: [DONE]\n\n",
};

} // namespace

TEST_CASE("health gives the status and the server's message", "[llama_client]") {
    Fixture f;
    f.transport.reply(503, loading);
    std::string detail;

    CHECK(run_coroutine(f.client.health(3s, detail)).value() == 503);
    CHECK(detail == "503 Loading model (unavailable_error)");
    CHECK(f.sent().method == "GET");
    CHECK(f.sent().target == "/health");
    CHECK(f.sent().timeout == 3s);
    CHECK(f.sent().body.empty());
}

TEST_CASE("health of a server that cannot be reached is the transport's failure",
          "[llama_client]") {
    Fixture f;
    f.transport.break_off(fail(Errc::connection_lost, "connecting: refused"));
    std::string detail;

    const auto health = run_coroutine(f.client.health(3s, detail));

    CHECK(health.error().context == "connecting: refused");
}

TEST_CASE("tokens are counted as in the original script", "[llama_client]") {
    Fixture f;
    f.transport.reply(200, R"({"tokens":[1,22,333]})");

    CHECK(run_coroutine(f.client.count_tokens("a \"b\"")).value() == 3);
    CHECK(f.sent().method == "POST");
    CHECK(f.sent().target == "/tokenize");
    CHECK(f.sent().body ==
          R"({"content": "a \"b\"", "add_special": false, "parse_special": true})");
    CHECK(f.sent().timeout == 60s);
}

TEST_CASE("the ids of a prompt include its special tokens", "[llama_client]") {
    Fixture f;
    f.transport.reply(200, R"({"tokens":[1,22,333]})");

    CHECK(run_coroutine(f.client.token_ids("a")).value() == std::vector<std::int64_t>{1, 22, 333});
    CHECK(f.sent().method == "POST");
    CHECK(f.sent().target == "/tokenize");
    CHECK(f.sent().body == detail::encode_prompt_tokenize_request("a"));
    CHECK(f.sent().timeout == 60s);
}

TEST_CASE("a completion is sent encoded, with its own time limit", "[llama_client]") {
    Fixture f;
    f.transport.reply(200, R"({"content":"x","tokens":[120]})");
    CompletionRequest request({7, 8});
    request.timeout = 17s;

    const auto reply = run_coroutine(f.client.complete(request)).value();

    CHECK(reply.text == "x");
    CHECK(reply.tokens == std::vector<std::int64_t>{120});
    CHECK(f.sent().method == "POST");
    CHECK(f.sent().target == "/completion");
    CHECK(f.sent().body == detail::encode_completion_request(request));
    CHECK(f.sent().timeout == 17s);
}

TEST_CASE("a failed completion says why", "[llama_client]") {
    Fixture f;
    f.transport.reply(500, R"({"error":{"message":"Compute error.","type":"server_error"}})");
    f.transport.break_off(fail(Errc::request_timeout, "no complete reply in time"));
    f.transport.reply(200, "");

    const auto refused = run_coroutine(f.client.complete(CompletionRequest()));
    const auto late = run_coroutine(f.client.complete(CompletionRequest()));
    const auto empty = run_coroutine(f.client.complete(CompletionRequest()));

    CHECK(refused.error().code == Errc::http_status);
    CHECK(refused.error().context == "POST /completion: 500 Compute error. (server_error)");
    CHECK(late.error().code == Errc::request_timeout);
    CHECK(empty.error().code == Errc::malformed_json); // the reply to a cancelled request
}

TEST_CASE("an endpoint's error has its name and the server's message", "[llama_client]") {
    Fixture f;
    f.transport.reply(503, loading);
    f.transport.reply(401, R"({"error":{"message":"Invalid API Key"}})");

    const auto tokens = run_coroutine(f.client.count_tokens("x"));
    const auto props = run_coroutine(f.client.props());

    CHECK(tokens.error().code == Errc::http_status);
    CHECK(tokens.error().context == "POST /tokenize: 503 Loading model (unavailable_error)");
    CHECK(props.error().context == "GET /props: 401 Invalid API Key");
}

TEST_CASE("props are read from their endpoint", "[llama_client]") {
    Fixture f;
    f.transport.reply(200, R"({"build_info":"b1-x","total_slots":1})");

    const auto props = run_coroutine(f.client.props()).value();

    CHECK(f.sent().target == "/props");
    CHECK(props.build_info == "b1-x");
    CHECK(props.total_slots == 1);
}

TEST_CASE("a chat that is not streamed sends the encoded request with its own time limit",
          "[llama_client]") {
    Fixture f;
    f.transport.reply(200, good_body);
    auto request = plain_request();
    request.timeout = 17s;

    const auto reply = f.chat(request);

    CHECK(reply.ok());
    CHECK(reply.http_status == 200);
    CHECK(reply.content == "hi");
    CHECK(reply.finish_reason == "stop");
    CHECK(f.sent().method == "POST");
    CHECK(f.sent().target == "/v1/chat/completions");
    CHECK(f.sent().body == encode_chat_request(request).value());
    CHECK(f.sent().timeout == 17s);
}

TEST_CASE("a streamed chat stamps its events with the transport's times", "[llama_client]") {
    Fixture f;
    f.transport.stream(good_events);

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.ok());
    CHECK(reply.content == "hi");
    CHECK(reply.exchange.finished - reply.exchange.started == 100ms);
    REQUIRE(reply.text_events.size() == 2);
    CHECK(reply.text_events[0].at - reply.exchange.started == 20ms);
    CHECK(reply.text_events[1].at - reply.exchange.started == 30ms);
}

TEST_CASE("no event of one stream is left in the next", "[llama_client]") {
    Fixture f;
    f.transport.break_off(fail(Errc::connection_lost, "reset"), {"data: {\"choi"});
    f.transport.stream(good_events);

    CHECK_FALSE(f.chat(ChatRequest::from_user("one")).ok());
    const auto reply = f.chat(ChatRequest::from_user("two"));

    CHECK(reply.ok());
    CHECK(reply.content == "hi");
    CHECK(reply.text_events.size() == 2);
}

TEST_CASE("a transport's failure is a reply whose status says which failure", "[llama_client]") {
    const auto [code, status] = GENERATE(table<boost::system::error_code, RequestStatus>({
        {Errc::connection_lost, RequestStatus::connection_lost},
        {Errc::request_timeout, RequestStatus::timeout},
        {Errc::stream_truncated, RequestStatus::truncated},
        {Errc::malformed_http, RequestStatus::malformed},
        {Errc::reply_too_large, RequestStatus::malformed},
        {asio::error::operation_aborted, RequestStatus::cancelled},
    }));
    const bool stream = GENERATE(true, false);
    Fixture f;
    f.transport.break_off(fail(code, "POST /v1/chat/completions: broken"));
    auto request = plain_request();
    request.stream = stream;

    const auto reply = f.chat(request);

    CHECK(reply.status == status);
    CHECK(reply.error.starts_with("POST /v1/chat/completions: broken"));
    CHECK(reply.http_status == 0);
    CHECK(reply.exchange.finished - reply.exchange.started == 100ms);
}

TEST_CASE("what was streamed before the failure is kept", "[llama_client]") {
    Fixture f;
    f.transport.break_off(fail(Errc::request_timeout, "no complete reply in time"),
                          {good_events[0], good_events[1]});

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.status == RequestStatus::timeout);
    CHECK(reply.error == "no complete reply in time");
    CHECK(reply.content == "h");
    CHECK(reply.text_events.size() == 1);
}

TEST_CASE("a status other than 200 is an http error with the server's message", "[llama_client]") {
    const bool stream = GENERATE(true, false);
    Fixture f;
    f.transport.reply(400,
                      R"json({"error":{"code":400,"message":"request (5019 tokens) exceeds )json"
                      R"json(the available context size (2048 tokens)","type":)json"
                      R"json("exceed_context_size_error","n_ctx":2048}})json");
    auto request = plain_request();
    request.stream = stream;

    const auto reply = f.chat(request);

    CHECK(reply.status == RequestStatus::http_error);
    CHECK(reply.http_status == 400);
    CHECK(reply.error == "HTTP 400: request (5019 tokens) exceeds the available context size "
                         "(2048 tokens) (exceed_context_size_error)");
}

TEST_CASE("a 200 that is not a chat reply is malformed", "[llama_client]") {
    const std::string body = GENERATE("", "{", "[]", R"({"choices":[]})", "<html>");
    Fixture f;
    f.transport.reply(200, body);

    const auto reply = f.chat(plain_request());

    CHECK(reply.status == RequestStatus::malformed);
    CHECK(reply.http_status == 200);
    CHECK_FALSE(reply.error.empty());
}

TEST_CASE("a body that is not the requested stream is malformed", "[llama_client]") {
    Fixture f;
    f.transport.stream({good_body}, "application/json");

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.status == RequestStatus::malformed);
    CHECK(reply.error.find("application/json") != std::string::npos);
}

TEST_CASE("an event stream's type may be spelt in many ways", "[llama_client]") {
    const std::string type = GENERATE("text/event-stream; charset=utf-8", "Text/Event-Stream",
                                      "TEXT/EVENT-STREAM;a=b", "text/event-stream ;x", "");
    Fixture f;
    f.transport.stream(good_events, type);

    CHECK(f.chat(ChatRequest::from_user("hello")).ok());
}

TEST_CASE("another type of text is no event stream, and its beginning is shown", "[llama_client]") {
    const std::string type =
        GENERATE("text/event-streams", "application/json", "text/html", "text/event");
    Fixture f;
    f.transport.stream({R"({"error":{"message":"no)", R"( streams here"}})"}, type);

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.status == RequestStatus::malformed);
    CHECK(reply.error == "asked for an event stream, got '" + type + "': no streams here");
}

TEST_CASE("the connection of a reply that is not good is not used again", "[llama_client]") {
    Fixture f;
    f.transport.stream(good_events);
    f.transport.stream({"data: {\"error\":\"x\"}\n\n"});
    f.transport.stream({good_events[0]});

    f.chat(ChatRequest::from_user("hello"));
    CHECK(f.transport.closed == 0);
    f.chat(ChatRequest::from_user("hello"));
    CHECK(f.transport.closed == 1);
    f.chat(ChatRequest::from_user("hello"));
    CHECK(f.transport.closed == 2);
}

TEST_CASE("an error event is an http error", "[llama_client]") {
    Fixture f;
    f.transport.stream({good_events[0], "data: {\"error\":{\"message\":\"Compute error.\"}}\n\n"});

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.status == RequestStatus::http_error);
    CHECK(reply.http_status == 200);
    CHECK(reply.error == "error event: Compute error.");
}

TEST_CASE("a stream without its end is truncated", "[llama_client]") {
    Fixture f;
    f.transport.stream({good_events[0], good_events[1]});

    const auto reply = f.chat(ChatRequest::from_user("hello"));

    CHECK(reply.status == RequestStatus::truncated);
    CHECK(reply.content == "h");
}

TEST_CASE("a request that cannot be sent is an error and nothing is sent", "[llama_client]") {
    Fixture f;
    auto request = plain_request();
    request.extra_body = "[]";

    const auto reply = run_coroutine(f.client.chat(request));

    CHECK(reply.error().code == Errc::invalid_option);
    CHECK(f.transport.requests.empty());
}

} // namespace moebench
