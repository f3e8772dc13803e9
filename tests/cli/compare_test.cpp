// SPDX-License-Identifier: MIT
// moebench compare as a program: output, files, and verdicts on speed.
#include "compare_bench.hpp"

#include <boost/json/array.hpp>
#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// Times that a client measures of the simulation vary by less, also on a busy machine.
const Words lenient = {"--noise-threshold", "20%"};

std::string verdict_of(const json::value& result, const std::string& metric) {
    return text(element(result.at("metrics"), "metric", metric).at("verdict"));
}

double ratio_of(const json::value& metric) {
    return metric.at("interval").at("ratio").to_number<double>();
}

using Request = std::tuple<std::string, std::int64_t, std::int64_t>;

/// The prompts of one boot with their numbers of tokens.
std::vector<Request> work_of(const json::value& boot) {
    std::vector<Request> work;
    for (const auto& request : boot.at("requests").as_array()) {
        work.emplace_back(text(request.at("prompt")), request.at("prompt_n").as_int64(),
                          request.at("predicted_n").as_int64());
    }
    return work;
}

void expect_boot_files(const CompareBench& bench, const json::value& result) {
    for (const auto& boot : result.at("boots").as_array()) {
        CHECK(holds(bench.text(text(boot.at("log_file"))), "listening on"));
        CHECK(holds(bench.text(text(boot.at("samples_file"))), "\"ttft_s\":"));
    }
}

} // namespace

TEST_CASE("interleaved servers of a block live at once and take turns") {
    const CompareBench bench;
    const Words words = short_replies + split("--interleave --boots 2 --allow-inconclusive") +
                        Words{"--candidate-args", "-ub 256"};
    bench.compare(0, words);
    const auto result = bench.result();
    CHECK(result.at("experiment").at("interleave").as_bool());
    std::map<std::int64_t, std::set<double>> starts;
    for (const auto& boot : result.at("boots").as_array()) {
        if (text(boot.at("purpose")) != "measured") continue;
        CHECK(boot.at("outcome") == "completed");
        starts[boot.at("block").as_int64()].insert(boot.at("started_s").to_number<double>());
    }
    CHECK(starts.size() == 2);
    for (const auto& [block, times] : starts) CHECK(times.size() == 1);
    CHECK(text(result.at("answers").at(0).at("verdict")) == "identical");
}

TEST_CASE("the plan tells time and precision, once there is an earlier result of the same work") {
    const CompareBench bench;
    const Words words = short_replies + split("--boots 3 --allow-inconclusive --aa");
    CHECK(holds(bench.compare(0, words + Words{"--plan"}).out, "time         not known: there is"));
    CHECK(holds(bench.compare(0, words).err, "time         not known"));

    const Ending plan = bench.compare(0, words + Words{"--plan"});
    CHECK(holds(plan.out, "s, going by r.json\n"));
    CHECK(holds(plan.out, "precision    prefill ±"));
    CHECK(holds(plan.out, " likely after 3 rounds\n"));
    const Ending other = bench.compare(0, words + split("--plan --max-tokens 8"));
    CHECK(holds(other.out, "time         not known"));
}

TEST_CASE("servers that do not fit into memory together are refused before the first block") {
    const CompareBench bench;
    const Ending ending = bench.compare(1, short_replies + one_block + split("--mode none --aa") +
                                               Words{"--interleave"});
    CHECK(holds(ending.err, "SIM0: the servers need "));
    CHECK(bench.result().at("boots").as_array().size() == 3);
}

TEST_CASE("an A/A ends with no difference, and everything is in its files") {
    const CompareBench bench;
    const Words words = timed_bench + lenient + split("--aa --boots 3 --order-seed 7");
    const Ending ending = bench.compare(0, words + Words{"--html", "r.html"});
    CHECK(bench.folder().entries() == split("r.boots r.html r.json r.jsonl sim.gguf"));

    const auto result = bench.result();
    CHECK(text(result.at("schema")) == "moebench-comparison");
    CHECK(text(result.at("status")) == "completed");
    CHECK(text(result.at("arms").at(0).at("conclusion")) == "no difference");
    for (const char* rate : {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
        CHECK(ratio_of(element(result.at("metrics"), "metric", rate)) == Approx(1));
    }
    CHECK(holds(ending.out, "baseline B: no difference"));
    CHECK(holds(ending.err, "r.boots/"));
    CHECK(holds(bench.text("r.html"), "<!DOCTYPE html>"));
    expect_boot_files(bench, result);

    const Ending plan = bench.compare(words + Words{"--plan"});
    CHECK(order_of(result).size() == 3);
    CHECK(order_of(result) == order_in_plan(plan.out));
}

TEST_CASE("every boot does the same work and has a line in the journal") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        short_replies + Words{"--boots", "2", "--candidate-args", "-ub 256", "--quiet"});
    INFO(ending.err);
    const auto result = bench.result();
    const auto& boots = result.at("boots").as_array();
    CHECK(boots.size() == 3 + 2 * 2); // the baseline answers twice
    CHECK(bench.journal().size() == boots.size() + 2);
    const auto work = work_of(boots.front());
    CHECK(work.size() == 4);
    for (const auto& boot : boots) CHECK(work_of(boot) == work);
}

