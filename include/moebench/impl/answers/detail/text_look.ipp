// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/compare_positions.hpp>
#include <moebench/answers/detail/text_look.hpp>
#include <moebench/detail/utf8.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace moebench::detail {

inline constexpr std::int64_t excerpt_length = 24;

/// A part of the text, quoted on one line. `from` and `length` count characters.
inline std::string excerpt(std::string_view text, std::int64_t from, std::int64_t length) {
    std::string shown;
    std::size_t at = 0;
    for (std::int64_t i = 0; i < from && at < text.size(); ++i) next_code_point(text, at);
    for (std::int64_t i = 0; i < length && at < text.size(); ++i) {
        append_utf8(shown, next_code_point(text, at));
    }
    return json_quoted(shown) + (at < text.size() ? "..." : "");
}

inline std::string with_single_spaces(std::string_view text) {
    std::string plain;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space) {
            plain += c;
        } else if (!plain.empty() && plain.back() != ' ') {
            plain += ' ';
        }
    }
    return plain;
}

inline bool has_period(std::string_view text, std::size_t period) {
    return std::equal(text.begin() + static_cast<std::ptrdiff_t>(period), text.end(), text.begin());
}

inline bool any_repeats_itself(std::span<const ReplyText> texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [](const ReplyText& reply) { return repeats_itself(reply.text); });
}

inline bool is_one_of(const ReplyText& reply, std::span<const ReplyText> texts) {
    return std::find(texts.begin(), texts.end(), reply) != texts.end();
}

/// Without repetitions: the baseline may have given the same text a hundred times.
inline std::vector<ReplyText> distinct(std::span<const ReplyText> texts) {
    std::vector<ReplyText> each;
    for (const auto& reply : texts) {
        if (!is_one_of(reply, each)) each.push_back(reply);
    }
    return each;
}

inline std::string of_replies(std::int64_t some, std::size_t all) {
    return std::to_string(some) + " of " + std::to_string(all) + " replies";
}

inline std::optional<std::string> empty_replies(const PromptReplies& baseline,
                                                const PromptReplies& arm) {
    const auto is_empty = [](const ReplyText& reply) { return reply.text.empty(); };
    const auto may_be_empty = [&](const ReplyText& reply) {
        return reply.text.empty() || reply.predicted_n.value_or(2) <= 1;
    };
    const auto empty = std::count_if(arm.texts.begin(), arm.texts.end(), is_empty);
    if (empty == 0) return std::nullopt;
    if (std::any_of(baseline.texts.begin(), baseline.texts.end(), may_be_empty)) {
        return std::nullopt;
    }
    return "nothing in " + of_replies(empty, arm.texts.size()) + ", where the baseline has " +
           excerpt(baseline.texts.front().text, 0, excerpt_length);
}

inline std::optional<std::string> repeated_replies(const PromptReplies& baseline,
                                                   const PromptReplies& arm) {
    const auto loop = std::find_if(arm.texts.begin(), arm.texts.end(), [](const ReplyText& reply) {
        return repeats_itself(reply.text);
    });
    if (loop == arm.texts.end() || any_repeats_itself(baseline.texts)) return std::nullopt;
    const auto from = std::max<std::int64_t>(0, count_code_points(loop->text) - excerpt_length);
    return "repeats itself and the baseline does not; the end is " +
           excerpt(loop->text, from, excerpt_length);
}

inline std::optional<std::string> broken_replies(const PromptReplies& baseline,
                                                 const PromptReplies& arm) {
    if (arm.failed > 0 && baseline.failed == 0) {
        return std::to_string(arm.failed) + " of " +
               std::to_string(arm.failed + std::ssize(arm.texts)) +
               " requests failed, and none of the baseline's: " + std::string(arm.error);
    }
    if (auto empty = empty_replies(baseline, arm)) return empty;
    return repeated_replies(baseline, arm);
}

/// The other text that agrees longest with a reply, and the first character where they differ;
/// nullptr when there is no other text.
struct Departure {
    const ReplyText* followed = nullptr;
    std::int64_t at = -1;
};

inline Departure departure(const ReplyText& reply, std::span<const ReplyText> others) {
    Departure last;
    for (const auto& other : others) {
        if (other == reply) continue;
        const auto at = common_beginning(reply.text, other.text);
        if (at > last.at) last = {&other, at};
    }
    return last;
}

inline std::string departure_text(const ReplyText& reply, const Departure& departure) {
    const auto at = departure.at;
    if (reply.text == departure.followed->text) {
        return "the same text, divided differently into reasoning and content";
    }
    return "other text from character " + std::to_string(at + 1) + ": " +
           excerpt(reply.text, at, excerpt_length) + " where the baseline has " +
           excerpt(departure.followed->text, at, excerpt_length);
}

