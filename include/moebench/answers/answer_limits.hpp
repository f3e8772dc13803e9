// SPDX-License-Identifier: MIT
#pragma once

namespace moebench {

/// What two answer passes may differ by and still be close: an arm from the reference by these, or
/// by twice what the reference differs by from itself.
///
/// What differences come to, as mean KL. llama.cpp's own table (tools/perplexity, LLaMA 3 8B):
/// 8-bit weights 0.0014, 6 bits 0.0057, 5 bits 0.011. Run here (llama-server b11434 on a CPU, our
/// small model of random weights): another boot 0; another batch size or attention kernel 1e-9 to
/// 5e-6; weights rounded to 8 bits 0.0002, to 6 bits 0.001, to 4 bits 0.005; one expert of 32 stale
/// 0.006.
struct AnswerLimits {
    /// Far above a kernel, and above 8-bit weights; below fewer bits or a wrong expert.
    double mean_kl = 0.002;
    /// At a single position: an expert that is stale only now and then changes few positions, but
    /// those wholly. Choosing the other one of two experts that are nearly tied came to 0.016.
    double largest_kl = 0.5;
    /// A token seven times less likely. That other expert came to 1.06, where the first token had a
    /// chance of 2 per cent; where it is likely, largest_kl is the narrower limit.
    double largest_logprob_difference = 2.0;
    /// Share of the positions where another token, more than a tie away, is the most probable: 1
    /// per cent with 8-bit weights, 5 with 6. One position may always be.
    double top1_differs = 0.03;
    /// Log-probabilities come with some seven digits: what is below was the same.
    double same_logprob = 1e-4;
    /// The same for the divergence.
    double same_kl = 1e-6;
    /// The largest log-probability difference times the tokens of a reply. Below it a near tie that
    /// is turned is unlikely anywhere in that reply: the same arithmetic gives the same text.
    double no_flip = 0.01;
};

} // namespace moebench
