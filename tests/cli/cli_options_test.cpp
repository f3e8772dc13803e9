// SPDX-License-Identifier: MIT
#include "cli_options.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <string>

#include <support/words.hpp>

using namespace moebench;
using namespace moebench::cli;
using namespace moebench::test;
using namespace std::chrono_literals;

namespace {

template <class Parsed = CliOptions> Parsed parse(const std::string& line) {
    return std::get<Parsed>(parse_command_line(split(line)).value());
}

std::string error_of(const Words& words) {
    const auto result = parse_command_line(words);
    CHECK(result.error().code == Errc::invalid_option);
    return result.error().message();
}

std::string error_of(const std::string& line) { return error_of(split(line)); }

const std::string script_flags = "--server-bin build/bin/llama-server "
                                 "--repo unsloth/Qwen3.6-35B-A3B-GGUF:UD-Q4_K_M --mode cpu-moe ";

} // namespace

TEST_CASE("the original script's smoke command still works", "[cli_options]") {
    const auto options = parse(
        script_flags + "--suite base --port 18081 --duration-s 10 --warmup-s 2 --ctx-size 4096 "
                       "--out results/qwen36_base_smoke.json --log results/qwen36_base_smoke.log");

    CHECK(options.server_bin == "build/bin/llama-server");
    CHECK(options.scenario.server.repo == "unsloth/Qwen3.6-35B-A3B-GGUF:UD-Q4_K_M");
    CHECK(options.mode == OffloadMode::cpu_moe);
    CHECK(options.scenario.suite.builtin == BuiltinSuite::base);
    CHECK(options.scenario.server.port == 18081);
    CHECK(options.scenario.run.duration == 10s);
    CHECK(options.warmup == Duration(2s));
    CHECK(options.ctx_size == 4096);
    CHECK(options.out == "results/qwen36_base_smoke.json");
    CHECK(options.log == "results/qwen36_base_smoke.log");
}

TEST_CASE("the original script's long and medium-turns commands still work", "[cli_options]") {
    const auto full = parse(script_flags + "--suite long --long-prompt-tokens 60000 --port 18083 "
                                           "--duration-s 0 --warmup-s 0 --max-tokens 128 "
                                           "--ctx-size 65536 --out a.json --log a.log");
    CHECK(full.scenario.suite.builtin == BuiltinSuite::long_prompt);
    CHECK(full.scenario.suite.long_prompt_tokens == 60000);
    CHECK(full.scenario.run.duration == 0s);
    CHECK(full.warmup == Duration(0s));
    CHECK(full.scenario.run.max_tokens == 128);

    const auto turns = parse(
        script_flags + "--suite medium-turns --medium-turn-tokens 5000 "
                       "--medium-target-tokens 60000 --port 18084 --duration-s 0 --warmup-s 0 "
                       "--max-tokens 64 --ctx-size 65536 --out b.json --log b.log");
    CHECK(turns.scenario.suite.builtin == BuiltinSuite::medium_turns);
    CHECK(turns.scenario.suite.medium_turn_tokens == 5000);
    CHECK(turns.scenario.suite.medium_target_tokens == 60000);
    CHECK(turns.scenario.run.max_tokens == 64);
}

TEST_CASE("flags that are not typed have the original script's defaults", "[cli_options]") {
    const auto options = parse("--repo a/b");
    const auto& [server, suite, run] =
        std::tie(options.scenario.server, options.scenario.suite, options.scenario.run);

    CHECK(run.duration == 60s);
    CHECK(run.warmup == 10s);
    CHECK(run.max_tokens == 192);
    CHECK(run.warmup_tokens == 32);
    CHECK_FALSE(run.cache_prompt);
    CHECK(options.scenario.ready_timeout == 1200s);
    CHECK(suite.long_prompt_tokens == 8192);
    CHECK(suite.medium_turn_tokens == 5000);
    CHECK(suite.medium_target_tokens == 60000);
    CHECK(suite.medium_max_turns == 20);
    CHECK(suite.builtin == BuiltinSuite::bench);
    CHECK(parse("--repo a/b --profile seed").scenario.suite.builtin == BuiltinSuite::multi);
    CHECK(parse("--repo a/b --profile seed --suite base").scenario.suite.builtin ==
          BuiltinSuite::base);
    CHECK(server.port == 0);
    CHECK_FALSE(server.no_op_offload);
    CHECK(run.request_timeout == 600s);
    CHECK(run.max_failures == 0);
    CHECK(options.scenario.server.profile == Profile::plain);
    CHECK_FALSE(options.mode);
    CHECK_FALSE(options.ctx_size);
}

TEST_CASE("the word run is optional", "[cli_options]") {
    CHECK(parse("run --repo a/b --port 7").scenario.server.port == 7);
    CHECK(parse("--repo a/b --port 7").scenario.server.port == 7);
}

