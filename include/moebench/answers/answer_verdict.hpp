// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace moebench {

/// Whether an arm gives the same answers as the baseline. From best to worst.
enum class AnswerVerdict {
    /// There is nothing to compare.
    not_compared,
    /// The same texts, and the same log-probabilities up to the precision of the server's output.
    identical,
    /// Within AnswerLimits, or within twice the difference between two boots of the baseline.
    close,
    /// Beyond these limits.
    divergent,
    /// Failed requests, no numbers, empty texts, or texts that repeat themselves.
    broken,
};

/// For people: "not compared", else the enumerator's name.
constexpr std::string_view to_string(AnswerVerdict verdict) noexcept {
    switch (verdict) {
    case AnswerVerdict::not_compared: return "not compared";
    case AnswerVerdict::identical: return "identical";
    case AnswerVerdict::close: return "close";
    case AnswerVerdict::divergent: return "divergent";
    case AnswerVerdict::broken: break;
    }
    return "broken";
}

/// The verdict on one prompt of the suite ("pp512") or of the answer pass ("answer: multi 1",
/// "answer: text").
struct PromptAnswer {
    /// The name of the prompt. Empty: the verdict is on a whole part.
    std::string prompt;
    /// Over all replies to it.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// In words, with numbers. Empty when identical.
    std::string why;
};

} // namespace moebench
