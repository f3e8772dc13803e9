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
    /// All requests were sent.
    completed,
    /// More requests failed than `RunOptions::max_failures` allows.
    too_many_failures,
    /// The run was cancelled.
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

/// What is known before the first request. The sink gets it first.
struct RunInfo {
    /// The suite's name(); for a prompt file, its file name without the extension.
    std::string suite;
    /// SHA-256 of the file that the suite was made from: its prompts, or the text of `bench`;
    /// hexadecimal. Absent: it has none.
    std::optional<std::string> suite_sha256;
    /// The repository, model file or URL, as typed.
    std::string repo;
    /// An OffloadMode as text; "none" for a server that was not started here.
    std::string mode;
    /// A Profile as text.
    std::string profile;
    /// The command line to repeat the run: the words after `moebench`, secrets redacted. Empty for
    /// other programs.
    std::vector<std::string> command_line;
    /// The requested context, in tokens; for a server that was not started here, the context of one
    /// slot. The actual one is `server.n_ctx`.
    std::int64_t ctx_size = 0;
    /// RunOptions::cache_prompt; also set if the suite needs it.
    bool cache_prompt = false;
    /// argv of the server, secrets redacted. Empty for a server that was not started here.
    std::vector<std::string> server_cmd;
    /// The options of the run; set by the runner.
    RunOptions options;
    /// The server that answered.
    ServerFacts server;
    /// The machine that moebench ran on; also the server's, if it was started here.
    HostFacts host;

    RunInfo() = default;
};

/// The result of a run. Its samples went to the sink.
struct RunReport {
    /// If not `completed`, the summary covers the requests until then.
    Outcome outcome = Outcome::completed;
    /// Why it did not complete.
    std::optional<Failure> failure;
    /// Over all requests that were recorded.
    Summary summary;

    RunReport() = default;
};

} // namespace moebench
