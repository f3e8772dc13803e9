// SPDX-License-Identifier: MIT
// tests/data/seed holds what the original script sent to a real llama-server. Here moebench reads
// the same flags and meets the same token counts and replies.
#include <moebench/protocol/chat_codec.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/store/memory_sink.hpp>
#include <moebench/suite_runner.hpp>
#include <moebench/suites/long_prompt.hpp>
#include <moebench/suites/medium_turns.hpp>
#include <moebench/suites/prompt_list.hpp>
#include <moebench/task.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <map>

#include <cli_options.hpp>
#include <support/recording.hpp>
#include <to_scenario.hpp>

using namespace moebench;
using moebench::test::SeedCase;
namespace json = boost::json;

namespace {

json::value golden(const std::string& name) {
    std::ifstream file(MOEBENCH_TEST_GOLDEN_FOLDER "/" + name + ".json");
    REQUIRE(file);
    return json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

Scenario scenario_of(const SeedCase& seed_case) {
    std::vector<std::string> words{"--profile",      "seed",   "--server-bin",
                                   "./llama-server", "--repo", "moebench/tiny-moe"};
    words.insert(words.end(), seed_case.flags.begin(), seed_case.flags.end());
    const auto parsed = cli::parse_command_line(words);
    const auto plan =
        cli::to_scenario(std::get<cli::CliOptions>(parsed.value()), cli::Surroundings());
    return plan.value().scenario;
}

/// The server of the recording: counts tokens and replies as it did.
class ReplayedServer {
public:
    explicit ReplayedServer(const json::value& golden) : replies_(golden.at("replies").as_array()) {
        for (const auto& point : golden.at("tokenize").as_array()) {
            counts_[json::value_to<double>(point.at(0))] = json::value_to<double>(point.at(1));
        }
    }

    /// Between the recorded sizes, a straight line. The script's bisection ends on the two sizes
    /// around its target, so that any growing line gives the same answer.
    Task<std::size_t> count_tokens(std::string text) {
        const auto size = static_cast<double>(text.size());
        const auto upper = counts_.lower_bound(size);
        if (upper == counts_.end()) co_return std::size_t{1} << 20;
        if (upper->first == size) co_return static_cast<std::size_t>(upper->second);
        const auto [low_size, low_count] =
            upper == counts_.begin() ? std::pair<const double, double>() : *std::prev(upper);
        const double slope = (upper->second - low_count) / (upper->first - low_size);
        co_return static_cast<std::size_t>(low_count + slope * (size - low_size));
    }

    Task<ChatReply> chat(ChatRequest request) {
        const auto body = json::parse(encode_chat_request(request).value());
        requests_.push_back(test::compact_request(body));
        ChatReply reply;
        if (requests_.size() <= replies_.size()) {
            const auto& recorded = replies_.at(requests_.size() - 1);
            reply.content = json::value_to<std::string>(recorded.at("content"));
            reply.usage.prompt_tokens = recorded.at("prompt_tokens").as_int64();
        }
        co_return reply;
    }

    const json::array& requests() const noexcept { return requests_; }

private:
    json::array replies_;
    json::array requests_;
    std::map<double, double> counts_;
};

template <class S> void run(S suite, ReplayedServer& server, const RunOptions& options) {
    SuiteRunner runner(server, options);
    MemorySink sink;
    sync_wait(runner.run(suite, sink)).value();
    CHECK(sink.report->outcome == Outcome::completed);
}

json::array requests_of(const Scenario& scenario, const json::value& data) {
    ReplayedServer server(data);
    const auto& spec = scenario.suite;
    if (spec.builtin == BuiltinSuite::base) run(PromptListSuite::base(), server, scenario.run);
    if (spec.builtin == BuiltinSuite::multi) run(PromptListSuite::multi(), server, scenario.run);
    if (spec.builtin == BuiltinSuite::long_prompt) {
        run(LongPromptSuite(server, spec.long_prompt_tokens), server, scenario.run);
    }
    if (spec.builtin == BuiltinSuite::medium_turns)
        run(MediumTurnsSuite(server, spec), server, scenario.run);
    return server.requests();
}

} // namespace

TEST_CASE("profile seed starts and asks the server as the original script did", "[seed]") {
    for (const auto& seed_case : test::seed_cases()) {
        DYNAMIC_SECTION(seed_case.name) {
            const auto data = golden(seed_case.name);
            REQUIRE(json::value_to<std::vector<std::string>>(data.at("flags")) == seed_case.flags);
            Scenario scenario = scenario_of(seed_case);
            scenario.server.port = 1;

            auto argv = server_command(scenario.server, ServerProbe()).value().argv;
            const auto requests = requests_of(scenario, data);

            CHECK(test::golden_argv(argv) == data.at("argv").as_array());
            CHECK(requests == data.at("requests").as_array());
        }
    }
}
