// SPDX-License-Identifier: MIT
#pragma once

#include "chat_request.hpp"
#include "exchange.hpp"

namespace llama_sim {

/// One chat request, from waiting for a slot to the last byte.
class ChatExchange final : Exchange {
public:
    ChatExchange(Server& server, Wire& wire, ChatRequest request);

    /// False: the connection must be closed.
    Awaitable<bool> run();

private:
    Awaitable<bool> evaluate() override;
    Awaitable<bool> send_stream();
    Awaitable<bool> send_tokens();
    Awaitable<bool> send_text(std::string text, bool reasoning);
    Awaitable<bool> send_end();
    Awaitable<bool> send_plain();
    Awaitable<bool> send_huge();
    Awaitable<bool> flood_text();
    Awaitable<bool> flood_header();
    Awaitable<bool> strike();

    void prepare_reply();
    std::string tokens() const;
    std::string role_event() const;
    std::string content_type(const char* right) const;
    bool strikes_halfway() const;

    ChatRequest request_;
    ReplyOptions options_;
    bool first_event_ = true;
};

} // namespace llama_sim
