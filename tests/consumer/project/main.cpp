// SPDX-License-Identifier: MIT
#include "second.hpp"

#include <moebench/moebench.hpp>

#include <iostream>

namespace {

struct Question {
    std::string_view name() const { return "question"; }

    moebench::Task<std::optional<moebench::ChatRequest>> next(const moebench::History& history) {
        if (!history.empty()) co_return std::nullopt;
        co_return moebench::ChatRequest::from_user("Why?");
    }
};

} // namespace

// Everything heavy is instantiated: transport, launcher, JSON. Nothing can answer, so it fails.
int main() {
    moebench::Scenario scenario;
    scenario.server.binary = "/nonexistent/llama-server";
    scenario.server.model = "none.gguf";
    Question suite;
    moebench::MemorySink results;
    const auto report = moebench::sync_wait(moebench::run_scenario(scenario, suite, results));
    const bool as_expected =
        !report && category_of_the_other_unit() == &moebench::moebench_category();
    std::cout << (report ? "a report" : report.error().message()) << "\n";
    return as_expected ? 0 : 1;
}
