// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/answer_judgement.hpp>
#include <moebench/compare/boot_record.hpp>
#include <moebench/compare/comparison.hpp>
#include <moebench/compare/difference.hpp>
#include <moebench/compare/null_spread.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// How a comparison ended. What was measured is kept, however it ended.
enum class ComparisonEnd { completed, time_limit, interrupted, arm_failed, failed };

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

/// What the two sides of an A/A are called: the reference is both.
inline constexpr std::string_view aa_arms[] = {"reference A", "reference B"};

/// The metrics that can get a verdict: rates up, times down.
inline constexpr std::string_view tested_metric_names[] = {
    "prefill_tokens_per_s", "decode_tokens_per_s", "ttft_s", "latency_s"};

/// An Experiment as its files describe it.
struct ExperimentFacts {
    std::vector<std::string> arms;
    /// "llama-server-patch, -ub 16, GGML_X=1" for each arm: what was asked to be special in it.
    std::vector<std::string> declared;
    std::string suite, model, profile;
    std::int64_t repetitions = 1;
    /// What else decides the work, in one line: two comparisons with the same did the same.
    std::string work;
    int min_boots = 0, max_boots = 0;
    std::optional<double> precision;
    std::uint64_t order_seed = 0;
    double confidence = 0.95, noise_threshold = 0.01;
    int aa_blocks = 0;
    /// All arms are the same: what lies between them is the machine's.
    bool aa = false;
    AnswerOptions answers;
    /// Which metrics get a verdict; empty: the usual ones.
    std::vector<std::string> metrics;
    /// The words after `moebench`, secrets redacted. Empty for a program that is not moebench.
    std::vector<std::string> command_line;

    ExperimentFacts() = default;
};

/// One arm against the reference, in one word: the first of these that holds.
enum class ArmConclusion {
    answers_broken,
    answers_divergent,
    failed,
    confounded,
    /// An A/A told the reference from itself.
    machine_unfit,
    too_few_blocks,
    slower,
    inconclusive,
    faster,
    no_difference,
};

std::string_view to_string(ArmConclusion conclusion);

struct ArmResult {
    std::string arm;
    ArmConclusion conclusion = ArmConclusion::inconclusive;
    /// One sentence for people: "faster: decode +2.1 % [1.4, 2.8]; answers identical".
    std::string sentence;
};

/// Everything about a comparison. The first block stands in its files; the second follows from it,
/// by conclude().
struct ComparisonResult {
    ExperimentFacts experiment;
    AnswerScript script;
    std::vector<BootRecord> boots;
    ComparisonEnd end = ComparisonEnd::completed;
    /// Why it did not complete. Empty when it did.
    std::string failure;
    double took_s = 0;

    /// The metrics that get a verdict, over all prompts that have them.
    Comparison tested;
    /// The same for single prompts: their intervals are each on its own, and decide nothing.
    Comparison rows;
    /// Of the A/A blocks, or of a comparison that is one; else absent.
    std::optional<std::vector<NullSpread>> null_spread;
    std::vector<Difference> differences;
    std::vector<AnswerJudgement> answers;
    std::vector<ArmResult> arms;

    ComparisonResult() = default;
};

/// Fills in what follows from the boots. Pure.
void conclude(ComparisonResult& result);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/comparison_result.ipp>
#endif
