// SPDX-License-Identifier: MIT
#include "faults.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace llama_sim {

namespace {

/// Faults in how a reply is sent.
std::vector<FaultKind> reply_faults() {
    return {
        {"http_500", "status 500, server_error"},
        {"http_503", "status 503, unavailable_error"},
        {"http_400", "status 400, invalid_request_error"},
        {"malformed_json", "incomplete JSON, in a body of the right length"},
        {"wrong_types", "a string in place of an object, and numbers as strings"},
        {"empty_body", "status 200 without a body"},
        {"truncated_body", "the connection closes inside the body"},
        {"reset", "the connection is reset inside the body"},
        {"stall", "half of the reply, then nothing"},
        {"slow_header", "one byte of the header every MS milliseconds", "MS", 50},
        {"no_usage", "no usage in the reply"},
        {"no_timings", "no timings in the reply (+ /completion)"},
        {"unknown_fields", "unknown members in every object"},
        {"huge_reply", "BYTES of text in front of the reply", "BYTES", 100'000'000},
        {"header_flood", "endless header fields"},
        {"endless_stream", "endless text, as fast as possible"},
        {"no_done", "the stream ends without [DONE]"},
        {"error_event", "the stream ends with an error"},
        {"no_role_event", "the stream begins with text, without a role"},
        {"wrong_content_type", "Content-Type: text/html"},
        {"split_events", "every byte of the stream is sent separately"},
        {"ping_comments", "comments between the events"},
        {"close_keepalive", "the connection closes after the reply, without notice"},
        {"die", "the server kills itself with SIGKILL during the reply"},
        {"exit", "the server exits with CODE during the reply", "CODE", 1},
    };
}

/// Faults in what a reply says.
std::vector<FaultKind> text_faults() {
    return {
        {"non_ascii",
         "a reply in many scripts; some tokens end inside a character (+ /completion)"},
        {"reasoning", "the first 8 tokens of the reply are reasoning_content (+ /completion,\n"
                      "only together with other_reasoning)"},
        {"other_reasoning", "together with 'reasoning': a different reasoning text, the same rest\n"
                            "(+ /completion)"},
        {"one_token", "the reply is a single token"},
        {"empty_reply", "every Nth request: the reply has no text and finish_reason stop", "N", 1},
        {"loop", "the reply repeats one phrase up to the limit (+ /completion)"},
        {"repeat_phrase", "the same as loop (+ /completion)"},
        {"drift_from",
         "from token K on (counted from 0) the reply is a different text\n(+ /completion)", "K", 8},
        {"stale_experts",
         "every Nth request: from token 8 on, a chat reply is a different text;\n"
         "all probabilities and some tokens of /completion differ (+ /completion)",
         "N", 4},
        {"other_beyond",
         "the reply to a prompt of N or more tokens is a different text\n(+ /completion)", "N",
         4096},
        {"noise",
         "as with another kernel, the logprob of each most probable token falls by up\nto N "
         "millionths (+ /completion)",
         "N", 1000},
        {"nan_logprobs", "every logprob is null (+ /completion)"},
        {"nan_prefill",
         "/completion: every logprob is null if the request evaluates N or more\nprompt tokens",
         "N", 32},
        {"null_content", "content is null"},
        {"lone_surrogate", "half of a surrogate pair in the text"},
    };
}

/// Faults of the process.
std::vector<FaultKind> process_faults() {
    return {
        {"exit_at_start", "exits with CODE before it listens", "CODE", 1},
        {"die_at_start", "kills itself with SIGNAL before it listens", "SIGNAL", 11},
        {"exit_while_loading", "exits with CODE after half of the load time", "CODE", 1},
        {"never_ready", "loads forever"},
        {"ignore_sigint", "SIGINT is ignored"},
        {"ignore_sigterm", "SIGTERM is ignored"},
        {"foreign_alias", "/props reports a different alias than -a"},
        {"router", "/props and the endpoints behave as in router mode"},
    };
}

std::int64_t read_number(std::string_view text, std::string_view fault) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
        throw std::invalid_argument("fault '" + std::string(fault) + "': not a number: '" +
                                    std::string(text) + "'");
    }
    return number;
}

Fault parse_fault(std::string_view text) {
    Fault fault;
    const std::size_t at = text.find('@');
    if (at != std::string_view::npos) {
        const auto range = text.substr(at + 1);
        const std::size_t dots = range.find("..");
        fault.first = read_number(range.substr(0, dots), text);
        if (dots == std::string_view::npos) {
            fault.last = fault.first;
        } else if (dots + 2 < range.size()) {
            fault.last = read_number(range.substr(dots + 2), text);
        }
    }
    const auto what = text.substr(0, at);
    const std::size_t equals = what.find('=');
    fault.name = what.substr(0, equals);
    const auto& kinds = fault_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const FaultKind& k) { return k.name == fault.name; });
    if (kind == kinds.end()) throw std::invalid_argument("unknown fault: " + fault.name);
    fault.argument = kind->default_argument;
    if (equals != std::string_view::npos) {
        if (kind->argument.empty()) {
            throw std::invalid_argument("fault '" + fault.name + "' takes no argument");
        }
        fault.argument = read_number(what.substr(equals + 1), text);
    }
    return fault;
}

} // namespace

const std::vector<FaultKind>& fault_kinds() {
    static const std::vector<FaultKind> kinds = [] {
        auto all = reply_faults();
        for (const auto& more : {text_faults(), process_faults()}) {
            all.insert(all.end(), more.begin(), more.end());
        }
        return all;
    }();
    return kinds;
}

void FaultPlan::add(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(';'), text.size());
        if (end > 0) faults_.push_back(parse_fault(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

const Fault* FaultPlan::find(std::string_view name, std::int64_t request) const {
    const auto fault = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& f) {
        return f.name == name && f.first <= request && request <= f.last;
    });
    return fault == faults_.end() ? nullptr : &*fault;
}

bool FaultPlan::has_nth(std::string_view name, std::int64_t request) const {
    const auto* fault = find(name, request);
    return fault != nullptr &&
           (request - fault->first + 1) % std::max<std::int64_t>(fault->argument, 1) == 0;
}

} // namespace llama_sim
