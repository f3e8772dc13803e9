// SPDX-License-Identifier: MIT
#include <moebench/suites/builtin_suite.hpp>

#include <catch2/catch.hpp>

#include <support/temporary_folder.hpp>

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

TEST_CASE("the file of a suite is read once, and its SHA-256 is known", "[builtin_suite]") {
    const test::TemporaryFolder folder;
    const bool prompts = GENERATE(true, false);
    SuiteSpec spec;
    (prompts ? spec.file : spec.text_file) = folder / "input";
    CHECK_FALSE(input_sha256(spec));
    test::write_file(folder / "input", "abc");
    REQUIRE(read_input(spec).has_value());
    test::write_file(folder / "input", "changed");
    REQUIRE(read_input(spec).has_value());
    CHECK(spec.input == "abc");
    CHECK(input_sha256(spec) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a suite without a file reads none", "[builtin_suite]") {
    SuiteSpec spec;
    spec.builtin = BuiltinSuite::base;
    spec.text_file = "/nonexistent/of bench only";
    CHECK(read_input(spec).has_value());
    CHECK_FALSE(spec.input);
}

TEST_CASE("a file that cannot be read fails with the system's message", "[builtin_suite]") {
    const auto [path, words] = GENERATE(table<std::string, std::string>({
        {"/nonexistent/suite.json", "No such file or directory"},
        {"/tmp", "Is a directory"},
    }));
    SuiteSpec spec;
    spec.file = path;

    const auto read = read_input(spec);

    REQUIRE(read.has_error());
    CHECK(read.error().message() == "reading " + path + ": " + words);
}

} // namespace moebench
