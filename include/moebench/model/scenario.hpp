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

/// How long a server gets to end after each signal. Zero skips the step.
struct StopPolicy {
    /// After SIGINT; the seed waits this long.
    Duration interrupt = std::chrono::seconds(15);
    /// After SIGTERM, as in the seed; then SIGKILL.
    Duration terminate = std::chrono::seconds(10);

    StopPolicy() = default;
};

/// One run, fully described.
struct Scenario {
    /// The server to start. With `url` only its `api_key` matters.
    ServerConfig server;
    /// What is asked; ignored where the caller gives a suite of its own.
    SuiteSpec suite;
    /// How often and how long.
    RunOptions run;
    /// Measure the server at this address, `http://HOST:PORT` or `unix:///PATH.sock`; start none.
    std::string url;
    /// Where the started server's output goes; replaced if it exists.
    std::string log_file;
    /// From the start of the process to the first 200 of `/health`.
    Duration ready_timeout = std::chrono::seconds(1200);
    /// How the server is asked to end.
    StopPolicy stop;
    /// The kernel kills the server should the *thread* that started it end.
    bool die_with_parent = false;
    /// How to do it again, for the results; secrets redacted. May be empty.
    std::vector<std::string> command_line;

    Scenario() = default;
};

} // namespace moebench
