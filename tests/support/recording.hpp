// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <support/seed_case.hpp>

namespace moebench::test {

/// What recording-server wrote: argv and the POSTs that reached the server, in order.
struct Recording {
    struct Exchange {
        boost::json::value request;
        boost::json::value reply;
    };

    std::vector<std::string> argv;
    /// LLAMA_ARG_*, sorted.
    std::vector<std::string> variables;
    std::vector<Exchange> tokenize;
    std::vector<Exchange> chat;
};

Recording parse_recording(std::string_view lines);

/// A message's text in golden data: the text itself if it is short, otherwise size and SHA-256.
boost::json::value compact_text(std::string_view text);

/// A chat request whose messages have compact texts.
boost::json::value compact_request(boost::json::value request);

/// argv without the program, and with a word instead of the port, which changes each time.
boost::json::array golden_argv(const std::vector<std::string>& argv);

/// Golden data: what the script sends for `seed_case`, and the parts of the replies that decide
/// what it sends next.
boost::json::object golden_data(const SeedCase& seed_case, const Recording& recording);

/// Formatted for diffs: one line per member, and per request and reply.
std::string golden_text(const boost::json::object& golden);

} // namespace moebench::test
