// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/compare_positions.hpp>
#include <moebench/answers/detail/text_look.hpp>
#include <moebench/detail/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace moebench::detail {

inline constexpr std::int64_t excerpt_length = 24;

/// A part of the text. `from` and `length` count characters.
inline std::string excerpt(std::string_view text, std::int64_t from, std::int64_t length) {
    std::string shown;
    std::size_t at = 0;
    for (std::int64_t i = 0; i < from && at < text.size(); ++i) next_code_point(text, at);
    for (std::int64_t i = 0; i < length && at < text.size(); ++i) {
        append_utf8(shown, next_code_point(text, at));
    }
    return shown + (at < text.size() ? "..." : "");
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

/// Without repetitions: the baseline may have given the same text a hundred times. Of equal texts
/// one with numbers remains.
inline std::vector<ReplyText> distinct(std::span<const ReplyText> texts) {
    std::vector<ReplyText> each;
    for (const auto& reply : texts) {
        const auto known = std::find(each.begin(), each.end(), reply);
        if (known == each.end()) {
            each.push_back(reply);
        } else if (known->numbers.empty()) {
            known->numbers = reply.numbers;
        }
    }
    return each;
}

inline PromptAnswer broken_answer(AnswerReason reason, std::int64_t count, std::int64_t of) {
    PromptAnswer answer;
    answer.verdict = AnswerVerdict::broken;
    answer.reason = reason;
    answer.count = count;
    answer.of = of;
    return answer;
}

inline std::optional<PromptAnswer> empty_replies(const PromptReplies& baseline,
                                                 const PromptReplies& arm) {
    const auto is_empty = [](const ReplyText& reply) { return reply.text.empty(); };
    const auto may_be_empty = [&](const ReplyText& reply) {
        return reply.text.empty() || reply.predicted_n.value_or(2) <= 1;
    };
    const auto empty = std::ranges::count_if(arm.texts, is_empty);
    if (empty == 0) return std::nullopt;
    if (std::ranges::any_of(baseline.texts, may_be_empty)) return std::nullopt;
    auto answer = broken_answer(AnswerReason::empty_reply, empty, std::ssize(arm.texts));
    answer.baseline_says = excerpt(baseline.texts.front().text, 0, excerpt_length);
    return answer;
}

inline std::optional<PromptAnswer> repeated_replies(const PromptReplies& baseline,
                                                    const PromptReplies& arm) {
    const auto loops = [](const ReplyText& reply) { return repeats_itself(reply.text); };
    const auto loop = std::ranges::find_if(arm.texts, loops);
    if (loop == arm.texts.end() || any_repeats_itself(baseline.texts)) return std::nullopt;
    auto answer = broken_answer(AnswerReason::repeats_itself,
                                std::ranges::count_if(arm.texts, loops), std::ssize(arm.texts));
    const auto from = std::max<std::int64_t>(0, count_code_points(loop->text) - excerpt_length);
    answer.arm_says = excerpt(loop->text, from, excerpt_length);
    return answer;
}

inline std::optional<PromptAnswer> broken_replies(const PromptReplies& baseline,
                                                  const PromptReplies& arm) {
    if (arm.failed > 0 && baseline.failed == 0) {
        auto answer = broken_answer(AnswerReason::request_failed, arm.failed,
                                    arm.failed + std::ssize(arm.texts));
        answer.error = arm.error;
        return answer;
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

/// Of equally long ones, the last that has numbers, or the first.
inline Departure departure(const ReplyText& reply, std::span<const ReplyText> others) {
    Departure last;
    for (const auto& other : others) {
        if (other == reply) continue;
        const auto at = common_beginning(reply.text, other.text);
        const bool better = at > last.at || (at == last.at && !other.numbers.empty());
        if (better) last = {&other, at};
    }
    return last;
}

/// Whether two replies with numbers part at a token where the first has a near tie.
inline bool parts_at_near_tie(const ReplyText& from, const ReplyText& reply,
                              const AnswerLimits& limits) {
    const auto all = std::ssize(from.numbers), of_reply = std::ssize(reply.numbers);
    for (std::size_t i = 0; i < std::min(from.numbers.size(), reply.numbers.size()); ++i) {
        const auto &expected = *from.numbers[i], &found = *reply.numbers[i];
        if (!has_numbers(expected) || !has_numbers(found)) return false;
        const auto token = generated(found).token;
        if (token == generated(expected).token) continue;
        return nearly_tied(expected, token, limits);
    }
    // one has ended: a server leaves out the tokens of a stop word
    if (all > of_reply) return departs_at_near_tie(from, reply.text, limits);
    return all < of_reply && departs_at_near_tie(reply, from.text, limits);
}

inline bool explained(const ReplyText& from, const ReplyText& reply, const AnswerLimits& limits) {
    if (from.numbers.empty()) return false;
    return reply.numbers.empty() ? departs_at_near_tie(from, reply.text, limits)
                                 : parts_at_near_tie(from, reply, limits);
}

/// The first character where two of the baseline's own texts differ.
struct OwnDifference {
    /// Of all its texts.
    std::optional<std::int64_t> any;
    /// Of those whose numbers show no near tie there.
    std::optional<std::int64_t> unexplained;
};

inline OwnDifference own_difference(std::span<const ReplyText> texts, const AnswerLimits& limits) {
    OwnDifference soonest;
    for (const auto& reply : texts) {
        const auto left = departure(reply, texts);
        if (left.followed == nullptr) continue;
        const auto& from = *left.followed;
        soonest.any = std::min(soonest.any.value_or(left.at), left.at);
        const bool seen = !from.numbers.empty() || !reply.numbers.empty();
        if (!seen || explained(from, reply, limits) || explained(reply, from, limits)) continue;
        soonest.unexplained = std::min(soonest.unexplained.value_or(left.at), left.at);
    }
    return soonest;
}

/// Why the reply departs from the text that it follows longest. Where the baseline's own texts
/// differ as early, or up to twice as late, a departure says nothing about the arm.
inline AnswerReason why_it_departs(const Departure& left, const ReplyText& reply,
                                   const OwnDifference& own, const AnswerLimits& limits) {
    const auto& from = *left.followed;
    if (reply.text == from.text) return AnswerReason::other_division;
    if (explained(from, reply, limits)) return AnswerReason::near_tie_text;
    const auto baseline_at = from.numbers.empty() ? own.any : own.unexplained;
    if (baseline_at && 2 * left.at >= *baseline_at) return AnswerReason::baseline_varies;
    return from.numbers.empty() ? AnswerReason::unseen_text : AnswerReason::unexplained_text;
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

MOEBENCH_DECL std::vector<std::size_t> token_begins(std::string_view text,
                                                    std::span<const AnswerPosition* const> tokens) {
    constexpr std::size_t longest = 16; // bytes of a token whose text the server leaves out
    std::vector<std::size_t> begins;
    std::size_t at = 0, left_out = longest;
    for (const auto* token : tokens) {
        std::string_view piece;
        if (!token->top.empty()) piece = generated(*token).text;
        const auto found =
            piece.empty() ? text.npos : text.substr(at, left_out + piece.size()).find(piece);
        if (found == text.npos) {
            begins.push_back(at);
            left_out += longest;
            continue;
        }
        begins.push_back(at + found);
        at += found + piece.size();
        left_out = longest;
    }
    return begins;
}

MOEBENCH_DECL bool departs_at_near_tie(const ReplyText& from, std::string_view text,
                                       const AnswerLimits& limits) {
    constexpr std::size_t longest = 8; // tokens in a row that may begin the same text differently
    const auto parts =
        static_cast<std::size_t>(std::ranges::mismatch(from.text, text).in1 - from.text.begin());
    const auto begins = token_begins(from.text, from.numbers);
    std::size_t tried = 0;
    for (std::size_t i = begins.size(); i-- > 0 && tried < longest;) {
        if (begins[i] > parts) continue;
        ++tried;
        const auto& position = *from.numbers[i];
        if (!has_numbers(position)) return false;
        for (const auto& other : position.top) {
            const bool begins_text = text.substr(begins[i]).starts_with(other.text);
            if (other.token == generated(position).token || !begins_text) continue;
            const bool same_text = begins[i] + other.text.size() <= parts;
            if (same_text && !other.text.empty()) continue; // spelt by another token
            if (nearly_tied(position, other.token, limits)) return true;
        }
    }
    return false;
}

MOEBENCH_DECL PromptAnswer judge_texts(const PromptReplies& baseline, const PromptReplies& arm,
                                       const AnswerLimits& limits) {
    if (auto broken = broken_replies(baseline, arm)) return *broken;
    PromptAnswer answer;
    if (baseline.texts.empty() || arm.texts.empty()) return answer;
    const auto expected = distinct(baseline.texts);
    const auto own_difference_at = own_difference(expected, limits);
    auto known = expected; // what a reply may follow
    for (const auto& reply : arm.texts) {
        if (!reply.numbers.empty()) known.push_back(reply);
    }
    answer.verdict = AnswerVerdict::identical;
    answer.of = std::ssize(arm.texts);
    for (const auto& reply : arm.texts) {
        if (is_one_of(reply, expected)) continue;
        ++answer.count;
        const bool own = !reply.numbers.empty();
        if (!own && is_one_of(reply, known)) continue;
        const auto left = departure(reply, own ? expected : known);
        const auto reason = why_it_departs(left, reply, own_difference_at, limits);
        if (reason < answer.reason || (reason == answer.reason && left.at >= answer.at)) continue;
        answer.reason = reason;
        answer.at = left.at;
        answer.arm_says = excerpt(reply.text, left.at, excerpt_length);
        answer.baseline_says = excerpt(left.followed->text, left.at, excerpt_length);
    }
    if (answer.count == 0 && expected.size() == 1) return answer;
    if (answer.count == 0) {
        answer.reason = AnswerReason::baseline_varies;
        answer.at = own_difference_at.any.value_or(0);
    }
    const bool harmless = answer.reason <= AnswerReason::near_tie_text;
    answer.verdict = harmless ? AnswerVerdict::close : AnswerVerdict::divergent;
    return answer;
}

} // namespace moebench::detail
