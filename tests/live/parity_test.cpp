// SPDX-License-Identifier: MIT
// The original script and `moebench --profile seed` against the same real server and model.
#include "workplace.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// The original script and moebench with the same command line.
struct Pair {
    Outcome script;
    Outcome ours;
};

Workplace parity_workplace(const TinyMoe& size = {}) {
    static_cast<void>(original_script()); // skips the test if there is none
    return Workplace(size);
}

Pair run_both(const Workplace& workplace, const Words& flags) {
    const std::string port = free_port();
    Pair pair{workplace.recorded_script(port, flags), workplace.recorded_moebench(port, flags)};
    INFO(pair.script.ending.err << pair.ours.ending.err);
    REQUIRE(pair.script.ending.code == 0);
    REQUIRE(pair.ours.ending.code == 0);
    return pair;
}

std::vector<json::value> chat_requests(const Outcome& outcome) {
    std::vector<json::value> requests;
    for (const auto& exchange : outcome.recording.chat) requests.push_back(exchange.request);
    return requests;
}

/// Checks that our result has every member of the script's, with the same type, and the same value
/// unless it is a measured time.
void check_members(const json::value& script, const json::value& ours) {
    for (const auto& [key, value] : script.as_object()) {
        INFO(std::string(key) << ": " << json::serialize(value));
        const auto* member = ours.as_object().if_contains(key);
        REQUIRE(member != nullptr);
        REQUIRE(member->kind() == value.kind());
        if (!value.is_double()) CHECK(*member == value);
    }
}

void check_samples(const json::value& script, const json::value& ours) {
    REQUIRE(script.as_array().size() == ours.as_array().size());
    for (std::size_t i = 0; i < script.as_array().size(); ++i) {
        check_members(script.at(i), ours.at(i));
    }
}

/// The JSON between the PERF_METRICS marks on stdout.
json::value perf_metrics(const std::string& out) {
    const std::string begin = "PERF_METRICS_START\n";
    const std::string end = "\nPERF_METRICS_END\n";
    REQUIRE(out.substr(0, begin.size()) == begin);
    REQUIRE(out.size() > begin.size() + end.size());
    REQUIRE(out.substr(out.size() - end.size()) == end);
    return json::parse(out.substr(begin.size(), out.size() - begin.size() - end.size()));
}

void check_results(const Pair& pair) {
    const auto& script = pair.script.result;
    const auto& ours = pair.ours.result;
    CHECK(script.at("server_cmd") == ours.at("server_cmd"));
    check_members(script.at("summary"), ours.at("summary"));
    check_samples(script.at("warmup"), ours.at("warmup"));
    check_samples(script.at("requests"), ours.at("requests"));

    const auto metrics = perf_metrics(pair.script.ending.out);
    const auto& scenarios = metrics.at("scenarios").as_object();
    const auto our_metrics = perf_metrics(pair.ours.ending.out);
    REQUIRE(scenarios.size() == 1);
    const auto* scenario =
        our_metrics.at("scenarios").as_object().if_contains(scenarios.begin()->key());
    REQUIRE(scenario != nullptr);
    check_members(scenarios.begin()->value(), *scenario);
}

/// If MOEBENCH_GOLDEN_OUT is set to a folder, the golden data are written there first.
void check_golden_data(const SeedCase& seed_case, const Recording& recording) {
    const char* folder = std::getenv("MOEBENCH_GOLDEN_OUT");
    const auto data = golden_data(seed_case, recording);
    const std::string name = "/" + seed_case.name + ".json";
    if (folder != nullptr) write_file(folder + name, golden_text(data));
    const auto golden = parse_json_file((folder ? folder : MOEBENCH_TEST_GOLDEN_FOLDER) + name);

    CHECK(data.at("argv") == golden.at("argv"));
    for (std::size_t i = 0; i < golden.at("requests").as_array().size(); ++i) {
        const auto& request = golden.at("requests").at(i);
        // later turns contain replies, which may differ on another CPU
        if (request.at("messages").as_array().size() > 2) break;
        CHECK(data.at("requests").at(i) == request);
    }
}

} // namespace

