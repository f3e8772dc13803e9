// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/memory_file.hpp>
#include <moebench/server/process_launcher.hpp>
#include <moebench/server/server_probe.hpp>
#include <moebench/server_process.hpp>

#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// Asks a server binary for its `--version` and its `--help`. One that does not answer in time, or
/// with an error, is an unknown server, not a failure. Errors: the launcher's (no such file), and
/// server_exited when a signal killed it: it cannot run here.
/// Cancellation: terminal; the process is killed.
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
