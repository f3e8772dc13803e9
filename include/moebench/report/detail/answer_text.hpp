// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/merged_lines.hpp>
#include <moebench/report/detail/shown_text.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace moebench::detail {

/// "mean KL 0.00012 ± 4e-05"
inline std::string mean_kl_text(const AnswerFigures& figures) {
    return "mean KL " + number_text(figures.mean_kl) + " ± " + number_text(figures.mean_kl_error);
}

/// "the same next token at 2046 of 2048 positions"
inline std::string same_token_text(std::int64_t same, std::int64_t of) {
    return "the same next token at " + std::to_string(same) + " of " + count_text(of, "position");
}

/// "decode: mean KL 0.00012 ± 4e-05, largest KL 0.02, log-probability of the baseline's tokens
/// -2e-04 ± 3e-05"
inline std::string figures_text(std::string_view part, const AnswerFigures& figures) {
    if (figures.compared() == 0) return std::string(part) + ": no numbers";
    std::string text = std::string(part) + ": " + mean_kl_text(figures) + ", largest KL " +
                       number_text(figures.largest_kl);
    if (figures.mean_logprob_change != 0) {
        text += ", log-probability of the baseline's tokens " +
                number_text(figures.mean_logprob_change) + " ± " +
                number_text(figures.logprob_change_error);
    }
    if (figures.broken > 0) text += ", " + std::to_string(figures.broken) + " without a number";
    return text;
}

/// "answers close: the same next token at 2190 of 2193 positions; 9 of 12 replies the same ..."
inline std::string answer_line(const std::string& baseline, const AnswerJudgement& judged) {
    std::string text = "answers " + std::string(to_string(judged.verdict));
    if (judged.verdict == AnswerVerdict::not_compared) return text;
    std::string before = ": ";
    const auto add = [&](const std::string& part) {
        text += before + part;
        before = "; ";
    };
    if (judged.decode || judged.prefill) {
        const auto decode = judged.decode.value_or(AnswerFigures());
        const auto prefill = judged.prefill.value_or(AnswerFigures());
        add(same_token_text(decode.top1_agree + prefill.top1_agree,
                            decode.positions + prefill.positions));
    }
    if (judged.texts > 0) {
        add(std::to_string(judged.same_texts) + " of " + std::to_string(judged.texts) +
            " replies the same on every boot");
    }
    if (!judged.baseline_repeats) {
        add(baseline + " itself does not repeat its replies from boot to boot");
    }
    return text;
}

/// How far the probabilities are apart; nothing for a part with the same numbers everywhere.
inline Lines answer_figures(const std::string& baseline, const AnswerJudgement& judged) {
    Lines lines;
    const auto add = [&](std::string_view part, const std::optional<AnswerFigures>& figures,
                         const std::optional<AnswerFigures>& floor) {
        if (!figures || figures->same == figures->positions) return;
        lines.push_back(figures_text(part, *figures));
        if (floor && figures->compared() > 0)
            lines.back() += " (" + baseline + " against itself: " + mean_kl_text(*floor) + ")";
    };
    if (judged.verdict == AnswerVerdict::not_compared) return lines;
    add("decode", judged.decode, judged.floor_decode);
    add("prefill", judged.prefill, judged.floor_prefill);
    return lines;
}

/// "3 of 10 replies"
inline std::string some_of(const PromptAnswer& answer, std::string_view noun) {
    return std::to_string(answer.count) + " of " + count_text(answer.of, noun);
}

/// " of answer: multi 1" where the prompt is not `prompt` itself.
inline std::string position_prompt_text(const PromptAnswer& answer) {
    const bool other = !answer.position_prompt.empty() && answer.position_prompt != answer.prompt;
    return other ? " of " + answer.position_prompt : "";
}

