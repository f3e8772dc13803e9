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
    Duration interrupt = std::chrono::seconds(15); // the seed waits this long after SIGINT
    Duration terminate = std::chrono::seconds(10); // and this long after SIGTERM

    StopPolicy() = default;
};

/// One run, fully described.
struct Scenario {
    ServerConfig server;
    SuiteSpec suite;
    RunOptions run;
    /// Measure the server at this address, `http://HOST:PORT` or `unix:///PATH.sock`; start none.
    std::string url;
    /// Where the started server's output goes; replaced if it exists.
    std::string log_file;
    Duration ready_timeout = std::chrono::seconds(1200);
    StopPolicy stop;
    /// The kernel kills the server should the *thread* that started it end.
    bool die_with_parent = false;
    /// How to do it again, for the results; secrets redacted. May be empty.
    std::vector<std::string> command_line;

    Scenario() = default;
};

} // namespace moebench
