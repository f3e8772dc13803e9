// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// Where weights lie and what the server resolved its flags to, read from its own log (level 4).
struct PlacementFacts {
    /// "offloaded X/Y layers to GPU".
    std::optional<std::int64_t> offloaded_layers, total_layers;
    /// (buffer type, MiB), in the order of the log.
    std::vector<std::pair<std::string, double>> model_buffers;
    std::vector<std::pair<std::string, double>> kv_buffers;
    std::vector<std::pair<std::string, double>> compute_buffers;
    /// "CUDA0 : NAME (T MiB, F MiB free)", as logged.
    std::vector<std::string> devices;
    std::optional<std::int64_t> n_ctx, n_batch, n_ubatch, n_threads;
    std::optional<std::string> flash_attn;
    std::optional<std::string> graph_splits;
    std::optional<std::string> system_info;
    /// Tensors whose buffer type was overridden (log level 5 only).
    std::optional<std::int64_t> overridden_tensors;

    PlacementFacts() = default;
};

/// The server that answered: who it is, and what it resolved.
struct ServerFacts {
    /// `/props`: "b11434-82bb48500".
    std::optional<std::string> build_info;
    /// First line of `--version`.
    std::optional<std::string> version;
    std::optional<std::string> binary_sha256;
    std::optional<std::int64_t> n_ctx, total_slots;
    std::optional<std::string> model_path;
    /// Of the model's file, or of the first of a split model: its size, and SHA-256 over its first
    /// MiB, where GGUF keeps what the model is.
    std::optional<std::int64_t> model_bytes;
    std::optional<std::string> model_head_sha256;
    /// (name, SHA-256) of the shared libraries beside the binary; filled by comparisons.
    std::vector<std::pair<std::string, std::string>> libraries;
    /// Start of the process to the first 200 of `/health`.
    std::optional<double> load_s;
    /// The server says of itself that it only simulates.
    bool simulated = false;
    /// Flags of ours that this server spells otherwise or lacks: (wanted, used or "").
    std::vector<std::pair<std::string, std::string>> replaced_flags;
    PlacementFacts placement;

    ServerFacts() = default;
};

/// The machine and the environment of the server; absent is unknown.
struct HostFacts {
    std::optional<std::string> cpu_model, governor, kernel, gpu_driver;
    std::optional<std::int64_t> cpu_cores, cpu_threads, memory_bytes;
    std::vector<std::string> gpus;
    /// LLAMA_*, GGML_*, CUDA_*, HIP_*, VK_*, OMP_* that the server got, `KEY=VALUE`, secrets
    /// redacted.
    std::vector<std::string> variables;

    HostFacts() = default;
};

} // namespace moebench
