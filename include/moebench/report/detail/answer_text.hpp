// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/detail/number_text.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace moebench::detail {

/// "top-1 100 %, mean KL 0, largest dlogp 3e-06"
inline std::string agreement_text(const AnswerFigures& figures) {
    std::string text = "top-1 " + share_text(figures.top1_agree, figures.positions) + ", mean KL " +
                       number_text(figures.mean_kl) + ", largest dlogp " +
                       number_text(figures.largest_logprob_difference);
    if (figures.broken > 0) text += ", " + std::to_string(figures.broken) + " without a number";
    return text;
}

/// "answers close: 9 of 12 replies the same on every boot; decode 256 positions, top-1 ..."
inline std::string answer_line(const std::string& baseline, const AnswerJudgement& judged) {
    std::string text = "answers " + std::string(to_string(judged.verdict));
    if (judged.verdict == AnswerVerdict::not_compared) return text;
    std::string before = ": ";
    const auto add = [&](const std::string& part) {
        text += before + part;
        before = "; ";
    };
    const auto add_figures = [&](std::string_view name, const std::optional<AnswerFigures>& figures,
                                 const std::optional<AnswerFigures>& floor) {
        if (!figures) return;
        add(std::string(name) + " " + count_text(figures->positions, "position") + ", " +
            agreement_text(*figures));
        if (floor) text += " (" + baseline + " against itself: " + agreement_text(*floor) + ")";
    };
    if (judged.texts > 0) {
        add(std::to_string(judged.same_texts) + " of " + std::to_string(judged.texts) +
            " replies the same on every boot");
    }
    add_figures("decode", judged.decode, judged.floor_decode);
    add_figures("prefill", judged.prefill, judged.floor_prefill);
    if (!judged.baseline_repeats) {
        add(baseline + " itself does not repeat its replies from boot to boot");
    }
    return text;
}

/// What went wrong with the answers. Empty where answer_line() says it all.
inline std::string answer_fault(const AnswerJudgement& judged) {
    return judged.verdict > AnswerVerdict::close ? judged.why : "";
}

} // namespace moebench::detail