TEST_CASE("every other flag sets its field", "[cli_options]") {
    const auto options = parse(
        "-m x.gguf --offline --alias me --profile measure --n-cpu-moe 3 --override-tensor a=CPU "
        "--override-tensor b=CUDA0 --load-mode none --no-op-offload --env A=1 --env B=x=y "
        "--clean-env --ready-timeout-s 5.5 -r 4 --seed 7 --ignore-eos --extra-body {} --no-stream "
        "--replies fixed --request-timeout-s 0 --max-failures 9 --save-content --progress never "
        "--quiet --dry-run --samples s.jsonl --cache-prompt --medium-max-turns 2 --warmup-tokens "
        "0");
    const auto& server = options.scenario.server;
    const auto& run = options.scenario.run;

    CHECK(server.model == "x.gguf");
    CHECK(server.offline);
    CHECK(options.alias == "me");
    CHECK(server.profile == Profile::measure);
    CHECK(server.n_cpu_moe == 3);
    CHECK(server.override_tensors == Words{"a=CPU", "b=CUDA0"});
    CHECK(server.load_mode == "none");
    CHECK(server.no_op_offload);
    CHECK(options.environment == Words{"A=1", "B=x=y"});
    CHECK(options.clean_env);
    CHECK(options.scenario.ready_timeout == 5500ms);
    CHECK(run.repetitions == 4);
    CHECK(run.seed == 7);
    CHECK(run.ignore_eos);
    CHECK(run.extra_body == "{}");
    CHECK(options.stream == false);
    CHECK(options.scenario.suite.fixed_replies);
    CHECK(run.request_timeout == 0s);
    CHECK(run.max_failures == 9);
    CHECK(run.save_content);
    CHECK(options.progress == ProgressMode::never);
    CHECK(options.quiet);
    CHECK(options.dry_run);
    CHECK(options.samples == "s.jsonl");
    CHECK(run.cache_prompt);
    CHECK(options.scenario.suite.medium_max_turns == 2);
    CHECK(run.warmup_tokens == 0);
}

TEST_CASE("a value may follow an equals sign, and the last of two values wins", "[cli_options]") {
    CHECK(parse("--repo=a/b --port=7 --port 8").scenario.server.port == 8);
    CHECK(parse("--repo a/b --suite long --suite base").scenario.suite.builtin ==
          BuiltinSuite::base);
    CHECK(parse("--repo a/b --extra-body={\"a\":\"=\"}").scenario.run.extra_body == R"({"a":"="})");
}

TEST_CASE("brackets in a value stay, although CLI11 would split them", "[cli_options]") {
    const auto parsed = parse("--repo a/b --override-tensor [x,y]=CPU --env LIST=[1,2] --alias {}");

    CHECK(parsed.scenario.server.override_tensors == Words{"[x,y]=CPU"});
    CHECK(parsed.environment == Words{"LIST=[1,2]"});
    CHECK(parsed.alias == "{}");
}

TEST_CASE("words after -- go to the server unchanged", "[cli_options]") {
    const auto options = parse("--repo a/b -- --ubatch-size 2048 -ot x=CPU --repo -- -h");

    CHECK(options.scenario.server.extra_args ==
          Words{"--ubatch-size", "2048", "-ot", "x=CPU", "--repo", "--", "-h"});
}

