// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace moebench {

/// How fast a simulated arm is against the baseline.
struct FixtureArm {
    std::string name;
    double prefill = 1, decode = 1;
};

/// Noise without a generator, of 0.8 % to both sides.
inline double fixture_noise(int block, std::size_t arm, int metric) {
    const double wild =
        43758.5453 * std::sin(12.9898 * (block + 1) + 78.233 * static_cast<double>(arm) + metric);
    return 1 + 0.008 * (2 * (wild - std::floor(wild)) - 1);
}

inline BootRecord fixture_boot(const std::string& arm, int block, int place) {
    BootRecord boot;
    boot.arm = arm;
    boot.block = block;
    boot.place = place;
    boot.started_s = 400.0 * block + 190.0 * place;
    boot.took_s = 181.4;
    boot.info.suite = "bench";
    boot.info.server_cmd = {"/opt/llama/" + arm + "/llama-server",
                            "-m",
                            "/models/qwen 30b.gguf",
                            "--cpu-moe",
                            "--port",
                            "41234"};
    boot.info.server.build_info = "b11434-82bb48500";
    boot.info.server.binary_sha256 = "9f86d081884c7d659a2feaa0c55ad015";
    boot.info.host.cpu_model = "AMD EPYC 7443P 24-Core Processor";
    boot.info.host.cpu_cores = 24;
    boot.info.host.cpu_threads = 48;
    boot.info.host.memory_bytes = 270'000'000'000;
    boot.info.host.governor = "performance";
    boot.info.host.kernel = "Linux 6.8.0";
    boot.info.host.gpus = {"NVIDIA GeForce RTX 4090"};
    boot.info.host.gpu_driver = "560.35.03";
    boot.info.host.variables = {"LLAMA_ARG_FLASH_ATTN=auto", "GGML_OP_OFFLOAD_MIN_BATCH=32"};
    return boot;
}

inline PromptAnswer fixture_answer(const std::string& prompt, AnswerVerdict verdict,
                                   AnswerReason reason = AnswerReason::none) {
    PromptAnswer answer;
    answer.prompt = prompt;
    answer.verdict = verdict;
    answer.reason = reason;
    return answer;
}

/// In the decode part: another token from the 18th on.
inline PromptAnswer divergent_answer(const std::string& prompt) {
    auto answer = fixture_answer(prompt, AnswerVerdict::divergent, AnswerReason::unexplained_text);
    answer.count = 3;
    answer.of = 256;
    answer.at = 17;
    answer.position_prompt = "answer: base";
    answer.baseline_says = " quick";
    answer.arm_says = " slow";
    return answer;
}

inline AnswerJudgement identical_answers(const std::string& arm) {
    AnswerJudgement judged;
    judged.arm = arm;
    judged.verdict = AnswerVerdict::identical;
    judged.same_texts = judged.texts = 12;
    judged.decode = AnswerFigures{.positions = 256, .top1_agree = 256, .same = 256};
    judged.floor_decode = judged.decode;
    judged.prefill = AnswerFigures{.positions = 24, .top1_agree = 24, .same = 24};
    judged.floor_prefill = judged.prefill;
    judged.prompts = {fixture_answer("pp512", AnswerVerdict::identical),
                      fixture_answer("answer: base", AnswerVerdict::identical)};
    return judged;
}

/// Two rows of prefill and one of decode, as `bench` has them.
inline std::vector<RequestRecord> fixture_requests(const FixtureArm& arm, std::size_t index,
                                                   int block) {
    const auto value = [&](int metric, double usual) {
        return usual * fixture_noise(block, index, metric);
    };
    std::vector<RequestRecord> requests(3);
    requests[0].prompt = "pp512";
    requests[0].prefill_tokens_per_s = value(1, 812.4 * arm.prefill);
    requests[0].ttft_s = 512 / *requests[0].prefill_tokens_per_s + 0.012;
    requests[1].prompt = "pp4096";
    requests[1].prefill_tokens_per_s = value(2, 1043 * arm.prefill);
    requests[1].ttft_s = 4096 / *requests[1].prefill_tokens_per_s + 0.012;
    requests[2].prompt = "tg128";
    requests[2].decode_tokens_per_s = value(3, 31.62 * arm.decode);
    return requests;
}

/// A comparison of such arms, the first of them the baseline, in so many blocks.
inline ComparisonResult fixture_of(const std::vector<FixtureArm>& arms, int blocks) {
    ComparisonResult result;
    auto& experiment = result.experiment;
    experiment.suite = "bench";
    experiment.model = "qwen 30b.gguf";
    experiment.profile = "measure";
    experiment.repetitions = 3;
    experiment.min_boots = experiment.max_boots = blocks;
    experiment.order_seed = 42;
    experiment.command_line = {"compare",
                               "--baseline",
                               "main/llama-server",
                               "--candidate",
                               "patch/llama-server",
                               "-m",
                               "/models/qwen 30b.gguf",
                               "--boots",
                               std::to_string(blocks)};
    for (const auto& arm : arms) {
        experiment.arms.push_back(arm.name);
        experiment.declared.push_back(arm.name + "/llama-server");
    }
    for (int block = 0; block < blocks; ++block) {
        for (std::size_t place = 0; place < arms.size(); ++place) {
            const auto index = (static_cast<std::size_t>(block) + place) % arms.size();
            auto& boot = result.boots.emplace_back(
                fixture_boot(arms[index].name, block, static_cast<int>(place)));
            boot.requests = fixture_requests(arms[index], index, block);
        }
    }
    conclude(result);
    result.took_s = 4321;
    result.answers.clear();
    for (const auto& arm : result.arms) result.answers.push_back(identical_answers(arm.arm));
    return result;
}

