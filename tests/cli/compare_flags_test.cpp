// SPDX-License-Identifier: MIT
#include "compare_flags.hpp"
#include "compare_plan_text.hpp"
#include "to_experiment.hpp"

#include <catch2/catch.hpp>

#include <string>

#include <support/words.hpp>

using namespace moebench;
using namespace moebench::cli;
using namespace moebench::test;
using namespace std::chrono_literals;

namespace {

const Words compare_x = {"compare", "-m", "x.gguf"};

CompareOptions parse(const Words& words) {
    return std::get<CompareOptions>(parse_command_line(compare_x + words).value());
}

std::string error_of(const std::string& line) {
    const auto result = parse_command_line(compare_x + split(line));
    CHECK(result.error().code == Errc::invalid_option);
    return result.error().message();
}

ComparePlan plan(const Words& words) {
    Surroundings where;
    where.find_program = [](const std::string&) { return std::string("/usr/bin/llama-server"); };
    where.utc_time = "20261125T000000Z";
    return to_experiment(parse(words), where, 42).value();
}

Words arm_names(const CompareOptions& options) {
    Words names;
    for (const auto& arm : options.arms) names.push_back(arm.name);
    return names;
}

} // namespace

TEST_CASE("by default two builds are compared over ten boots of one pass", "[compare_flags]") {
    const auto options = parse(split("--candidate ./patch --baseline ./main"));
    CHECK(arm_names(options) == Words{"baseline", "candidate"}); // whatever was typed first
    CHECK(options.arms[1].server_bin == "./patch");
    CHECK(options.min_boots == 10);
    CHECK(options.max_boots == 10);
    CHECK(options.run.scenario.run.repetitions == 1);
    CHECK(options.run.scenario.server.profile == Profile::measure);
    CHECK(options.run.scenario.suite.fixed_replies);
    CHECK(options.answers.positions == 2048);
    CHECK(options.answers.text_tokens == 4096);
}

TEST_CASE("arms differ in binary, flags or environment", "[compare_flags]") {
    const auto options =
        parse({"--candidate-args", "-ub 2048 -ot 'a b=CPU'", "--candidate-env", "GGML_X=1"});
    CHECK(arm_names(options) == Words{"baseline", "candidate"});
    CHECK(options.arms[1].args == Words{"-ub", "2048", "-ot", "a b=CPU"});
    CHECK(options.arms[1].environment == Words{"GGML_X=1"});

    const auto three = parse({"--arm", "now=./a", "--arm", "then=./b", "--arm-args", "then=-t 4",
                              "--arm-env", "now=K=V=W", "--arm", "other="});
    CHECK(arm_names(three) == Words{"now", "then", "other"});
    CHECK(three.arms[1].args == Words{"-t", "4"});
    CHECK(three.arms[0].environment == Words{"K=V=W"});
    CHECK(three.arms[2].server_bin.empty());
}

TEST_CASE("an A/A compares the baseline with itself", "[compare_flags]") {
    const auto options = parse(split("--aa --baseline ./main"));
    CHECK(arm_names(options) == Words{"baseline A", "baseline B"});
    CHECK(options.arms[1].server_bin == "./main");
    CHECK_THAT(error_of("--aa --candidate x"), Catch::Contains("--aa"));
}

TEST_CASE("an error names the flag, the value and the way out", "[compare_flags]") {
    CHECK_THAT(error_of("--arm =x"), Catch::StartsWith("--arm: expected NAME=FILE"));
    CHECK_THAT(error_of("--candidate x --boots 5..20"),
               Catch::StartsWith("--boots: a range needs a precision"));

    const auto [words, said] = GENERATE(table<std::string, std::string>({
        {"", "--candidate FILE"},
        {"--arm a=", "give two arms"},
        {"--candidate x --boots 0", "--boots: '0' is not a whole number from 1"},
        {"--candidate x --boots 5..20 --precision 1%", "starts at 8 or more"},
        {"--candidate x --precision 1x", "--precision: '1x' is not a percentage"},
        {"--candidate x --noise-threshold 1", "--noise-threshold: '1' is not a percentage"},
        {"--candidate x --time-limit 7d", "--time-limit: '7d' is not a time"},
        {"--candidate x --fail-if decode<1", "--fail-if: 'decode<1'"},
        {"--candidate x --fail-if nothing.ratio<1", "no metric and no row is called 'nothing'"},
        {"--candidate x --candidate-env secret", "KEY=VALUE"},
        {"--candidate x --metrics decode", "--metrics: no metric is called 'decode'"},
        {"--candidate x --duration-s 3", "unknown flag --duration-s"},
        {"--candidate x --url http://h:1", "unknown flag --url"},
    }));

    CHECK_THAT(error_of(words), Catch::Contains(said) && !Catch::Contains("secret"));
}

