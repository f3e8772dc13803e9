// SPDX-License-Identifier: MIT
#include "dry_run.hpp"
#include "plan_text.hpp"
#include "session.hpp"
#include "terminal.hpp"

#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/server/server_probe.hpp>
#include <moebench/task.hpp>

#include <boost/asio/this_coro.hpp>

#include <string>

#include <unistd.h>

namespace moebench::cli {

namespace {

Task<ServerProbe> probe(const ServerConfig& server) {
    BoostProcessLauncher launcher(co_await asio::this_coro::executor);
    co_return co_await probe_server(launcher, server.binary, server.environment, true);
}

} // namespace

Result<std::string> command_text(const ServerConfig& server, const Surroundings& surroundings) {
    auto probed = sync_wait(probe(server));
    if (!probed) return probed.error();
    auto command = server_command(server, *probed);
    if (!command) return command.error();
    std::string text = render_command(*command, surroundings.environment) + "\n";
    for (const auto& [wanted, used] : command->replaced_flags) {
        text += "replaced  " + wanted + " by " + (used.empty() ? "nothing" : used) +
                " for this server\n";
    }
    return text;
}

ExitCode dry_run(const RunPlan& plan, const Surroundings& surroundings) {
    const auto& scenario = plan.scenario;
    const auto command = scenario.url.empty()
                             ? command_text(scenario.server, surroundings)
                             : Result<std::string>("server    " + scenario.url + "\n");
    if (!command) return report_error(command.error());
    const auto written = write_all(STDOUT_FILENO, *command + "\n" + render_plan(plan));
    return written ? ExitCode::ok : ExitCode::failed;
}

} // namespace moebench::cli
