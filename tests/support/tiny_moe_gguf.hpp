// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace moebench::test {

/// Size of a Mixture-of-Experts model with random weights, as small as llama-server loads.
struct TinyMoe {
    std::uint32_t layers = 4;
    std::uint32_t embedding = 64;
    std::uint32_t experts = 8;
    /// Width of one expert.
    std::uint32_t feed_forward = 32;
    /// Expert weights are holes in the file: they use no disk space, but take time to load.
    bool hollow_experts = false;
    /// Three of four layers are recurrent (qwen35moe): the server cannot shorten its state to a
    /// shorter prefix, and continues from checkpoints.
    bool hybrid = false;
    /// Expert weights have so many bits only, as after quantization. 0: all.
    int expert_bits = 0;
    /// In layer 1, this expert has the weights of expert 0, as if it had not been copied. 0: none
    /// has.
    std::uint32_t stale_expert = 0;
};

/// Writes it as GGUF (qwen3moe or qwen35moe, byte-level BPE, chatml, 65,536 tokens of context). The
/// bytes are always the same. Greedy replies are printable ASCII and end only at their limit.
void write_tiny_moe_gguf(const std::string& path, const TinyMoe& size = {});

} // namespace moebench::test
