// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/chat.hpp>

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

// The parts of a chat reply that are the same in a stream and in one piece.
namespace moebench::detail {

Failure chat_field(std::string_view name);

/// Null if the member is absent or null. An error if it is not an object.
Result<const boost::json::object*> optional_object(const boost::json::object& object,
                                                   std::string_view name);

/// Only what is there replaces what is known. Errors: missing_field.
Result<void> read_usage(const boost::json::object& root, TokenUsage& usage);

/// `json`: the text that `root` was parsed from; the server's numbers are kept as it wrote them.
void read_timings(const boost::json::object& root, std::string_view json, ServerTimings& timings);

/// Counts that `usage` leaves out are those of the timings, and otherwise unknown. A 0 where there
/// was text says that the server did not count.
void complete_counts(ChatReply& reply);

/// The first choice; nobody asks for others. Null: there is none. Errors: missing_field.
Result<const boost::json::object*> first_choice(const boost::json::object& root);

/// What one message or delta added.
struct ChatOutput {
    std::string content;
    std::string reasoning;
    /// Names and arguments of calls.
    std::string tool_calls;
};

/// Errors: missing_field for text that is none.
Result<ChatOutput> read_output(const boost::json::object& message);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/protocol/detail/chat_parts.ipp>
#endif
