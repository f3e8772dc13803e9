// SPDX-License-Identifier: MIT
// A server whose replies leave on an exact schedule, and that tells when they really did.
//
// truth-server [--host H] --port P: every other flag is accepted. Settings come as variables, so
// that whoever starts llama-server can start it: TRUTH_SHAPE, TRUTH_FIRST_MS, TRUTH_GAP_MS,
// TRUTH_TOKENS, TRUTH_LOAD_MS (503 so long), TRUTH_CPU, TRUTH_LOG.
// It spins, on one core, until SIGTERM or SIGINT; then it writes the log: JSON lines, times in ns
// of CLOCK_MONOTONIC, each taken before the send.
#include "shapes.hpp"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace moebench::benchmark;

volatile std::sig_atomic_t stopped = 0;

std::int64_t now_ns() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double variable(const char* name, double otherwise) {
    const char* value = std::getenv(name);
    return value ? std::atof(value) : otherwise;
}

Nanoseconds milliseconds(double value) {
    return std::chrono::duration_cast<Nanoseconds>(
        std::chrono::duration<double, std::milli>(value));
}

[[noreturn]] void die(const std::string& what) {
    std::cerr << "truth-server: " << what << ": " << std::strerror(errno) << "\n";
    std::exit(1);
}

/// One chat request, or (`sent` empty, `chat` false) the first health request answered by 200.
struct Record {
    bool chat = false;
    std::int64_t first_byte = 0; // of the request, read
    std::int64_t read = 0;       // its last byte
    std::vector<std::int64_t> sent;
    std::int64_t done = 0;
};

struct Connection {
    int fd = -1;
    std::string input;
    std::int64_t first_byte = 0;
};

class Server {
public:
    Server() {
        schedule_.first = milliseconds(variable("TRUTH_FIRST_MS", 20));
        schedule_.gap = milliseconds(variable("TRUTH_GAP_MS", 2));
        schedule_.tokens = static_cast<std::int64_t>(variable("TRUTH_TOKENS", 64));
        ready_at_ = now_ns() + milliseconds(variable("TRUTH_LOAD_MS", 0)).count();
        const char* shape = std::getenv("TRUTH_SHAPE");
        for (const auto& each : shapes) {
            if (!shape || each.name == shape) {
                packets_ = streamed_reply(each, schedule_);
                break;
            }
        }
        if (packets_.empty()) die(std::string("no shape '") + shape + "'");
        const std::string body = plain_reply(schedule_);
        plain_ = answer("200 OK", body);
    }

