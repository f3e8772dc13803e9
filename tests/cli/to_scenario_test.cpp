// SPDX-License-Identifier: MIT
#include "to_scenario.hpp"

#include <catch2/catch.hpp>

#include <string>

#include <support/words.hpp>

using namespace moebench;
using namespace moebench::cli;
using namespace moebench::test;
using namespace std::chrono_literals;

namespace {

Surroundings surroundings(Words environment = {}) {
    Surroundings result;
    result.environment = std::move(environment);
    result.find_program = [](const std::string& name) {
        return name == "llama-server" ? "/usr/bin/llama-server" : std::string();
    };
    result.empty_folder = "/tmp/empty";
    result.utc_time = "20261123T211500Z";
    return result;
}

Result<RunPlan> plan(const std::string& line, const Surroundings& where = surroundings()) {
    return to_scenario(std::get<CliOptions>(parse_command_line(split(line)).value()), where);
}

Words variables(const RunPlan& plan, const std::string& name) {
    Words found;
    for (const auto& entry : plan.scenario.server.environment) {
        if (entry.starts_with(name + "=")) found.push_back(entry);
    }
    return found;
}

} // namespace

TEST_CASE("the default alias is made of suite and mode, as in the original script",
          "[to_scenario]") {
    CHECK(plan("--repo a/b --suite base").value().scenario.server.alias == "bench-base-cpu-moe");
    CHECK(plan("--repo a/b --mode fit-auto").value().scenario.run.model == "bench-bench-fit-auto");
    CHECK(plan("--repo a/b --alias me").value().scenario.server.alias == "me");
    CHECK(plan("--repo a/b --alias a,b").error().message() ==
          "--alias: 'a,b' is a list; give one name");
}

TEST_CASE("the server comes from the flag, the variable or PATH", "[to_scenario]") {
    const auto with_variable = surroundings({"LLAMA_SERVER_BIN_PATH=/opt/ls"});

    CHECK(plan("--repo a/b --server-bin ./x", with_variable).value().scenario.server.binary ==
          "./x");
    CHECK(plan("--repo a/b", with_variable).value().scenario.server.binary == "/opt/ls");
    CHECK(plan("--repo a/b").value().scenario.server.binary == "/usr/bin/llama-server");
    CHECK(plan("--repo a/b --server-bin llama-server").value().scenario.server.binary ==
          "/usr/bin/llama-server");
    CHECK(plan("--repo a/b --server-bin mine").value().scenario.server.binary == "./mine");

    auto nowhere = surroundings();
    nowhere.find_program = [](const std::string&) { return std::string(); };
    const auto missing = plan("--repo a/b", nowhere);
    CHECK(missing.error().code == Errc::invalid_option);
    CHECK(missing.error().message().find("LLAMA_SERVER_BIN_PATH") != std::string::npos);
}

TEST_CASE("files are named after suite and time, in one folder", "[to_scenario]") {
    const auto named = plan("--repo a/b --suite long").value().outputs;
    CHECK(named.result == "moebench-long-20261123T211500Z.json");
    CHECK(named.samples == "moebench-long-20261123T211500Z.jsonl");
    CHECK(named.log == "moebench-long-20261123T211500Z.log");
    CHECK(named.named_by_us);

    const auto beside = plan("--repo a/b --out results/x.json").value();
    CHECK(beside.outputs.samples == "results/x.jsonl");
    CHECK(beside.outputs.log == "results/x.log");
    CHECK(beside.scenario.log_file == "results/x.log");
    CHECK_FALSE(beside.outputs.named_by_us);

    CHECK(plan("--repo a/b --suite-file my/own_prompts.jsonl").value().outputs.result ==
          "moebench-own_prompts-20261123T211500Z.json");
}

TEST_CASE("two outputs cannot be the same file, except a device", "[to_scenario]") {
    CHECK(plan("--repo a/b --out x --log ./x").error().message() ==
          "--out and --log name the same file");
    CHECK(plan("--repo a/b --out a.json --samples a.json").error().message() ==
          "--out and --samples name the same file");
    CHECK(plan("--repo a/b --samples /dev/null --log /dev/null").has_value());
}

TEST_CASE("an output cannot overwrite an input", "[to_scenario]") {
    CHECK(plan("--repo a/b --suite-file p.jsonl --out p.json").error().message() ==
          "--samples and --suite-file name the same file");
    CHECK(plan("--repo a/b --text t.log --out t.json").error().message() ==
          "--log and --text name the same file");
    CHECK(plan("--model m.gguf --out ./m.gguf").error().message() ==
          "--out and --model name the same file");
}

