// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suite.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// A fixed list of requests: `base`, `multi`, or the prompts of a file.
class PromptListSuite {
public:
    /// `name` appears in the results. An empty list fails with Errc::empty_suite when it runs.
    PromptListSuite(std::string name, std::vector<ChatRequest> requests)
        : name_(std::move(name)), requests_(std::move(requests)) {}

    /// The one short prompt of the original script.
    static PromptListSuite base() { return {"base", with_system_message(detail::base_prompts())}; }
    /// The four short prompts of the original script.
    static PromptListSuite multi() {
        return {"multi", with_system_message(detail::multi_prompts())};
    }

    /// As given to the constructor.
    std::string_view name() const noexcept { return name_; }
    /// All requests of one pass, in order.
    const std::vector<ChatRequest>& requests() const noexcept { return requests_; }

    /// The next request, also after a failed one; absent at the end of the list.
    Task<std::optional<ChatRequest>> next(const History& history) {
        if (history.size() >= requests_.size()) co_return std::nullopt;
        co_return requests_[history.size()];
    }

    /// Does nothing: the history knows the place in the list.
    void rewind() noexcept {}

private:
    static std::vector<ChatRequest> with_system_message(const std::vector<std::string>& prompts) {
        std::vector<ChatRequest> requests;
        for (const auto& prompt : prompts) {
            ChatRequest request;
            request.messages.emplace_back("system", std::string(detail::concise_engineer));
            request.messages.emplace_back("user", prompt);
            requests.push_back(std::move(request));
        }
        return requests;
    }

    std::string name_;
    std::vector<ChatRequest> requests_;
};
static_assert(RewindableSuite<PromptListSuite>);

} // namespace moebench
