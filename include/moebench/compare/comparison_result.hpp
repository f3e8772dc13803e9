// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/compare/comparison.hpp>
#include <moebench/compare/difference.hpp>
#include <moebench/compare/disturbance.hpp>
#include <moebench/compare/null_spread.hpp>
#include <moebench/model/boot_record.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// How a comparison ended. What was measured is kept, however it ended.
enum class ComparisonEnd {
    /// By its stopping rule, or at the last block.
    completed,
    /// Before a block that would have ended too late.
    time_limit,
    /// Cancelled by its owner.
    interrupted,
    /// A boot of an arm did not complete.
    arm_failed,
    /// An error that every boot would repeat.
    failed,
};

/// The enumerator's name, as files spell it.
constexpr std::string_view to_string(ComparisonEnd end) noexcept {
    switch (end) {
    case ComparisonEnd::completed: return "completed";
    case ComparisonEnd::time_limit: return "time_limit";
    case ComparisonEnd::interrupted: return "interrupted";
    case ComparisonEnd::arm_failed: return "arm_failed";
    case ComparisonEnd::failed: break;
    }
    return "failed";
}

/// The names of the two sides of an A/A; both are the baseline.
inline constexpr std::string_view aa_arms[] = {"baseline A", "baseline B"};

/// The metrics that can get a verdict: rates first, then times.
inline constexpr std::string_view tested_metric_names[] = {
    "prefill_tokens_per_s", "decode_tokens_per_s", "ttft_s", "latency_s"};

/// What was asked of an arm's server. Secrets are redacted.
struct ServerDesign {
    /// ServerConfig::binary.
    std::string binary;
    /// Placement, context and so on, in one line.
    std::string settings;
    /// ServerConfig::extra_args.
    std::vector<std::string> flags;
    /// The variables that llama.cpp reads and those that were set for it, sorted.
    std::vector<std::string> variables;

    ServerDesign() = default;
};

/// An Experiment as its files describe it.
struct ExperimentFacts {
    /// Their names; the first is the baseline.
    std::vector<std::string> arms;
    /// "llama-server-patch, -ub 16, GGML_X=1" for each arm: what was asked to be special in it.
    std::vector<std::string> declared;
    /// Its name, or the stem of its file.
    std::string suite;
    /// RunInfo::suite_sha256.
    std::optional<std::string> suite_sha256;
    /// The baseline's model file, else its repository.
    std::string model;
    /// The baseline's Profile as to_string() spells it.
    std::string profile;
    /// Passes over the suite on each boot.
    std::int64_t repetitions = 1;
    /// The other settings of the work, in one line: equal lines mean equal work.
    std::string work;
    /// StoppingRule::min_boots.
    int min_boots = 0;
    /// StoppingRule::max_boots.
    int max_boots = 0;
    /// Experiment::extended_boots.
    int extended_boots = 0;
    /// StoppingRule::precision.
    std::optional<double> precision;
    /// Experiment::order_seed.
    std::uint64_t order_seed = 0;
    /// Experiment::confidence.
    double confidence = default_confidence;
    /// Experiment::noise_threshold.
    double noise_threshold = default_noise_threshold;
    /// Experiment::aa_blocks.
    int aa_blocks = 0;
    /// Experiment::interleave.
    bool interleave = false;
    /// All arms are the same, so that every difference is the machine's.
    bool aa = false;
    /// Experiment::answers.
    AnswerOptions answers;
    /// Which metrics get a verdict; empty: usual_metric_names.
    std::vector<std::string> metrics;
    /// Of each arm. Empty: a file of moebench 0.1.0.
    std::vector<ServerDesign> servers;
    /// SuiteSpec::file.
    std::string suite_file;
    /// The words after `moebench`, secrets redacted. Empty for a program that is not moebench.
    std::vector<std::string> command_line;

    ExperimentFacts() = default;
};

/// The metrics that get a verdict unless an experiment names others.
inline constexpr std::string_view usual_metric_names[] = {"prefill_tokens_per_s",
                                                          "decode_tokens_per_s"};

