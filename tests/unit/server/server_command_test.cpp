// SPDX-License-Identifier: MIT
#include <moebench/server/server_command.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

#include <support/words.hpp>

namespace moebench {

namespace {

using namespace test;
using Replaced = std::vector<std::pair<std::string, std::string>>;

ServerConfig seed_config() {
    ServerConfig config;
    config.binary = "/opt/llama-server";
    config.repo = "unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M";
    config.profile = Profile::seed;
    config.port = 18080;
    config.alias = "bench-multi-cpu-moe";
    return config;
}

std::string joined(const Words& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

std::string argv_of(const ServerConfig& config, const ServerProbe& probe = {}) {
    return joined(server_command(config, probe).value().argv);
}

bool has(const ServerConfig& config, const std::string& words) {
    return (" " + argv_of(config) + " ").find(" " + words + " ") != std::string::npos;
}

Failure failure_of(const ServerConfig& config, const ServerProbe& probe = {}) {
    const auto command = server_command(config, probe);
    REQUIRE(command.has_error());
    return command.error();
}

/// A server that knows moebench's flags except `unknown`.
ServerProbe probe_without(std::initializer_list<std::string> unknown, Words more = {}) {
    ServerProbe probe;
    const auto flags =
        split("-hf -m --no-mmproj --host --port -a -c -ngl -np --no-ui --metrics --cpu-moe "
              "--no-warmup --log-verbosity --reasoning -cram -ctxcp --no-cache-prompt -fit -ot "
              "--n-cpu-moe --load-mode --no-op-offload --offline");
    probe.flags = {flags.begin(), flags.end()};
    for (const auto& flag : unknown) probe.flags.erase(flag);
    probe.flags.insert(more.begin(), more.end());
    return probe;
}

const std::string seed_argv =
    "/opt/llama-server -hf unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M --no-mmproj --host 127.0.0.1 "
    "--port 18080 -a bench-multi-cpu-moe -c 4096 -ngl auto -np 1 --no-ui --no-warmup --metrics "
    "--reasoning off --log-verbosity 2";

} // namespace

TEST_CASE("profile seed is the original script's argv", "[server_command]") {
    auto config = seed_config();
    CHECK(argv_of(config) == seed_argv + " --no-cache-prompt --cpu-moe");

    config.cache_prompt = true;
    CHECK(argv_of(config) == seed_argv + " --cpu-moe");

    config.mode = OffloadMode::fit_auto;
    CHECK(argv_of(config) == seed_argv);

    config.no_op_offload = true;
    CHECK(argv_of(config) == seed_argv + " --no-op-offload");

    config.cache_prompt = false;
    config.mode = OffloadMode::cpu_moe;
    CHECK(argv_of(config) == seed_argv + " --no-cache-prompt --cpu-moe --no-op-offload");
}

TEST_CASE("profile plain logs what profile seed hides", "[server_command]") {
    auto config = seed_config();
    config.profile = Profile::plain;

    auto expected = seed_argv + " --no-cache-prompt --cpu-moe";
    expected.replace(expected.find("verbosity 2"), 11, "verbosity 4");
    CHECK(argv_of(config) == expected);
}

TEST_CASE("profile measure adds the flags that make boots comparable", "[server_command]") {
    auto config = seed_config();
    config.profile = Profile::measure;

    CHECK(has(config, "-ngl all"));
    CHECK(has(config, "-cram 0"));
    CHECK(has(config, "-ctxcp 0"));
    CHECK(has(config, "-fit off"));

    config.reuses_prefix = true;
    CHECK_FALSE(has(config, "-ctxcp 0"));

    config.mode = OffloadMode::fit_auto;
    CHECK(has(config, "-ngl auto"));
    CHECK(has(config, "-fit on"));
}

TEST_CASE("profile bare names the model and the address", "[server_command]") {
    auto config = seed_config();
    config.profile = Profile::bare;

    CHECK(argv_of(config) ==
          "/opt/llama-server -hf unsloth/Qwen3-30B-A3B-GGUF:Q4_K_M --host 127.0.0.1 --port 18080 "
          "-a bench-multi-cpu-moe -c 4096");
}

TEST_CASE("a model file replaces a repository", "[server_command]") {
    auto config = seed_config();
    config.repo.clear();
    config.model = "/models/with space.gguf";

    CHECK(has(config, "-m /models/with space.gguf"));
    CHECK_FALSE(has(config, "-hf"));
}

TEST_CASE("a server needs exactly one model", "[server_command]") {
    auto config = seed_config();

    SECTION("none is an error") { config.repo.clear(); }
    SECTION("two are an error") { config.model = "x.gguf"; }

    CHECK(failure_of(config).code == Errc::invalid_option);
}

TEST_CASE("any placement of the user replaces the placement of the mode", "[server_command]") {
    const auto profile = GENERATE(Profile::seed, Profile::plain, Profile::measure, Profile::bare);
    auto config = seed_config();
    config.profile = profile;

    SECTION("--n-cpu-moe") {
        config.n_cpu_moe = 3;
        CHECK(has(config, "--n-cpu-moe 3"));
    }
    SECTION("--override-tensor, each") {
        config.override_tensors = {"exps=CPU", "attn=CUDA0"};
        CHECK(has(config, "-ot exps=CPU -ot attn=CUDA0"));
    }
    SECTION("after --") {
        config.extra_args =
            GENERATE(Words{"--n-cpu-moe", "3"}, Words{"-ncmoe", "3"}, Words{"-ot", "x=CPU"},
                     Words{"--override-tensor", "x=CPU"}, Words{"--override_tensor", "x=CPU"},
                     Words{"-fit", "off"}, Words{"-cmoe"});
        CHECK(has(config, joined(config.extra_args)));
    }
    SECTION("in the environment") {
        config.environment = {GENERATE("LLAMA_ARG_CPU_MOE=1", "LLAMA_ARG_N_CPU_MOE=3",
                                       "LLAMA_ARG_OVERRIDE_TENSOR=x=CPU", "LLAMA_ARG_FIT=off")};
    }

    CHECK_FALSE(has(config, "--cpu-moe"));
}

TEST_CASE("placement: --cpu-moe after -- is given once", "[server_command]") {
    auto config = seed_config();
    config.extra_args = {"--cpu-moe"};

    const auto argv = server_command(config, {}).value().argv;

    CHECK(std::count(argv.begin(), argv.end(), "--cpu-moe") == 1);
}

TEST_CASE("a flag after -- replaces moebench's flag of the same meaning", "[server_command]") {
    const auto [extra, ours] = GENERATE(table<Words, std::string>({
        {{"-c", "8192"}, "-c 4096"},
        {{"--ctx-size", "8192"}, "-c 4096"},
        {{"--ctx_size", "8192"}, "-c 4096"},
        {{"-ngl", "10"}, "-ngl auto"},
        {{"--n-gpu-layers", "10"}, "-ngl auto"},
        {{"--parallel", "2"}, "-np 1"},
        {{"--warmup"}, "--no-warmup"},
        {{"-lv", "5"}, "--log-verbosity 2"},
        {{"-v"}, "--log-verbosity 2"},
        {{"--cache-prompt"}, "--no-cache-prompt"},
        {{"--reasoning", "on"}, "--reasoning off"},
        {{"--webui"}, "--no-ui"},
        {{"--mmproj", "x.gguf"}, "--no-mmproj"},
    }));
    auto config = seed_config();
    REQUIRE(has(config, ours));

    config.extra_args = extra;

    CHECK_FALSE(has(config, ours));
    CHECK(argv_of(config).ends_with(" " + joined(extra)));
}

TEST_CASE("other flags after -- come last, as typed", "[server_command]") {
    auto config = seed_config();
    config.extra_args = {"-ub", "2048", "--seed", "-1", "-ctk", "q8_0"};

    CHECK(argv_of(config) ==
          seed_argv + " --no-cache-prompt --cpu-moe -ub 2048 --seed -1 -ctk q8_0");
}

TEST_CASE("the user's flags cannot change the server's address or alias", "[server_command]") {
    auto config = seed_config();
    config.extra_args = GENERATE(Words{"--host", "0.0.0.0"}, Words{"--port", "1"}, Words{"-a", "x"},
                                 Words{"--alias", "x"});

    const auto failure = failure_of(config);

    CHECK(failure.code == Errc::invalid_option);
    CHECK(failure.context.find("'" + config.extra_args.front() + "'") != std::string::npos);
}

TEST_CASE("a flag that the server spells differently is replaced and recorded",
          "[server_command]") {
    const auto [unknown, known, profile, wanted, used] =
        GENERATE(table<std::string, std::string, Profile, std::string, std::string>({
            {"--no-ui", "--no-webui", Profile::seed, "--no-ui", "--no-webui"},
            {"--no-ui", "", Profile::seed, "--no-ui", ""},
            {"--reasoning", "--reasoning-budget", Profile::seed, "--reasoning off",
             "--reasoning-budget 0"},
            {"--cpu-moe", "-ot", Profile::seed, "--cpu-moe", "-ot \\.ffn_(up|down|gate)_exps=CPU"},
            {"-ctxcp", "--swa-checkpoints", Profile::measure, "-ctxcp 0", "--swa-checkpoints 0"},
            {"-cram", "", Profile::measure, "-cram 0", ""},
            {"--no-mmproj", "", Profile::seed, "--no-mmproj", ""},
        }));
    auto config = seed_config();
    config.profile = profile;

    const auto command = server_command(config, probe_without({unknown}, {known})).value();

    CHECK(command.replaced_flags == Replaced{{wanted, used}});
    CHECK((" " + joined(command.argv) + " ").find(" " + wanted + " ") == std::string::npos);
    CHECK((" " + joined(command.argv) + " ").find(" " + used) != std::string::npos);
}

TEST_CASE("a server that knows all of moebench's flags gets them, and nothing is replaced",
          "[server_command]") {
    const auto command = server_command(seed_config(), probe_without({})).value();

    CHECK(joined(command.argv) == seed_argv + " --no-cache-prompt --cpu-moe");
    CHECK(command.replaced_flags.empty());
}

TEST_CASE("an old server gets a number of layers", "[server_command]") {
    auto probe = probe_without({});
    probe.ngl_words = false;

    const auto command = server_command(seed_config(), probe).value();

    CHECK((joined(command.argv)).find("-ngl 99 ") != std::string::npos);
    CHECK(command.replaced_flags == Replaced{{"-ngl auto", "-ngl 99"}});
}

TEST_CASE("the log level is the one that prints placement on this server", "[server_command]") {
    auto config = seed_config();
    config.profile = Profile::plain;
    auto probe = probe_without({});

    probe.placement_verbosity = 3;
    CHECK(argv_of(config, probe).find("--log-verbosity 3") != std::string::npos);

    probe.placement_verbosity.reset();
    CHECK(argv_of(config, probe).find("verbosity") == std::string::npos);
}

TEST_CASE("a user's flag that the server does not know is an error", "[server_command]") {
    auto config = seed_config();
    config.extra_args = {"--brand-new", "1"};
    CHECK(failure_of(config, probe_without({})).context.find("'--brand-new'") != std::string::npos);

    config.extra_args.clear();
    config.n_cpu_moe = 3;
    CHECK(failure_of(config, probe_without({"--n-cpu-moe"})).context.find("--n-cpu-moe") !=
          std::string::npos);

    config.n_cpu_moe.reset();
    config.no_op_offload = true;
    CHECK(failure_of(config, probe_without({"--no-op-offload"})).code == Errc::invalid_option);
}

TEST_CASE("load modes have the server's own spelling", "[server_command]") {
    const auto [mode, older] = GENERATE(table<std::string, std::string>({
        {"none", "--no-mmap"},
        {"mlock", "--mlock"},
        {"dio", "--direct-io"},
        {"mmap", ""},
    }));
    auto config = seed_config();
    config.load_mode = mode;

    CHECK(argv_of(config, probe_without({})).ends_with(" --load-mode " + mode));
    const auto old_probe = probe_without({"--load-mode"}, {"--no-mmap", "--mlock", "--direct-io"});
    const auto command = server_command(config, old_probe).value();
    CHECK(joined(command.argv).ends_with(older));
    CHECK(joined(command.argv).find("--load-mode") == std::string::npos);
    CHECK(command.replaced_flags == Replaced{{"--load-mode " + mode, older}});
}

TEST_CASE("secrets are passed in the environment, never in argv", "[server_command]") {
    auto config = seed_config();
    config.environment = {"PATH=/bin", "HF_TOKEN=old"};

    SECTION("moebench's own key") {
        config.api_key = "sk-1";
        const auto command = server_command(config, {}).value();
        CHECK(command.api_key == "sk-1");
        CHECK(command.environment == Words{"PATH=/bin", "HF_TOKEN=old", "LLAMA_API_KEY=sk-1"});
        CHECK(joined(command.argv).find("sk-1") == std::string::npos);
    }
    SECTION("after --") {
        config.extra_args = {"--api-key", "sk-2", "-hft", "hf_3", "-ub", "1"};
        const auto command = server_command(config, {}).value();
        CHECK(command.api_key == "sk-2");
        CHECK(command.environment == Words{"PATH=/bin", "HF_TOKEN=hf_3", "LLAMA_API_KEY=sk-2"});
        CHECK(joined(command.argv).find("sk-2") == std::string::npos);
        CHECK(joined(command.argv).find("hf_3") == std::string::npos);
        CHECK(joined(command.argv).ends_with(" -ub 1"));
    }
}

TEST_CASE("recorded argv hides secrets", "[server_command]") {
    const Words argv = split("server --api-key sk-1 -hft a --hf-token b --api_key c -c 4096");

    CHECK(joined(redacted_argv(argv)) ==
          "server --api-key <redacted> -hft <redacted> --hf-token <redacted> "
          "--api_key <redacted> -c 4096");
    CHECK(redacted_argv(Words{"server", "--api-key"}) == Words{"server", "--api-key"});
    CHECK(redacted_argv({}).empty());
}

TEST_CASE("recorded variables hide secrets", "[server_command]") {
    CHECK(redacted_variable("LLAMA_API_KEY=sk") == "LLAMA_API_KEY=<redacted>");
    CHECK(redacted_variable("HF_TOKEN=a=b") == "HF_TOKEN=<redacted>");
    CHECK(redacted_variable("MY_SECRET=x") == "MY_SECRET=<redacted>");
    CHECK(redacted_variable("LLAMA_ARG_CTX_SIZE=KEY") == "LLAMA_ARG_CTX_SIZE=KEY");
}

TEST_CASE("the variables that change results are recorded in order", "[server_command]") {
    const Words environment =
        split("PATH=/bin OMP_NUM_THREADS=4 GGML_CUDA_NO_PINNED=1 LLAMA_API_KEY=sk-1 "
              "CUDA_VISIBLE_DEVICES=0 HOME=/root HIP_X=1 VK_Y=2 MY_LLAMA_X=3");

    CHECK(recorded_variables(environment) ==
          Words{"CUDA_VISIBLE_DEVICES=0", "GGML_CUDA_NO_PINNED=1", "HIP_X=1",
                "LLAMA_API_KEY=<redacted>", "OMP_NUM_THREADS=4", "VK_Y=2"});
}

TEST_CASE("the server's environment is inherited, with flash attention as in the original script",
          "[server_command]") {
    const Words inherited = {"PATH=/bin", "LLAMA_ARG_THREADS=4", "AIP_MODE=x"};

    CHECK(server_environment(inherited, false, "/empty", {}) ==
          Words{"PATH=/bin", "LLAMA_ARG_THREADS=4", "AIP_MODE=x", "LLAMA_ARG_FLASH_ATTN=auto"});
    CHECK(server_environment(Words{"LLAMA_ARG_FLASH_ATTN=off"}, false, "/empty", {}) ==
          Words{"LLAMA_ARG_FLASH_ATTN=off"});
}

TEST_CASE("a clean environment has no hidden input", "[server_command]") {
    const Words inherited =
        split("PATH=/bin LLAMA_ARG_THREADS=4 GGML_X=1 AIP_MODE=x LLAMA_ARG_FLASH_ATTN=off "
              "XDG_CONFIG_HOME=/home/c CUDA_VISIBLE_DEVICES=0");

    CHECK(server_environment(inherited, true, "/empty", {}) ==
          Words{"PATH=/bin", "CUDA_VISIBLE_DEVICES=0", "XDG_CONFIG_HOME=/empty",
                "LLAMA_ARG_FLASH_ATTN=auto"});
}

TEST_CASE("variables given by the user replace all others", "[server_command]") {
    const Words inherited = {"A=1", "B=2", "A=3"};

    CHECK(server_environment(inherited, false, "/empty",
                             Words{"A=new", "LLAMA_ARG_FLASH_ATTN=on", "EMPTY="}) ==
          Words{"B=2", "A=new", "LLAMA_ARG_FLASH_ATTN=on", "EMPTY="});
}

TEST_CASE("a secret is never repeated, even in a spelling that no server accepts",
          "[server_command]") {
    auto config = seed_config();
    config.extra_args = {"--api-key=hunter2"};
    const auto failure = failure_of(config);
    CHECK(failure.code == Errc::invalid_option);
    CHECK(failure.context.find("hunter2") == std::string::npos);
}

TEST_CASE("the server gets the whole list of keys, the client sends the first one",
          "[server_command]") {
    auto config = seed_config();
    config.api_key = "one,two";
    const auto command = server_command(config, ServerProbe()).value();
    CHECK(command.api_key == "one");
    CHECK(command.environment.back() == "LLAMA_API_KEY=one,two");
}

TEST_CASE("a placement flag wins over a variable, and the dropped variable is recorded",
          "[server_command]") {
    auto config = seed_config();
    config.environment = {"LLAMA_ARG_CPU_MOE=1", "HOME=/root"};
    config.n_cpu_moe = 3;
    const auto command = server_command(config, ServerProbe()).value();
    CHECK(command.environment == Words{"HOME=/root"});
    REQUIRE(command.replaced_flags.size() == 1);
    CHECK(command.replaced_flags.front().first == "LLAMA_ARG_CPU_MOE");
}

TEST_CASE("a variable that the server ignores does not count as a placement", "[server_command]") {
    const auto has_flag = [](const std::string& variable) {
        auto config = seed_config();
        config.environment = {variable};
        return has(config, "--cpu-moe");
    };
    CHECK(has_flag("LLAMA_ARG_CPU_MOE=0"));
    CHECK(has_flag("LLAMA_ARG_CPU_MOE="));
    CHECK_FALSE(has_flag("LLAMA_ARG_CPU_MOE=1"));
    CHECK_FALSE(has_flag("LLAMA_ARG_FIT=on"));
}

} // namespace moebench
