// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/protocol/json_writer.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/store/detail/result_object.hpp>

// The part of a comparison's result file that follows from the rest of it.
namespace moebench::detail {

inline void write_metric(JsonWriter& json, const Metric& metric) {
    json.member("metric", metric.name).member("prompt", if_not_empty(metric.prompt));
    json.member("better", metric.better == Better::higher ? "higher" : "lower");
}

inline void write_trend(JsonWriter& json, const std::optional<LinearTrend>& trend) {
    json.key("drift");
    if (!trend) {
        json.null();
        return;
    }
    json.begin_object().member("slope_per_block", trend->slope);
    json.member("standard_error", trend->standard_error).member("p_value", trend->p_value);
    json.end_object();
}

inline void write_comparison_metrics(JsonWriter& json, const Comparison& comparison) {
    json.begin_array();
    for (const auto& metric : comparison.metrics) {
        json.begin_object().member("arm", metric.arm);
        write_metric(json, metric.metric);
        json.member("verdict", to_string(metric.verdict)).key("interval");
        if (const auto& interval = metric.interval) {
            json.begin_object().member("ratio", interval->ratio).member("lo", interval->lo);
            json.member("hi", interval->hi).member("confidence", interval->confidence);
            json.end_object();
        } else {
            json.null();
        }
        json.member("p_value", metric.p_value).member("adjusted_p", metric.adjusted_p);
        json.member("precision", metric.precision).member("more_boots", metric.more_boots);
        write_trend(json, metric.drift);
        json.key("blocks").begin_array();
        for (const auto& block : metric.blocks) {
            json.begin_object().member("block", block.block);
            json.member("log_ratio", block.log_ratio).end_object();
        }
        json.end_array().key("left_out").begin_array();
        for (const auto& block : metric.left_out) {
            json.begin_object().member("block", block.block).member("why", block.why).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

inline void write_figures(JsonWriter& json, const Comparison& comparison) {
    json.begin_array();
    for (const auto& figures : comparison.arms) {
        json.begin_object().member("arm", figures.arm);
        write_metric(json, figures.metric);
        json.member("boots", figures.boots).member("typical", figures.typical);
        json.member("between_boots", figures.between_boots);
        json.member("within_boots", figures.within_boots);
        write_trend(json, figures.drift);
        json.key("outlier_blocks").begin_array();
        for (const int block : figures.outlier_blocks) json.value(block);
        json.end_array().end_object();
    }
    json.end_array();
}

inline void write_answer_figures(JsonWriter& json, std::string_view name,
                                 const std::optional<AnswerFigures>& figures) {
    json.key(name);
    if (!figures) {
        json.null();
        return;
    }
    json.begin_object().member("positions", figures->positions);
    json.member("top1_agree", figures->top1_agree).member("broken", figures->broken);
    json.member("mean_logprob_difference", figures->mean_logprob_difference);
    json.member("largest_logprob_difference", figures->largest_logprob_difference);
    json.member("mean_kl", figures->mean_kl).member("largest_kl", figures->largest_kl);
    json.end_object();
}

inline void write_judgement(JsonWriter& json, const AnswerJudgement& judgement) {
    json.begin_object().member("arm", judgement.arm);
    json.member("verdict", to_string(judgement.verdict)).member("why", judgement.why);
    json.member("same_texts", judgement.same_texts).member("texts", judgement.texts);
    json.member("reference_repeats", judgement.reference_repeats);
    write_answer_figures(json, "decode", judgement.decode);
    write_answer_figures(json, "prefill", judgement.prefill);
    write_answer_figures(json, "floor_decode", judgement.floor_decode);
    write_answer_figures(json, "floor_prefill", judgement.floor_prefill);
    json.key("prompts").begin_array();
    for (const auto& prompt : judgement.prompts) {
        json.begin_object().member("prompt", prompt.prompt);
        json.member("verdict", to_string(prompt.verdict)).member("why", if_not_empty(prompt.why));
        json.end_object();
    }
    json.end_array().key("worst").begin_array();
    for (const auto& worst : judgement.worst) {
        json.begin_object().member("prompt", worst.prompt);
        json.member("part", worst.prefill ? "prefill" : "decode").member("at", worst.at);
        json.member("kl", worst.kl).member("logprob_difference", worst.logprob_difference);
        json.member("reference_says", worst.reference_says).member("arm_says", worst.arm_says);
        json.member("before", if_not_empty(worst.before)).end_object();
    }
    json.end_array().end_object();
}

inline void write_null_spread(JsonWriter& json, const ComparisonResult& result) {
    json.key("null_spread");
    if (!result.null_spread) {
        json.null();
        return;
    }
    json.begin_array();
    for (const auto& spread : *result.null_spread) {
        json.begin_object();
        write_metric(json, spread.metric);
        json.member("spread", spread.spread).member("farthest_ratio", spread.farthest_ratio);
        json.member("told_apart", spread.told_apart).end_object();
    }
    json.end_array();
}

inline void write_conclusions(JsonWriter& json, const ComparisonResult& result) {
    json.key("arms").begin_array();
    for (const auto& arm : result.arms) {
        json.begin_object().member("arm", arm.arm);
        json.member("conclusion", to_string(arm.conclusion));
        json.member("sentence", arm_sentence(result, arm));
        json.end_object();
    }
    json.end_array().key("metrics");
    write_comparison_metrics(json, result.tested);
    json.key("rows");
    write_comparison_metrics(json, result.rows);
    json.key("figures");
    write_figures(json, result.tested);
    json.key("row_figures");
    write_figures(json, result.rows);
    json.key("answers").begin_array();
    for (const auto& judgement : result.answers) write_judgement(json, judgement);
    json.end_array().key("differences").begin_array();
    for (const auto& difference : result.differences) {
        json.begin_object().member("arm", difference.arm).member("what", difference.what);
        json.member("reference", difference.baseline).member("value", difference.value);
        json.member("declared", difference.declared).member("decisive", difference.decisive);
        json.member("confounds", difference.confounds()).end_object();
    }
    json.end_array();
    write_null_spread(json, result);
}

} // namespace moebench::detail
