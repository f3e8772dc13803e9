// SPDX-License-Identifier: MIT
#include "rerun_words.hpp"

#include <catch2/catch.hpp>

using namespace moebench;
using namespace moebench::cli;

namespace {

using Words = std::vector<std::string>;

RerunOptions none() {
    RerunOptions options;
    options.result = "theirs.json";
    return options;
}

} // namespace

TEST_CASE("a rerun has their words without their files", "[rerun_words]") {
    const Words theirs = {"compare", "--baseline", "a",          "--out=x.json", "--markdown",
                          "-",       "--resume",   "--model",    "m.gguf",       "--samples",
                          "s.jsonl", "--plan",     "--api-key",  "<redacted>",   "--",
                          "-ub",     "16",         "--log-file", "server's own"};
    CHECK(rerun_words(theirs, none(), 42).value() ==
          Words{"compare", "--baseline", "a", "--model", "m.gguf", "--order-seed", "42", "--",
                "-ub", "16", "--log-file", "server's own"});
}

TEST_CASE("a rerun has what was typed in the place of theirs", "[rerun_words]") {
    RerunOptions options = none();
    options.server_bin = "ours";
    options.model = "ours.gguf";
    options.out = "ours.json";
    const Words run = {"--server-bin=theirs", "-m", "theirs.gguf", "--out", "theirs.json"};
    CHECK(rerun_words(run, options, std::nullopt).value() ==
          Words{"--server-bin", "ours", "--model", "ours.gguf", "--out", "ours.json"});
    const Words repo = {"--repo", "a/b", "--order-seed", "7"};
    CHECK(rerun_words(repo, options, 42).value() == Words{"--order-seed", "7", "--server-bin",
                                                          "ours", "--model", "ours.gguf", "--out",
                                                          "ours.json"});
}

TEST_CASE("what cannot be done again is refused", "[rerun_words]") {
    CHECK_THAT(rerun_words({}, none(), std::nullopt).error().message(),
               Catch::Contains("does not say how"));
    const Words secret = {"run", "--env", "HF_TOKEN=<redacted>"};
    CHECK_THAT(rerun_words(secret, none(), std::nullopt).error().message(),
               Catch::Contains("has a secret"));
}