inline std::optional<std::int64_t> differs_from_itself_at(std::span<const ReplyText> texts) {
    std::optional<std::int64_t> soonest;
    for (const auto& reply : texts) {
        const auto left = departure(reply, texts);
        if (left.followed == nullptr) continue;
        soonest = std::min(soonest.value_or(left.at), left.at);
    }
    return soonest;
}

inline std::int64_t longest_reply(const PromptReplies& replies) {
    std::int64_t longest = 0;
    for (const auto& reply : replies.texts) {
        longest = std::max(longest, reply.predicted_n.value_or(count_code_points(reply.text)));
    }
    return longest;
}

MOEBENCH_DECL bool repeats_itself(std::string_view text) {
    constexpr std::size_t shortest = 128, times = 4;
    const std::string plain = with_single_spaces(text);
    if (plain.size() < shortest) return false;
    const auto half = std::string_view(plain).substr(plain.size() / 2);
    for (std::size_t period = 1; period * times <= half.size(); ++period) {
        if (has_period(half, period)) return true;
    }
    return false;
}

MOEBENCH_DECL std::int64_t common_beginning(std::string_view a, std::string_view b) {
    std::size_t in_a = 0, in_b = 0;
    std::int64_t count = 0;
    while (in_a < a.size() && in_b < b.size() &&
           next_code_point(a, in_a) == next_code_point(b, in_b)) {
        ++count;
    }
    return count;
}

MOEBENCH_DECL std::int64_t different_texts(std::span<const ReplyText> texts) {
    return std::ssize(distinct(texts));
}

MOEBENCH_DECL TextLook compare_texts(const PromptReplies& baseline, const PromptReplies& arm) {
    TextLook look;
    const auto expected = distinct(baseline.texts);
    look.baseline_differs_at = differs_from_itself_at(expected);
    look.reply_tokens = std::max(longest_reply(baseline), longest_reply(arm));
    if (auto broken = broken_replies(baseline, arm)) {
        look.verdict = TextVerdict::broken;
        look.why = std::move(*broken);
        return look;
    }
    if (baseline.texts.empty() || arm.texts.empty()) {
        look.why = baseline.texts.empty() ? "the baseline gave no reply" : "no reply";
        return look;
    }
    look.verdict = TextVerdict::same;
    std::int64_t others = 0;
    for (const auto& reply : arm.texts) {
        if (is_one_of(reply, expected)) continue;
        ++others;
        const auto left = departure(reply, expected);
        if (look.verdict == TextVerdict::differs && left.at >= look.differs_at) continue;
        look.verdict = TextVerdict::differs;
        look.differs_at = left.at;
        look.why = departure_text(reply, left);
    }
    if (others > 0) look.why += " (" + of_replies(others, arm.texts.size()) + ")";
    return look;
}

MOEBENCH_DECL PromptAnswer judge_texts(const TextLook& texts,
                                       const std::optional<PassEvidence>& pass,
                                       const AnswerLimits& limits) {
    PromptAnswer answer;
    answer.why = texts.why;
    switch (texts.verdict) {
    case TextVerdict::absent: return answer;
    case TextVerdict::broken: answer.verdict = AnswerVerdict::broken; return answer;
    case TextVerdict::same: answer.verdict = AnswerVerdict::identical; return answer;
    case TextVerdict::differs: break;
    }
    const auto judged = [&](AnswerVerdict verdict, const std::string& reason) {
        answer.verdict = verdict;
        answer.why += "; " + reason;
        return answer;
    };
    if (pass && pass->verdict >= AnswerVerdict::divergent) {
        return judged(AnswerVerdict::divergent,
                      "the answer pass is " + std::string(to_string(pass->verdict)) + " too");
    }
    const double largest = pass ? pass->largest_logprob_difference : 0;
    if (largest * static_cast<double>(texts.reply_tokens) >= limits.no_flip) {
        return judged(AnswerVerdict::close,
                      "differences of up to " + short_number(largest) +
                          " in the answer pass can decide a near tie differently");
    }
    if (const auto own = texts.baseline_differs_at) {
        const bool follows = 2 * texts.differs_at >= *own;
        return judged(follows ? AnswerVerdict::close : AnswerVerdict::divergent,
                      "the baseline's own replies differ from character " +
                          std::to_string(*own + 1));
    }
    if (!pass) return judged(AnswerVerdict::divergent, "there is no answer pass to explain it");
    return judged(AnswerVerdict::divergent, "the answer pass gives the same numbers (largest "
                                            "difference " +
                                                short_number(largest) +
                                                "), so rounding is not the reason");
}

} // namespace moebench::detail