/// Whether a metric gets a verdict where `wanted` does, or the usual metrics if it is empty.
inline bool is_asked(std::string_view metric, const std::vector<std::string>& wanted) {
    return wanted.empty() ? std::ranges::count(usual_metric_names, metric) > 0
                          : std::ranges::count(wanted, metric) > 0;
}

/// One arm against the baseline, in one word: the first of these that holds.
enum class ArmConclusion {
    /// AnswerVerdict::broken.
    answers_broken,
    /// AnswerVerdict::divergent.
    answers_divergent,
    /// See failed_boot().
    failed,
    /// See confounding_difference().
    confounded,
    /// An A/A found a difference between the baseline and itself.
    machine_unfit,
    /// Slower in one metric or more, and faster in another.
    mixed,
    /// In one metric or more, and faster in none.
    slower,
    /// In one metric or more, and slower in none.
    faster,
    /// No metric has blocks_for_verdict.
    too_few_blocks,
    /// In all metrics.
    no_difference,
    /// Nothing is shown.
    inconclusive,
};

/// For people: "answers divergent", "no verdict".
std::string_view to_string(ArmConclusion conclusion);

/// The result of a comparison for one arm; see arm_sentence().
struct ArmResult {
    /// Arm::name; never the baseline's.
    std::string arm;
    /// In one word.
    ArmConclusion conclusion = ArmConclusion::inconclusive;
};

/// Everything about a comparison. The first group is saved; conclude() computes the second.
struct ComparisonResult {
    /// What was asked.
    ExperimentFacts experiment;
    /// What the answer pass asked. Empty: there was none, or not yet.
    AnswerScript script;
    /// Every boot in the order in which it ended, of any purpose.
    std::vector<BootRecord> boots;
    /// How it ended.
    ComparisonEnd end = ComparisonEnd::completed;
    /// Why it did not complete. Empty when it did.
    std::string failure;
    /// All sessions together, in seconds.
    double took_s = 0;

    /// The metrics that get a verdict, over all prompts that have them.
    Comparison tested;
    /// The same for TTFT (of plain replies, latency) if it is not tested, and for single prompts:
    /// for information, not corrected for their number, not tested.
    Comparison rows;
    /// What may bias the ratios of `tested`, and whether it is found.
    std::vector<Disturbance> disturbances;
    /// From A/A blocks or an A/A comparison; otherwise absent.
    std::optional<std::vector<NullSpread>> null_spread;
    /// How the arms differ from the baseline, declared or not.
    std::vector<Difference> differences;
    /// For each arm but the baseline.
    std::vector<AnswerJudgement> answers;
    /// For each arm but the baseline.
    std::vector<ArmResult> arms;

    ComparisonResult() = default;
};

/// Fills in what follows from the boots. Pure.
void conclude(ComparisonResult& result);

/// The boot that made an arm `failed`: its own or the baseline's. Null: there is none.
const BootRecord* failed_boot(const ComparisonResult& result, std::string_view arm);

/// The difference for which an arm is `confounded`: one of its own, or something in the baseline
/// that changes from boot to boot, which concerns every arm. Null: there is none.
const Difference* confounding_difference(const ComparisonResult& result, std::string_view arm);

/// Why the metrics of an arm have no verdict, whatever their ratios are: `confounded` or
/// `machine_unfit`. Absent: their verdicts count.
std::optional<ArmConclusion> verdict_obstacle(const ComparisonResult& result, std::string_view arm);

/// Whether an arm is shown to be worse in one metric by more than the noise threshold, and nothing
/// stands against its verdicts. False in at least `confidence` of all comparisons whose arms are
/// not worse by more.
bool regressed(const ComparisonResult& result, std::string_view arm);

/// Whether no metric of an arm is worse by more than the noise threshold, which is shown, and
/// nothing stands against its verdicts. False in at least `confidence` of all comparisons in which
/// one is.
bool shown_no_worse(const ComparisonResult& result, std::string_view arm);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/comparison_result.ipp>
#endif
