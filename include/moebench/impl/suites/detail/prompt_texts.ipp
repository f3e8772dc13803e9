// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suites/detail/prompt_texts.hpp>

#include <array>

namespace moebench::detail {

/// The numbers that replace `{i} {a} {b} {c} {t}` in a trace line.
struct TraceNumbers {
    std::int64_t i = 0;
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t c = 0;
    std::int64_t t = 0;
};

inline void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

/// Appends a newline, then the line with its numbers filled in.
inline void append_trace_line(std::string& out, std::string_view line, const TraceNumbers& n) {
    out += '\n';
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '{') {
            out += line[at];
            continue;
        }
        switch (line[at + 1]) {
        case 'i': append_padded(out, n.i, 5); break;
        case 'a': append_padded(out, n.a, 2); break;
        case 'b': append_padded(out, n.b, 2); break;
        case 'c': append_padded(out, n.c, 4); break;
        default: append_padded(out, n.t, 2); break;
        }
        at += 2;
    }
}

inline constexpr std::array<std::string_view, 4> long_trace_lines = {
    "layer={i} route_a={a} route_b={b} stage=decode copy_policy=contiguous_ranges note=expert "
    "reuse is possible when the resident bitmap already contains both routed experts.",
    "request={i} ctx_window=long prefill_chunk={c} observation=CPU experts remain host-resident "
    "while selected slices are staged to the active GPU buffer before MUL_MAT_ID.",
    "sample={i} bottleneck=h2d_transfer risk=stale_residency_guard mitigation=compare source "
    "pointer destination pointer and expert count before skipping a copy.",
    "case={i} hardware=rtx5090_laptop memory=24gb_vram_60gb_ram target=interactive_long_context "
    "expected=avoid repeated uploads for experts already present in the split copy.",
};

inline constexpr std::array<std::string_view, 4> medium_trace_lines = {
    "turn={t} row={i} experts=({a},{b}) phase=medium_prefill observation=selected CPU MoE "
    "experts are staged to the active GPU copy buffer.",
    "turn={t} row={i} reuse_key=layer_tensor_backend_copy invariant=skip only when source "
    "pointer destination pointer expert count and resident bit agree.",
    "turn={t} row={i} local_user_pattern=long_chat chunk_tokens=medium expectation=do not recopy "
    "experts already present from earlier tokens.",
    "turn={t} row={i} maintainer_note=small_scheduler_patch risk=stale_bitmap "
    "mitigation=data_pointer_guard and contiguous missing range copies.",
};

MOEBENCH_DECL std::vector<std::string> base_prompts() {
    return {
        "Return exactly one concise sentence explaining what CPU-to-GPU expert offload means.",
    };
}

MOEBENCH_DECL std::vector<std::string> multi_prompts() {
    return {
        "You are reviewing a llama.cpp change. The current code receives a bitset of MoE experts "
        "used by the router, copies contiguous selected expert ranges from host memory to a "
        "GPU-side buffer, and repeats that work every decode step.\n"
        "List the two most likely performance bottlenecks, the safest minimal optimization, and "
        "one correctness risk to test.",
        "Hardware: RTX 5090 Laptop GPU with 24 GB VRAM, 60 GB RAM, Intel Ultra 9. Model: Q4 MoE "
        "with experts on CPU and dense weights on GPU.\n"
        "Create a compact benchmark matrix that would convince a maintainer the optimization "
        "helps local users without overfitting to one prompt.",
        "Explain a persistent valid-expert bitmap design for MoE expert offload. Include "
        "pseudocode for used_ids, valid_ids, missing_ids, and contiguous range copy planning. "
        "Keep it implementation-focused.",
        "Draft a short maintainer-facing PR note for an optimization that skips re-copying MoE "
        "expert slices already present in the GPU copy buffer. Include scope, expected benefit, "
        "and why it should be low risk.",
    };
}

MOEBENCH_DECL std::string render_long_prompt(std::int64_t blocks) {
    std::string text =
        "You are auditing a long local-inference trace for a llama.cpp MoE CPU-offload change.\n"
        "Use the whole trace, cite concrete recurring patterns, and finish with a compact "
        "engineering recommendation.\n"
        "\n"
        "TRACE:";
    for (std::int64_t i = 0; i < blocks; ++i) {
        const auto line = static_cast<std::size_t>(i) % long_trace_lines.size();
        const TraceNumbers numbers{i, (i * 7 + 3) % 64, (i * 11 + 5) % 64, i * 13 % 4096, 0};
        append_trace_line(text, long_trace_lines[line], numbers);
    }
    text += "\n"
            "\n"
            "TASK:\n"
            "Summarize the routing and copy behavior. Identify whether persistent expert residency "
            "helps more during prefill or decode, and name one correctness invariant.";
    return text;
}

MOEBENCH_DECL std::string render_medium_turn(std::int64_t turn, std::int64_t blocks) {
    std::string text = "Turn " + std::to_string(turn);
    text += ": medium-size trace chunk for a llama.cpp MoE CPU-offload investigation.\n"
            "Keep this chunk as part of the running conversation context.\n"
            "\n"
            "TRACE CHUNK:";
    for (std::int64_t i = 0; i < blocks; ++i) {
        const auto line = static_cast<std::size_t>(turn + i) % medium_trace_lines.size();
        const TraceNumbers numbers{i, (turn * 17 + i * 7 + 3) % 64, (turn * 19 + i * 11 + 5) % 64,
                                   0, turn};
        append_trace_line(text, medium_trace_lines[line], numbers);
    }
    text += "\n"
            "\n"
            "Instruction for this turn: acknowledge the chunk briefly and preserve the important "
            "routing/copy details for the next turn.";
    return text;
}

} // namespace moebench::detail
