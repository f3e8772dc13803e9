// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Which flags moebench adds to the server's command line.
/// seed: exactly the original script's argv. plain: the same, with a log that shows placement and
/// timings. measure: plain, and flags that make boots comparable. bare: only model, address,
/// context and alias.
enum class Profile { seed, plain, measure, bare };

/// Where the experts are placed if the user's flags do not say: all on the CPU, as `--fit` decides,
/// or as the server does without a flag.
enum class OffloadMode { cpu_moe, fit_auto, none };

/// As `--profile` spells it.
constexpr std::string_view to_string(Profile profile) noexcept {
    switch (profile) {
    case Profile::seed: return "seed";
    case Profile::plain: return "plain";
    case Profile::measure: return "measure";
    case Profile::bare: break;
    }
    return "bare";
}

/// As `--mode` spells it: "cpu-moe", "fit-auto", "none".
constexpr std::string_view to_string(OffloadMode mode) noexcept {
    switch (mode) {
    case OffloadMode::cpu_moe: return "cpu-moe";
    case OffloadMode::fit_auto: return "fit-auto";
    case OffloadMode::none: break;
    }
    return "none";
}

/// A llama-server to start.
struct ServerConfig {
    /// Path of the executable; PATH is not searched.
    std::string binary;
    /// Hugging Face repository `user/repo[:quant]`; used when `model` is empty.
    std::string repo;
    /// Path of a GGUF file.
    std::string model;
    /// Which flags moebench adds.
    Profile profile = Profile::plain;
    /// Where the experts are placed.
    OffloadMode mode = OffloadMode::cpu_moe;
    /// An IPv4 address or host name, or a path that ends in `.sock`.
    std::string host = "127.0.0.1";
    /// 0: a free port is chosen at start.
    std::uint16_t port = 0;
    /// `--alias`; also `model` in requests that name none.
    std::string alias = "moebench";
    /// `--ctx-size`, in tokens.
    std::int64_t ctx_size = 4096;
    /// Nobody asked for `ctx_size`: a server with a smaller context is used, with a warning.
    /// Otherwise it is an error.
    bool ctx_size_is_default = false;
    /// Whether the server caches prefixes; otherwise `--no-cache-prompt`.
    bool cache_prompt = false;
    /// The suite reuses its own prefix: profile `measure` leaves context checkpoints on.
    bool reuses_prefix = false;
    /// `--no-op-offload`: experts on the CPU stay there for big batches, too.
    bool no_op_offload = false;
    /// `--offline`: nothing is downloaded.
    bool offline = false;
    /// `--n-cpu-moe`: the experts of this many layers on the CPU, instead of `mode`.
    std::optional<std::int64_t> n_cpu_moe;
    /// One `-ot` each, `PATTERN=BUFFER`, instead of `mode`.
    std::vector<std::string> override_tensors;
    /// `--load-mode`, translated to the server's own spelling. Absent: the server's default.
    std::optional<std::string> load_mode;
    /// The user's flags, as typed after `--`; each replaces moebench's flag of the same meaning.
    std::vector<std::string> extra_args;
    /// The server's complete environment, `KEY=VALUE`; nothing else is inherited.
    /// `server_environment()` makes it from a program's own. Without HOME, no cache is found for
    /// `repo`.
    std::vector<std::string> environment;
    /// Passed to the server in its environment; the client sends it as bearer token. Empty: none.
    std::string api_key;

    ServerConfig() = default;
};

} // namespace moebench
