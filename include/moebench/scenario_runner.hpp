// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/logger.hpp>
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/detail/check_server.hpp>
#include <moebench/server/detail/local_port.hpp>
#include <moebench/server/detail/server_files.hpp>
#include <moebench/server/detail/server_log.hpp>
#include <moebench/server/detail/watched_client.hpp>
#include <moebench/server/llama_client.hpp>
#include <moebench/server/readiness.hpp>
#include <moebench/server/scenario_facts.hpp>
#include <moebench/server/server_probe.hpp>
#include <moebench/suite_runner.hpp>
#include <moebench/suites/detail/named_suite.hpp>
#include <moebench/transport/beast_transport.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace moebench {

/// Functions that a run calls while it goes on; see RunHooks.
struct ScenarioHooks : RunHooks {
    /// Receives messages about omitted flags, retried ports, and facts that affect the results.
    Logger logger;
    /// Called with the pid of the server's process group each time a server has started.
    std::function<void(int pid)> server_started;
    /// Called with that pid when the server has ended and is reaped: it may now belong to another
    /// process.
    std::function<void(int pid)> server_stopped;

    ScenarioHooks() = default;
};

namespace detail {

/// Runs one scenario, from a binary or an address to a report.
template <ServerWork<LlamaClient<BeastTransport>> Work> class ScenarioRun {
public:
    ScenarioRun(asio::any_io_executor executor, const Scenario& scenario, Work& work,
                const ScenarioHooks& hooks, FileHashes& hashes)
        : executor_(std::move(executor)), scenario_(resolved(scenario)), work_(work), hooks_(hooks),
          hashes_(hashes), launcher_(executor_) {}

    Task<RunReport> run() {
        // co_spawn of Boost 1.81 throws out of the event loop and never completes if the coroutine
        // is cancelled before it has waited for anything
        co_await asio::post(executor_, asio::use_awaitable);
        if (auto checked = work_.check(); !checked) co_return checked.error();
        if (!scenario_.url.empty()) co_return co_await attach();

        tell(Stage::starting);
        auto probe = co_await probe_server(launcher_, scenario_.server.binary,
                                           scenario_.server.environment, scenario_.die_with_parent);
        if (!probe) co_return probe.error();
        const bool any_port = scenario_.server.port == 0;
        const int attempts = any_port ? 3 : 1;
        for (int attempt = 1;; ++attempt) {
            if (auto chosen = choose_port(any_port); !chosen) co_return chosen.error();
            auto command = server_command(scenario_.server, *probe);
            if (!command) co_return command.error();
            if (attempt == 1) tell_replaced_flags(*command);
            // in its own coroutine, because it turns off its cancellation for good
            auto report = co_await asio::co_spawn(executor_, run_on_own_server(*probe, *command),
                                                  asio::use_awaitable);
            if (report || attempt == attempts || !port_was_lost(report.error())) co_return report;
            hooks_.logger.info("port " + std::to_string(scenario_.server.port) +
                               " was taken meanwhile; trying another");
        }
    }

private:
    using Client = LlamaClient<BeastTransport>;
    using Server = ServerProcess<BoostProcessLauncher>;
    using Watched = WatchedClient<Client, Server>;

    void tell_replaced_flags(const ServerCommand& command) const {
        for (const auto& [wanted, used] : command.replaced_flags) {
            hooks_.logger.info(wanted + (used.empty() ? " is left out" : " becomes " + used));
        }
    }

    Result<void> choose_port(bool any) {
        auto& port = scenario_.server.port;
        if (any) port = free_local_port();
        if (port == 0) return fail(Errc::foreign_server, "no port of 127.0.0.1 is free");
        if (!any && local_port_is_taken(port)) {
            return fail(
                Errc::foreign_server,
                "port " + std::to_string(port) +
                    " is taken by another program; choose another port, or 0 for a free one");
        }
        return {};
    }

    /// Another process may have bound the port after it was chosen.
    bool port_was_lost(const Failure& failure) const {
        if (failure.code == Errc::foreign_server) return true;
        return failure.code == Errc::server_exited &&
               failure.context.find("couldn't bind") != std::string::npos;
    }

    Task<RunReport> run_on_own_server(const ServerProbe& probe, const ServerCommand& command) {
        LaunchCommand launch;
        launch.argv = command.argv;
        launch.environment = command.environment;
        launch.output_file = scenario_.log_file;
        launch.die_with_parent = scenario_.die_with_parent;
        Server server(launcher_);
        started_ = clock_.now();
        if (auto started = server.start(launch); !started) co_return started.error();

        Result<RunReport> report = fail(Errc::server_exited, "");
        std::exception_ptr thrown;
        try {
            if (hooks_.server_started) hooks_.server_started(server.pid());
            report = co_await measure(server, probe, command);
        } catch (...) {
            thrown = std::current_exception();
        }
        // whatever happened, the server is gone when this returns, and the first exception is told
        const auto guarded = [&thrown](const auto& call) {
            try {
                call();
            } catch (...) {
                if (!thrown) thrown = std::current_exception();
            }
        };
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        const int pid = server.pid();
        guarded([&] { tell(Stage::stopping); });
        auto ended = co_await server.stop(scenario_.stop);
        guarded([&] {
            if (ended) return;
            hooks_.logger.warning("stopping the server: " + ended.error().message());
        });
        guarded([&] {
            if (hooks_.server_stopped) hooks_.server_stopped(pid);
        });
        if (thrown) std::rethrow_exception(thrown);
        co_return report;
    }

    Task<RunReport> measure(Server& server, const ServerProbe& probe,
                            const ServerCommand& command) {
        tell(Stage::loading);
        const auto& config = scenario_.server;
        BeastTransport transport(executor_, ServerAddress::of(config.host, config.port),
                                 command.api_key);
        Client client(transport);
        ReadinessOptions options;
        options.timeout = scenario_.ready_timeout;
        auto ready = co_await wait_until_ready(client, server, options, clock_);
        if (!ready) co_return with_log(ready.error());
        const Duration load_time = clock_.now() - started_;
        auto props = co_await read_props(client);
        if (!props) co_return with_log(props.error());
        const auto listener = listener_in_session(config.port, server.pid());
        if (auto ours = check_identity(config, listener, *props); !ours) co_return ours.error();

        RunInfo info = run_info(scenario_, *props, probe, command, load_time);
        const int pid = server_process(listener, server.pid(), config.binary);
        read_process(info.server, pid, command, hashes_);
        if (auto asked = check_asked(config, probe, info.server, hooks_.logger); !asked) {
            co_return asked.error();
        }
        const auto explain = [this](Failure failure) { return with_log(std::move(failure)); };
        Watched watched(client, server, explain);
        SuiteRunner<Watched> runner(watched, scenario_.run, hooks_);
        co_return co_await work_.run(runner, watched, std::move(info));
    }

    Task<RunReport> attach() {
        auto address = ServerAddress::parse(scenario_.url);
        if (!address) co_return address.error();
        BeastTransport transport(executor_, *address, scenario_.server.api_key);
        Client client(transport);
        std::string detail;
        auto first = co_await client.health(std::chrono::seconds(10), detail);
        if (!first) co_return prefixed("no server answers", first.error());
        tell(Stage::loading);
        UnmanagedServer<> server;
        ReadinessOptions options;
        options.timeout = scenario_.ready_timeout;
        auto ready = co_await wait_until_ready(client, server, options, clock_);
        if (!ready) co_return ready.error();
        auto props = co_await read_props(client);
        if (!props) co_return props.error();
        RunInfo info = run_info(scenario_, *props, std::nullopt, std::nullopt, std::nullopt);
        SuiteRunner<Client> runner(client, scenario_.run, hooks_);
        co_return co_await work_.run(runner, client, std::move(info));
    }

    /// Forks and proxies may have no /props; the run goes on without it.
    Task<std::optional<ServerProps>> read_props(Client& client) {
        auto props = co_await client.props();
        if (props) co_return std::move(*props);
        if (props.error().code != Errc::http_status) co_return props.error();
        hooks_.logger.warning("the server does not describe itself: " + props.error().message());
        co_return std::nullopt;
    }

    /// The end of a server's log says why it died.
    Failure with_log(Failure failure) const {
        constexpr std::size_t lines = 20;
        const auto tail = log_tail(read_end_of_file(scenario_.log_file), lines);
        failure.context += tail.empty()
                               ? "; its log " + scenario_.log_file + " is empty"
                               : "; the end of its log " + scenario_.log_file + ":\n" + tail;
        return failure;
    }

    void tell(Stage stage) const {
        if (!hooks_.progress) return;
        hooks_.progress(Progress(stage, clock_.now()));
    }

    asio::any_io_executor executor_;
    Scenario scenario_;
    Work& work_;
    const ScenarioHooks& hooks_;
    FileHashes& hashes_;
    BoostProcessLauncher launcher_;
    SystemClock clock_;
    TimePoint started_{};
};

} // namespace detail

