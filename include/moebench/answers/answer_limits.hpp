// SPDX-License-Identifier: MIT
#pragma once

namespace moebench {

/// How much two answer passes may differ and still be close: an arm may differ from the baseline by
/// these limits, or by twice the difference between two boots of the baseline.
///
/// Typical mean KL: in llama.cpp's own table (tools/perplexity, LLaMA 3 8B), 8-bit weights 0.0014,
/// 6 bits 0.0057, 5 bits 0.011. Measured by us (llama-server b11434 on a CPU, our small model with
/// random weights): another boot 0; another batch size or attention kernel 1e-9 to 5e-6; weights
/// rounded to 8 bits 0.0002, to 6 bits 0.001, to 4 bits 0.005; one stale expert of 32 0.006.
struct AnswerLimits {
    /// Another kernel and 8-bit weights stay below it; a wrong expert and 4-bit weights do not.
    double mean_kl = 0.002;
    /// At a single position: an expert that is stale only sometimes changes few positions, but
    /// those completely. Choosing the other one of two nearly tied experts gave 0.016.
    double largest_kl = 0.5;
    /// A token seven times less likely. Choosing that other expert gave 1.06, where the first token
    /// had a probability of 2 %; for likely tokens largest_kl is the stricter limit.
    double largest_logprob_difference = 2.0;
    /// Share of positions with another most probable token that is not a tie: 1 % with 8-bit
    /// weights, 5 % with 6 bits. One such position is always allowed.
    double top1_differs = 0.03;
    /// Log-probabilities have about seven digits: smaller differences count as none.
    double same_logprob = 1e-4;
    /// The same for the KL divergence.
    double same_kl = 1e-6;
    /// The largest log-probability difference times the number of tokens in a reply. Below this
    /// limit it is unlikely that a near tie in the reply is decided differently, so the text should
    /// be the same.
    double no_flip = 0.01;
};

} // namespace moebench
