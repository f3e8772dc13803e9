// SPDX-License-Identifier: MIT
#include "resumed_words.hpp"

#include <catch2/catch.hpp>

using namespace moebench;
using namespace moebench::cli;

namespace {

using Words = std::vector<std::string>;

const Words stored = {"compare", "--arm", "a=x",    "--arm-args", "a=-t 4",     "--arm",
                      "b=y",     "-m",    "m.gguf", "--api-key",  "<redacted>", "--boots",
                      "5",       "--",    "-ub",    "16"};

ResumeOptions typed(const Words& words) {
    Words all = {"compare", "--resume", "--out", "r.json"};
    all.insert(all.end(), words.begin(), words.end());
    return std::get<ResumeOptions>(parse_command_line(all).value());
}

Words resumed(const Words& words) { return resumed_words(stored, typed(words)).value(); }

} // namespace

TEST_CASE("a resumed comparison has its saved flags, without the key", "[resumed_words]") {
    CHECK(typed({}).out == "r.json");
    CHECK(resumed({}) == Words{"compare", "--arm", "a=x", "--arm-args", "a=-t 4", "--arm", "b=y",
                               "-m", "m.gguf", "--boots", "5", "--out", "r.json", "--", "-ub",
                               "16"});
}

TEST_CASE("a typed flag replaces all saved ones of its name, in their place", "[resumed_words]") {
    CHECK(resumed({"--arm=c=z", "--model", "n.gguf", "--quiet", "--", "-t", "2"}) ==
          Words{"compare", "--arm", "c=z", "--arm-args", "a=-t 4", "--model", "n.gguf", "--boots",
                "5", "--out", "r.json", "--quiet", "--", "-t", "2"});
    const auto only = only_flag(typed({"--quiet", "--boots", "7"}), "--boots");
    REQUIRE(only.flags.size() == 1);
    CHECK(only.flags[0].words == Words{"--boots", "7"});
}

TEST_CASE("a saved flag with a secret has to be typed again", "[resumed_words]") {
    const Words secret = {"compare", "--aa", "--env", "HF_TOKEN=<redacted>"};
    CHECK_THAT(resumed_words(secret, typed({})).error().message(),
               Catch::Contains("type --env again"));
    CHECK(resumed_words(secret, typed({"--env", "HF_TOKEN=x"})).value() ==
          Words{"compare", "--aa", "--env", "HF_TOKEN=x", "--out", "r.json"});
}

TEST_CASE("a resumed comparison needs its name, and known flags", "[resumed_words]") {
    const auto fault = [](const Words& words) {
        return parse_command_line(words).error().message();
    };
    CHECK_THAT(fault({"compare", "--resume"}), Catch::StartsWith("--resume needs --out FILE"));
    CHECK_THAT(fault({"compare", "--resume", "--out", "r.json", "--bots", "3"}),
               Catch::Contains("did you mean --boots?"));
}
