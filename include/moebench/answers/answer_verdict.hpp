// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace moebench {

/// Does one arm say what the other says? From best to worst.
enum class AnswerVerdict {
    /// There is nothing to compare.
    not_compared,
    /// The same texts, and the same log-probabilities to the digits that are told.
    identical,
    /// Within AnswerLimits, or within twice what the reference differs by from itself.
    close,
    /// Beyond that.
    divergent,
    /// Failed requests, no numbers, empty texts, or texts that repeat themselves.
    broken,
};

/// In words: "not compared", else the enumerator's name.
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

/// One prompt: of the suite ("pp512"), or of the answer pass ("answer: multi 1", "answer: text").
struct PromptAnswer {
    /// Its name. Empty: of a part as a whole.
    std::string prompt;
    /// Over all replies to it.
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// In words, with numbers. Empty when identical.
    std::string why;
};

} // namespace moebench
