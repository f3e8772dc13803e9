// SPDX-License-Identifier: MIT
#include "options.hpp"

namespace llama_sim {

namespace {

using Setter = std::function<void(Options&, const std::string&)>;

Setter to(std::string Options::*member) {
    return [member](Options& o, const std::string& text) { o.*member = text; };
}
Setter to(int Options::*member) {
    return [member](Options& o, const std::string& text) { o.*member = std::stoi(text); };
}
Setter to(std::int64_t Options::*member) {
    return [member](Options& o, const std::string& text) { o.*member = std::stoll(text); };
}
Setter to(double Options::*member) {
    return [member](Options& o, const std::string& text) { o.*member = std::stod(text); };
}
Setter to(double CostModel::*member) {
    return [member](Options& o, const std::string& text) {
        o.cost.*member = std::stod(text);
        if (!(o.cost.*member > 0)) throw std::invalid_argument("has to be above 0");
    };
}
Setter to(bool Options::*member) {
    return [member](Options& o, const std::string& text) {
        const bool on = text == "on" || text == "enabled" || text == "true" || text == "1";
        const bool off = text == "off" || text == "disabled" || text == "false" || text == "0";
        if (!on && !off) throw std::invalid_argument("unknown value '" + text + "'");
        o.*member = on;
    };
}

void append_override(Options& o, const std::string& text) {
    if (text.find('=') == std::string::npos) throw std::invalid_argument("invalid value");
    o.override_tensor += text + ",";
}

std::string fault_help() {
    std::string help = "a fault in chat requests N to M (counted from 1; default: all)\n"
                       "or in the process; repeatable. The variable separates faults\n"
                       "with ';'. '+ /completion': these requests are affected too, and\n"
                       "counted separately. '/completion:': only these are affected.\n"
                       "'Every Nth' counts within the range. The faults:";
    for (const auto& kind : fault_kinds()) {
        help += "\n - " + std::string(kind.name);
        if (!kind.argument.empty()) help += "=" + std::string(kind.argument);
        help += ": ";
        for (const char c : kind.description) help += c == '\n' ? "\n   " : std::string(1, c);
        if (kind.default_argument != 0) {
            help += " (default: " + std::to_string(kind.default_argument) + ")";
        }
    }
    return help;
}

constexpr auto nothing = Takes::nothing;
constexpr auto on_off = Takes::on_off_spelling;
constexpr auto value = Takes::value;
const Setter none;

std::vector<Flag> model_flags() {
    using O = Options;
    return {
        {"-h,    --help, --usage", nothing, "", "print usage and exit", "", to(&O::help)},
        {"--version", nothing, "", "show version and build info", "", to(&O::version)},
        {"-t,    --threads", value, "N", "number of CPU threads (default: -1)", "LLAMA_ARG_THREADS",
         to(&O::threads)},
        {"-tb,   --threads-batch", value, "N", "number of threads in batches (default: --threads)",
         "", to(&O::threads_batch)},
        {"-c,    --ctx-size", value, "N",
         "size of the prompt context (default: 0, 0 = the model's)", "LLAMA_ARG_CTX_SIZE",
         to(&O::n_ctx)},
        {"-b,    --batch-size", value, "N", "logical maximum batch size (default: 2048)",
         "LLAMA_ARG_BATCH", to(&O::n_batch)},
        {"-ub,   --ubatch-size", value, "N", "physical maximum batch size (default: 512)",
         "LLAMA_ARG_UBATCH", to(&O::n_ubatch)},
        {"-fa,   --flash-attn", value, "[on|off|auto]", "set Flash Attention use (default: 'auto')",
         "LLAMA_ARG_FLASH_ATTN", to(&O::flash_attn)},
        {"-ctk,  --cache-type-k", value, "TYPE", "accepted, without effect",
         "LLAMA_ARG_CACHE_TYPE_K", none},
        {"-ctv,  --cache-type-v", value, "TYPE", "accepted, without effect",
         "LLAMA_ARG_CACHE_TYPE_V", none},
        {"-lm,   --load-mode", value, "MODE", "auto, none, mmap, mlock, mmap+mlock or dio",
         "LLAMA_ARG_LOAD_MODE", to(&O::load_mode)},
        {"-ot,   --override-tensor", value, "<tensor name pattern>=<buffer type>,...",
         "a pattern with 'exps' and the type CPU: all experts in host memory",
         "LLAMA_ARG_OVERRIDE_TENSOR", append_override},
        {"-cmoe, --cpu-moe", nothing, "", "keep all Mixture of Experts (MoE) weights in the CPU",
         "LLAMA_ARG_CPU_MOE", to(&O::cpu_moe)},
        {"-ncmoe, --n-cpu-moe", value, "N",
         "keep the Mixture of Experts (MoE) weights of the first N layers in the CPU",
         "LLAMA_ARG_N_CPU_MOE", to(&O::n_cpu_moe)},
        {"-ngl,  --gpu-layers, --n-gpu-layers", value, "N",
         "max. number of layers to store in VRAM, either an exact number, 'auto',\nor 'all' "
         "(default: auto)",
         "LLAMA_ARG_N_GPU_LAYERS", to(&O::ngl)},
        {"-fit,  --fit", value, "[on|off]", "whether to fit unset arguments (default: 'on')",
         "LLAMA_ARG_FIT", to(&O::fit)},
        {"--op-offload, --no-op-offload", on_off, "",
         "whether to offload host tensor operations to device (default: true)", "",
         to(&O::op_offload)},
        {"-m,    --model", value, "FNAME", "only a name: no file is read", "LLAMA_ARG_MODEL",
         to(&O::model_path)},
        {"-hf,   -hfr, --hf-repo", value, "<user>/<model>[:quant]",
         "only a name: nothing is downloaded", "LLAMA_ARG_HF_REPO", to(&O::hf_repo)},
        {"-hff,  --hf-file", value, "FILE", "accepted, without effect", "LLAMA_ARG_HF_FILE", none},
        {"-hft,  --hf-token", value, "TOKEN", "accepted, without effect", "HF_TOKEN", none},
        {"--offline", nothing, "", "accepted: the network is never used", "LLAMA_ARG_OFFLINE",
         none},
    };
}

std::vector<Flag> server_flags() {
    using O = Options;
    return {
        {"-lv,   --verbosity, --log-verbosity", value, "N",
         "Set the verbosity threshold. Messages with a higher verbosity will be\nignored. Values:\n"
         " - 0: generic output\n - 1: error\n - 2: warning\n - 3: info\n - 4: trace (more info)\n"
         " - 5: debug\n(default: 3)",
         "LLAMA_ARG_LOG_VERBOSITY", to(&O::verbosity)},
        {"-s,    --seed", value, "SEED", "accepted, without effect: replies are not random", "",
         none},
        {"--temp, --temperature", value, "N", "accepted, without effect", "LLAMA_ARG_TEMP", none},
        {"-ctxcp, --ctx-checkpoints, --swa-checkpoints", value, "N",
         "accepted: the simulated model needs none", "LLAMA_ARG_CTX_CHECKPOINTS", none},
        {"-cram, --cache-ram", value, "N",
         "0: no prompt is kept in host memory (default: 8192, in MiB)", "LLAMA_ARG_CACHE_RAM",
         to(&O::cache_ram_mib)},
        {"--warmup, --no-warmup", on_off, "", "accepted, without effect", "", none},
        {"-np,   --parallel", value, "N", "number of server slots (default: -1, -1 = auto)",
         "LLAMA_ARG_N_PARALLEL", to(&O::n_parallel)},
        {"--mmproj-auto, --no-mmproj, --no-mmproj-auto", on_off, "", "accepted, without effect",
         "LLAMA_ARG_MMPROJ_AUTO", none},
        {"-a,    --alias", value, "STRING", "set model name aliases, comma-separated",
         "LLAMA_ARG_ALIAS", to(&O::alias)},
        {"--host", value, "HOST", "address to listen on, or the path of a UNIX socket (*.sock)",
         "LLAMA_ARG_HOST", to(&O::host)},
        {"--port", value, "PORT", "port to listen; 0: a free one (default: 8080)", "LLAMA_ARG_PORT",
         to(&O::port)},
        {"--ui,  --webui, --no-ui, --no-webui", on_off, "", "accepted: there is no Web UI",
         "LLAMA_ARG_UI", none},
        {"--api-key", value, "KEY", "API keys to use for authentication, comma-separated",
         "LLAMA_API_KEY", to(&O::api_keys)},
        {"--cache-prompt, --no-cache-prompt", on_off, "",
         "whether to enable prompt caching (default: enabled)", "LLAMA_ARG_CACHE_PROMPT",
         to(&O::cache_prompt)},
        {"--metrics", nothing, "", "enable prometheus compatible metrics endpoint",
         "LLAMA_ARG_ENDPOINT_METRICS", to(&O::metrics)},
        {"--slots, --no-slots", on_off, "", "expose slots monitoring endpoint (default: enabled)",
         "LLAMA_ARG_ENDPOINT_SLOTS", to(&O::slots)},
        {"-rea,  --reasoning", value, "[on|off|auto]", "accepted; see the fault 'reasoning'",
         "LLAMA_ARG_REASONING", none},
        {"--reasoning-format", value, "FORMAT", "accepted, without effect", "LLAMA_ARG_THINK",
         none},
        {"--reasoning-budget", value, "N", "accepted, without effect", "LLAMA_ARG_THINK_BUDGET",
         none},
    };
}

std::vector<Flag> rate_flags() {
    using O = Options;
    using C = CostModel;
    return {
        {"--sim-prefill-rate", value, "N",
         "prompt tokens per second with all experts on the device (default: 1200)",
         "LLAMA_SIM_PREFILL_RATE", to(&C::prefill_tokens_per_s)},
        {"--sim-decode-rate", value, "N",
         "generated tokens per second with all experts on the device (default: 50)",
         "LLAMA_SIM_DECODE_RATE", to(&C::decode_tokens_per_s)},
        {"--sim-link-gbps", value, "N", "host to device, in 10^9 bytes per second (default: 24)",
         "LLAMA_SIM_LINK_GBPS", to(&C::link_gb_per_s)},
        {"--sim-expert-mib", value, "N", "size of all experts (default: 3072)",
         "LLAMA_SIM_EXPERT_MIB", to(&C::expert_mib)},
        {"--sim-resident-experts", value, "[on|off|auto]",
         "experts on the device, in host memory, or as the placement flags say\n(default: auto)",
         "LLAMA_SIM_RESIDENT_EXPERTS", to(&O::resident_experts)},
        {"--sim-faster", value, "N", "divides all durations by N: 1.05 is 5 % faster (default: 1)",
         "LLAMA_SIM_FASTER", to(&O::faster)},
    };
}

std::vector<Flag> machine_flags() {
    using O = Options;
    return {
        {"--sim-boot-drift", value, "N",
         "slower by the factor (1 + N)^k, where k is the number of earlier\n"
         "boots in --sim-boot-counter (default: 0)",
         "LLAMA_SIM_BOOT_DRIFT", to(&O::boot_drift)},
        {"--sim-boot-counter", value, "FILE",
         "counts the boots in FILE, which the first boot creates", "LLAMA_SIM_BOOT_COUNTER",
         to(&O::boot_counter)},
        {"--sim-no-gpu", nothing, "",
         "a machine without a GPU: all buffers and all work are on the CPU", "LLAMA_SIM_NO_GPU",
         to(&O::no_gpu)},
        {"--sim-ctx", value, "N",
         "the prompt context is N tokens, even if -c asks for another size", "LLAMA_SIM_CTX",
         to(&O::resolved_ctx)},
        {"--sim-noise", value, "N",
         "standard deviation of the logarithm of every duration (default: 0.01)", "LLAMA_SIM_NOISE",
         to(&O::noise)},
        {"--sim-seed", value, "N", "seed of the noise (default: -1, a new one on every boot)",
         "LLAMA_SIM_SEED", to(&O::seed)},
        {"--sim-load-s", value, "N", "seconds to load the model (default: 0.3)", "LLAMA_SIM_LOAD_S",
         to(&O::load_s)},
        {"--sim-speed", value, "N", "time passes N times as fast (default: 1)", "LLAMA_SIM_SPEED",
         to(&O::speed)},
        {"--sim-fault", value, "NAME[=ARG][@N[..M]]", fault_help(), "LLAMA_SIM_FAULT",
         [](Options& o, const std::string& text) { o.faults.add(text); }},
    };
}

} // namespace

const std::vector<Flag>& flags() {
    static const std::vector<Flag> all = [] {
        auto list = model_flags();
        for (const auto& more : {server_flags(), rate_flags(), machine_flags()}) {
            list.insert(list.end(), more.begin(), more.end());
        }
        return list;
    }();
    return all;
}

} // namespace llama_sim
