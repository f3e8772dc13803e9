// SPDX-License-Identifier: MIT
#include "cost_model.hpp"

#include <algorithm>
#include <cmath>

namespace llama_sim {

double staging_seconds(const CostModel& model) {
    return model.host_share * model.expert_mib * 1048576 / (model.link_gb_per_s * 1e9);
}

double prefill_seconds(const CostModel& model, std::int64_t tokens) {
    const double on_host = 1 + model.host_share * (host_slowdown - 1);
    double seconds = 0;
    for (std::int64_t left = tokens; left > 0; left -= model.ubatch) {
        const std::int64_t batch = std::min(left, model.ubatch);
        const double compute = static_cast<double>(batch) / model.prefill_tokens_per_s;
        const bool offloaded = model.op_offload && batch >= min_offload_batch;
        seconds += offloaded ? compute + staging_seconds(model) : compute * on_host;
    }
    return seconds / model.pace;
}

double decode_seconds(const CostModel& model) {
    return (1 / model.decode_tokens_per_s + active_share * staging_seconds(model)) / model.pace;
}

double drifted_pace(double drift, std::int64_t boots) {
    return std::pow(1 + drift, -static_cast<double>(boots));
}

Noise::Noise(std::uint64_t seed, double deviation)
    : bits_(seed), deviation_(deviation), boot_factor_(factor()) {}

double Noise::factor() { return std::exp(deviation_ * normal_(bits_)); }

double Noise::draw() { return boot_factor_ * factor(); }

} // namespace llama_sim
