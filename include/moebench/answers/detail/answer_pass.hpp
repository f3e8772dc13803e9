// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/answers/detail/answer_server.hpp>
#include <moebench/answers/detail/make_answer_script.hpp>
#include <moebench/config.hpp>
#include <moebench/model/answer_record.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

namespace moebench::detail {

/// Called after each request of an answer pass, on the thread that runs it; must return quickly.
using AnswerProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Asks for the token after the first `k` tokens of the reply. Only one token is evaluated, because
/// the previous request left the others in the cache; the first request evaluates the whole prompt,
/// whatever is in the cache.
CompletionRequest decode_request(const AnswerPrompt& prompt, std::size_t k);

/// Asks for the token after the first `cut` tokens of the text, which are evaluated in whole
/// batches.
CompletionRequest prefill_request(const AnswerScript& script, std::int64_t cut);

AnswerPosition answer_position(std::string prompt, std::int64_t at,
                               const Result<CompletionReply>& reply);

/// Whether no other request can succeed: the server is gone, or the pass was cancelled.
bool ends_answer_pass(const Failure& failure);

/// Number of requests in one pass over the script.
std::int64_t answer_requests(const AnswerScript& script);

/// Sends the requests one after the other. Everything that it refers to must outlive it.
template <AnswerServer S> class AnswerAsker {
public:
    AnswerAsker(S& server, const AnswerOptions& options, const AnswerProgress& on_progress,
                std::int64_t total)
        : server_(server), options_(options), on_progress_(on_progress), total_(total) {}

    /// A failed request gives a position with an error.
    Task<AnswerPosition> position(const std::string& prompt, std::int64_t at,
                                  CompletionRequest request) {
        auto reply = co_await ask(std::move(request));
        if (!reply && ends_answer_pass(reply.error())) co_return reply.error();
        co_return answer_position(prompt, at, reply);
    }

    /// A failed request gives an empty reply.
    Task<std::string> reply(CompletionRequest request) {
        auto reply = co_await ask(std::move(request));
        if (reply) co_return std::move(reply->text);
        if (ends_answer_pass(reply.error())) co_return reply.error();
        co_return std::string();
    }

private:
    Task<CompletionReply> ask(CompletionRequest request) {
        constexpr int patience = 2; // a server that hangs would take one timeout per request
        if (timeouts_ >= patience) {
            report_progress();
            co_return fail(Errc::request_timeout, "not sent: the requests before it timed out");
        }
        request.timeout = options_.request_timeout;
        auto reply = co_await server_.complete(std::move(request));
        const bool late = !reply && reply.error().code == Errc::request_timeout;
        timeouts_ = late ? timeouts_ + 1 : 0;
        report_progress();
        co_return reply;
    }

    void report_progress() {
        ++done_;
        if (on_progress_) on_progress_(done_, total_);
    }

    S& server_;
    const AnswerOptions& options_;
    const AnswerProgress& on_progress_;
    std::int64_t total_;
    std::int64_t done_ = 0;
    int timeouts_ = 0; // in a row
};

/// Runs one answer pass: follows each reply of the script token by token, evaluates the text at its
/// cuts, and asks for the server's own replies to the prompts. Not timed. The requests and their
/// order are always the same, whatever is in the cache.
/// Errors: a failed request is data; only server_exited and operation_aborted end the pass. After
/// two timeouts in a row no more requests are sent.
/// Lifetime: server and script must outlive the task.
template <AnswerServer S>
Task<AnswerRecord> take_answers(S& server, const AnswerScript& script, AnswerOptions options,
                                AnswerProgress on_progress) {
    AnswerAsker<S> asker(server, options, on_progress, answer_requests(script));
    AnswerRecord record;
    for (const auto& prompt : script.prompts) {
        for (std::size_t k = 0; k < prompt.reply_ids.size(); ++k) {
            auto request = decode_request(prompt, k);
            const auto at = static_cast<std::int64_t>(k);
            auto position = co_await asker.position(prompt.name, at, std::move(request));
            if (!position) co_return position.error();
            record.decode.push_back(std::move(*position));
        }
    }
    const std::string text = "text";
    for (const auto cut : script.cuts) {
        auto request = prefill_request(script, cut);
        auto position = co_await asker.position(text, cut, std::move(request));
        if (!position) co_return position.error();
        record.prefill.push_back(std::move(*position));
    }
    for (const auto& prompt : script.prompts) {
        auto request = reply_request(prompt.prompt_ids, std::ssize(prompt.reply_ids));
        auto reply = co_await asker.reply(std::move(request));
        if (!reply) co_return reply.error();
        record.replies.push_back(std::move(*reply));
    }
    co_return record;
}

/// The same without progress reports.
template <AnswerServer S>
Task<AnswerRecord> take_answers(S& server, const AnswerScript& script, AnswerOptions options) {
    return take_answers(server, script, options, AnswerProgress());
}

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/answer_pass.ipp>
#endif
