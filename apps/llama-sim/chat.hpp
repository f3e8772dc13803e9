// SPDX-License-Identifier: MIT
#pragma once

#include "bodies.hpp"
#include "chat_request.hpp"
#include "reply_text.hpp"
#include "wire.hpp"

namespace llama_sim {

/// One chat request, from its slot to its last byte.
class ChatExchange {
public:
    ChatExchange(Server& server, Wire& wire, ChatRequest request);

    /// False: the connection is of no more use.
    Awaitable<bool> run();

private:
    Awaitable<bool> wait_for_slot();
    Awaitable<bool> evaluate();
    Awaitable<bool> prefill();
    Awaitable<bool> send_stream();
    Awaitable<bool> send_tokens();
    Awaitable<bool> send_text(std::string text, bool reasoning);
    Awaitable<bool> send_end();
    Awaitable<bool> send_plain();
    Awaitable<bool> send_huge();
    Awaitable<bool> flood_text();
    Awaitable<bool> flood_header();
    Awaitable<bool> wait_for_token(std::size_t index);
    Awaitable<bool> strike();
    Awaitable<bool> refuse_context();

    void prepare_reply();
    void account();
    std::string content_type(const char* right) const;
    bool strikes_halfway() const;

    Server& server_;
    Wire& wire_;
    ChatRequest request_;
    RequestFaults faults_;
    std::int64_t task_;
    std::vector<Token> prompt_;
    Reply reply_;
    ChatOutcome outcome_;
    /// Tokens generated so far.
    std::size_t generated_ = 0;
    TimePoint slot_start_{};
    TimePoint first_token_{};
    TimePoint next_token_{};
    bool first_event_ = true;
};

} // namespace llama_sim
