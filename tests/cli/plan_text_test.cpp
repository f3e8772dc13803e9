// SPDX-License-Identifier: MIT
#include "plan_text.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace moebench;
using namespace moebench::cli;
using namespace std::chrono_literals;

namespace {

RunPlan plan(BuiltinSuite suite) {
    RunPlan result;
    result.scenario.suite.builtin = suite;
    result.outputs.result = "r.json";
    result.outputs.samples = "r.jsonl";
    result.outputs.log = "r.log";
    return result;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a word is quoted if a shell would change it", "[plan_text]") {
    CHECK(shell_quote("--port") == "--port");
    CHECK(shell_quote("a/b:Q4_K_M") == "a/b:Q4_K_M");
    CHECK(shell_quote("") == "''");
    CHECK(shell_quote("a b") == "'a b'");
    CHECK(shell_quote("\\.ffn_(up|down)_exps=CPU") == "'\\.ffn_(up|down)_exps=CPU'");
    CHECK(shell_quote("it's") == "'it'\\''s'");
    CHECK(shell_quote("$HOME;`x`\n") == "'$HOME;`x`\n'");
}

TEST_CASE("the printed command sets the same variables as the run, and hides secrets",
          "[plan_text]") {
    ServerCommand command;
    command.argv = {"bin/llama-server", "-m", "my model.gguf", "--api-key", "sk-1"};
    command.environment = {"HOME=/root", "LLAMA_ARG_FLASH_ATTN=auto", "HF_TOKEN=hf_1", "A=b c"};
    const std::vector<std::string> inherited = {"HOME=/root", "LLAMA_ARG_FLASH_ATTN=on",
                                                "GGML_X=1"};

    CHECK(render_command(command, inherited) ==
          "env -u GGML_X LLAMA_ARG_FLASH_ATTN=auto HF_TOKEN='<redacted>' A='b c' "
          "bin/llama-server -m 'my model.gguf' --api-key '<redacted>'");
}

TEST_CASE("with an unchanged environment only the command is printed", "[plan_text]") {
    ServerCommand command;
    command.argv = {"llama-server"};
    command.environment = {"A=1"};

    CHECK(render_command(command, command.environment) == "llama-server");
}

TEST_CASE("a plan says what is sent, when it stops and how long it takes", "[plan_text]") {
    RunPlan multi = plan(BuiltinSuite::multi);
    multi.scenario.run.max_failures = 2;
    const auto text = render_plan(multi);

    CHECK(has(text, "suite     multi: 4 short prompts\n"));
    CHECK(has(text, "requests  streamed, replies of up to 192 tokens, prompt cache off\n"));
    CHECK(has(text, "warm-up   10 s\n"));
    CHECK(has(text, "stops     when 60 s are over and every prompt was sent, or at failure "
                    "number 3\n"));
    CHECK(has(text, "takes     about 70 s plus loading"));
    CHECK(has(text, "result    r.json\nsamples   r.jsonl\nlog       r.log\n"));
}

TEST_CASE("the time of a run by count is not known", "[plan_text]") {
    RunPlan counted = plan(BuiltinSuite::long_prompt);
    counted.scenario.run.repetitions = 3;
    counted.scenario.run.warmup_requests = 1;
    const auto text = render_plan(counted);

    CHECK(has(text, "suite     long: 1 prompt of 8192 tokens\n"));
    CHECK(has(text, "warm-up   1 request\n"));
    CHECK(has(text, "stops     after 3 passes over the prompts, or at failure number 1\n"));
    CHECK(has(text, "takes     until all requests end, plus loading\n"));
}

TEST_CASE("a growing chat ends at a size, a number of turns, or its first failure", "[plan_text]") {
    RunPlan turns = plan(BuiltinSuite::medium_turns);
    turns.scenario.run.max_failures = 5;
    const auto text = render_plan(turns);

    CHECK(has(text, "a chat that grows by 5000 tokens a turn\n"));
    CHECK(has(text, "warm-up   none\n"));
    CHECK(has(text, "after a prompt of 60000 tokens, or 20 turns, or at failure number 1\n"));
}

TEST_CASE("a suite file is named, and a running server has no log", "[plan_text]") {
    RunPlan own = plan(BuiltinSuite::multi);
    own.scenario.suite.file = "mine.jsonl";
    own.outputs.log.clear();
    const auto text = render_plan(own);

    CHECK(has(text, "suite     the prompts of mine.jsonl\n"));
    CHECK_FALSE(has(text, "log "));
}
