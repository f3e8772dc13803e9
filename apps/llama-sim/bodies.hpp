// SPDX-License-Identifier: MIT
#pragma once

#include "server.hpp"

#include <string>
#include <string_view>

namespace llama_sim {

/// The faults of one request. Chat and /completion requests are counted separately.
class RequestFaults {
public:
    RequestFaults(const FaultPlan& plan, std::int64_t number) : plan_(plan), number_(number) {}

    bool has(std::string_view name) const { return plan_.has(name, number_); }
    bool has_nth(std::string_view name) const { return plan_.has_nth(name, number_); }
    const Fault* find(std::string_view name) const { return plan_.find(name, number_); }

private:
    const FaultPlan& plan_;
    std::int64_t number_;
};

/// The outcome of a request.
struct ChatOutcome {
    std::string id;
    std::string model;
    std::int64_t created = 0;
    std::string finish_reason = "length";
    std::int64_t slot = 0;
    std::int64_t prompt_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::int64_t completion_tokens = 0;
    double prompt_ms = 0;
    double predicted_ms = 0;
};

/// {"error":{code, message, type}}; `more`: further members, beginning with a comma.
std::string error_body(unsigned code, std::string_view message, std::string_view type,
                       std::string_view more = "");

/// The whole reply to a request that is not streamed. `tokens`: token_list(), or empty.
std::string chat_body(const ChatOutcome& outcome, std::string_view content,
                      std::string_view reasoning, std::string_view tokens,
                      const RequestFaults& faults);

/// One event of a streamed reply. `delta`: JSON text, empty for an event without a choice;
/// `finish_reason` may be empty; `more`: further members, beginning with a comma.
std::string chat_event(const ChatOutcome& outcome, const std::string& delta,
                       const std::string& finish_reason, const std::string& more,
                       const RequestFaults& faults);

/// ,"usage":{...} and ,"timings":{...}; empty if a fault removes them.
std::string usage_member(const ChatOutcome& outcome, const RequestFaults& faults);
std::string timings_member(const ChatOutcome& outcome, const RequestFaults& faults);

std::string props_body(const Server& server);
std::string models_body(const Server& server);
std::string slots_body(const Server& server);
std::string metrics_body(const Server& server);

} // namespace llama_sim
