// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

/// Where the weights are and what the server's flags resolved to, read from its log (level 4).
struct PlacementFacts {
    /// X in "offloaded X/Y layers to GPU".
    std::optional<std::int64_t> offloaded_layers;
    /// Y in the same line.
    std::optional<std::int64_t> total_layers;
    /// Weights: (buffer type, MiB), in the order of the log.
    std::vector<std::pair<std::string, double>> model_buffers;
    /// KV cache and recurrent state, in the same form.
    std::vector<std::pair<std::string, double>> kv_buffers;
    /// Compute buffers of the graphs, in the same form.
    std::vector<std::pair<std::string, double>> compute_buffers;
    /// "CUDA0 : NAME (T MiB, F MiB free)", as logged.
    std::vector<std::string> devices;
    /// The whole context, over all slots, in tokens.
    std::optional<std::int64_t> n_ctx;
    /// Logical batch, in tokens.
    std::optional<std::int64_t> n_batch;
    /// Physical batch, in tokens.
    std::optional<std::int64_t> n_ubatch;
    /// CPU threads.
    std::optional<std::int64_t> n_threads;
    /// What flash attention resolved to, as logged.
    std::optional<std::string> flash_attn;
    /// Graph splits: how often a batch changes the device, for prefill and decode.
    std::optional<std::string> graph_splits;
    /// The line that lists threads, instruction sets and backends.
    std::optional<std::string> system_info;
    /// Tensors whose buffer type was overridden (log level 5 only).
    std::optional<std::int64_t> overridden_tensors;

    PlacementFacts() = default;
};

/// A file that a server read.
struct ServerFile {
    /// "model", "start script", "config.ini", or the flag or variable that names the file.
    std::string name;
    /// Where it is.
    std::string path;
    /// Its size, in bytes.
    std::int64_t bytes = 0;
    /// When it was last written, in nanoseconds since 1970.
    std::int64_t modified_ns = 0;
    /// Its number in the file system.
    std::int64_t inode = 0;
    /// Of the whole file if it has at most whole_bytes, else of its first head_bytes; hexadecimal.
    /// Empty: not readable.
    std::string sha256;

    /// A model is too large to be read as a whole.
    static constexpr std::int64_t whole_bytes = 16 << 20;
    /// GGUF stores the metadata at its beginning.
    static constexpr std::int64_t head_bytes = 1 << 20;

    ServerFile() = default;
};

/// The server that answered: its identity and its resolved settings.
struct ServerFacts {
    /// `/props`: "b11434-82bb48500".
    std::optional<std::string> build_info;
    /// First line of `--version`.
    std::optional<std::string> version;
    /// SHA-256 of the executable only, as the running process has it; hexadecimal.
    std::optional<std::string> binary_sha256;
    /// `/props`: the context of one slot, in tokens.
    std::optional<std::int64_t> n_ctx;
    /// `/props`: how many requests it can serve at once.
    std::optional<std::int64_t> total_slots;
    /// `/props`: the file it loaded.
    std::optional<std::string> model_path;
    /// Size of the model's file, or of the first of a split model, in bytes.
    std::optional<std::int64_t> model_bytes;
    /// SHA-256 of its first MiB, where GGUF stores the metadata; hexadecimal.
    std::optional<std::string> model_head_sha256;
    /// (name, SHA-256) of the shared libraries of llama.cpp that the running process has loaded;
    /// the hash is empty if the file was replaced since. Unknown without `binary_sha256`.
    std::vector<std::pair<std::string, std::string>> libraries;
    /// The files of the model, and every other file that its command line or environment names.
    std::vector<ServerFile> files;
    /// Seconds from the start of the process to the first 200 from `/health`.
    std::optional<double> load_s;
    /// The server says that it is a simulator.
    bool simulated = false;
    /// Flags that this server spells differently or lacks: (wanted, used or "").
    std::vector<std::pair<std::string, std::string>> replaced_flags;
    /// Read from its log.
    PlacementFacts placement;

    ServerFacts() = default;
};

/// The machine and the environment of the server; absent: unknown.
struct HostFacts {
    /// /proc/cpuinfo: "model name".
    std::optional<std::string> cpu_model;
    /// Frequency governor of CPU 0.
    std::optional<std::string> governor;
    /// "Linux 6.1.0-18-amd64".
    std::optional<std::string> kernel;
    /// First line of /proc/driver/nvidia/version.
    std::optional<std::string> gpu_driver;
    /// Physical cores over all sockets.
    std::optional<std::int64_t> cpu_cores;
    /// Logical CPUs.
    std::optional<std::int64_t> cpu_threads;
    /// Main memory, in bytes.
    std::optional<std::int64_t> memory_bytes;
    /// Model names of NVIDIA GPUs, sorted. Empty: none, or another vendor.
    std::vector<std::string> gpus;
    /// The server's variables LLAMA_*, GGML_*, CUDA_*, HIP_*, VK_*, OMP_*, LD_*, as `KEY=VALUE`,
    /// secrets redacted.
    std::vector<std::string> variables;

    HostFacts() = default;
};

} // namespace moebench
