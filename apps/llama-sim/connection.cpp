// SPDX-License-Identifier: MIT
#include "chat.hpp"
#include "completion.hpp"
#include "connection.hpp"

#include <moebench/protocol/json_writer.hpp>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <sstream>
#include <stdexcept>

namespace llama_sim {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

using Request = http::request<http::string_body>;

constexpr int requests_per_connection = 100;
constexpr auto idle_limit = std::chrono::seconds(5);
constexpr std::size_t body_limit = std::size_t{100} << 20;
constexpr std::size_t header_limit = 32768;

std::string path_of(const Request& request) {
    const std::string target(request.target());
    return target.substr(0, target.find('?'));
}

bool has_key(const Server& server, const Request& request) {
    if (server.options.api_keys.empty()) return true;
    std::string given(request[http::field::authorization]);
    if (given.empty()) given = std::string(request["X-Api-Key"]);
    if (given.starts_with("Bearer ")) given.erase(0, 7);
    std::istringstream keys(server.options.api_keys);
    for (std::string key; std::getline(keys, key, ',');) {
        if (key == given) return true;
    }
    return false;
}

class Connection {
public:
    Connection(Server& server, Stream& stream) : server_(server), wire_(server, stream) {}

    Awaitable<bool> answer(const Request& request, bool last);

private:
    Awaitable<bool> get(std::string path);
    Awaitable<bool> post(std::string path, const std::string& body);
    Awaitable<bool> chat(const std::string& body);
    Awaitable<bool> complete(const std::string& body);
    Awaitable<bool> error(unsigned status, std::string message, std::string type) {
        return wire_.reply_json(status, error_body(status, message, type));
    }
    Awaitable<bool> not_found() { return error(404, "File Not Found", "not_found_error"); }

    Server& server_;
    Wire wire_;
};

Awaitable<bool> Connection::answer(const Request& request, bool last) {
    wire_.close_after = last || !request.keep_alive();
    wire_.slow_header_ms = 0;
    wire_.split_chunks = false;
    const std::string path = path_of(request);
    bool kept = false;
    // while loading, every request gets 503, also with an unknown path or a wrong key
    if (!server_.ready) {
        kept = co_await error(503, "Loading model", "unavailable_error");
    } else if (path != "/health" && path != "/v1/health" && !has_key(server_, request)) {
        server_.log.warning("srv    operator(): unauthorized: Invalid API Key");
        kept = co_await error(401, "Invalid API Key", "authentication_error");
    } else if (request.method() == http::verb::get) {
        kept = co_await get(path);
    } else if (request.method() == http::verb::post) {
        kept = co_await post(path, request.body());
    } else {
        kept = co_await not_found();
    }
    co_return kept && !wire_.close_after && !server_.stopping;
}

Awaitable<bool> Connection::get(std::string path) {
    if (path == "/health" || path == "/v1/health") {
        return wire_.reply_json(200, R"({"status":"ok"})");
    }
    if (path == "/props") return wire_.reply_json(200, props_body(server_));
    if (path == "/models" || path == "/v1/models") {
        return wire_.reply_json(200, models_body(server_));
    }
    if (path == "/slots") {
        if (!server_.options.slots) {
            return error(501, "This server does not support slots endpoint.",
                         "not_supported_error");
        }
        return wire_.reply_json(200, slots_body(server_));
    }
    if (path == "/metrics") {
        if (!server_.options.metrics) {
            return error(501,
                         "This server does not support metrics endpoint. Start it with `--metrics`",
                         "not_supported_error");
        }
        return wire_.reply(200, "text/plain; version=0.0.4", metrics_body(server_));
    }
    return not_found();
}

Awaitable<bool> Connection::post(std::string path, const std::string& body) {
    const bool chats = path == "/v1/chat/completions" || path == "/chat/completions";
    const bool completes = path == "/completion";
    const bool known = chats || completes || path == "/tokenize" || path == "/detokenize" ||
                       path == "/apply-template";
    if (!known) return not_found();
    if (server_.router()) {
        return error(400, "model name is missing from the request", "invalid_request_error");
    }
    if (chats) return chat(body);
    if (completes) return complete(body);
    try {
        if (path == "/tokenize") return wire_.reply_json(200, tokenize_reply(body));
        if (path == "/detokenize") return wire_.reply_json(200, detokenize_reply(body));
        const auto prompt = moebench::json_quoted(parse_chat_request(body).prompt);
        return wire_.reply_json(200, R"({"prompt":)" + prompt + "}");
    } catch (const std::runtime_error& refusal) {
        return error(400, refusal.what(), "invalid_request_error");
    }
}

Awaitable<bool> Connection::chat(const std::string& body) {
    std::string refusal;
    ChatRequest request;
    try {
        request = parse_chat_request(body);
    } catch (const std::runtime_error& thrown) {
        refusal = thrown.what();
    }
    if (!refusal.empty()) co_return co_await error(400, refusal, "invalid_request_error");
    ChatExchange exchange(server_, wire_, std::move(request));
    co_return co_await exchange.run();
}

Awaitable<bool> Connection::complete(const std::string& body) {
    std::string refusal;
    CompletionRequest request;
    try {
        request = parse_completion_request(body);
    } catch (const std::runtime_error& thrown) {
        refusal = thrown.what();
    }
    if (!refusal.empty()) co_return co_await error(400, refusal, "invalid_request_error");
    if (request.stream) {
        co_return co_await error(501, "llama-sim streams chat replies only", "not_supported_error");
    }
    CompletionExchange exchange(server_, wire_, std::move(request));
    co_return co_await exchange.run();
}

/// Reads the next request. False: the connection must be closed.
Awaitable<bool> read_request(Stream& stream, beast::flat_buffer& buffer, Wire& wire,
                             http::request_parser<http::string_body>& parser) {
    parser.body_limit(body_limit);
    parser.header_limit(header_limit);
    if (buffer.size() == 0) {
        stream.expires_after(idle_limit);
        const auto space = buffer.prepare(4096);
        const auto [code, size] = co_await stream.async_read_some(space, use_tuple);
        if (code) co_return false;
        buffer.commit(size);
        stream.expires_never();
    }
    const auto [code, size] = co_await http::async_read(stream, buffer, parser, use_tuple);
    static_cast<void>(size);
    if (!code) co_return true;
    // errors that come from httplib itself have no body
    const unsigned status = code == http::error::body_limit     ? 413
                            : code == http::error::header_limit ? 431
                                                                : 400;
    if (code != http::error::end_of_stream && code != http::error::partial_message) {
        co_await wire.reply(status, "text/plain", "");
    }
    co_return false;
}

} // namespace

Awaitable<> serve(Server& server, asio::generic::stream_protocol::socket socket) {
    Stream stream(std::move(socket));
    beast::flat_buffer buffer;
    Connection connection(server, stream);
    Wire wire(server, stream);
    bool kept = true;
    for (int count = 1; kept && count <= requests_per_connection; ++count) {
        http::request_parser<http::string_body> parser;
        if (const bool read = co_await read_request(stream, buffer, wire, parser); !read) break;
        const Request request = parser.release();
        ++server.open_requests;
        kept = co_await connection.answer(request, count == requests_per_connection);
        --server.open_requests;
        server.end_when_idle();
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(asio::socket_base::shutdown_both, ignored);
    stream.close();
}

} // namespace llama_sim
