// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_verdict.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench {

/// Two answer passes compared over the positions of one part. Logarithms are natural. Means and
/// largest values are over the positions where both passes have numbers.
struct AnswerFigures {
    /// All positions that can be compared, broken ones included.
    std::int64_t positions = 0;
    /// Positions with the same most probable token.
    std::int64_t top1_agree = 0;
    /// Positions with the same tokens and log-probabilities, digit for digit.
    std::int64_t same = 0;
    /// Positions above AnswerLimits::far_kl.
    std::int64_t far = 0;
    /// Positions where the arm generated another token without a near tie.
    std::int64_t unexplained = 0;
    /// Change of the log-probability of the baseline's most probable token: negative where the arm
    /// finds it less probable.
    double mean_logprob_change = 0;
    /// Standard error of this mean. Zero below two positions.
    double logprob_change_error = 0;
    /// The largest change, as an absolute value.
    double largest_logprob_difference = 0;
    /// Kullback-Leibler divergence, in nats: see kl_divergence().
    double mean_kl = 0;
    /// Standard error of this mean, as `llama-perplexity --kl-divergence` has it.
    double mean_kl_error = 0;
    /// The largest of these divergences.
    double largest_kl = 0;
    /// Positions where the baseline has numbers and the arm has none, or its request failed.
    std::int64_t broken = 0;
    /// Positions where the baseline has no numbers.
    std::int64_t baseline_broken = 0;

    /// Number of positions in the means.
    std::int64_t compared() const noexcept { return positions - broken - baseline_broken; }
};

/// A position where an arm differs most from the baseline.
struct WorstPosition {
    /// AnswerPosition::prompt.
    std::string prompt;
    /// True: in the prefill part. False: in the decode part.
    bool prefill = false;
    /// AnswerPosition::at.
    std::int64_t at = 0;
    /// kl_divergence(), in nats.
    double kl = 0;
    /// Of the baseline's most probable token, in nats.
    double logprob_difference = 0;
    /// The most probable token of the baseline.
    std::string baseline_says;
    /// The most probable token of the arm.
    std::string arm_says;
    /// The end of the baseline's reply before it (decode part only).
    std::string before;
};

/// Whether an arm still gives the same answers as the baseline.
struct AnswerJudgement {
    /// Arm::name; never the baseline's.
    std::string arm;
    /// The worst verdict of all prompts and of the parts of the answer pass.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// The first of `prompts` or of the parts with this verdict. Its `prompt` is empty when there
    /// is nothing to tell.
    PromptAnswer worst_answer;
    /// The prompts of the suite, then those of the answer pass.
    std::vector<PromptAnswer> prompts;
    /// Replies of suite and answer pass, token by token: this arm against the baseline. This and
    /// the next three are absent when their part was left out.
    std::optional<AnswerFigures> decode;
    /// The text of the answer pass in whole batches: this arm against the baseline.
    std::optional<AnswerFigures> prefill;
    /// The decode part: the baseline against its own second boot.
    std::optional<AnswerFigures> floor_decode;
    /// The prefill part: the same.
    std::optional<AnswerFigures> floor_prefill;
    /// Up to five positions, the worst first; empty when nothing differs.
    std::vector<WorstPosition> worst;
    /// Number of prompts of the suite with the same text on every boot of both arms.
    std::int64_t same_texts = 0;
    /// Number of prompts of the suite.
    std::int64_t texts = 0;
    /// Whether the baseline gave the same text for a prompt on all its boots.
    bool baseline_repeats = true;
};

} // namespace moebench