/// Where a text departs, and from what.
inline std::string departure_text(const PromptAnswer& answer) {
    const bool position = !answer.position_prompt.empty();
    return "other text from " + std::string(position ? "token " : "character ") +
           std::to_string(answer.at + 1) + position_prompt_text(answer) + ": \"" +
           token_text(answer.arm_says) + "\" where the baseline has \"" +
           token_text(answer.baseline_says) + "\" (" +
           some_of(answer, position ? "position" : "reply") + ")";
}

/// Positions without numbers, and the server's error message if there is one.
inline std::string no_numbers_text(const PromptAnswer& answer) {
    return "no numbers at " + some_of(answer, "position") + ", first after " +
           count_text(answer.at, "token") + position_prompt_text(answer) +
           (answer.error.empty() ? "" : ": " + answer.error);
}

/// Why the answer is not identical. Empty: there is nothing to tell.
inline std::string reason_text(const PromptAnswer& answer) {
    const auto over = [&](const std::string& what) {
        return what + " " + number_text(answer.value) + " (limit " + number_text(answer.limit) +
               ")";
    };
    switch (answer.reason) {
    case AnswerReason::none: return "";
    case AnswerReason::other_numbers: return "numbers differ within the limits";
    case AnswerReason::other_question:
        return "its prompt differs from the baseline's, for example in an earlier reply";
    case AnswerReason::baseline_varies:
        if (answer.count == 0) {
            return "the baseline's own replies differ from character " +
                   std::to_string(answer.at + 1) + " on";
        }
        return departure_text(answer) + "; the baseline's own replies differ as early";
    case AnswerReason::near_tie_text:
        return departure_text(answer) + "; there, both are nearly equally probable";
    case AnswerReason::unexplained_text:
        return departure_text(answer) + "; the baseline's probabilities show no near tie there";
    case AnswerReason::unseen_text:
        return departure_text(answer) + "; there are no probabilities that could explain it";
    case AnswerReason::other_division:
        return "the same text, divided differently into reasoning and content (" +
               some_of(answer, "reply") + ")";
    case AnswerReason::mean_kl: return over("mean KL");
    case AnswerReason::far_positions:
        return "far off at " + some_of(answer, "position") + "; noise explains at most " +
               number_text(answer.value);
    case AnswerReason::largest_kl: return over("largest KL");
    case AnswerReason::less_likely:
        return over("the baseline's tokens are less probable, in nats on average");
    case AnswerReason::request_failed:
        return some_of(answer, "request") + " failed, and none of the baseline's: " + answer.error;
    case AnswerReason::no_numbers: return no_numbers_text(answer);
    case AnswerReason::baseline_no_numbers:
        return "the baseline itself gives " + no_numbers_text(answer);
    case AnswerReason::empty_reply:
        return "nothing in " + some_of(answer, "reply") + ", where the baseline has \"" +
               token_text(answer.baseline_says) + "\"";
    case AnswerReason::repeats_itself: break;
    }
    return "repeats itself and the baseline does not; the end is \"" + token_text(answer.arm_says) +
           "\"";
}

/// reason_text() without what all departures share.
inline std::string brief_reason_text(const PromptAnswer& answer) {
    const bool departs = answer.reason == AnswerReason::unexplained_text ||
                         answer.reason == AnswerReason::unseen_text;
    return departs ? departure_text(answer) : reason_text(answer);
}

/// What went wrong with the answers. Empty where answer_line() says it all.
inline std::string answer_fault(const AnswerJudgement& judged) {
    if (judged.verdict <= AnswerVerdict::close) return "";
    std::string text = judged.worst_answer.prompt + ": " + reason_text(judged.worst_answer);
    std::int64_t as_bad = 0;
    for (const auto& answer : judged.prompts) as_bad += answer.verdict == judged.verdict ? 1 : 0;
    if (as_bad > 1) {
        text += "; " + std::string(to_string(judged.verdict)) + " in " + std::to_string(as_bad) +
                " of " + count_text(std::ssize(judged.prompts), "prompt");
    }
    return text;
}

} // namespace moebench::detail
