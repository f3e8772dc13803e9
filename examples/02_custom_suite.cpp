// SPDX-License-Identifier: MIT
// A custom suite: a chat in which each question depends on the last reply.
//
//   02_custom_suite LLAMA_SERVER MODEL.gguf
#include <moebench/moebench.hpp>

#include <iostream>

using namespace moebench;

/// Asks for shorter and shorter answers, until one is short or after three turns.
class ShorterAndShorter {
public:
    std::string_view name() const { return "shorter"; }

    Task<std::optional<ChatRequest>> next(const History& history) {
        const ChatReply* last = history.last();
        if (last == nullptr) {
            messages_ = {Message("user", "Explain in ten lines what a mixture of experts is.")};
        } else {
            const bool over = !last->ok() || last->content.size() < 100 || history.size() == 3;
            if (over) co_return std::nullopt;
            messages_.emplace_back("assistant", last->content);
            messages_.emplace_back("user", "The same again, in half as many words.");
        }
        ChatRequest request(messages_);
        request.cache_prompt = true; // the server need not compute the beginning of the chat again
        co_return request;
    }

    void rewind() { messages_.clear(); } // makes the suite repeatable, also for warm-up

private:
    std::vector<Message> messages_;
};

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: 02_custom_suite LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    Scenario scenario;
    scenario.server.binary = argv[1];
    scenario.server.model = argv[2];
    scenario.run.warmup_requests = 1;
    scenario.run.repetitions = 2;
    scenario.run.max_tokens = 48;
    ShorterAndShorter suite;
    MemorySink results;
    const auto report = sync_wait(run_scenario(scenario, suite, results));

    if (!report) std::cerr << report.error().message() << "\n";
    for (const Sample& sample : results.samples) {
        std::cout << "prompt " << sample.prompt_index << ": " << sample.prompt_tokens()
                  << " tokens, " << sample.cached_prompt_tokens() << " of them cached, TTFT "
                  << sample.ttft_s.value_or(0) * 1000 << " ms\n";
    }
    return report && report->outcome == Outcome::completed ? 0 : 1;
}
