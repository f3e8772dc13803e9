// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/detail/memory_file.hpp>
#include <moebench/server/process_launcher.hpp>
#include <moebench/server_process.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// What a llama-server binary says about itself: its version and the flags that it knows.
struct ServerProbe {
    /// First line of `--version`. Empty: it did not answer.
    std::string version;
    /// 11434 in "version: 11434 (82bb48500)". Absent: the first line has no number.
    std::optional<std::int64_t> build_number;
    /// The abbreviated hash after it. Absent: the first line has none.
    std::optional<std::string> commit;
    /// All flags that `--help` lists, in every spelling. Empty: it did not answer, and all flags
    /// count as known.
    std::set<std::string, std::less<>> flags;
    /// `-ngl` takes "auto" and "all" (since b7553).
    bool ngl_words = true;
    /// The `--log-verbosity` that prints placement and buffers: 4 since b9151, 3 before; absent
    /// before b7217.
    std::optional<int> placement_verbosity = 4;

    ServerProbe() = default;

    /// Whether the server knows `flag`. `--long_name` counts as `--long-name`, as in the server.
    bool knows(std::string_view flag) const;
};

/// Parses the outputs of `--version` and `--help` (stdout and stderr together). Pure.
ServerProbe parse_server_probe(std::string_view version_output, std::string_view help_output);

/// Runs a server binary with `--version` and with `--help`. A binary that does not answer in time,
/// or answers with an error, is an unknown server, not a failure. Errors: the launcher's (no such
/// file), and server_exited if a signal killed it: it cannot run on this machine. Cancellation:
/// terminal; the process is killed.
template <ProcessLauncher Launcher, SteadyClock Clock = SystemClock>
Task<ServerProbe> probe_server(Launcher& launcher, std::string binary,
                               std::vector<std::string> environment, bool die_with_parent = false,
                               Clock clock = Clock()) {
    constexpr Duration limit = std::chrono::seconds(30);
    std::string answers[2];
    const char* const questions[] = {"--version", "--help"};
    for (int i = 0; i < 2; ++i) {
        auto output = detail::MemoryFile::create();
        if (!output) co_return output.error();
        LaunchCommand command;
        command.argv = {binary, questions[i]};
        command.environment = environment;
        command.output_file = output->path();
        command.die_with_parent = die_with_parent;
        ServerProcess<Launcher, Clock> process(launcher, clock);
        if (auto started = process.start(command); !started) co_return started.error();
        auto ended = co_await process.wait_for(limit);
        if (!ended) co_return ended.error();
        if (*ended && (*ended)->signal != 0) {
            co_return fail(Errc::server_exited,
                           binary + " " + questions[i] + " " + (*ended)->describe());
        }
        if (*ended && (*ended)->exit_code == 0) answers[i] = output->read();
    }
    co_return parse_server_probe(answers[0], answers[1]);
}

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/server_probe.ipp>
#endif
