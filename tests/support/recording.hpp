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

/// A message's text as golden data hold it: itself where it is short, else size and SHA-256.
boost::json::value compact_text(std::string_view text);

/// A chat request with its messages' texts compacted.
boost::json::value compact_request(boost::json::value request);

/// argv without the program, and with a word for the port, which is another each time.
boost::json::array golden_argv(const std::vector<std::string>& argv);

/// Golden data: what the script sends for `seed_case`, and as much of the replies as decides what
/// it sends next.
boost::json::object golden_data(const SeedCase& seed_case, const Recording& recording);

/// Laid out to be read in a diff: a line for each member, and for each request and reply.
std::string golden_text(const boost::json::object& golden);

} // namespace moebench::test