TEST_CASE("the context is as large as the suite needs, unless it is typed", "[to_scenario]") {
    const auto ctx = [](const std::string& flags) {
        return plan("--repo a/b " + flags).value().scenario.server.ctx_size;
    };
    CHECK(ctx("--suite base") == 4096);
    CHECK(ctx("--suite multi --max-tokens 192") == 4096);
    CHECK(ctx("--suite multi --max-tokens 8000") == 8960);
    CHECK(ctx("--suite long") == 8960);
    CHECK(ctx("--suite long --long-prompt-tokens 60000 --max-tokens 128") == 60672);
    CHECK(ctx("--suite long --ctx-size 65536") == 65536);
    CHECK(ctx("--suite long --ctx-size 0") == 0);
    CHECK(ctx("--suite long --profile seed") == 4096);
    CHECK(ctx("--suite medium-turns") % 256 == 0);
    CHECK(ctx("--suite medium-turns") >= 60000 + 5000 + 192 + 512);
    CHECK(ctx("--suite medium-turns --medium-max-turns 2") <= 12288);
    CHECK(ctx("--suite medium-turns --medium-target-tokens 2147483647 --medium-max-turns "
              "2147483647 --medium-turn-tokens 2147483647") > 0);
    CHECK(plan("--repo a/b --suite long").value().notes ==
          Words{"context: 8960 tokens, enough for the suite (--ctx-size)"});
}

TEST_CASE("a warning names a prompt that is larger than the context", "[to_scenario]") {
    CHECK(
        plan("--repo a/b --suite long --ctx-size 4096").value().warnings ==
        Words{
            "the suite's largest prompt has about 8192 tokens, but the context has only 4096: the "
            "server will refuse it; raise --ctx-size"});
    CHECK(plan("--repo a/b --suite long").value().warnings.empty());
}

TEST_CASE("profile seed does not stream, like the original script", "[to_scenario]") {
    CHECK_FALSE(plan("--repo a/b --profile seed").value().scenario.run.stream);
    CHECK(plan("--repo a/b --profile seed --stream").value().scenario.run.stream);
    CHECK(plan("--repo a/b").value().scenario.run.stream);
    CHECK_FALSE(plan("--repo a/b --no-stream").value().scenario.run.stream);
}

TEST_CASE("profile measure warms up with a number of requests, unless a time is typed",
          "[to_scenario]") {
    CHECK(plan("--repo a/b --profile measure").value().scenario.run.warmup_requests == 3 + 1);
    const auto chats = plan("--repo a/b --profile measure --pp 1,2 --tg 8 --depth 512,1024");
    CHECK(chats.value().scenario.run.warmup_requests == 2);
    const auto flat = plan("--repo a/b --profile measure --pp 1,2 --tg 8,9 --depth 0");
    CHECK(flat.value().scenario.run.warmup_requests == 4);
    const auto timed = plan("--repo a/b --profile measure --warmup-s 3").value().scenario.run;
    CHECK_FALSE(timed.warmup_requests);
    CHECK(timed.warmup == 3s);
}

TEST_CASE("medium-turns reuses its prefix, other suites only by flag", "[to_scenario]") {
    const auto turns = plan("--repo a/b --suite medium-turns").value().scenario;
    CHECK(turns.server.cache_prompt);
    CHECK(turns.server.reuses_prefix);
    CHECK(turns.run.cache_prompt);

    const auto bench = plan("--repo a/b").value().scenario;
    CHECK_FALSE(bench.server.cache_prompt);
    CHECK(bench.server.reuses_prefix); // for the chat at a depth
    CHECK_FALSE(plan("--repo a/b --depth 0").value().scenario.server.reuses_prefix);

    const auto multi = plan("--repo a/b --suite multi").value().scenario;
    CHECK_FALSE(multi.server.cache_prompt);
    CHECK_FALSE(multi.server.reuses_prefix);
    CHECK(plan("--repo a/b --cache-prompt").value().scenario.server.cache_prompt);
}

