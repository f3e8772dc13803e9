// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/run_options.hpp>
#include <moebench/model/server_facts.hpp>
#include <moebench/model/summary.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// How a run ended.
enum class Outcome {
    completed,
    /// More requests failed than `RunOptions::max_failures` allows.
    too_many_failures,
    /// Cancelled by its owner.
    interrupted,
    server_died,
    /// Calibration, a sink, or the suite failed: see `RunReport::failure`.
    failed,
};

constexpr std::string_view to_string(Outcome outcome) noexcept {
    switch (outcome) {
    case Outcome::completed: return "completed";
    case Outcome::too_many_failures: return "too_many_failures";
    case Outcome::interrupted: return "interrupted";
    case Outcome::server_died: return "server_died";
    case Outcome::failed: break;
    }
    return "failed";
}

/// What is known before the first request. Sinks get it first.
struct RunInfo {
    std::string suite;
    /// As typed: a repository, or a model file, or a URL.
    std::string repo;
    std::string mode;
    std::string profile;
    /// How to do it again: the words after `moebench`, secrets redacted. Empty for other programs.
    std::vector<std::string> command_line;
    std::int64_t ctx_size = 0;
    bool cache_prompt = false;
    /// Secrets are redacted. Empty for a server that was not started here.
    std::vector<std::string> server_cmd;
    /// What was asked of the server, and when it was to stop; filled by the runner.
    RunOptions options;
    ServerFacts server;
    HostFacts host;

    RunInfo() = default;
};

/// What a run came to; its samples went to the sink.
struct RunReport {
    Outcome outcome = Outcome::completed;
    /// Why it did not complete.
    std::optional<Failure> failure;
    Summary summary;

    RunReport() = default;
};

} // namespace moebench