TEST_CASE("an error names the flag, the value and what is accepted", "[cli_options]") {
    const auto [line, message] = GENERATE(table<std::string, std::string>({
        {"--repo a/b --port abc", "--port: 'abc' is not a whole number from 0 to 65535"},
        {"--repo a/b --port 70000", "--port: '70000' is not a whole number from 0 to 65535"},
        {"--repo a/b --ctx-size -1", "--ctx-size: '-1' is not a whole number from 0 to 2147483647"},
        {"--repo a/b --max-tokens 1x",
         "--max-tokens: '1x' is not a whole number from 0 to 2147483647"},
        {"--repo a/b --long-prompt-tokens 0",
         "--long-prompt-tokens: '0' is not a whole number from 1 to 2147483647"},
        {"--repo a/b --duration-s -5",
         "--duration-s: '-5' is not a number of seconds from 0 up to 1e9"},
        {"--repo a/b -r 0", "--repetitions: '0' is not a whole number from 1 to 2147483647"},
        {"--repo a/b --suite short",
         "--suite: 'short' is not one of bench|base|multi|long|medium-turns"},
        {"--repo a/b --mode gpu", "--mode: 'gpu' is not one of cpu-moe|fit-auto|none"},
        {"--repo a/b --profile fast", "--profile: 'fast' is not one of seed|plain|measure|bare"},
        {"--repo a/b --override-tensor exps", "--override-tensor: 'exps' is not PATTERN=BUFT"},
        {"--repo a/b --out", "--out: the value is missing"},
        {"--repo --suite base", "--repo: the value is missing"},
        {"--repo a/b --cache-prompt=yes", "--cache-prompt takes no value"},
        {"--repo a/b --duratoin-s 5", "unknown flag --duratoin-s; did you mean --duration-s?"},
        {"--repo a/b --ubatch-size 5",
         "unknown flag --ubatch-size; flags of llama-server go after --"},
        {"-hf a/b", "unknown flag -hf; flags of llama-server go after --"},
        {"--repo a/b c", "unexpected argument 'c': no flag before it takes a value"},
        {"rnu --repo a/b",
         "unknown command 'rnu'; the commands are run, compare, report, rerun, demo"},
        {"demos", "unknown command 'demos'; did you mean demo?"},
        {"", "give exactly one of --repo USER/REPO, --model FILE and --url URL"},
        {"--suite base", "give exactly one of --repo USER/REPO, --model FILE and --url URL"},
        {"--repo a/b --model c",
         "give exactly one of --repo USER/REPO, --model FILE and --url URL"},
        {"--repo a/b --stream --no-stream", "--stream excludes --no-stream"},
        {"--repo a/b --suite base --suite-file p.json", "--suite excludes --suite-file"},
        {"--repo a/b --duration-s 5 -r 3", "--repetitions excludes --duration-s"},
        {"--url http://h:1 --n-cpu-moe 3",
         "--n-cpu-moe is for a server that moebench starts, but --url names a running one"},
        {"--url http://h:1 --log l",
         "--log is for a server that moebench starts, but --url names a running one"},
        {"--url http://h:1 -- -ub 9",
         "flags after -- are for a server that moebench starts, but --url names a running one"},
        {"demo -- -ub 9", "demo takes no flags of llama-server after --"},
        {"report a.json -- -ub 9", "report takes no flags of llama-server after --"},
        {"report", "report: give one or more result files"},
        {"rerun a.json b.json", "rerun: give exactly one result file"},
        {"demo --suite base", "unknown flag --suite; flags of llama-server go after --"},
    }));

    CHECK(error_of(line) == message);
}

TEST_CASE("a name must not be empty", "[cli_options]") {
    CHECK(error_of(Words{"--repo", ""}) == "--repo: must not be empty");
    CHECK(error_of("--repo= --port 1") == "--repo: must not be empty");
}

TEST_CASE("result files may stand before and after flags", "[cli_options]") {
    CHECK(parse<ReportOptions>("report a.json -o p.md b=1.json").results ==
          Words{"a.json", "b=1.json"});
}

TEST_CASE("an error does not repeat a secret", "[cli_options]") {
    CHECK(error_of("--repo a/b --hf-token=hf_secret").find("hf_secret") == std::string::npos);
    CHECK(error_of("--repo a/b --env hf_secret").find("hf_secret") == std::string::npos);
    CHECK(error_of("--repo a/b --apikey hf_secret").find("hf_secret") == std::string::npos);
}

TEST_CASE("the help has examples, and units and defaults for the original script's flags",
          "[cli_options]") {
    const auto help = render(parse<HelpPage>("--help"));

    CHECK(render(parse<HelpPage>("run -h")) == help);
    CHECK(help.find("Examples:") != std::string::npos);
    for (const char* flag :
         {"--server-bin", "--repo", "--suite", "--mode", "--port", "--duration-s S", "--ctx-size",
          "--max-tokens", "--warmup-s", "--warmup-tokens", "--ready-timeout-s",
          "--long-prompt-tokens", "--medium-turn-tokens", "--medium-target-tokens",
          "--medium-max-turns", "--cache-prompt", "--no-op-offload", "--out", "--log"}) {
        INFO(flag);
        CHECK(help.find(std::string("\n  ") + flag) != std::string::npos);
    }
    CHECK(help.find("Default: 8192") != std::string::npos);
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("the flag --version prints version, compiler and Boost", "[cli_options]") {
    const auto text = parse<PrintText>("--version").text;

    CHECK(text.starts_with("moebench "));
    CHECK(text.find("\ncompiler ") != std::string::npos);
    CHECK(text.find("\nBoost 1.") != std::string::npos);
}

TEST_CASE("demo takes a folder, and no flags of run", "[cli_options]") {
    const auto demo = parse<DemoOptions>("demo --out d --quiet");

    CHECK(demo.out == "d");
    CHECK(demo.quiet);
    CHECK(parse<DemoOptions>("demo").out == "moebench-demo");
    CHECK(render(parse<HelpPage>("demo --help")).find("llama-sim") != std::string::npos);
}
