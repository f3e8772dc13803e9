// SPDX-License-Identifier: MIT
#pragma once

#include "bodies.hpp"
#include "reply_text.hpp"
#include "wire.hpp"

#include <optional>

namespace llama_sim {

/// How the faults change what the model says; the limit is left to the caller.
ReplyOptions reply_options(const RequestFaults& faults);

/// A request that needs a slot: its prompt is evaluated, then its tokens come one by one.
class Exchange {
protected:
    Exchange(Server& server, Wire& wire, RequestFaults faults, std::vector<Token> prompt);
    ~Exchange() = default;

    /// Waits for a slot, evaluates in it, and leaves it. `reuse` unset: as the server was told.
    /// False: the connection is of no more use.
    Awaitable<bool> on_slot(std::optional<bool> reuse);
    /// From the prompt to the last byte of the reply.
    virtual Awaitable<bool> evaluate() = 0;

    Awaitable<bool> prefill();
    Awaitable<bool> wait_for_token(std::size_t index);
    /// At most `wanted` tokens, and no more than the context holds. Negative: as many as that.
    std::size_t token_limit(std::int64_t wanted) const;
    /// Tokens to wait for: the end of the turn is one too.
    std::size_t steps() const { return reply_.tokens.size() + (reply_.complete ? 1 : 0); }
    /// Numbers of the finished generation; the end-of-turn token counts too.
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
