// SPDX-License-Identifier: MIT
#include "startup_log.hpp"

#include <algorithm>
#include <thread>

namespace llama_sim {

namespace {

long long number(std::int64_t n) { return n; }

/// The simulated model: everything except the experts takes 1.5 GiB.
constexpr double dense_mib = 1536;
constexpr double kv_mib_per_token = 0.09375;

void log_placement(const Server& server) {
    const auto& options = server.options;
    const double host_mib = server.cost.host_share * server.cost.expert_mib;
    const bool mapped = options.load_mode == "auto" || options.load_mode.starts_with("mmap");
    server.log.trace(format("load_tensors: loading model tensors, this can take a while... "
                            "(load_mode = %s)",
                            options.load_mode == "auto" ? "mmap" : options.load_mode.c_str()));
    if (mapped && (options.cpu_moe || options.n_cpu_moe > 0 || !options.override_tensor.empty())) {
        server.log.warning("llama_model_loader: tensor overrides to CPU are used with mmap enabled "
                           "- consider using --load-mode none for better performance");
    }
    const auto buffer = [&](const char* type, double mib) {
        server.log.trace(format("load_tensors: %12s model buffer size = %8.2f MiB", type, mib));
    };
    if (options.no_gpu) {
        buffer(mapped ? "CPU_Mapped" : "CPU", dense_mib + server.cost.expert_mib);
        return;
    }
    server.log.trace(
        format("load_tensors: offloaded %d/%d layers to GPU", model_layers + 1, model_layers + 1));
    if (host_mib > 0) buffer(mapped ? "CPU_Mapped" : "SIM_Host", host_mib);
    buffer("SIM0", dense_mib + server.cost.expert_mib - host_mib);
}

void log_context(const Server& server) {
    const auto& options = server.options;
    const auto total = options.slot_context() * (options.n_parallel < 0 ? 1 : options.n_parallel);
    const auto line = [&](const char* name, const std::string& value) {
        server.log.trace(format("llama_context: %-21s = %s", name, value.c_str()));
    };
    line("n_seq_max", std::to_string(options.slot_count()));
    line("n_ctx", std::to_string(total));
    line("n_ctx_seq", std::to_string(options.slot_context()));
    line("n_batch", std::to_string(std::min(options.n_batch, total)));
    line("n_ubatch", std::to_string(server.cost.ubatch));
    line("flash_attn", options.flash_attn);
    line("kv_unified", options.n_parallel < 0 ? "true" : "false");
    const char* device = options.no_gpu ? "CPU" : "SIM0";
    server.log.trace(format("llama_kv_cache: %10s KV buffer size = %8.2f MiB", device,
                            static_cast<double>(total) * kv_mib_per_token));
    server.log.trace(format("sched_reserve: %10s compute buffer size = %8.2f MiB", device, 300.75));
    if (options.no_gpu) {
        server.log.trace("sched_reserve: graph: nodes = 3030, splits = 1, input objects = 4, input "
                         "tensors = 9");
        return;
    }
    const int splits = 2 + 2 * options.host_layers();
    server.log.trace(format("sched_reserve: graph (pp bs=%lld, tg bs=1): nodes = 3030 / 3030, "
                            "splits = %d / %d, input objects = 4 / 4, input tensors = 9 / 9",
                            number(server.cost.ubatch), splits + 1, splits));
}

} // namespace

void log_beginning(const Server& server) {
    const auto& options = server.options;
    server.log.info("srv  llama_server: initializing ...");
    server.log.info("sim          init: this is llama-sim, a simulation: no model is run");
    server.log.trace(
        "cmn  common_param: common_params_print_info: build 11434 (llama-sim) with GNU " __VERSION__
        " for Linux x86_64");
    server.log.trace(
        options.no_gpu
            ? "cmn  common_param:   - CPU     : simulated (24105 MiB, 24105 MiB free)"
            : "cmn  common_param:   - SIM0 : simulated device (8192 MiB, 8192 MiB free)");
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    const int threads = options.threads > 0 ? options.threads : cores;
    server.log.trace(format("cmn  common_param: system_info: n_threads = %d (n_threads_batch = %d) "
                            "/ %d | SIM : NOTHING = 1 |",
                            threads, options.threads_batch > 0 ? options.threads_batch : threads,
                            cores));
    if (server.router()) return;
    const auto& name = options.model_path.empty() ? options.hf_repo : options.model_path;
    server.log.info("srv    load_model: loading model '" + name + "'");
}

void log_loaded(const Server& server) {
    const auto& options = server.options;
    if (server.router()) return;
    server.log.trace(format("print_info: n_ctx_train           = %lld", number(model_context)));
    server.log.trace(format("print_info: n_layer               = %d", model_layers));
    server.log.trace("print_info: n_expert              = 128");
    server.log.trace("print_info: n_expert_used         = 8");
    log_placement(server);
    log_context(server);
    server.log.trace(format("sim          init: boot factor %.4f, staging %.3f ms, prefill of 512 "
                            "tokens %.3f ms, decode %.3f ms",
                            server.noise.boot_factor(), 1000 * staging_seconds(server.cost),
                            1000 * prefill_seconds(server.cost, 512),
                            1000 * decode_seconds(server.cost)));
    server.log.info(format("srv    load_model: initializing, n_slots = %d, n_ctx_slot = %lld, "
                           "kv_unified = '%s'",
                           options.slot_count(), number(options.slot_context()),
                           options.n_parallel < 0 ? "true" : "false"));
    server.log.info("srv  llama_server: model loaded");
}

} // namespace llama_sim
