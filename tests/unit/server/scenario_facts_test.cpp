// SPDX-License-Identifier: MIT
#include <moebench/server/scenario_facts.hpp>

#include <catch2/catch.hpp>

#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

using namespace std::chrono_literals;

Scenario scenario(BuiltinSuite suite) {
    Scenario scenario;
    scenario.suite.builtin = suite;
    return scenario;
}

} // namespace

TEST_CASE("a run that starts its server records all that is known", "[scenario_facts]") {
    test::TemporaryFolder folder;
    auto s = scenario(BuiltinSuite::multi);
    s.server.binary = folder / "llama-server";
    s.server.repo = "user/repo";
    s.server.ctx_size = 1234;
    s.server.mode = OffloadMode::fit_auto;
    s.server.profile = Profile::measure;
    s.run.cache_prompt = true;
    s.log_file = folder / "log";
    test::write_file(s.log_file, "x: n_batch   = 77\n");
    ServerProps props;
    props.build_info = "b1-x";
    props.n_ctx = 1280;
    props.total_slots = 1;
    props.model_path = "/models/x.gguf";
    ServerProbe probe;
    probe.version = "version: 1 (x)";
    ServerCommand command;
    command.argv = {s.server.binary, "--api-key", "hush"};
    command.environment = {"GGML_X=1", "HOME=/"};
    command.replaced_flags = {{"--no-ui", "--no-webui"}};

    const auto info = run_info(s, props, probe, command, 2500ms);

    CHECK(info.repo == "user/repo");
    CHECK(info.mode == "fit-auto");
    CHECK(info.profile == "measure");
    CHECK(info.ctx_size == 1234);
    CHECK(info.cache_prompt);
    CHECK(info.server_cmd == std::vector<std::string>{s.server.binary, "--api-key", "<redacted>"});
    CHECK(info.server.build_info == "b1-x");
    CHECK(info.server.n_ctx == 1280);
    CHECK(info.server.total_slots == 1);
    CHECK(info.server.model_path == "/models/x.gguf");
    CHECK(info.server.version == "version: 1 (x)");
    CHECK(info.server.load_s == 2.5);
    CHECK(info.server.replaced_flags == command.replaced_flags);
    CHECK(info.server.placement.n_batch == 77);
    CHECK(info.host.variables == std::vector<std::string>{"GGML_X=1"});
}

TEST_CASE("a run on a running server records only what that server says", "[scenario_facts]") {
    auto s = scenario(BuiltinSuite::multi);
    s.url = "http://127.0.0.1:8080";
    s.suite.file = "/prompts/my prompts.jsonl";
    s.server.model = "unused.gguf";

    const auto info = run_info(s, std::nullopt, std::nullopt, std::nullopt, std::nullopt);

    CHECK(info.repo == "http://127.0.0.1:8080");
    CHECK(info.mode == "none");
    CHECK(info.server_cmd.empty());
    CHECK_FALSE(info.server.build_info);
    CHECK_FALSE(info.server.version);
    CHECK_FALSE(info.server.load_s);
    CHECK_FALSE(info.server.binary_sha256);
    CHECK(info.host.variables.empty());
}

TEST_CASE("a model file wins over a repository", "[scenario_facts]") {
    auto s = scenario(BuiltinSuite::multi);
    s.server.model = "/models/x.gguf";
    s.server.repo = "user/repo";
    s.server.binary = "/no/such/binary";

    const auto info = run_info(s, ServerProps(), ServerProbe(), ServerCommand(), 1s);

    CHECK(info.repo == "/models/x.gguf");
    CHECK_FALSE(info.server.version); // it did not answer
}

} // namespace moebench