    void serve(int listener) {
        while (!stopped) {
            if (const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); fd >= 0) {
                const int on = 1;
                ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                connections_.push_back({fd, {}, 0});
            }
            for (std::size_t i = 0; i < connections_.size();) {
                if (read(connections_[i])) {
                    ++i;
                } else {
                    ::close(connections_[i].fd);
                    connections_.erase(connections_.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
        }
    }

    void write_log(const char* path) const {
        std::ofstream log(path);
        log << R"({"kind": "server", "ready_at": )" << ready_at_ << R"(, "cpu_s": )" << cpu_s()
            << "}\n";
        for (const auto& record : records_) {
            log << R"({"kind": ")" << (record.chat ? "chat" : "health") << R"(", "first_byte": )"
                << record.first_byte << R"(, "read": )" << record.read << R"(, "sent": [)";
            for (std::size_t i = 0; i < record.sent.size(); ++i) {
                log << (i ? ", " : "") << record.sent[i];
            }
            log << R"(], "done": )" << record.done << "}\n";
        }
    }

private:
    static double cpu_s() {
        rusage used{};
        ::getrusage(RUSAGE_SELF, &used);
        const auto seconds = [](timeval t) {
            return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
        };
        return seconds(used.ru_utime) + seconds(used.ru_stime);
    }

    static std::string answer(const std::string& status, const std::string& body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    static void send(int fd, std::string_view bytes) {
        while (!bytes.empty() && !stopped) {
            const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN) return; // gone; the next read says so
            if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }

    /// False when the peer has closed.
    bool read(Connection& connection) {
        char bytes[65536];
        const auto n = ::recv(connection.fd, bytes, sizeof bytes, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN)) return false;
        if (n < 0) return true;
        if (connection.input.empty()) connection.first_byte = now_ns();
        connection.input.append(bytes, static_cast<std::size_t>(n));
        const auto head = connection.input.find("\r\n\r\n");
        if (head == std::string::npos) return true;
        std::size_t length = 0;
        const auto field = connection.input.find("ontent-Length:"); // also in lower case
        const auto lower = connection.input.find("ontent-length:");
        const auto at = std::min(field, lower);
        if (at < head) length = std::strtoul(connection.input.c_str() + at + 14, nullptr, 10);
        if (connection.input.size() < head + 4 + length) return true;
        reply(connection, now_ns());
        const bool keep = connection.input.find("onnection: close") > head;
        connection.input.clear();
        return keep;
    }

    void reply(Connection& connection, std::int64_t read_at) {
        const std::string& request = connection.input;
        const auto asks = [&](std::string_view path) {
            return request.find(path) < request.find("\r\n");
        };
        Record record;
        record.first_byte = connection.first_byte;
        record.read = read_at;
        if (asks("/health")) {
            const bool ready = read_at >= ready_at_;
            if (ready && !told_ready_) records_.push_back(record);
            told_ready_ = told_ready_ || ready;
            send(connection.fd, ready ? answer("200 OK", R"({"status":"ok"})")
                                      : answer("503 Service Unavailable",
                                               R"({"error":{"message":"Loading model"}})"));
        } else if (asks("/v1/chat/completions")) {
            record.chat = true;
            if (request.find("\"stream\": true") != std::string::npos ||
                request.find("\"stream\":true") != std::string::npos) {
                stream(connection.fd, record);
            } else {
                record.done = now_ns();
                send(connection.fd, plain_);
            }
            records_.push_back(std::move(record));
        } else {
            send(connection.fd, answer("404 Not Found", R"({"error":{"message":"not here"}})"));
        }
    }

    void stream(int fd, Record& record) const {
        for (const auto& packet : packets_) {
            const std::int64_t due = record.read + packet.at.count();
            std::int64_t now = now_ns();
            while (now < due && !stopped) now = now_ns();
            record.done = now;
            send(fd, packet.bytes);
            record.sent.insert(record.sent.end(), static_cast<std::size_t>(packet.text_events),
                               now);
        }
    }

    Schedule schedule_;
    std::int64_t ready_at_ = 0;
    bool told_ready_ = false;
    std::vector<Packet> packets_;
    std::string plain_;
    std::vector<Connection> connections_;
    std::vector<Record> records_;
};

int listen_at(const char* host, int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host, &address.sin_addr);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("bind");
    if (::listen(fd, 64) != 0) die("listen");
    return fd;
}

} // namespace

int main(int argc, char** argv) {
    const char* host = "127.0.0.1";
    int port = 0;
    for (int i = 1; i < argc; ++i) {
        const std::string_view flag = argv[i];
        if (flag == "--version") {
            std::cout << "version: 1 (truth)\n";
            return 0;
        }
        if (flag == "--help") return 0;
        if (flag == "--host" && i + 1 < argc) host = argv[++i];
        if (flag == "--port" && i + 1 < argc) port = std::atoi(argv[++i]);
    }
    for (const int signal : {SIGTERM, SIGINT}) {
        std::signal(signal, [](int) { stopped = 1; });
    }
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // it spins: nobody wants it alone
    if (const int cpu = static_cast<int>(variable("TRUTH_CPU", -1)); cpu >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET(cpu, &set);
        ::sched_setaffinity(0, sizeof set, &set);
    }
    Server server;
    server.serve(listen_at(host, port));
    if (const char* log = std::getenv("TRUTH_LOG")) server.write_log(log);
}