/// baseline and candidate, 5 blocks: prefill 6 % faster, decode unclear.
inline ComparisonResult usual_fixture() {
    return fixture_of({{"baseline"}, {"candidate", 1.06, 1.004}}, 5);
}

inline ComparisonResult confounded_fixture() {
    auto result = usual_fixture();
    result.arms[0].conclusion = ArmConclusion::confounded;
    result.differences.push_back({"candidate", "build flags", "-O2", "-O3", false, false});
    result.differences.push_back({"candidate", "n_ctx", "8192", "4096", false, true});
    return result;
}

inline ComparisonResult close_fixture() {
    auto result = usual_fixture();
    auto& judged = result.answers[0];
    judged.verdict = AnswerVerdict::close;
    judged.worst_answer =
        fixture_answer("decode", AnswerVerdict::close, AnswerReason::other_numbers);
    judged.same_texts = 9;
    for (auto& prompt : judged.prompts) {
        prompt.verdict = AnswerVerdict::close;
        prompt.reason = AnswerReason::other_numbers;
    }
    judged.decode->same = 0;
    judged.decode->mean_kl = 2e-8;
    judged.decode->mean_kl_error = 1e-9;
    judged.decode->largest_kl = 3e-7;
    judged.decode->mean_logprob_change = -2e-5;
    judged.decode->logprob_change_error = 3e-6;
    judged.floor_decode->mean_kl = 4e-9;
    return result;
}

inline ComparisonResult divergent_fixture() {
    auto result = usual_fixture();
    result.arms[0].conclusion = ArmConclusion::answers_divergent;
    auto& judged = result.answers[0];
    judged.verdict = AnswerVerdict::divergent;
    judged.worst_answer = divergent_answer("decode");
    judged.same_texts = 9;
    judged.decode->top1_agree = 251;
    judged.decode->same = 200;
    judged.decode->mean_kl = 0.0123;
    judged.decode->mean_kl_error = 0.0004;
    judged.decode->largest_kl = 1.25;
    judged.decode->broken = 2;
    judged.baseline_repeats = false;
    judged.prompts[1] = divergent_answer("answer: base");
    judged.worst = {{"answer: base", false, 17, 1.25, -2.5, " quick", " slow", "The"},
                    {"text", true, 4096, 0.5, -0.75, "\n", "</s>", ""}};
    return result;
}

/// A boot far from its arm's others, marks, a block left out, an A/A that is told apart.
inline ComparisonResult doubtful_fixture() {
    auto result = usual_fixture();
    result.boots[3].marks = {{"clock_drop", "CPU clock fell from 3.9 to 2.8 GHz"}};
    result.boots[5].outcome = Outcome::server_died;
    result.boots[5].failure = "signal 9";
    for (auto& figures : result.tested.arms) {
        if (figures.arm == "candidate" && figures.metric.name != "ttft_s") {
            figures.outlier_blocks = {3};
        }
        if (figures.arm == "baseline" && figures.metric.name != "ttft_s") {
            figures.drift = LinearTrend{-0.01, 0.001, 0.0004};
        }
    }
    result.tested.metrics[0].left_out = {{2, "candidate has no boot"}};
    result.tested.metrics[1].left_out = {{2, "candidate has no boot"}};
    result.tested.metrics[1].drift = LinearTrend{0.004, 0.001, 0.002};
    result.arms[0].conclusion = ArmConclusion::machine_unfit;
    result.null_spread = {
        {result.tested.metrics[0].metric, "baseline B", 0.004, 1.006, false},
        {result.tested.metrics[1].metric, "baseline B", 0.002, 0.981, true},
    };
    return result;
}

/// The candidate's server died in the first block.
inline ComparisonResult failed_arm_fixture() {
    auto result = fixture_of({{"baseline"}, {"candidate"}}, 0);
    result.boots = {fixture_boot("baseline", 0, 0), fixture_boot("candidate", 0, 1)};
    result.boots[1].outcome = Outcome::server_died;
    result.boots[1].failure = "signal 11, last line: CUDA error";
    result.end = ComparisonEnd::arm_failed;
    result.failure = "candidate: signal 11";
    result.arms[0].conclusion = ArmConclusion::failed;
    result.answers.clear();
    return result;
}

/// What a stranger's server, file name or flag could hold.
inline const std::string& hostile_text() {
    static const std::string text = "<script>alert(1)</script>|`x`\x1b[31m\xff&\"'\n";
    return text;
}

inline ComparisonResult hostile_fixture() {
    auto result = divergent_fixture();
    const auto& bad = hostile_text();
    result.experiment.model = result.experiment.suite = bad;
    result.experiment.command_line.push_back(bad);
    result.experiment.declared[1] = bad;
    result.failure = bad;
    result.end = ComparisonEnd::failed;
    for (auto* answer : {&result.answers[0].worst_answer, &result.answers[0].prompts[1]}) {
        answer->prompt = answer->position_prompt = answer->error = bad;
        answer->baseline_says = answer->arm_says = bad;
    }
    result.answers[0].worst[0] = {bad, false, 1, 1, 1, bad, bad, bad};
    result.differences[0].value = result.differences[0].what = bad;
    auto& boot = result.boots[0];
    boot.failure = bad;
    boot.outcome = Outcome::failed;
    boot.marks = {{bad, bad}};
    boot.info.server_cmd.push_back(bad);
    boot.info.server.build_info = bad;
    boot.info.host.variables = {"GGML_X=" + bad};
    boot.info.host.cpu_model = bad;
    result.tested.metrics[0].left_out = {{0, bad}};
    return result;
}

} // namespace moebench
