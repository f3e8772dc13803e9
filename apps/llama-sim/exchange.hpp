// SPDX-License-Identifier: MIT
#pragma once

#include "bodies.hpp"
#include "reply_text.hpp"
#include "wire.hpp"

#include <optional>

namespace llama_sim {

/// The faults that change the text of a reply to so many tokens. The caller sets the limit.
ReplyOptions reply_options(const RequestFaults& faults, std::size_t prompt_tokens);

/// A request that needs a slot: the prompt is evaluated, then tokens are generated one by one.
class Exchange {
protected:
    Exchange(Server& server, Wire& wire, RequestFaults faults, std::vector<Token> prompt);
    ~Exchange() = default;

    /// Waits for a slot, evaluates the request, and frees the slot. `reuse` unset: the server's
    /// setting. False: the connection must be closed.
    Awaitable<bool> on_slot(std::optional<bool> reuse);
    /// Everything from the prompt to the last byte of the reply.
    virtual Awaitable<bool> evaluate() = 0;

    Awaitable<bool> prefill();
    Awaitable<bool> wait_for_token(std::size_t index);
    /// `wanted`, but no more than the context has room for. Negative: all that it has room for.
    std::size_t token_limit(std::int64_t wanted) const;
    /// Number of tokens to generate, including the end-of-turn token.
    std::size_t steps() const { return reply_.tokens.size() + (reply_.complete ? 1 : 0); }
    /// Stores the numbers of the finished generation, including the end-of-turn token.
    void account();

    Server& server_;
    Wire& wire_;
    RequestFaults faults_;
    std::int64_t task_;
    std::vector<Token> prompt_;
    Reply reply_;
    ChatOutcome outcome_;

private:
    Awaitable<bool> wait_for_slot();
    Awaitable<bool> refuse_context();

    /// Tokens generated so far.
    std::size_t generated_ = 0;
    TimePoint slot_start_{};
    TimePoint next_token_{};
};

} // namespace llama_sim
