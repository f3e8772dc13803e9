// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace moebench::test {

/// All open descriptors of this process with their targets, except the one that reads the list.
inline std::vector<std::string> open_descriptors() {
    std::vector<std::string> result;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
        if (gone || target.find("/fd") != std::string::npos) continue;
        result.push_back(entry.path().filename().string() + " " + target);
    }
    std::sort(result.begin(), result.end());
    return result;
}

inline std::size_t thread_count() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// Whether this process has children: running, or ended and not reaped.
inline bool has_children() {
    ::siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

/// Whether any process of this group exists.
inline bool group_lives(int group) { return ::kill(-group, 0) == 0 || errno != ESRCH; }

/// The state that belongs to the program and that a library must not change.
struct ProcessState {
    std::vector<struct ::sigaction> handlers;
    ::sigset_t mask{};
    std::vector<std::string> environment;
    std::string folder;
    ::mode_t umask{};
    int death_signal = 0;

    ProcessState() : folder(std::filesystem::current_path().string()), umask(::umask(0)) {
        ::umask(umask);
        for (int number = 1; number < NSIG; ++number) {
            struct ::sigaction action;
            std::memset(&action, 0, sizeof action);
            ::sigaction(number, nullptr, &action);
            handlers.push_back(action);
        }
        ::sigemptyset(&mask);
        ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        for (char** variable = environ; *variable != nullptr; ++variable) {
            environment.emplace_back(*variable);
        }
        ::prctl(PR_GET_PDEATHSIG, &death_signal);
    }

    /// The first difference; empty if there is none.
    std::string difference(const ProcessState& other) const {
        for (std::size_t i = 0; i < handlers.size(); ++i) {
            const auto& mine = handlers[i];
            const auto& theirs = other.handlers[i];
            if (mine.sa_handler != theirs.sa_handler || mine.sa_flags != theirs.sa_flags) {
                return "the handler of signal " + std::to_string(i + 1);
            }
        }
        for (int number = 1; number < NSIG; ++number) {
            if (::sigismember(&mask, number) != ::sigismember(&other.mask, number)) {
                return "the mask of signal " + std::to_string(number);
            }
        }
        if (environment != other.environment) return "environment";
        if (folder != other.folder) return "working directory";
        if (umask != other.umask) return "umask";
        if (death_signal != other.death_signal) return "parent-death signal";
        return {};
    }
};

} // namespace moebench::test
