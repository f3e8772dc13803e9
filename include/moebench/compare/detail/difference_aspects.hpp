// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/boot_record.hpp>

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What find_differences() compares, and which flags and variables set it.
namespace moebench::detail {

using Words = std::vector<std::string_view>;

/// One property that may differ between two boots.
struct Aspect {
    std::string_view what;
    bool decisive;
    /// Difference::missing_from where there is no value.
    std::string_view source;
    /// Empty: unknown.
    std::string (*value)(const BootRecord&);
    /// Flags and variables that set it: if the arms differ in one of them, the difference was asked
    /// for. A name that ends in '*' matches all names that begin with it.
    Words set_by;
};

template <class T> std::string number_or_nothing(const std::optional<T>& number) {
    return number ? std::to_string(*number) : std::string();
}

inline std::string base_name(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

/// Sizes in whole MiB, because builds round differently.
inline std::string buffers_text(const std::vector<std::pair<std::string, double>>& buffers) {
    std::string text;
    for (const auto& [type, mebibytes] : buffers) {
        text += (text.empty() ? "" : ", ") + type + " " + std::to_string(std::llround(mebibytes)) +
                " MiB";
    }
    return text;
}

/// A build without a GPU does not print the line; a log of another shape has no buffers either.
inline std::string offload_text(const BootRecord& boot) {
    const auto& placement = boot.info.server.placement;
    if (!placement.offloaded_layers) return placement.model_buffers.empty() ? "" : "no GPU";
    return std::to_string(*placement.offloaded_layers) + "/" +
           number_or_nothing(placement.total_layers) + " layers on GPU";
}

/// "0.6.0-dev (build 11434, ...)", without the word that the output of --version begins with.
inline std::string version_text(const BootRecord& boot) {
    constexpr std::string_view word = "version: ";
    const auto text = boot.info.server.version.value_or("");
    return text.starts_with(word) ? text.substr(word.size()) : text;
}

/// Without the amount of free memory.
inline std::string devices_text(const BootRecord& boot) {
    std::string text;
    for (const auto& device : boot.info.server.placement.devices) {
        text += (text.empty() ? "" : ", ") + device.substr(0, device.rfind(" ("));
    }
    return text;
}

inline std::string model_text(const BootRecord& boot) {
    const auto& server = boot.info.server;
    if (!server.model_head_sha256) return {};
    return number_or_nothing(server.model_bytes) + " bytes, head " +
           server.model_head_sha256->substr(0, 12);
}

inline std::string libraries_text(const BootRecord& boot) {
    if (!boot.info.server.binary_sha256) return {};
    std::string text;
    for (const auto& [name, hash] : boot.info.server.libraries) {
        if (hash.empty()) return {};
        text += (text.empty() ? "" : ", ") + name + " " + hash.substr(0, 12);
    }
    return text.empty() ? "none" : text;
}

/// The features that the binary was built with, without the number of threads.
inline std::string cpu_features(const BootRecord& boot) {
    const auto text = boot.info.server.placement.system_info.value_or("");
    const auto begin = text.find("| ");
    return begin == std::string::npos ? text : text.substr(begin + 2);
}

/// Several lists of flags and variables in one.
inline Words all_of(std::initializer_list<Words> kinds) {
    Words all;
    for (const auto& kind : kinds) all.insert(all.end(), kind.begin(), kind.end());
    return all;
}

// NOLINTNEXTLINE(readability-function-size): one list
inline const std::vector<Aspect>& aspects() {
    static const Words placing = {"--cpu-moe",
                                  "-cmoe",
                                  "--n-cpu-moe",
                                  "-ncmoe",
                                  "-ot",
                                  "--override-tensor",
                                  "-ngl",
                                  "--gpu-layers",
                                  "--n-gpu-layers",
                                  "-fit",
                                  "--fit",
                                  "-fitt",
                                  "--fit-target",
                                  "-fitc",
                                  "-dev",
                                  "--device",
                                  "-sm",
                                  "--split-mode",
                                  "-ts",
                                  "--tensor-split",
                                  "-mg",
                                  "--main-gpu",
                                  "-nkvo",
                                  "--no-kv-offload",
                                  "-lm",
                                  "--load-mode",
                                  "--no-mmap",
                                  "--mmap",
                                  "--mlock",
                                  "-dio",
                                  "--direct-io",
                                  "--no-host",
                                  "--repack",
                                  "-nr",
                                  "--no-repack",
                                  "-m",
                                  "--model",
                                  "-hf",
                                  "--hf-repo",
                                  "-lzm",
                                  "-ncffn",
                                  "LLAMA_ARG_*",
                                  "GGML_*",
                                  "CUDA_*",
                                  "HIP_*",
                                  "VK_*"};
    static const Words program = {"binary", "LD_*"};
    static const Words context = {"-c",         "--ctx-size",         "-np",
                                  "--parallel", "LLAMA_ARG_CTX_SIZE", "LLAMA_ARG_N_PARALLEL"};
    static const Words batch = {
        "-b", "--batch-size", "-ub", "--ubatch-size", "LLAMA_ARG_BATCH", "LLAMA_ARG_UBATCH"};
    static const Words attention = {"-fa", "--flash-attn", "LLAMA_ARG_FLASH_ATTN"};
    static const Words graph = all_of({program, placing, context, batch, attention});
    static const std::vector<Aspect> all = {
        {"build", false, "/props",
         [](const BootRecord& b) { return b.info.server.build_info.value_or(""); }, program},
        {"version", false, "--version", version_text, program},
        {"SHA-256 of the binary", true, "/proc",
         [](const BootRecord& b) { return b.info.server.binary_sha256.value_or("").substr(0, 12); },
         program},
        {"libraries", true, "/proc", libraries_text, program},
        {"CPU features", false, "log", cpu_features, program},
        {"model", true, "/props", model_text, {"-m", "--model", "-hf", "--hf-repo", "LLAMA_ARG_*"}},
        {"n_ctx", true, "/props",
         [](const BootRecord& b) { return number_or_nothing(b.info.server.n_ctx); }, context},
        {"slots",
         true,
         "/props",
         [](const BootRecord& b) { return number_or_nothing(b.info.server.total_slots); },
         {"-np", "--parallel", "LLAMA_ARG_N_PARALLEL"}},
        {"GPU offload", true, "log", offload_text, placing},
        {"devices", true, "log", devices_text, placing},
        {"weights", true, "log",
         [](const BootRecord& b) { return buffers_text(b.info.server.placement.model_buffers); },
         placing},
        {"KV cache", true, "log",
         [](const BootRecord& b) { return buffers_text(b.info.server.placement.kv_buffers); },
         all_of(
             {placing, context, attention, {"-ctk", "--cache-type-k", "-ctv", "--cache-type-v"}})},
        {"compute buffers", false, "log",
         [](const BootRecord& b) { return buffers_text(b.info.server.placement.compute_buffers); },
         graph},
        {"threads",
         true,
         "log",
         [](const BootRecord& b) { return number_or_nothing(b.info.server.placement.n_threads); },
         {"-t", "--threads", "LLAMA_ARG_THREADS", "OMP_*"}},
        {"n_batch",
         true,
         "log",
         [](const BootRecord& b) { return number_or_nothing(b.info.server.placement.n_batch); },
         {"-b", "--batch-size", "-c", "--ctx-size", "LLAMA_ARG_BATCH", "LLAMA_ARG_CTX_SIZE"}},
        {"n_ubatch",
         true,
         "log",
         [](const BootRecord& b) { return number_or_nothing(b.info.server.placement.n_ubatch); },
         {"-ub", "--ubatch-size", "-b", "--batch-size", "LLAMA_ARG_UBATCH", "LLAMA_ARG_BATCH"}},
        {"flash attention", true, "log",
         [](const BootRecord& b) { return b.info.server.placement.flash_attn.value_or(""); },
         attention},
        {"graph splits", false, "log",
         [](const BootRecord& b) { return b.info.server.placement.graph_splits.value_or(""); },
         graph},
    };
    return all;
}

} // namespace moebench::detail
