// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>

#include <string>
#include <string_view>

namespace moebench::test {

/// A good boot of a server that told all there is to tell, on a machine with a GPU.
inline BootRecord boot_of(std::string arm, BootPurpose purpose = BootPurpose::measured,
                          int block = 0) {
    BootRecord boot;
    boot.arm = std::move(arm);
    boot.purpose = purpose;
    boot.block = block;
    boot.took_s = 10;
    boot.info.suite = "bench";
    boot.info.repo = "model.gguf";
    boot.info.mode = "cpu-moe";
    boot.info.profile = "measure";
    boot.info.ctx_size = 4096;
    boot.info.server_cmd = {"/builds/llama-server",      "-m",   "model.gguf", "--port",
                            "4" + std::to_string(block), "-ngl", "all"};
    auto& server = boot.info.server;
    server.build_info = "b1-abc";
    server.version = "version: 1";
    server.binary_sha256 = std::string(64, 'a');
    server.n_ctx = 4096;
    server.total_slots = 1;
    server.model_path = "model.gguf";
    server.model_bytes = 1000;
    server.model_head_sha256 = std::string(64, 'd');
    server.load_s = 1.5;
    server.libraries = {{"libggml.so", std::string(64, 'e')}};
    auto& placement = server.placement;
    placement.offloaded_layers = 5;
    placement.total_layers = 5;
    placement.model_buffers = {{"CUDA0", 100.25}, {"CPU_Mapped", 900.5}};
    placement.kv_buffers = {{"CUDA0", 10}};
    placement.compute_buffers = {{"CUDA0", 50}};
    placement.devices = {"CUDA0 : A GPU (1000 MiB, " + std::to_string(900 - block) + " MiB free)"};
    placement.n_batch = 2048;
    placement.n_ubatch = 512;
    placement.n_threads = 8;
    placement.flash_attn = "enabled";
    placement.graph_splits = "7 / 6";
    placement.system_info = "n_threads = 8 | SSE3 = 1 |";
    boot.info.host.cpu_model = "A CPU";
    boot.info.host.cpu_cores = 8;
    boot.info.host.variables = {"LLAMA_ARG_FLASH_ATTN=auto"};
    return boot;
}

inline RequestRecord request_of(std::string prompt, double rate, std::string text = "hello",
                                std::int64_t pass = 0) {
    RequestRecord request;
    request.prompt = std::move(prompt);
    request.pass = pass;
    request.prefill_tokens_per_s = rate;
    request.decode_tokens_per_s = rate / 10;
    request.ttft_s = 1 / rate;
    request.latency_s = 2 / rate;
    request.cache_n = 0;
    request.expected_cache_n = 0;
    request.prompt_n = 512;
    request.predicted_n = 20;
    request.content_sha256 = "sha of " + text;
    request.text = std::move(text);
    return request;
}

/// A measured boot of two rows of bench, `rate` prompt tokens a second.
inline BootRecord measured(std::string arm, int block, double rate) {
    BootRecord boot = boot_of(std::move(arm), BootPurpose::measured, block);
    boot.requests = {request_of("pp512", rate, "p"), request_of("tg128", rate, "a long reply")};
    boot.requests[0].measures = Measures::prefill;
    boot.requests[1].measures = Measures::decode;
    return boot;
}

/// Blocks in which "b" is `factor` times as fast as "a"; not concluded.
inline ComparisonResult result_with(double factor, int blocks = 5) {
    constexpr double noise[] = {1.001, 0.999, 1.0005, 0.9995, 1.0};
    ComparisonResult result;
    result.experiment.arms = {"a", "b"};
    for (int block = 0; block < blocks; ++block) {
        result.boots.push_back(measured("a", block, 1000));
        result.boots.push_back(measured("b", block, 1000 * factor * noise[block % 5]));
    }
    return result;
}

/// Gives one arm another context than the others: an undeclared difference, which confounds.
inline void change_context(ComparisonResult& result, std::string_view arm) {
    for (auto& boot : result.boots) {
        if (boot.arm == arm) boot.info.server.n_ctx = 2048;
    }
}

} // namespace moebench::test
