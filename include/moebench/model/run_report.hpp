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
    /// Every request that was wanted was sent.
    completed,
    /// More requests failed than `RunOptions::max_failures` allows.
    too_many_failures,
    /// Cancelled by its owner.
    interrupted,
    /// The server's process ended.
    server_died,
    /// Calibration, a sink, or the suite failed: see `RunReport::failure`.
    failed,
};

/// The enumerator's name, as files spell it.
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
    /// The suite's name(); of a file of prompts its stem.
    std::string suite;
    /// As typed: a repository, or a model file, or a URL.
    std::string repo;
    /// An OffloadMode as to_string() spells it; "none" for a server that was not started here.
    std::string mode;
    /// A Profile as to_string() spells it.
    std::string profile;
    /// How to do it again: the words after `moebench`, secrets redacted. Empty for other programs.
    std::vector<std::string> command_line;
    /// The context asked for, in tokens; that of a slot for a server that was not started here.
    /// What came of it is `server.n_ctx`.
    std::int64_t ctx_size = 0;
    /// RunOptions::cache_prompt, with what the suite needs.
    bool cache_prompt = false;
    /// Secrets are redacted. Empty for a server that was not started here.
    std::vector<std::string> server_cmd;
    /// What was asked of the server, and when it was to stop; filled by the runner.
    RunOptions options;
    /// Who answered.
    ServerFacts server;
    /// Where moebench ran; the server too, if it was started here.
    HostFacts host;

    RunInfo() = default;
};

/// What a run came to; its samples went to the sink.
struct RunReport {
    /// Anything but `completed` leaves the summary with what there was until then.
    Outcome outcome = Outcome::completed;
    /// Why it did not complete.
    std::optional<Failure> failure;
    /// Over all requests that were recorded.
    Summary summary;

    RunReport() = default;
};

} // namespace moebench
