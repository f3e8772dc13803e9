// SPDX-License-Identifier: MIT
// The floor: a client that sends, reads, and stamps each read. What it does not do cannot be
// faster.
//
// floor-client PORT REQUESTS stream|plain [SAMPLES]: with SAMPLES it finds the text events behind
// each reply and writes a line of JSON, in moebench's keys.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace {

struct Read {
    std::size_t end; // of what is read so far
    std::int64_t at;
};

std::int64_t now_ns() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double seconds(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

int connect_to(int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::cerr << "floor-client: connect: " << std::strerror(errno) << "\n";
        std::exit(1);
    }
    return fd;
}

bool is_complete(const std::string& reply, bool stream) {
    if (stream) return std::string_view(reply).ends_with("\r\n0\r\n\r\n");
    const auto head = reply.find("\r\n\r\n");
    const auto length = reply.find("Content-Length: ");
    return head != std::string::npos && length < head &&
           reply.size() - head - 4 >= std::strtoul(reply.c_str() + length + 16, nullptr, 10);
}

void write_sample(std::ostream& out, std::string_view reply, const std::vector<Read>& reads,
                  std::int64_t started) {
    out << R"({"latency_s": )" << seconds(reads.back().at - started) << R"(, "event_offsets_s": [)";
    const char* comma = "";
    std::size_t read = 0;
    for (std::size_t at = 0; (at = reply.find("data: {", at)) != std::string_view::npos;) {
        const auto end = reply.find("\n\n", at);
        const auto event = reply.substr(at, end - at);
        at = end;
        if (event.find("content\":\"") == std::string_view::npos) continue;
        while (reads[read].end < end + 2) ++read;
        out << comma << seconds(reads[read].at - started);
        comma = ", ";
    }
    out << "]}\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    const bool stream = std::string_view(argv[3]) == "stream";
    const std::string body = R"({"model":"truth","messages":[{"role":"user","content":"Count."}],)"
                             R"("max_tokens":64,"temperature":0,"stream":)" +
                             std::string(stream ? "true" : "false") + "}";
    const std::string request = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                "Content-Type: application/json\r\nContent-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body;
    std::ofstream samples;
    if (argc > 4) samples.open(argv[4]);
    samples.precision(12);

    const int fd = connect_to(std::atoi(argv[1]));
    std::string reply;
    std::vector<Read> reads;
    char bytes[65536];
    for (long i = std::atol(argv[2]); i > 0; --i) {
        reply.clear();
        reads.clear();
        const auto started = now_ns();
        if (::send(fd, request.data(), request.size(), 0) < 0) return 1;
        while (!is_complete(reply, stream)) {
            const auto n = ::recv(fd, bytes, sizeof bytes, 0);
            if (n <= 0) return 1;
            const auto at = now_ns();
            reply.append(bytes, static_cast<std::size_t>(n));
            reads.push_back({reply.size(), at});
        }
        if (samples.is_open()) write_sample(samples, reply, reads, started);
    }
}
