// SPDX-License-Identifier: MIT
// recording-server is started like llama-server. It starts the real one (MOEBENCH_RECORDED_SERVER)
// on another port and passes on every request. It appends its argv and LLAMA_ARG_* variables, and
// each POST with its reply, to MOEBENCH_RECORDING: one JSON object per line. If
// MOEBENCH_RECORDED_LACKS is set ("/completion"), it behaves like a server without that endpoint.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

const tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);

class Recording {
public:
    explicit Recording(const char* path)
        : file_(::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {}

    void append(std::string line) {
        line += '\n';
        const std::lock_guard lock(mutex_);
        if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
            std::cerr << "recording-server: cannot write the recording\n";
            ::_exit(1);
        }
    }

private:
    std::mutex mutex_;
    int file_;
};

/// Enough for flags and paths, which contain no control characters and no broken UTF-8.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

/// The items of a JSON array.
std::string joined(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : ",") + quoted(word);
    return list;
}

/// The variables from which the server reads flags, sorted.
std::vector<std::string> flag_variables() {
    std::vector<std::string> found;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (std::string_view(*entry).starts_with("LLAMA_ARG_")) found.emplace_back(*entry);
    }
    std::sort(found.begin(), found.end());
    return found;
}

class Proxy {
public:
    Proxy(unsigned short port, unsigned short real_port, Recording& recording)
        : acceptor_(context_, tcp::endpoint(loopback.address(), port)),
          real_(loopback.address(), real_port), recording_(recording) {}

    void accept_forever() {
        for (;;) {
            std::thread([this, socket = acceptor_.accept()]() mutable {
                try {
                    serve(socket);
                } catch (const std::exception&) {
                    // the client went away
                }
            }).detach();
        }
    }

private:
    void serve(tcp::socket& client) {
        boost::beast::flat_buffer buffer;
        for (bool open = true; open;) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(boost::none);
            http::read(client, buffer, parser);
            const Request request = parser.release();
            open = request.keep_alive();
            Response response = forward(request);
            response.erase("Keep-Alive");
            response.chunked(false);
            response.keep_alive(open);
            response.prepare_payload();
            http::write(client, response);
        }
    }

    Response forward(Request request) {
        const char* lacks = std::getenv("MOEBENCH_RECORDED_LACKS");
        if (lacks != nullptr && request.target() == lacks) return not_found();
        tcp::socket server(context_);
        boost::system::error_code refused;
        server.connect(real_, refused);
        if (refused) return Response(http::status::service_unavailable, 11);
        request.keep_alive(false);
        http::write(server, request);
        boost::beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.body_limit(boost::none);
        http::read(server, buffer, parser);
        Response response = parser.release();
        if (request.method() == http::verb::post) record(request, response);
        return response;
    }

    static Response not_found() {
        Response response(http::status::not_found, 11);
        response.set(http::field::content_type, "application/json; charset=utf-8");
        response.body() = R"({"error":{"code":404,"message":"File Not Found",)"
                          R"("type":"not_found_error"}})";
        return response;
    }

    void record(const Request& request, const Response& response) {
        recording_.append("{\"target\":" + quoted(request.target()) + ",\"request\":" +
                          request.body() + ",\"status\":" + std::to_string(response.result_int()) +
                          ",\"reply\":" + response.body() + "}");
    }

    asio::io_context context_;
    tcp::acceptor acceptor_;
    tcp::endpoint real_;
    Recording& recording_;
};

unsigned short free_port() {
    asio::io_context context;
    return tcp::acceptor(context, loopback).local_endpoint().port();
}

/// Starts the server in its own group, so that a signal to our group reaches it only once, through
/// us.
pid_t start(const char* path, std::vector<std::string> words, const sigset_t& mask) {
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t self = ::getpid();
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != self) ::_exit(1);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    ::execv(path, argv.data());
    ::_exit(127);
}

/// Passes on signals until the real server has ended, then ends in the same way.
[[noreturn]] void end_with(pid_t child, const sigset_t& awaited) {
    for (;;) {
        int number = 0;
        ::sigwait(&awaited, &number);
        int status = 0;
        if (number != SIGCHLD) {
            ::kill(child, number);
        } else if (::waitpid(child, &status, WNOHANG) == child) {
            if (WIFEXITED(status)) ::_exit(WEXITSTATUS(status));
            std::signal(WTERMSIG(status), SIG_DFL);
            ::sigprocmask(SIG_UNBLOCK, &awaited, nullptr);
            ::kill(::getpid(), WTERMSIG(status));
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const char* real = std::getenv("MOEBENCH_RECORDED_SERVER");
    const char* path = std::getenv("MOEBENCH_RECORDING");
    if (real == nullptr || path == nullptr) {
        std::cerr << "recording-server: MOEBENCH_RECORDED_SERVER and MOEBENCH_RECORDING are not "
                     "set\n";
        return 2;
    }
    std::vector<std::string> words(argv, argv + argc);
    std::string* port = nullptr;
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i - 1] == "--port") port = &words[i];
    }
    if (port == nullptr) return ::execv(real, argv); // --version, --help
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    try {
        Recording recording(path);
        recording.append("{\"argv\":[" + joined(words) + "],\"variables\":[" +
                         joined(flag_variables()) + "]}");

        sigset_t awaited;
        sigset_t before;
        sigemptyset(&awaited);
        for (const int number : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&awaited, number);
        ::sigprocmask(SIG_BLOCK, &awaited, &before);

        const unsigned short real_port = free_port();
        Proxy proxy(static_cast<unsigned short>(std::stoi(*port)), real_port, recording);
        *port = std::to_string(real_port);
        const pid_t child = start(real, words, before);
        std::thread([&proxy] { proxy.accept_forever(); }).detach();
        end_with(child, awaited);
    } catch (const std::exception& error) {
        std::cerr << "recording-server: " << error.what() << '\n';
        return 1;
    }
}
