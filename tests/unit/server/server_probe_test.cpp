// SPDX-License-Identifier: MIT
#include <moebench/server/server_probe.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

// Parts of the --help of b11434, and of the form that older servers print.
constexpr std::string_view new_help =
    "----- common params -----\n"
    "\n"
    "-h,    --help, --usage                  print usage and exit\n"
    "-c,    --ctx-size N                     size of the prompt context (default: 0)\n"
    "                                        (env: LLAMA_ARG_CTX_SIZE)\n"
    "-ngl,  --gpu-layers, --n-gpu-layers N   max. number of layers to store in VRAM, either an\n"
    "                                        exact number, 'auto', or 'all' (default: auto)\n"
    "-cmoe, --cpu-moe                        keep all MoE weights in the CPU\n"
    "--no-op-offload                         disable\n"
    "-lm,   --load-mode MODE                 none, mmap, --mlock is gone\n"
    "-lv,   --verbosity, --log-verbosity N   Set the verbosity threshold: - 0: generic output\n"
    "                                        - 1: error - 2: warning - 3: info\n"
    "                                        - 4: trace (more info) - 5: debug (default: 3)\n"
    "--ui,  --no-ui                          whether to serve the UI\n"
    "----- sampling params -----\n"
    "-s,    --seed SEED                      RNG seed\n";

} // namespace

TEST_CASE("both forms of a version line are read", "[server_probe]") {
    const auto [output, line, number, commit] =
        GENERATE(table<std::string, std::string, std::int64_t, std::string>({
            {"version: 9749 (d32676d77)\nbuilt with GNU 12.2.0 for Linux x86_64\n",
             "version: 9749 (d32676d77)", 9749, "d32676d77"},
            {"version: 0.6.0-dev (build 11434, commit 82bb48500)\r\nbuilt with GNU\n",
             "version: 0.6.0-dev (build 11434, commit 82bb48500)", 11434, "82bb48500"},
            {"warning: no GPU\nggml_cuda_init: found 1\nversion: 0 (unknown)",
             "version: 0 (unknown)", 0, "unknown"},
        }));

    const auto probe = parse_server_probe(output, "");

    CHECK(probe.version == line);
    CHECK(probe.build_number == number);
    CHECK(probe.commit == commit);
}

TEST_CASE("a server that does not answer counts as knowing every flag", "[server_probe]") {
    const auto probe = parse_server_probe("", "");

    CHECK(probe.version.empty());
    CHECK_FALSE(probe.build_number);
    CHECK(probe.knows("--anything"));
    CHECK(probe.ngl_words);
    CHECK(probe.placement_verbosity == 4);
}

TEST_CASE("all flags at the start of a line are known, and no others", "[server_probe]") {
    const auto probe = parse_server_probe("", new_help);

    for (const char* flag :
         {"-h", "--help", "--usage", "-ngl", "--gpu-layers", "--n-gpu-layers", "-cmoe", "--cpu-moe",
          "--no-op-offload", "-lm", "--load-mode", "--ui", "--no-ui", "-s", "--seed"}) {
        INFO(flag);
        CHECK(probe.knows(flag));
    }
    for (const char* flag : {"--mlock", "-----", "--cpu", "N", "-", "", "--n-cpu-moe"}) {
        INFO(flag);
        CHECK_FALSE(probe.knows(flag));
    }
}

TEST_CASE("underscores in a long flag count as dashes", "[server_probe]") {
    const auto probe = parse_server_probe("", new_help);

    CHECK(probe.knows("--no_op_offload"));
    CHECK(probe.knows("--load_mode"));
    CHECK_FALSE(probe.knows("-n_gl"));
}

TEST_CASE("the help shows whether -ngl accepts words", "[server_probe]") {
    CHECK(parse_server_probe("", new_help).ngl_words);
    CHECK_FALSE(parse_server_probe("", "-h,  --help   print usage\n"
                                       "-ngl, --gpu-layers N   number of layers to store in VRAM\n"
                                       "-x,  --other   auto\n")
                    .ngl_words);
}

TEST_CASE("the help shows which verbosity prints placement", "[server_probe]") {
    const auto [levels, verbosity] = GENERATE(table<std::string, std::optional<int>>({
        {"Set the verbosity threshold: 0: generic 1: error 4: trace (more info)", 4},
        {"Set the verbosity threshold: 0: generic 1: error 4: debug", 3},
        {"Set the verbosity threshold. Messages with a higher verbosity are ignored", std::nullopt},
    }));

    const auto probe = parse_server_probe("", "-h,  --help   print usage\n-lv,  --verbosity N   " +
                                                  levels + "\n-x, --other\n");

    CHECK(probe.placement_verbosity == verbosity);
}

} // namespace moebench
