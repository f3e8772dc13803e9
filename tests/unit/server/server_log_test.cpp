// SPDX-License-Identifier: MIT
#include <moebench/server/detail/server_log.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

namespace {

using Buffers = std::vector<std::pair<std::string, double>>;

/// Log of llama-server b11434 on a CPU, `-lv 4 --cpu-moe -c 4096`, with a tiny qwen3moe model;
/// lines are shortened, and the number in the slot's line is changed.
constexpr std::string_view cpu_log =
    R"(0.00.002.536 I cmn  common_param: device_info:
0.00.002.542 I cmn  common_param:   - CPU     : AMD EPYC (24105 MiB, 24105 MiB free)
0.00.002.570 I system_info: n_threads = 2 (n_threads_batch = 2) / 2 | CPU : AVX2 = 1 |
0.00.007.542 I common_memory_breakdown_print: |   - Host    |   8 =     1 +       2 +       4     |
0.00.008.183 I load:   - 383 ('<|im_end|>')
0.00.008.251 I load_tensors: loading model tensors, this can take a while... (load_mode = mmap)
0.00.008.966 I load_tensors:   CPU_Mapped model buffer size =     1.14 MiB
0.00.009.104 I llama_context: constructing llama_context
0.00.009.112 I llama_context: n_seq_max             = 1
0.00.009.112 I llama_context: n_ctx                 = 4096
0.00.009.112 I llama_context: n_ctx_seq             = 4096
0.00.009.113 I llama_context: n_batch               = 2048
0.00.009.113 I llama_context: n_ubatch              = 512
0.00.009.113 I llama_context: flash_attn            = auto
0.00.009.119 I llama_context:        CPU  output buffer size =     0.00 MiB
0.00.009.152 I llama_kv_cache:        CPU KV buffer size =     2.00 MiB
0.00.010.163 I llama_kv_cache: size =    2.00 MiB (  4096 cells,   4 layers,  1/1 seqs)
0.00.010.176 I sched_reserve: reserving ...
0.00.010.844 I resolve_fused_ops: Flash Attention enabled
0.00.011.467 I sched_reserve:        CPU compute buffer size =     4.89 MiB
0.00.011.478 I sched_reserve: graph: nodes = 213, splits = 1, input objects = 4, input tensors = 9
0.00.012.537 I slot   load_model: id  0 | task -1 | new slot, n_ctx = 1024
)";

PlacementFacts parse_lines(std::initializer_list<std::string_view> lines) {
    std::string log;
    for (const auto line : lines) log += std::string(line) + "\n";
    return parse_server_log(log);
}

} // namespace

TEST_CASE("placement is read from the log of a CPU server", "[server_log]") {
    const auto facts = parse_server_log(cpu_log);

    CHECK_FALSE(facts.offloaded_layers); // a CPU build does not log it
    CHECK_FALSE(facts.total_layers);
    CHECK(facts.model_buffers == Buffers{{"CPU_Mapped", 1.14}});
    CHECK(facts.kv_buffers == Buffers{{"CPU", 2}});
    CHECK(facts.compute_buffers == Buffers{{"CPU", 4.89}});
    CHECK(facts.devices ==
          std::vector<std::string>{"CPU     : AMD EPYC (24105 MiB, 24105 MiB free)"});
    CHECK(facts.n_ctx == 4096);
    CHECK(facts.n_batch == 2048);
    CHECK(facts.n_ubatch == 512);
    CHECK(facts.n_threads == 2);
    CHECK(facts.flash_attn == "enabled");
    CHECK(facts.graph_splits == "1");
    CHECK(facts.system_info == "n_threads = 2 (n_threads_batch = 2) / 2 | CPU : AVX2 = 1 |");
    CHECK_FALSE(facts.overridden_tensors);
}

