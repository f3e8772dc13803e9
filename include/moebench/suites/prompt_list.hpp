// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suite.hpp>
#include <moebench/suites/prompt_texts.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// Fixed requests, one after the other: `base`, `multi`, and prompts from a file.
class PromptListSuite {
public:
    /// `name` stands in the results. No request at all is Errc::empty_suite once it runs.
    PromptListSuite(std::string name, std::vector<ChatRequest> requests)
        : name_(std::move(name)), requests_(std::move(requests)) {}

    /// The seed's one short prompt.
    static PromptListSuite base() { return {"base", with_system_message(base_prompts())}; }
    /// The seed's four short prompts.
    static PromptListSuite multi() { return {"multi", with_system_message(multi_prompts())}; }

    /// As given.
    std::string_view name() const noexcept { return name_; }
    /// All of a pass, in order.
    const std::vector<ChatRequest>& requests() const noexcept { return requests_; }

    /// The request behind the last, whatever came back for that.
    Task<std::optional<ChatRequest>> next(const History& history) {
        if (history.size() >= requests_.size()) co_return std::nullopt;
        co_return requests_[history.size()];
    }

    /// Nothing to do: the place in the list is the history's.
    void rewind() noexcept {}

private:
    static std::vector<ChatRequest> with_system_message(const std::vector<std::string>& prompts) {
        std::vector<ChatRequest> requests;
        for (const auto& prompt : prompts) {
            ChatRequest request;
            request.messages.emplace_back("system", std::string(concise_engineer));
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
