// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>

namespace llama_sim {

/// How long the simulated machine takes. Experts that are not on the device are in host memory:
/// whole batches copy them over the link, single tokens are computed on the host.
struct CostModel {
    /// Prompt tokens per second if all experts are on the device.
    double prefill_tokens_per_s = 1200;
    /// Generated tokens per second if all experts are on the device.
    double decode_tokens_per_s = 50;
    /// Host to device, in GB (10^9 bytes) per second. The host reads its own memory at this rate
    /// too.
    double link_gb_per_s = 24;
    /// All experts of the model, in MiB.
    double expert_mib = 3072;
    /// Share of the experts in host memory, 0 to 1.
    double host_share = 1;
    /// Tokens of one physical batch (-ub).
    std::int64_t ubatch = 512;
    /// Whether batches may copy host experts to the device (--op-offload).
    bool op_offload = true;
    /// All durations are divided by this.
    double pace = 1;
};

/// Smaller batches do not copy experts, as in llama.cpp.
inline constexpr std::int64_t min_offload_batch = 32;
/// Share of the experts' bytes that one token reads: 8 of 128 experts.
inline constexpr double active_share = 1.0 / 16;
/// How many times longer the host takes for a prompt token than the device.
inline constexpr double host_slowdown = 6;

/// Seconds to copy the host's experts to the device once:
/// host_share * expert_mib * 2^20 / (link_gb_per_s * 10^9).
double staging_seconds(const CostModel& model);

/// Seconds to evaluate `tokens` prompt tokens, in batches of `ubatch`. A batch of n takes
///   n / prefill_rate + staging              when it is offloaded (n >= 32 and op_offload), else
///   n / prefill_rate * (1 + host_share * (host_slowdown - 1)).
/// So a long prompt uses the link ceil(tokens / ubatch) times. The sum is divided by the pace.
double prefill_seconds(const CostModel& model, std::int64_t tokens);

/// Seconds from one generated token to the next: 1 / decode_rate + active_share * staging, divided
/// by the pace.
double decode_seconds(const CostModel& model);

/// The pace of a machine that becomes slower by `drift` with every boot: 1 / (1 + drift)^boots.
double drifted_pace(double drift, std::int64_t boots);

/// Random factors around 1, repeatable by seed: one for the boot and one for each duration.
class Noise {
public:
    /// `deviation`: standard deviation of each factor's logarithm. 0: every factor is 1.
    Noise(std::uint64_t seed, double deviation);

    double boot_factor() const noexcept { return boot_factor_; }
    /// The boot's factor times a new one.
    double draw();

private:
    double factor();

    std::mt19937_64 bits_;
    std::normal_distribution<double> normal_{0, 1};
    double deviation_;
    double boot_factor_;
};

} // namespace llama_sim
