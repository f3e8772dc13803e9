// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace moebench {

/// From best to worst. not_compared: there is nothing to compare.
enum class AnswerVerdict { not_compared, identical, close, divergent, broken };

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
    std::string prompt;
    AnswerVerdict verdict = AnswerVerdict::not_compared;
    /// In words, with numbers. Empty when identical.
    std::string why;
};

} // namespace moebench
