// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/detail/answer_text.hpp>

#include <string>
#include <vector>

// What a comparison's result file has of its conclusions: written, and concluded anew when read.
namespace moebench::detail {

/// An arm's result as the file has it: with a sentence for people.
struct ArmSentence {
    ArmResult result;
    std::string sentence;
};

template <class Archive> void fields(Archive& archive, ArmSentence& value) {
    archive("arm", value.result.arm)("conclusion", value.result.conclusion);
    archive("sentence", value.sentence);
}

inline std::vector<ArmSentence> arm_sentences(const ComparisonResult& result) {
    std::vector<ArmSentence> sentences;
    for (const auto& arm : result.arms) sentences.push_back({arm, arm_sentence(result, arm)});
    return sentences;
}

template <class Archive> void fields(Archive& archive, Metric& value) {
    archive("metric", value.name);
    archive.or_null("prompt", value.prompt);
    archive.derived("better", value.better == Better::higher ? "higher" : "lower");
}

template <class Archive> void fields(Archive& archive, LinearTrend& value) {
    archive("slope_per_block", value.slope)("standard_error", value.standard_error);
    archive("p_value", value.p_value);
}

template <class Archive> void fields(Archive& archive, RatioInterval& value) {
    archive("ratio", value.ratio)("lo", value.lo)("hi", value.hi)("confidence", value.confidence);
}

template <class Archive> void fields(Archive& archive, BlockRatio& value) {
    archive("block", value.block)("log_ratio", value.log_ratio);
}

template <class Archive> void fields(Archive& archive, LeftOutBlock& value) {
    archive("block", value.block)("why", value.why);
}

template <class Archive> void fields(Archive& archive, MetricComparison& value) {
    archive("arm", value.arm);
    fields(archive, value.metric);
    archive("verdict", value.verdict)("no_worse", value.no_worse)("regressed", value.regressed);
    archive("interval", value.interval)("p_value", value.p_value);
    archive("adjusted_p", value.adjusted_p)("precision", value.precision);
    archive("more_boots", value.more_boots)("drift", value.drift)("blocks", value.blocks);
    archive("left_out", value.left_out);
}

template <class Archive> void fields(Archive& archive, ArmFigures& value) {
    archive("arm", value.arm);
    fields(archive, value.metric);
    archive("boots", value.boots)("typical", value.typical)("between_boots", value.between_boots);
    archive("within_boots", value.within_boots)("drift", value.drift);
    archive("outlier_blocks", value.outlier_blocks);
}

template <class Archive> void fields(Archive& archive, AnswerFigures& value) {
    archive("positions", value.positions)("top1_agree", value.top1_agree)("same", value.same);
    archive("far", value.far)("unexplained", value.unexplained)("broken", value.broken);
    archive("mean_logprob_change", value.mean_logprob_change);
    archive("logprob_change_error", value.logprob_change_error);
    archive("largest_logprob_difference", value.largest_logprob_difference);
    archive("mean_kl", value.mean_kl)("mean_kl_error", value.mean_kl_error);
    archive("largest_kl", value.largest_kl);
}

template <class Archive> void fields(Archive& archive, PromptAnswer& value) {
    archive("prompt", value.prompt)("verdict", value.verdict);
    auto why = reason_text(value);
    archive.or_null("why", why);
}

template <class Archive> void fields(Archive& archive, WorstPosition& value) {
    archive("prompt", value.prompt);
    archive.derived("part", value.prefill ? "prefill" : "decode");
    archive("at", value.at)("kl", value.kl)("logprob_difference", value.logprob_difference);
    archive("reference_says", value.baseline_says)("arm_says", value.arm_says);
    archive.or_null("before", value.before);
}

template <class Archive> void fields(Archive& archive, AnswerJudgement& value) {
    auto why = answer_fault(value);
    archive("arm", value.arm)("verdict", value.verdict).or_null("why", why);
    archive("same_texts", value.same_texts)("texts", value.texts);
    archive("reference_repeats", value.baseline_repeats)("decode", value.decode);
    archive("prefill", value.prefill)("floor_decode", value.floor_decode);
    archive("floor_prefill", value.floor_prefill)("prompts", value.prompts)("worst", value.worst);
}

template <class Archive> void fields(Archive& archive, Difference& value) {
    archive("arm", value.arm)("what", value.what)("reference", value.baseline);
    archive("value", value.value)("declared", value.declared)("decisive", value.decisive);
    archive.derived("confounds", value.confounds());
    archive("missing_from", value.missing_from);
}

template <class Archive> void fields(Archive& archive, Disturbance& value) {
    archive("kind", value.kind)("arm", value.arm);
    fields(archive, value.metric);
    archive("log_ratio", value.log_ratio)("standard_error", value.standard_error);
    archive("p_value", value.p_value)("found", value.found);
}

template <class Archive> void fields(Archive& archive, NullSpread& value) {
    fields(archive, value.metric);
    archive("spread", value.spread)("farthest_ratio", value.farthest_ratio);
    archive("told_apart", value.told_apart);
}

} // namespace moebench::detail
