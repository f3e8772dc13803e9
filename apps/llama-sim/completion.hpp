// SPDX-License-Identifier: MIT
#pragma once

#include "chat_request.hpp"
#include "exchange.hpp"
#include "next_token.hpp"

namespace llama_sim {

/// One /completion request, from waiting for a slot to the last byte.
class CompletionExchange final : Exchange {
public:
    CompletionExchange(Server& server, Wire& wire, CompletionRequest request);

    /// False: the connection must be closed.
    Awaitable<bool> run() { return on_slot(request_.cache_prompt); }

private:
    Awaitable<bool> evaluate() override;

    void predict();
    bool broken() const;
    std::string body() const;

    CompletionRequest request_;
    std::vector<NextToken> next_;
};

} // namespace llama_sim
