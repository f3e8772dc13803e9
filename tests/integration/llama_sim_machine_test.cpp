// SPDX-License-Identifier: MIT
#include <moebench/protocol/props_codec.hpp>
#include <moebench/server/detail/server_log.hpp>

#include <cost_model.hpp>
#include <support/completion.hpp>

namespace moebench {

namespace {

using namespace test;

constexpr double speed = 1000; // the speed of every Simulator

using Buffers = std::vector<std::pair<std::string, double>>;

Words without_noise(const Words& more) { return more + Words{"--sim-noise", "0"}; }

ServerTimings timings_of(const Words& more, const Words& environment = {}) {
    Simulator simulator(without_noise(more), environment);
    auto request = ask("What is a mixture of experts? " + std::string(3000, '.'), 20);
    request.stream = false;
    return simulator.chat(std::move(request)).timings;
}

PlacementFacts placement_of(const Words& more, const Words& environment = {}) {
    return detail::parse_server_log(Simulator(more + Words{"-lv", "4"}, environment).log());
}

} // namespace

TEST_CASE("without noise the timings are exactly those of the model", "[llama-sim]") {
    llama_sim::CostModel cost;
    cost.host_share = 0.5; // the share that fit chooses
    const auto timings = timings_of({});
    const double prefill = llama_sim::prefill_seconds(cost, *timings.prompt_n);
    CHECK(*timings.prompt_ms == Approx(1000 * prefill / speed).epsilon(1e-12));
    CHECK(*timings.predicted_ms ==
          Approx(19 * 1000 * llama_sim::decode_seconds(cost) / speed).epsilon(1e-12));
}

TEST_CASE("the end of a turn takes as long as any token", "[llama-sim]") {
    llama_sim::CostModel cost;
    cost.host_share = 0.5;
    Simulator simulator(without_noise({}));
    auto request = ask("hello", -1);
    request.stream = GENERATE(false, true);
    const auto reply = simulator.chat(std::move(request));
    CHECK(reply.finish_reason == "stop");
    const auto steps = static_cast<double>(*reply.timings.predicted_n - 1);
    CHECK(*reply.timings.predicted_ms / steps ==
          Approx(1000 * llama_sim::decode_seconds(cost) / speed).epsilon(1e-12));
}

TEST_CASE("/completion takes as long as a chat", "[llama-sim]") {
    llama_sim::CostModel cost;
    cost.host_share = 0.5;
    Simulator simulator(without_noise({}));
    const auto first = complete(simulator, Ids(700, 65), 1);
    CHECK(first.prompt_ms() ==
          Approx(1000 * llama_sim::prefill_seconds(cost, 700) / speed).epsilon(1e-12));
    const auto step = complete(simulator, Ids(701, 65), 1);
    CHECK(step.prompt_ms() ==
          Approx(1000 * llama_sim::prefill_seconds(cost, 1) / speed).epsilon(1e-12));
}

TEST_CASE("a client never measures less time than the timings say", "[llama-sim]") {
    Simulator simulator({"--sim-speed", "10"});
    const auto reply = simulator.chat(ask("hello", 5));
    const Duration seen = reply.exchange.finished - reply.exchange.started;
    CHECK(std::chrono::duration<double, std::milli>(seen).count() >=
          *reply.timings.prompt_ms + *reply.timings.predicted_ms);
}

TEST_CASE("a process can run faster than its rates say", "[llama-sim]") {
    const bool by_variable = GENERATE(false, true);
    const auto base = timings_of({});
    const auto faster = by_variable ? timings_of({}, {"LLAMA_SIM_FASTER=1.05"})
                                    : timings_of({"--sim-faster", "1.05"});
    CHECK(*base.prompt_ms / *faster.prompt_ms == Approx(1.05).epsilon(1e-9));
    CHECK(*base.predicted_ms / *faster.predicted_ms == Approx(1.05).epsilon(1e-9));
}

TEST_CASE("a machine can be slower with every boot", "[llama-sim]") {
    const TemporaryFolder folder;
    const auto counter = folder / "boots";
    const auto base = timings_of({});
    for (const double slower : {1.0, 1.1, 1.1 * 1.1}) {
        const auto timings =
            timings_of({"--sim-boot-drift", "0.1"}, {"LLAMA_SIM_BOOT_COUNTER=" + counter});
        CHECK(*timings.prompt_ms / *base.prompt_ms == Approx(slower).epsilon(1e-9));
        CHECK(*timings.predicted_ms / *base.predicted_ms == Approx(slower).epsilon(1e-9));
    }
    CHECK(read_file(counter) == "3\n");
}

TEST_CASE("experts of the first layers stay on the host if the environment says so",
          "[llama-sim]") {
    const auto eight = placement_of({}, {"LLAMA_ARG_N_CPU_MOE=8"});
    CHECK(eight.model_buffers == Buffers{{"CPU_Mapped", 512}, {"SIM0", 4096}});
    const auto all = placement_of({"-cmoe"}, {"LLAMA_ARG_N_CPU_MOE=8"});
    CHECK(all.model_buffers == Buffers{{"CPU_Mapped", 3072}, {"SIM0", 1536}});
    CHECK(all.devices.size() == 1);
    CHECK(all.offloaded_layers == 49);
}

TEST_CASE("a machine without a device says so in its log, and is slower", "[llama-sim]") {
    const bool by_variable = GENERATE(false, true);
    const Words flag = by_variable ? Words{} : Words{"--sim-no-gpu"};
    const Words variable = by_variable ? Words{"LLAMA_SIM_NO_GPU=1"} : Words{};
    const auto facts = placement_of(flag, variable);
    REQUIRE(facts.devices.size() == 1);
    CHECK(facts.devices[0].starts_with("CPU "));
    CHECK_FALSE(facts.offloaded_layers);
    CHECK(facts.model_buffers == Buffers{{"CPU_Mapped", 4608}});
    CHECK(facts.kv_buffers == Buffers{{"CPU", 384}});
    CHECK(facts.compute_buffers == Buffers{{"CPU", 300.75}});
    CHECK(facts.graph_splits == "1");
    const auto with = timings_of({});
    const auto without = timings_of(flag, variable);
    CHECK(*without.prompt_ms > *with.prompt_ms);
    CHECK(*without.predicted_ms > *with.predicted_ms);

    Simulator told({"-ngl", "all", "--sim-no-gpu", "-lm", "none", "-lv", "4"});
    CHECK_THAT(told.log(), Catch::Contains("warning: no usable GPU found, --gpu-layers option"));
    CHECK(detail::parse_server_log(told.log()).model_buffers == Buffers{{"CPU", 4608}});
}

TEST_CASE("the context can differ from the requested one", "[llama-sim]") {
    const bool by_variable = GENERATE(false, true);
    const Words flag = by_variable ? Words{"-lv", "4"} : Words{"-lv", "4", "--sim-ctx", "1000"};
    const Words variable = by_variable ? Words{"LLAMA_SIM_CTX=1000"} : Words{};
    Simulator simulator(flag, variable);
    CHECK(parse_props(simulator.get("/props").body).value().n_ctx == 1000);
    CHECK(detail::parse_server_log(simulator.log()).n_ctx == 1000);
}

} // namespace moebench