TEST_CASE("times, shares and ranges have units", "[compare_flags]") {
    const auto options = parse(
        split("--candidate x --boots 8..20 --precision 1.5% --time-limit 7h --noise-threshold 2%"));
    CHECK(options.min_boots == 8);
    CHECK(options.max_boots == 20);
    CHECK(options.precision == 0.015);
    CHECK(options.time_limit == Duration(7h));
    CHECK(options.noise_threshold == 0.02);
    CHECK(parse(split("--candidate x --time-limit 90")).time_limit == Duration(90s));
    CHECK(parse(split("--candidate x --time-limit 1.5m")).time_limit == Duration(90s));
}

TEST_CASE("the help has flags and exit codes, and the saved words have no secrets",
          "[compare_flags]") {
    const auto help =
        render(std::get<HelpPage>(parse_command_line(Words{"compare", "--help"}).value()));
    for (const char* word :
         {"--baseline", "--candidate-env", "--boots", "--aa-first", "--resume",
          "--answer-positions", "--fail-if", "--markdown", "Exit codes", "--pp"}) {
        CHECK_THAT(help, Catch::Contains(word));
    }
    const auto words =
        parse(split("--candidate x --api-key hush --candidate-env HF_TOKEN=hush --arm-env "
                    "c=MY_SECRET=hush --arm c="))
            .command_line;
    for (const auto& word : words) CHECK_THAT(word, !Catch::Contains("hush"));
    CHECK(words.front() == "compare");
}

TEST_CASE("every arm's server has the shared flags and its own", "[to_experiment]") {
    const auto planned =
        plan({"--baseline", "./main", "--candidate", "./patch", "--candidate-args", "-t 4",
              "--candidate-env", "GGML_X=1", "--env", "GGML_Y=2", "--", "-ub", "16"});
    const auto& arms = planned.experiment.arms;
    CHECK(arms[0].server.binary == "./main");
    CHECK(arms[1].server.binary == "./patch");
    CHECK(arms[0].server.extra_args == Words{"-ub", "16"});
    CHECK(arms[1].server.extra_args == Words{"-ub", "16", "-t", "4"});
    const auto has = [](const Arm& arm, const char* variable) {
        const auto& all = arm.server.environment;
        return std::find(all.begin(), all.end(), variable) != all.end();
    };
    CHECK(has(arms[0], "GGML_Y=2"));
    CHECK(has(arms[1], "GGML_Y=2"));
    CHECK(has(arms[1], "GGML_X=1"));
    CHECK_FALSE(has(arms[0], "GGML_X=1"));
    CHECK(arms[0].declared == "main");
    CHECK(arms[1].declared == "patch -t 4 GGML_X=1");
    const auto alike =
        plan(split("--baseline ./main/llama-server --candidate ./patch/llama-server"))
            .experiment.arms;
    CHECK(alike[1].declared == "./patch/llama-server");
    CHECK(plan({"--candidate-args", "-t 4"}).experiment.arms[1].declared == "-t 4");
    CHECK(planned.experiment.order_seed == 42);
    CHECK(planned.experiment.scenario.run.warmup_requests == 4);
}

TEST_CASE("files have default names, and the context has room for the answer pass",
          "[to_experiment]") {
    const auto named = plan(split("--candidate x --suite multi"));
    CHECK(named.outputs.result == "moebench-compare-multi-20261125T000000Z.json");
    CHECK(named.outputs.samples == "moebench-compare-multi-20261125T000000Z.jsonl");
    CHECK(named.experiment.boot_folder == "moebench-compare-multi-20261125T000000Z.boots");
    CHECK(named.outputs.named_by_us);
    CHECK(named.experiment.arms[0].server.ctx_size == 4608);
    CHECK(plan(split("--candidate x --suite multi --ctx-size 2048"))
              .experiment.arms[1]
              .server.ctx_size == 2048);
    CHECK(plan(split("--candidate x --aa-first")).experiment.aa_blocks == 10);
    CHECK(plan(split("--candidate x --aa-first --boots 1")).experiment.aa_blocks == 3);
    CHECK(plan(split("--candidate x --order-seed 7")).experiment.order_seed == 7);
}

TEST_CASE("a plan shows the servers, the number of blocks, and the order of boots",
          "[compare_plan_text]") {
    const auto text_of = [](Words words) {
        words.insert(words.end(), {"--candidate", "/bin/true", "--baseline", "/bin/true",
                                   "--profile", "bare", "--order-seed", "7"});
        return render_compare_plan(plan(words), Surroundings()).value();
    };
    const auto fixed = text_of({"--boots", "3", "-r", "1", "--candidate-args", "-ub 16"});
    CHECK_THAT(fixed, Catch::Contains("candidate (-ub 16)\n  ") && !Catch::Contains("\n\n\n"));
    CHECK_THAT(fixed, Catch::Contains("depth 0,16384; warm-up 10.00 s; 1 pass per boot\n"
                                      "rounds       3\norder        seed 7\n"
                                      "preliminary  baseline, candidate, baseline\n"));
    const auto range = text_of(split("--boots 8..20 --precision 1% --aa-first"));
    CHECK_THAT(range, Catch::Contains("rounds       8 to 20, until every interval is "
                                      "within ±1 %"));
    CHECK_THAT(range, Catch::Contains("\nround 9      ") && Catch::Contains("\nround 10     ") &&
                          Catch::Contains("\nA/A 8        baseline "));
}
