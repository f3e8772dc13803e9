// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>
#include <moebench/model/run_options.hpp>
#include <moebench/model/server_config.hpp>
#include <moebench/model/suite_spec.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace moebench {

/// How long a server may take to end after each signal. Zero skips the step.
struct StopPolicy {
    /// After SIGINT; as in the original script.
    Duration interrupt = std::chrono::seconds(15);
    /// After SIGTERM, as in the original script; then comes SIGKILL.
    Duration terminate = std::chrono::seconds(10);

    StopPolicy() = default;
};

/// One run, fully described.
struct Scenario {
    /// The server to start. With `url` only its `api_key` is used.
    ServerConfig server;
    /// The suite to run; ignored if the caller passes a suite.
    SuiteSpec suite;
    /// How often and how long.
    RunOptions run;
    /// Measure the running server at this address, `http://HOST:PORT` or `unix:///PATH.sock`.
    /// Empty: start one.
    std::string url;
    /// File for the started server's output; replaced if it exists.
    std::string log_file;
    /// Time limit until `/health` answers 200.
    Duration ready_timeout = std::chrono::seconds(1200);
    /// How the server is stopped.
    StopPolicy stop;
    /// The kernel kills the server if the *thread* that started it ends.
    bool die_with_parent = false;
    /// The command line to repeat the run, recorded in the results; secrets redacted. May be empty.
    std::vector<std::string> command_line;

    Scenario() = default;
};

} // namespace moebench