TEST_CASE("layers and all buffers are read from the log of a GPU server", "[server_log]") {
    const auto facts =
        parse_lines({"0.00.1 I   - CUDA0   : NVIDIA H200 (143771 MiB, 143000 MiB free)",
                     "0.01.1 I load_tensors: loading model tensors, this can take a while...",
                     "0.01.2 I load_tensors: offloaded 47/49 layers to GPU",
                     "0.01.3 I load_tensors:   CPU_Mapped model buffer size = 18000.50 MiB",
                     "0.01.3 I load_tensors:        CUDA0 model buffer size =  1500.25 MiB",
                     "0.01.3 I load_tensors:    CUDA_Host model buffer size =   100.00 MiB",
                     "0.01.4 I llama_context: constructing llama_context",
                     "0.01.5 I llama_kv_cache:      CUDA0 KV buffer size =   400.00 MiB",
                     "0.01.5 I llama_memory_recurrent:      CUDA0 RS buffer size =    62.50 MiB",
                     "0.01.6 I sched_reserve:      CUDA0 compute buffer size =   300.75 MiB",
                     "0.01.6 I sched_reserve:  CUDA_Host compute buffer size =    16.00 MiB"});

    CHECK(facts.offloaded_layers == 47);
    CHECK(facts.total_layers == 49);
    CHECK(facts.devices ==
          std::vector<std::string>{"CUDA0   : NVIDIA H200 (143771 MiB, 143000 MiB free)"});
    CHECK(facts.model_buffers ==
          Buffers{{"CPU_Mapped", 18000.5}, {"CUDA0", 1500.25}, {"CUDA_Host", 100}});
    CHECK(facts.kv_buffers == Buffers{{"CUDA0", 462.5}});
    CHECK(facts.compute_buffers == Buffers{{"CUDA0", 300.75}, {"CUDA_Host", 16}});
}

TEST_CASE("buffers of one type are added up", "[server_log]") {
    const auto facts = parse_lines({"x:   CPU_Mapped model buffer size =     1.50 MiB",
                                    "x:        CUDA0 model buffer size =     4.00 MiB",
                                    "x:   CPU_Mapped model buffer size =     2.25 MiB"});

    CHECK(facts.model_buffers == Buffers{{"CPU_Mapped", 3.75}, {"CUDA0", 4}});
}

TEST_CASE("if a model is loaded again, the last figures count", "[server_log]") {
    const std::string once = "load_tensors: loading model tensors, this can take a while...\n"
                             "tensor blk.0.ffn_up_exps.weight (1 MiB f32) buffer type overridden "
                             "to CPU\n"
                             "load_tensors:   CPU_Mapped model buffer size =     1.00 MiB\n"
                             "llama_context: constructing llama_context\n"
                             "llama_context: n_ctx                 = 4096\n"
                             "llama_kv_cache:        CPU KV buffer size =     2.00 MiB\n"
                             "sched_reserve:        CPU compute buffer size =     3.00 MiB\n";

    const auto facts = parse_server_log(once + once + "llama_context: n_ctx    = 512\n");

    CHECK(facts.model_buffers == Buffers{{"CPU_Mapped", 1}});
    CHECK(facts.kv_buffers == Buffers{{"CPU", 2}});
    CHECK(facts.compute_buffers == Buffers{{"CPU", 3}});
    CHECK(facts.overridden_tensors == 1);
    CHECK(facts.n_ctx == 512);
}

TEST_CASE("if a graph is planned again, the last buffers count", "[server_log]") {
    const std::string once = "sched_reserve: reserving ...\n"
                             "sched_reserve:        CPU compute buffer size =     3.00 MiB\n";

    CHECK(parse_server_log(once + once).compute_buffers == Buffers{{"CPU", 3}});
}

TEST_CASE("graph splits are read from the log of every version", "[server_log]") {
    const auto [line, splits] = GENERATE(table<std::string, std::string>({
        {"sched_reserve: graph splits = 98 (with bs=512), 2 (with bs=1)",
         "98 (with bs=512), 2 (with bs=1)"},
        {"llama_context: graph splits = 1", "1"},
        {"sched_reserve: graph (pp bs=512, tg bs=1): nodes = 9 / 8, splits = 98 / 2, input x = 1",
         "98 / 2"},
        {"sched_reserve: graph: nodes = 213, splits = 1, input objects = 4", "1"},
    }));

    CHECK(parse_server_log(line).graph_splits == splits);
}

