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

/// Called after each request of an answer pass with the positions that are done, on the thread that
/// runs it; must return quickly.
using AnswerProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// How many candidates are asked for at each position.
inline constexpr std::int64_t answer_candidates = 10;

/// Asks for a reply of up to `tokens` tokens after the first `from` tokens of the baseline's reply.
/// It may end earlier: nobody reads the text after the end of the turn, and models repeat
/// themselves there. From 0, the whole prompt is evaluated, whatever is in the cache.
CompletionRequest reply_request(const AnswerPrompt& prompt, std::size_t from, std::int64_t tokens);

/// Asks for the token after the first `cut` tokens of the text. What an earlier cut has evaluated
/// is taken from the cache, unless the script wants the whole text.
CompletionRequest prefill_request(const AnswerScript& script, std::int64_t cut);

/// Position `index` of a reply, `at` tokens into the prompt's reply or text.
AnswerPosition answer_position(std::string prompt, std::int64_t at,
                               const Result<CompletionReply>& reply, std::size_t index = 0);

/// Whether no other request can succeed: the server is gone, or the pass was cancelled.
bool ends_answer_pass(const Failure& failure);

/// Whether the server evaluated more than the tokens since the last cut.
bool evaluated_again(const AnswerScript& script, std::size_t cut, const AnswerPosition& position);

/// Number of positions in one pass over the script: in a new one, as many as are wanted.
std::int64_t answer_positions(const AnswerScript& script, const AnswerOptions& options);

/// The work of take_answers(). Everything that it refers to must outlive it.
template <AnswerServer S> class AnswerPass {
public:
    AnswerPass(S& server, AnswerScript& script, const AnswerOptions& options,
               const AnswerProgress& on_progress)
        : server_(server), script_(script), options_(options), on_progress_(on_progress),
          total_(answer_positions(script, options)) {}

    Task<void> decode(AnswerRecord& record) {
        std::int64_t have = 0;
        for (auto& prompt : script_.prompts) {
            const bool first = prompt.reply_ids.empty();
            if (first && have >= options_.positions) break;
            const auto wanted = std::min(options_.reply_tokens, options_.positions - have);
            Result<void> done;
            if (first) {
                done = co_await begin_reply(prompt, wanted, record);
            } else {
                done = co_await follow_reply(prompt, record);
            }
            if (!done) co_return done.error();
            have += std::ssize(prompt.reply_ids);
        }
        std::erase_if(script_.prompts,
                      [](const AnswerPrompt& prompt) { return prompt.reply_ids.empty(); });
        co_return Result<void>();
    }

    Task<void> prefill(AnswerRecord& record, bool first) {
        for (std::size_t i = 0; i < script_.cuts.size(); ++i) {
            const auto cut = script_.cuts[i];
            auto reply = co_await ask(prefill_request(script_, cut), 1);
            if (!reply && ends_answer_pass(reply.error())) co_return reply.error();
            record.prefill.push_back(answer_position(std::string(text_name), cut, reply));
            if (!first || i != 1 || !evaluated_again(script_, i, record.prefill.back())) continue;
            use_whole_text();
            record.prefill.clear();
            co_return co_await prefill(record, false);
        }
        co_return Result<void>();
    }

private:
    // in one reply: an arm that differs at each token would take one request per token
    static constexpr int most_departures = 32;

    /// The baseline's first boot: what it says becomes part of the script.
    Task<void> begin_reply(AnswerPrompt& prompt, std::int64_t tokens, AnswerRecord& record) {
        auto reply = co_await ask(reply_request(prompt, 0, tokens), tokens);
        if (!reply) co_return reply.error(); // there are no incomplete scripts
        for (std::size_t i = 0; i < reply->tokens.size(); ++i) {
            const auto at = static_cast<std::int64_t>(i);
            record.decode.push_back(answer_position(prompt.name, at, reply, i));
        }
        prompt.reply_ids = std::move(reply->tokens);
        prompt.reply = std::move(reply->text);
        co_return Result<void>();
    }

    /// Lets the arm reply by itself until it departs from the baseline's reply; then it goes on
    /// after that token of the baseline.
    Task<void> follow_reply(const AnswerPrompt& prompt, AnswerRecord& record) {
        const auto& expected = prompt.reply_ids;
        int departures = 0;
        for (std::size_t at = 0; at < expected.size() && departures < most_departures;) {
            const auto left = std::ssize(expected) - static_cast<std::int64_t>(at);
            auto reply = co_await ask(reply_request(prompt, at, left), left);
            if (!reply && ends_answer_pass(reply.error())) co_return reply.error();
            bool follows = reply && !reply->tokens.empty();
            std::size_t i = 0;
            do {
                const auto position = static_cast<std::int64_t>(at);
                record.decode.push_back(answer_position(prompt.name, position, reply, i));
                follows = follows && reply->tokens[i] == expected[at];
                ++at;
                ++i;
            } while (follows && i < reply->tokens.size() && at < expected.size());
            if (!reply) break; // the others are not asked for
            ++departures;
        }
        co_return Result<void>();
    }

    Task<CompletionReply> ask(CompletionRequest request, std::int64_t positions) {
        constexpr int patience = 2; // a server that hangs would take one timeout per request
        Result<CompletionReply> reply =
            fail(Errc::request_timeout, "not sent: the requests before it timed out");
        if (timeouts_ < patience) {
            request.timeout = options_.request_timeout;
            reply = co_await server_.complete(std::move(request));
            const bool late = !reply && reply.error().code == Errc::request_timeout;
            timeouts_ = late ? timeouts_ + 1 : 0;
        }
        done_ += reply ? std::max<std::int64_t>(1, std::ssize(reply->tokens)) : positions;
        if (on_progress_) on_progress_(std::min(done_, total_), total_);
        co_return reply;
    }

    void use_whole_text() {
        script_.whole_text = true;
        std::vector<std::int64_t> doubled;
        for (const auto cut : script_.cuts) {
            const bool last = cut == script_.cuts.back();
            if (last || doubled.empty() || cut >= 2 * doubled.back()) doubled.push_back(cut);
        }
        script_.cuts = std::move(doubled);
    }

    S& server_;
    AnswerScript& script_;
    const AnswerOptions& options_;
    const AnswerProgress& on_progress_;
    std::int64_t total_;
    std::int64_t done_ = 0;
    int timeouts_ = 0; // in a row
};

/// Runs one answer pass: the arm's replies to the script's prompts, restarted after each token
/// where they depart from the baseline's, then one walk through the text with the next token at
/// each cut. Not timed. A script without replies gets this server's, which is the baseline's; if it
/// cannot continue a cached prompt, the script gets fewer cuts.
/// Errors: a failed request is data; only server_exited and operation_aborted end the pass, and any
/// failure while the script is made. After two timeouts in a row no more requests are sent.
/// Lifetime: server and script must outlive the task.
template <AnswerServer S>
Task<AnswerRecord> take_answers(S& server, AnswerScript& script, AnswerOptions options,
                                AnswerProgress on_progress = {}) {
    const bool first = std::all_of(script.prompts.begin(), script.prompts.end(),
                                   [](const auto& prompt) { return prompt.reply_ids.empty(); });
    AnswerPass<S> pass(server, script, options, on_progress);
    AnswerRecord record;
    auto decoded = co_await pass.decode(record);
    if (!decoded) co_return decoded.error();
    auto filled = co_await pass.prefill(record, first);
    if (!filled) co_return filled.error();
    co_return record;
}

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/answers/detail/answer_pass.ipp>
#endif
