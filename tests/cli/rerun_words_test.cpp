// SPDX-License-Identifier: MIT
#include "rerun_words.hpp"

#include <catch2/catch.hpp>

#include <support/words.hpp>

using namespace moebench;
using namespace moebench::cli;
using namespace moebench::test;

namespace {

RerunOptions none() {
    RerunOptions options;
    options.result = "theirs.json";
    return options;
}

} // namespace

TEST_CASE("a rerun has the saved command line without its files", "[rerun_words]") {
    const Words theirs = {"compare", "--baseline", "a",          "--out=x.json", "--markdown",
                          "-",       "--resume",   "--model",    "m.gguf",       "--samples",
                          "s.jsonl", "--plan",     "--api-key",  "<redacted>",   "--",
                          "-ub",     "16",         "--log-file", "server's own"};
    CHECK(rerun_words(theirs, none(), 42).value() ==
          Words{"compare", "--baseline", "a", "--model", "m.gguf", "--order-seed", "42", "--",
                "-ub", "16", "--log-file", "server's own"});
}

TEST_CASE("flags of the rerun replace the saved ones", "[rerun_words]") {
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

TEST_CASE("a result that cannot be repeated is refused", "[rerun_words]") {
    CHECK_THAT(rerun_words({}, none(), std::nullopt).error().message(),
               Catch::Contains("does not contain the command line"));
    const Words secret = {"run", "--env", "HF_TOKEN=<redacted>"};
    CHECK_THAT(rerun_words(secret, none(), std::nullopt).error().message(),
               Catch::Contains("contains a secret"));
}