TEST_CASE("the server inherits the environment, with the original script's default",
          "[to_scenario]") {
    const auto inherited = plan("--repo a/b", surroundings({"HOME=/root", "GGML_X=1"})).value();
    CHECK(variables(inherited, "HOME") == Words{"HOME=/root"});
    CHECK(variables(inherited, "GGML_X") == Words{"GGML_X=1"});
    CHECK(variables(inherited, "LLAMA_ARG_FLASH_ATTN") == Words{"LLAMA_ARG_FLASH_ATTN=auto"});

    const auto users = surroundings({"LLAMA_ARG_FLASH_ATTN=off"});
    CHECK(variables(plan("--repo a/b", users).value(), "LLAMA_ARG_FLASH_ATTN") ==
          Words{"LLAMA_ARG_FLASH_ATTN=off"});
    CHECK(variables(plan("--repo a/b --env LLAMA_ARG_FLASH_ATTN=on", users).value(),
                    "LLAMA_ARG_FLASH_ATTN") == Words{"LLAMA_ARG_FLASH_ATTN=on"});
}

TEST_CASE("the flag --clean-env keeps hidden settings away from the server", "[to_scenario]") {
    const auto where = surroundings(
        {"PATH=/bin", "LLAMA_ARG_THREADS=1", "GGML_X=1", "AIP_MODE=1", "XDG_CONFIG_HOME=/home/x"});
    const auto clean = plan("--repo a/b --clean-env --env GGML_Y=2", where).value();

    CHECK(variables(clean, "PATH") == Words{"PATH=/bin"});
    CHECK(variables(clean, "LLAMA_ARG_THREADS").empty());
    CHECK(variables(clean, "GGML_X").empty());
    CHECK(variables(clean, "AIP_MODE").empty());
    CHECK(variables(clean, "GGML_Y") == Words{"GGML_Y=2"});
    CHECK(variables(clean, "XDG_CONFIG_HOME") == Words{"XDG_CONFIG_HOME=/tmp/empty"});
}

TEST_CASE("a key comes from the flag, moebench's variable, or the server's environment",
          "[to_scenario]") {
    const auto both = surroundings({"MOEBENCH_API_KEY=mine", "LLAMA_API_KEY=servers"});
    const auto key = [](const Result<RunPlan>& result) {
        return result.value().scenario.server.api_key;
    };

    CHECK(key(plan("--repo a/b --api-key typed", both)) == "typed");
    CHECK(key(plan("--repo a/b", both)) == "mine");
    CHECK(key(plan("--repo a/b", surroundings({"LLAMA_API_KEY=servers"}))) == "servers");
    CHECK(key(plan("--repo a/b --clean-env", surroundings({"LLAMA_API_KEY=servers"}))).empty());
    CHECK(key(plan("--url http://127.0.0.1:1", both)) == "mine");
}

TEST_CASE("with --url no server is started, and there is no log", "[to_scenario]") {
    const auto attached = plan("--url http://127.0.0.1:8080 --alias big").value();

    CHECK(attached.scenario.url == "http://127.0.0.1:8080");
    CHECK(attached.scenario.run.model == "big");
    CHECK(attached.scenario.server.binary.empty());
    CHECK(attached.scenario.log_file.empty());
    CHECK(attached.outputs.log.empty());
    CHECK(plan("--url unix:///tmp/s.sock").has_value());
    CHECK(plan("--url ftp://x").error().code == Errc::invalid_option);
}

TEST_CASE("flags after -- that change the server's address are refused", "[to_scenario]") {
    for (const char* flag : {"--host 0.0.0.0", "--port 1", "-a x", "--alias x"}) {
        const auto result = plan(std::string("--repo a/b -- ") + flag);
        INFO(flag);
        CHECK(result.error().code == Errc::invalid_option);
    }
    CHECK(plan("--repo a/b -- --ubatch-size 9").value().scenario.server.extra_args ==
          Words{"--ubatch-size", "9"});
}

TEST_CASE("an extra body that cannot be merged is refused before the start", "[to_scenario]") {
    CHECK(plan("--repo a/b --extra-body {\"top_p\":1}").has_value());
    const auto result = plan("--repo a/b --extra-body {");
    CHECK(result.error().code == Errc::invalid_option);
    CHECK(result.error().message().starts_with("--extra-body"));
    CHECK(plan("--repo a/b --extra-body [1]").has_error());
}

TEST_CASE("the kernel kills the server if moebench is killed", "[to_scenario]") {
    CHECK(plan("--repo a/b").value().scenario.die_with_parent);
}
