// SPDX-License-Identifier: MIT
#pragma once

namespace moebench {

/// How much the answers of an arm may differ from the baseline's and still be close. Where the
/// baseline's own two boots differ by more, their law counts instead.
///
/// Typical mean KL: in llama.cpp's own table (tools/perplexity, LLaMA 3 8B), 8-bit weights 0.0014,
/// 6 bits 0.0057, 5 bits 0.011. Measured by us (llama-server b11434 on a CPU, our small model with
/// random weights): another boot 0; another batch size or attention kernel 1e-9 to 5e-6; weights
/// rounded to 8 bits 0.0002, to 6 bits 0.001, to 4 bits 0.005; one stale expert of 32 0.006.
struct AnswerLimits {
    /// Of the mean KL divergence: another kernel and 8-bit weights stay below it; a wrong expert
    /// and 4-bit weights do not. It must be exceeded by three standard errors.
    double mean_kl = 0.002;
    /// A position is far off above this KL divergence. When rounding makes a router choose the
    /// other one of two nearly tied experts, 0.016 was seen.
    double far_kl = 0.02;
    /// Share of positions that may be far off. It must be exceeded at the 0.5 % level.
    double far_share = 0.0015;
    /// At a single position: an expert that is stale only sometimes changes few positions, but
    /// those completely.
    double largest_kl = 0.5;
    /// By how much the baseline's tokens may be less probable on average, in nats. It must be
    /// exceeded by three standard errors.
    double less_likely = 0.01;
    /// A token is nearly tied with the generated one if it is at most this much less probable, in
    /// nats, and a distribution within `far_kl` has both equally probable.
    double near_tie = 1.1;
};

} // namespace moebench