/// Starts the scenario's server (or attaches to the one at `url`), waits until it is ready, runs
/// the scenario's suite, and stops the server, also after a failure, an exception, or a
/// cancellation. A Failure means that nothing was measured; otherwise the report says how the run
/// ended. Lifetime: the sink outlives the task. Executor: an io_context that one thread runs, or a
/// strand. Throws what the suite, the sink or a hook throws. Cancellation: terminal; the task ends
/// once the server is gone. The result is a report if the suite had begun, otherwise
/// operation_aborted, returned or thrown.
template <ResultSink Sink>
Task<RunReport> run_scenario(Scenario scenario, Sink& sink, ScenarioHooks hooks = ScenarioHooks()) {
    const auto executor = co_await asio::this_coro::executor;
    detail::NamedSuite<Sink> work(scenario.suite, sink);
    detail::FileHashes hashes;
    detail::ScenarioRun run(executor, scenario, work, hooks, hashes);
    co_return co_await run.run();
}

/// The same with the caller's suite, which outlives the task, instead of the scenario's.
template <Suite S, ResultSink Sink>
Task<RunReport> run_scenario(Scenario scenario, S& suite, Sink& sink,
                             ScenarioHooks hooks = ScenarioHooks()) {
    const auto executor = co_await asio::this_coro::executor;
    scenario.suite.builtin.reset();
    scenario.suite.file.clear();
    detail::GivenSuite<S, Sink> work(suite, sink);
    detail::FileHashes hashes;
    detail::ScenarioRun run(executor, scenario, work, hooks, hashes);
    co_return co_await run.run();
}

/// run_scenario for callbacks, futures and cancellation slots: completes with
/// `void(std::exception_ptr, Result<RunReport>)`. Executor: any; the run uses its own strand and
/// calls sink and hooks there. If several threads run the executor, pass a strand and emit the
/// cancellation on it.
template <ResultSink Sink, class Token>
auto async_run_scenario(const asio::any_io_executor& executor, Scenario scenario, Sink& sink,
                        ScenarioHooks hooks, Token&& token) {
    return asio::co_spawn(asio::make_strand(executor),
                          run_scenario(std::move(scenario), sink, std::move(hooks)),
                          std::forward<Token>(token));
}

/// The same with the caller's suite, which outlives the run.
template <Suite S, ResultSink Sink, class Token>
auto async_run_scenario(const asio::any_io_executor& executor, Scenario scenario, S& suite,
                        Sink& sink, ScenarioHooks hooks, Token&& token) {
    return asio::co_spawn(asio::make_strand(executor),
                          run_scenario(std::move(scenario), suite, sink, std::move(hooks)),
                          std::forward<Token>(token));
}

} // namespace moebench