TEST_CASE("flash attention is read as it was resolved", "[server_log]") {
    const auto [line, resolved] = GENERATE(table<std::string, std::string>({
        {"llama_context: flash_attn    = enabled", "enabled"},
        {"llama_context: flash_attn = auto\nllama_context: Flash Attention was auto, set to "
         "disabled",
         "disabled"},
        {"llama_context: flash_attn = auto\nresolve_fused_ops: Flash Attention enabled", "enabled"},
    }));

    CHECK(parse_server_log(line).flash_attn == resolved);
}

TEST_CASE("an empty or incomplete log gives no facts", "[server_log]") {
    const std::string log =
        GENERATE("", "\n\n", "model loaded", "offloaded ", "offloaded x/y layers to GPU",
                 "offloaded 3 layers to GPU", "CPU model buffer size", " model buffer size = x MiB",
                 "llama_context: n_ctx   ", "  - CUDA0", "system_info", "x: n_ctx = ");

    const auto facts = parse_server_log(log);

    CHECK_FALSE(facts.total_layers);
    CHECK_FALSE(facts.offloaded_layers);
    CHECK(facts.model_buffers.empty());
    CHECK(facts.devices.empty());
    CHECK_FALSE(facts.n_ctx);
    CHECK_FALSE(facts.system_info);
}

TEST_CASE("lines may end with CRLF", "[server_log]") {
    const auto facts = parse_server_log("a: n_ctx   = 4096\r\nb: Flash Attention enabled\r\n");

    CHECK(facts.n_ctx == 4096);
    CHECK(facts.flash_attn == "enabled");
}

TEST_CASE("the tail of a log is its last lines", "[server_log]") {
    const auto [log, lines, tail] = GENERATE(table<std::string, std::size_t, std::string>({
        {"", 2, ""},
        {"\n\n", 2, ""},
        {"one", 1, "one"},
        {"one\ntwo\nthree\n", 2, "two\nthree"},
        {"one\ntwo\nthree", 2, "two\nthree"},
        {"one\ntwo\n", 2, "one\ntwo"},
        {"one\ntwo\n", 20, "one\ntwo"},
        {"one\n\nthree\n", 2, "\nthree"},
        {"\nbegins empty", 1, "begins empty"},
        {"\nbegins empty", 2, "\nbegins empty"},
        {"one\ntwo\n\n\n", 1, "two"},
        {"one\ntwo", 0, ""},
    }));
    CAPTURE(log, lines);

    CHECK(log_tail(log, lines) == tail);
}

TEST_CASE("the log of ik_llama.cpp and of llama.cpp before 2025 is read too", "[server_log]") {
    const auto facts = parse_server_log(
        "Tensor blk.0.ffn_gate_exps.weight buffer type overriden to CPU\n"
        "llm_load_tensors: offloaded 49/49 layers to GPU\n"
        "llm_load_tensors:        CPU buffer size = 15280.00 MiB\n"
        "llm_load_tensors:      CUDA0 buffer size =  1890.25 MiB\n"
        "llama_new_context_with_model: n_ctx         = 32768\n"
        "llama_kv_cache_init:      CUDA0 KV buffer size =  3072.00 MiB\n"
        "llama_new_context_with_model:      CUDA0 compute buffer size =   700.00 MiB\n"
        "llama_new_context_with_model: graph splits = 98\n");

    CHECK(facts.model_buffers == Buffers{{"CPU", 15280}, {"CUDA0", 1890.25}});
    CHECK(facts.kv_buffers == Buffers{{"CUDA0", 3072}});
    CHECK(facts.compute_buffers == Buffers{{"CUDA0", 700}});
    CHECK(facts.n_ctx == 32768);
    CHECK(facts.overridden_tensors == 1);
    CHECK(facts.graph_splits == "98");
}

TEST_CASE("a log of JSON lines tells nothing", "[server_log]") {
    const auto facts = parse_server_log(
        R"({"level":"I","message":"load_tensors:   CPU model buffer size =     1.37 MiB"})"
        "\n"
        R"({"level":"I","message":"llama_context: flash_attn            = auto"})"
        "\n");

    CHECK(facts.model_buffers.empty());
    CHECK_FALSE(facts.flash_attn);
}

} // namespace moebench::detail
