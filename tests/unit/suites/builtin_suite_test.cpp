// SPDX-License-Identifier: MIT
#include <moebench/suites/builtin_suite.hpp>

#include <catch2/catch.hpp>

namespace moebench {

namespace {

Scenario scenario(BuiltinSuite suite) {
    Scenario scenario;
    scenario.suite.builtin = suite;
    return scenario;
}

} // namespace

TEST_CASE("the list of suites is in the order of the enumerators", "[builtin_suite]") {
    for (const auto& traits : builtin_suites) {
        CHECK(traits_of(traits.suite).name == traits.name);
        SuiteSpec spec;
        spec.builtin = traits.suite;
        CHECK(suite_name(spec) == traits.name);
    }
}

TEST_CASE("medium-turns always uses the prompt cache, other suites only on request",
          "[builtin_suite]") {
    const auto turns = resolved(scenario(BuiltinSuite::medium_turns));
    CHECK(turns.server.reuses_prefix);
    CHECK(turns.run.cache_prompt);
    CHECK(turns.server.cache_prompt);

    const auto multi = resolved(scenario(BuiltinSuite::multi));
    CHECK_FALSE(multi.server.reuses_prefix);
    CHECK_FALSE(multi.run.cache_prompt);
    CHECK_FALSE(multi.server.cache_prompt);
}

TEST_CASE("a server allows the cache when requests use it", "[builtin_suite]") {
    auto asked = scenario(BuiltinSuite::multi);
    asked.run.cache_prompt = true;

    CHECK(resolved(asked).server.cache_prompt);
    CHECK_FALSE(resolved(asked).server.reuses_prefix);
}

TEST_CASE("a file of prompts is never a built-in suite, whatever its name", "[builtin_suite]") {
    auto filed = scenario(BuiltinSuite::medium_turns);
    filed.suite.file = "a/medium-turns.jsonl";

    CHECK(suite_name(filed.suite) == "medium-turns");
    CHECK_FALSE(resolved(filed).server.reuses_prefix);
    CHECK_FALSE(resolved(filed).run.cache_prompt);
}

TEST_CASE("requests name the alias of our own server, and only a given model of other servers",
          "[builtin_suite]") {
    auto own = scenario(BuiltinSuite::multi);
    own.server.alias = "ours";
    CHECK(resolved(own).run.model == "ours");

    own.run.model = "chosen";
    CHECK(resolved(own).run.model == "chosen");

    own.run.model = "";
    own.url = "http://127.0.0.1:1";
    CHECK(resolved(own).run.model.empty());
}

} // namespace moebench
