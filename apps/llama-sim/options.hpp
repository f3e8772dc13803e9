// SPDX-License-Identifier: MIT
#pragma once

#include "cost_model.hpp"
#include "faults.hpp"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace llama_sim {

/// The options from command line and environment.
struct Options {
    std::string model_path;
    std::string hf_repo;
    /// Comma-separated; the alphabetically first name is reported.
    std::string alias;
    std::string host = "127.0.0.1";
    int port = 8080;
    std::int64_t n_ctx = 0;
    int n_parallel = -1;
    std::int64_t n_batch = 2048;
    std::int64_t n_ubatch = 512;
    int threads = -1;
    int threads_batch = -1;
    int verbosity = 3;
    /// Empty: not given.
    std::string ngl;
    bool cpu_moe = false;
    int n_cpu_moe = 0;
    std::string override_tensor;
    bool fit = true;
    std::string load_mode = "auto";
    std::string flash_attn = "auto";
    bool op_offload = true;
    bool cache_prompt = true;
    std::int64_t cache_ram_mib = 8192;
    bool metrics = false;
    bool slots = true;
    std::string api_keys;
    bool help = false;
    bool version = false;

    // options that a real server does not have
    CostModel cost;
    /// "on", "off", or "auto": as the placement flags say.
    std::string resident_experts = "auto";
    /// All durations are divided by this.
    double faster = 1;
    /// Each boot that the file has counted makes the server slower by this share.
    double boot_drift = 0;
    std::string boot_counter;
    /// The machine has no GPU.
    bool no_gpu = false;
    /// Context in place of n_ctx; 0: n_ctx.
    std::int64_t resolved_ctx = 0;
    double noise = 0.01;
    /// Negative: a new one on every boot.
    std::int64_t seed = -1;
    double load_s = 0.3;
    /// Time passes this many times as fast.
    double speed = 1;
    FaultPlan faults;

    bool router() const { return model_path.empty() && hf_repo.empty(); }
    std::string model_alias() const;
    /// Number of slots; auto is 4.
    int slot_count() const { return n_parallel < 0 ? 4 : n_parallel; }
    /// Context of one slot.
    std::int64_t slot_context() const;
    CostModel resolved_cost() const;
    /// Number of layers whose experts are in host memory, of 48.
    int host_layers() const;
};

inline constexpr int model_layers = 48;
inline constexpr std::int64_t model_context = 131072;

/// A command line that llama-server would refuse; what() is its error message.
struct BadOption : std::runtime_error {
    using runtime_error::runtime_error;
};

/// on_off_spelling: no value; `--no-x` turns off what `--x` turns on.
enum class Takes { nothing, on_off_spelling, value };

/// One flag with all its spellings.
struct Flag {
    /// "-c,    --ctx-size", as the help aligns them.
    std::string spellings;
    Takes takes = Takes::value;
    /// Placeholder of the value in the help.
    std::string value_name;
    std::string help;
    std::string environment;
    /// Unset: accepted, without effect.
    std::function<void(Options&, const std::string&)> set;
};

const std::vector<Flag>& flags();

/// Reads the environment, then the arguments, which win. `warnings` gets llama-server's warnings.
/// Throws BadOption.
Options parse_options(const std::vector<std::string>& arguments, std::string& warnings);

std::string help_text();

} // namespace llama_sim