TEST_CASE("the Markdown is alone on stdout, and report prints the same") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(5, short_replies + one_block + split("--aa --markdown - --html r.html"));
    CHECK(ending.out.starts_with("**baseline B** against **baseline A**: "));
    CHECK_FALSE(holds(ending.out, "moebench: "));
    CHECK_FALSE(holds(ending.out, "against baseline A: sim.gguf")); // the closing screen

    const Ending again = bench.run(0, {"report", "r.json"});
    CHECK(again.out == ending.out);
    CHECK(bench.run({"report", "r.json", "-o", "again.md"}).code == 0);
    CHECK(bench.text("again.md") == ending.out);
    const Ending page = bench.run(0, {"report", "r.json", "-o", "again.html"});
    CHECK(page.out.empty());
    CHECK(bench.text("again.html") == bench.text("r.html"));
}

TEST_CASE("5 % faster is found, and 5 % slower is a regression") {
    const auto [factor, conclusion, code] = GENERATE(table<std::string, std::string, int>({
        {"1.05", "faster", 0},
        {"0.95", "slower", 3},
    }));
    const CompareBench bench;
    const Ending ending = bench.compare(
        code, timed_bench + Words{"--boots", "4", "--candidate-args", "--sim-faster " + factor});
    const auto result = bench.result();
    CHECK(text(result.at("arms").at(0).at("conclusion")) == conclusion);
    for (const char* rate : {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
        CHECK(verdict_of(result, rate) == conclusion);
        const double ratio = ratio_of(element(result.at("metrics"), "metric", rate));
        CHECK(ratio == Approx(std::stod(factor)).epsilon(0.001));
    }
    CHECK(holds(ending.out, "candidate: " + conclusion));
}

TEST_CASE("a gate that holds is a regression for any verdict") {
    const CompareBench bench;
    const Words words =
        short_replies + rates_only + Words{"--boots", "3", "--candidate-args", "--sim-faster 1.05"};
    Ending ending = bench.compare(words + Words{"--fail-if", "decode_tokens_per_s.ratio.lo<1.2"});
    CHECK(ending.code == 3);
    CHECK(holds(ending.err, "decode_tokens_per_s.ratio.lo<1.2"));
    ending = bench.compare(0, words + Words{"--fail-if", "prompt 2.ratio<1.01"});
}

TEST_CASE("an impossible gate is refused before anything starts") {
    const auto expression =
        GENERATE(as<std::string>(), "decode<1", "speed.ratio<1", "decode_tokens_per_s.ratio<fast");
    const CompareBench bench;
    const Ending ending = bench.compare(2, short_replies + Words{"--aa", "--fail-if", expression});
    CHECK(holds(ending.err, "--fail-if"));
    CHECK(bench.folder().entries() == Words{"sim.gguf"});
}

TEST_CASE("two blocks are too few for a verdict, which a flag can allow") {
    const CompareBench bench;
    const Words words = short_replies + Words{"--boots", "2", "--aa"};
    Ending ending = bench.compare(5, words);
    CHECK(holds(ending.out, "baseline B: too few rounds"));
    ending = bench.compare(words + Words{"--allow-inconclusive"});
    CHECK(ending.code == 0);
}

TEST_CASE("each of three arms is compared with the first") {
    const CompareBench bench;
    bench.compare(3, short_replies + Words{"--boots", "3", "--arm", "a=", "--arm",
                                           "b=", "--arm-args", "b=--sim-faster 1.05", "--arm",
                                           "c=", "--arm-args", "c=--sim-faster 0.9"});
    const auto result = bench.result();
    CHECK(result.at("experiment").at("arms") == json::array({"a", "b", "c"}));
    CHECK(text(element(result.at("arms"), "arm", "c").at("conclusion")) == "slower");
    for (const auto& metric : result.at("metrics").as_array()) {
        if (text(metric.at("metric")) != "decode_tokens_per_s") continue;
        CHECK(ratio_of(metric) == Approx(text(metric.at("arm")) == "b" ? 1.05 : 0.9));
    }
    CHECK(result.at("boots").as_array().size() == 4 + 3 * 3);
    for (const auto& block : order_of(result)) {
        for (const char* arm : {"a", "b", "c"}) CHECK(holds(block.substr(8), arm));
    }
}

TEST_CASE("a machine that slows down from boot to boot favours neither arm") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        short_replies + Words{"--aa", "--boots", "6"},
        {"LLAMA_SIM_BOOT_DRIFT=0.01", "LLAMA_SIM_BOOT_COUNTER=" + (bench.folder() / "counter")});
    INFO(ending.out << ending.err);
    const auto result = bench.result();
    for (const char* rate : {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
        const auto verdict = verdict_of(result, rate);
        CHECK(verdict != "faster");
        CHECK(verdict != "slower");
        CHECK(ratio_of(element(result.at("metrics"), "metric", rate)) == Approx(1).epsilon(0.005));
    }
    CHECK(holds(ending.out, "drifts: prefill (-"));
}

TEST_CASE("a suite file called like a built-in suite gets the verdicts of any other file") {
    const auto name = GENERATE(as<std::string>(), "bench.jsonl", "tg.jsonl");
    const CompareBench bench;
    write_file(bench.folder() / name, "{\"prompt\": \"Why?\", \"name\": \"tg128\"}\n");
    const Ending ending =
        bench.compare(Words{"--suite-file", name, "-r", "1", "--max-tokens", "16", "--boots", "3",
                            "--answer-positions", "0"} +
                      rates_only + Words{"--candidate-args", "--sim-faster 1.05"});
    INFO(ending.out << ending.err);
    const auto result = bench.result();
    for (const char* rate : {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
        CHECK(verdict_of(result, rate) == "faster");
    }
    const auto& request = result.at("boots").at(0).at("requests").at(0);
    CHECK(request.at("expected_cache_n") == 0);
}
