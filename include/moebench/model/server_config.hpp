// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/duration.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Which flags of ours a server gets.
/// seed: the original script's argv, exactly. plain: the same with a log that tells placement and
/// timings. measure: plain, and what makes boots comparable. bare: model, address, context and
/// alias only.
enum class Profile { seed, plain, measure, bare };

/// Where the experts go, unless the user's own flags say: all on the CPU, as `--fit` decides, no
/// flag of ours.
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

/// One llama-server to start, before the server's own flags are known.
struct ServerConfig {
    /// Path of the executable; PATH is not searched.
    std::string binary;
    /// Hugging Face repository `user/repo[:quant]`; used when `model` is empty.
    std::string repo;
    /// Path of a GGUF file.
    std::string model;
    /// Which flags of ours it gets.
    Profile profile = Profile::plain;
    /// Where the experts go.
    OffloadMode mode = OffloadMode::cpu_moe;
    /// An IPv4 address or host name, or a path that ends in `.sock`.
    std::string host = "127.0.0.1";
    /// 0: a free one is chosen at start.
    std::uint16_t port = 0;
    /// `--alias`, and `model` of the requests that name none.
    std::string alias = "moebench";
    /// `--ctx-size`, in tokens.
    std::int64_t ctx_size = 4096;
    /// The server keeps prefixes; otherwise `--no-cache-prompt`.
    bool cache_prompt = false;
    /// The suite reuses its own prefix: context checkpoints stay on in profile `measure`.
    bool reuses_prefix = false;
    /// `--no-op-offload`: experts on the CPU stay there for big batches, too.
    bool no_op_offload = false;
    /// `--offline`: nothing is downloaded.
    bool offline = false;
    /// `--n-cpu-moe`: the experts of so many layers on the CPU, in place of `mode`.
    std::optional<std::int64_t> n_cpu_moe;
    /// One `-ot` each, `PATTERN=BUFFER`, in place of `mode`.
    std::vector<std::string> override_tensors;
    /// `--load-mode`, translated for servers that spell it otherwise. Absent: the server's default.
    std::optional<std::string> load_mode;
    /// Flags of the user's, as typed after `--`; each replaces ours of the same meaning.
    std::vector<std::string> extra_args;
    /// The server's whole environment, `KEY=VALUE`; nothing is inherited by itself.
    /// `server_environment()` makes it from a program's own; without HOME, `repo` finds no cache.
    std::vector<std::string> environment;
    /// Sent to the server by environment, and as bearer token by the client. Empty: none.
    std::string api_key;

    ServerConfig() = default;
};

} // namespace moebench
