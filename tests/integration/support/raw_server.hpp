// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moebench::test {

namespace asio = boost::asio;

/// What a raw server does on one connection, step by step; it closes at the end.
struct Step {
    enum class Kind { read_request, send, wait_for_close, work, reset };
    Kind kind;
    std::string bytes;
};

inline Step read_request() { return {Step::Kind::read_request, ""}; }
inline Step send(std::string bytes) { return {Step::Kind::send, std::move(bytes)}; }
/// Sends nothing more until the client closes.
inline Step stall() { return {Step::Kind::wait_for_close, ""}; }
/// Waits longer than a request can be on its way, as if it worked on it.
inline Step work() { return {Step::Kind::work, ""}; }
/// Closes so that the client gets ECONNRESET.
inline Step reset() { return {Step::Kind::reset, ""}; }

inline std::string with_length(const std::string& body, const std::string& fields = "") {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A small server on the test's own io_context: connection number n follows script number n. It
/// accepts no connection after the last script.
template <class Protocol = asio::ip::tcp> class RawServer {
public:
    using Script = std::vector<Step>;

    struct Seen {
        std::vector<std::string> requests;
        bool closed_by_client = false;
    };

    RawServer(asio::io_context& context, typename Protocol::endpoint endpoint,
              std::vector<Script> scripts)
        : acceptor_(context, endpoint), scripts_(std::move(scripts)),
          seen_(std::make_shared<std::vector<Seen>>(scripts_.size())) {
        asio::co_spawn(context, accept(), asio::detached);
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// How many connections were accepted.
    std::size_t connections() const noexcept { return connections_; }
    const Seen& connection(std::size_t index) const { return seen_->at(index); }

private:
    using Socket = typename Protocol::socket;

    asio::awaitable<void> accept() {
        for (const auto& script : scripts_) {
            boost::system::error_code code;
            Socket socket =
                co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, code));
            if (code) co_return;
            auto& seen = seen_->at(connections_++);
            asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket), script, seen_, seen),
                           asio::detached);
        }
        acceptor_.close();
    }

    static asio::awaitable<void> serve(Socket socket, Script script,
                                       std::shared_ptr<std::vector<Seen>> keep_alive, Seen& seen) {
        boost::system::error_code code;
        for (const auto& step : script) {
            switch (step.kind) {
            case Step::Kind::read_request:
                seen.requests.push_back(co_await read_one_request(socket, code));
                break;
            case Step::Kind::send:
                co_await asio::async_write(socket, asio::buffer(step.bytes),
                                           asio::redirect_error(asio::use_awaitable, code));
                // gives the client a chance to see these bytes before the next ones
                for (int i = 0; i < 4; ++i) co_await asio::post(asio::use_awaitable);
                break;
            case Step::Kind::wait_for_close: seen.closed_by_client = co_await closed(socket); break;
            case Step::Kind::work: {
                asio::steady_timer timer(socket.get_executor(), std::chrono::milliseconds(1200));
                co_await timer.async_wait(asio::use_awaitable);
                break;
            }
            case Step::Kind::reset:
                socket.set_option(asio::socket_base::linger(true, 0), code);
                socket.close(code); // the destructor would reset the option
                break;
            }
        }
        static_cast<void>(keep_alive);
    }

    static asio::awaitable<std::string> read_one_request(Socket& socket,
                                                         boost::system::error_code& code) {
        std::string request;
        for (std::size_t wanted = 0; wanted == 0 || request.size() < wanted;) {
            char bytes[4096];
            const std::size_t size = co_await socket.async_read_some(
                asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, code));
            if (code) break;
            request.append(bytes, size);
            const std::size_t end = request.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            const std::size_t length = request.find("Content-Length: ");
            wanted = end + 4 + (length < end ? std::stoul(request.substr(length + 16, 20)) : 0);
        }
        co_return request;
    }

    static asio::awaitable<bool> closed(Socket& socket) {
        boost::system::error_code code;
        while (!code) {
            char bytes[4096];
            co_await socket.async_read_some(asio::buffer(bytes),
                                            asio::redirect_error(asio::use_awaitable, code));
        }
        co_return true;
    }

    typename Protocol::acceptor acceptor_;
    std::vector<Script> scripts_;
    std::shared_ptr<std::vector<Seen>> seen_;
    std::size_t connections_ = 0;
};

} // namespace moebench::test