TEST_CASE("profile seed sends, counts and writes what the original script does", "[parity]") {
    const Workplace workplace = parity_workplace();
    for (const auto& seed_case : seed_cases()) {
        DYNAMIC_SECTION(seed_case.name) {
            const Pair pair = run_both(workplace, seed_case.flags);

            CHECK(pair.script.recording.argv == pair.ours.recording.argv);
            CHECK(pair.script.recording.variables == pair.ours.recording.variables);
            CHECK(chat_requests(pair.script) == chat_requests(pair.ours));
            check_results(pair);
            check_golden_data(seed_case, pair.script.recording);
        }
    }
}

TEST_CASE("a hybrid model uses its checkpoints as with the original script", "[parity]") {
    TinyMoe hybrid;
    hybrid.hybrid = true;
    const Workplace workplace = parity_workplace(hybrid);

    const Pair pair = run_both(workplace, split("--suite medium-turns --medium-turn-tokens 400 "
                                                "--medium-max-turns 3 --max-tokens 40"));

    CHECK(chat_requests(pair.script) == chat_requests(pair.ours));
    check_results(pair);
    CHECK(pair.ours.result.at("summary").at("max_cached_prompt_tokens").as_int64() > 400);
}

TEST_CASE("a warm-up and repetition by time use the prompts in the order of the original script",
          "[parity]") {
    const Workplace workplace = parity_workplace();
    const Pair pair = run_both(workplace, {"--suite", "multi", "--warmup-s", "0.3", "--duration-s",
                                           "0.6", "--max-tokens", "16", "--warmup-tokens", "5"});

    for (const auto* outcome : {&pair.script, &pair.ours}) {
        // the number of requests depends on the machine; their order does not
        const auto requests = chat_requests(*outcome);
        const auto warmups = outcome->result.at("warmup").as_array().size();
        REQUIRE(warmups > 0);
        REQUIRE(requests.size() >= warmups + 4);
        const auto prompts = chat_requests(pair.script);
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const bool warmup = i < warmups;
            CHECK(requests[i].at("max_tokens") == (warmup ? 5 : 16));
            const auto round = (warmup ? i : i - warmups) % 4;
            const auto first = pair.script.result.at("warmup").as_array().size();
            CHECK(requests[i].at("messages") == prompts[first + round].at("messages"));
        }
    }
    check_members(pair.script.result.at("warmup").at(0), pair.ours.result.at("warmup").at(0));
    check_members(pair.script.result.at("requests").at(0), pair.ours.result.at("requests").at(0));
}

TEST_CASE("where moebench differs from the original script on purpose", "[parity]") {
    const Workplace workplace = parity_workplace();

    SECTION("calibration sends fewer requests, and finds the same text") {
        const Pair pair = run_both(workplace, {"--suite", "long", "--long-prompt-tokens", "2500",
                                               "--duration-s", "0", "--warmup-s", "0"});

        CHECK(chat_requests(pair.script) == chat_requests(pair.ours));
        CHECK(pair.ours.recording.tokenize.size() <= 5);
        CHECK(pair.ours.recording.tokenize.size() < pair.script.recording.tokenize.size());
    }
    SECTION("the window of medium-turns has no calibration; the original's is given, too") {
        const Pair pair = run_both(workplace, {"--suite", "medium-turns", "--medium-turn-tokens",
                                               "200", "--medium-max-turns", "3"});

        const auto& summary = pair.ours.result.at("summary");
        const auto number = [&](const char* key) { return summary.at(key).as_double(); };
        CHECK(number("calibration_s") > 0);
        CHECK(number("duration_with_calibration_s") ==
              Approx(number("duration_s") + number("calibration_s")).margin(0.01));
        // the original script's rates include the time for tokenizing; ours do not
        CHECK(number("total_tokens_per_s") * number("duration_s") ==
              Approx(static_cast<double>(summary.at("total_tokens").as_int64())));
    }
    SECTION("a refused request is kept as data; the original script loses the whole run") {
        const Words flags = split("--suite long --long-prompt-tokens 600 --ctx-size 256 "
                                  "--duration-s 0 --warmup-s 0");
        const std::string port = free_port();
        const Outcome script = workplace.recorded_script(port, flags);
        const Outcome ours = workplace.recorded_moebench(port, flags);

        CHECK(chat_requests(script) == chat_requests(ours));
        CHECK(script.ending.code == 1);
        CHECK(script.ending.err.find("HTTP Error 400") != std::string::npos);
        CHECK(script.result.is_null());
        CHECK(ours.ending.code == 3);
        CHECK(ours.result.at("failed").as_array().size() == 1);
    }
}
