// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/server/detail/local_port.hpp>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace moebench::detail {

/// Binds a socket to 127.0.0.1:port, as a server would. Returns the port, or 0 on failure.
inline std::uint16_t bind_once(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd == -1) return 0;
    const int on = 1; // ignore connections of an earlier server in TIME_WAIT
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ::socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<::sockaddr*>(&address);
    const bool bound = ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
    const int error = errno;
    ::close(fd);
    errno = error;
    return bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

/// Whether a socket on this address (of /proc/net/tcp or tcp6) accepts connections to 127.0.0.1.
inline bool reaches_loopback(std::string_view address) {
    return address == "0100007F" || address == "0000000000000000FFFF00000100007F" ||
           address.find_first_not_of('0') == std::string_view::npos;
}

/// Adds the inodes of the sockets that listen on `port`, from a table in proc(5).
inline void add_listeners(const std::string& table, std::uint16_t port,
                          std::set<std::string>& inodes) {
    std::istringstream lines(read_file(table).value_or(""));
    std::string line;
    std::getline(lines, line); // headings
    while (std::getline(lines, line)) {
        std::istringstream fields(line);
        std::string number, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
        fields >> number >> local >> remote >> state >> queues >> timer >> retransmits >> uid >>
            timeout >> inode;
        const auto colon = local.find(':');
        if (state != "0A" || colon == std::string::npos) continue; // 0A: TCP_LISTEN
        unsigned found = 0;
        std::from_chars(local.data() + colon + 1, local.data() + local.size(), found, 16);
        if (found == port && reaches_loopback(local.substr(0, colon)))
            inodes.insert("socket:[" + inode + "]");
    }
}

inline std::set<std::string> listeners(std::uint16_t port) {
    std::set<std::string> inodes;
    add_listeners("/proc/net/tcp", port, inodes);
    add_listeners("/proc/net/tcp6", port, inodes);
    return inodes;
}

/// The session of a process, field 6 of its stat; 0 if the process has ended.
inline int session_of(const std::filesystem::path& process) {
    const std::string stat = read_file((process / "stat").string()).value_or("");
    const auto name_end = stat.rfind(')'); // the name may contain anything
    if (name_end == std::string::npos) return 0;
    std::istringstream fields(stat.substr(name_end + 1));
    std::string state;
    int parent = 0;
    int group = 0;
    int session = 0;
    fields >> state >> parent >> group >> session;
    return session;
}

/// Whether a process has one of the sockets open; nothing if its descriptors cannot be read.
inline std::optional<bool> holds_one(const std::filesystem::path& process,
                                     const std::set<std::string>& sockets) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::directory_iterator entry(process / "fd", error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(entry->path(), gone).string())) return true;
    }
    if (error) return std::nullopt;
    return false;
}

MOEBENCH_DECL std::uint16_t free_local_port() { return bind_once(0); }

MOEBENCH_DECL bool local_port_is_taken(std::uint16_t port) {
    return (bind_once(port) == 0 && errno == EADDRINUSE) || !listeners(port).empty();
}

MOEBENCH_DECL std::optional<int> listener_in_session(std::uint16_t port, int leader) {
    namespace fs = std::filesystem;
    const auto sockets = listeners(port);
    if (sockets.empty()) return std::nullopt;
    bool all_readable = true;
    std::error_code error;
    fs::directory_iterator process("/proc", error);
    for (; !error && process != fs::directory_iterator(); process.increment(error)) {
        const std::string name = process->path().filename().string();
        int pid = 0; // of "self" and other names without a number
        std::from_chars(name.data(), name.data() + name.size(), pid);
        if (pid == 0 || session_of(process->path()) != leader) continue;
        const auto holds = holds_one(process->path(), sockets);
        if (holds.value_or(false)) return pid;
        all_readable = all_readable && holds.has_value();
    }
    if (error || !all_readable) return std::nullopt;
    return 0;
}

} // namespace moebench::detail
