// SPDX-License-Identifier: MIT
// Saved results: moebench report shows them, moebench rerun repeats them.
#include "compare_bench.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <sstream>
#include <string>

using namespace moebench::test;
namespace json = boost::json;

namespace {

const Words no_answers = split("--answer-positions 0 --quiet --allow-inconclusive");

/// A small `moebench run`.
Ending measure(const CompareBench& bench, const std::string& out, const Words& more = {}) {
    return bench.run(Words{"run", "--server-bin", bench.server(), "--suite", "multi",
                           "--max-tokens", "32", "--duration-s", "0", "--warmup-s", "0", "--out",
                           out} +
                     (more.empty() ? Words{"--model", "sim.gguf"} : more));
}

void compare_in_small(const CompareBench& bench, const std::string& out, const Words& more) {
    bench.run(0, Words{"compare", "--server-bin", bench.server(), "--aa", "--boots", "1", "-r", "1",
                       "--out", out} +
                     no_answers + more);
}

/// Writes a copy with `from` replaced.
void write_changed(const CompareBench& bench, const std::string& file, const std::string& from,
                   const std::string& to, const std::string& copy) {
    std::string changed = bench.text(file);
    REQUIRE(holds(changed, from));
    changed.replace(changed.find(from), from.size(), to);
    write_file(bench.folder() / copy, changed);
}

const Words multi = split("--suite multi --max-tokens 32 --model sim.gguf");
const Words bench_suite = split("--suite bench --pp 64 --tg 8 --depth 0 --model sim.gguf");
const Words other_model = split("--suite multi --max-tokens 32 --model other.gguf");

} // namespace

TEST_CASE("comparisons with different work or models are not put into one report") {
    const auto [more, said] = GENERATE(table<Words, std::string>({
        {bench_suite,
         "different work: multi (max_tokens 32, warm-up requests 4) and bench (pp 64,"},
        {other_model, "different models: sim.gguf and other.gguf"},
    }));
    const CompareBench bench;
    compare_in_small(bench, "one.json", multi);
    compare_in_small(bench, "two.json", more);
    const Ending ending = bench.run(2, {"report", "one.json", "two.json", "-o", "both.md"});
    CHECK(holds(ending.err, said));
    CHECK_FALSE(holds(bench.run({"report", "one.json"}).out, "two.json"));
    for (const auto& name : bench.folder().entries()) CHECK(name != "both.md");
}

TEST_CASE("comparisons with the same work share one table, but not one page") {
    const CompareBench bench;
    compare_in_small(bench, "one.json", multi);
    const Ending one = bench.run({"report", "one.json"});
    const Ending both = bench.run(0, {"report", "one.json", "one.json"});
    CHECK(both.out == one.out + "\n" + one.out);
    const Ending page = bench.run(2, {"report", "one.json", "one.json", "-o", "both.html"});
    CHECK(holds(page.err, "a page shows one comparison"));
}

TEST_CASE("the screen has the width and colours of the terminal") {
    const auto [variables, colours] = GENERATE(table<Words, bool>({
        {{"TERM=xterm", "NO_COLOR="}, true},
        {{"TERM=xterm", "NO_COLOR=1"}, false},
        {{"TERM=dumb"}, false},
    }));
    const CompareBench bench;
    auto options =
        bench.options(Words{"--aa", "--boots", "1", "--answer-positions", "0"} + multi, variables);
    options.out = Stdout::terminal;
    options.columns = 60;
    std::string out = run_program(MOEBENCH_TEST_PROGRAM, options).out;
    CHECK(holds(out, "baseline B: too few rounds") != colours);
    CHECK(holds(out, "baseline B: \x1b[33mtoo few rounds\x1b[0m") == colours);
    std::istringstream lines(out);
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        if (!holds(line, "\x1b")) CHECK(line.size() <= 62); // "±", and the terminal's "\r"
    }
}

TEST_CASE("a result with a newer schema is refused, and its version is named") {
    const CompareBench bench;
    compare_in_small(bench, "c.json", multi);
    REQUIRE(measure(bench, "r.json").code == 0);
    const std::string file = GENERATE(as<std::string>(), "c.json", "r.json");
    const auto version = json::serialize(bench.result(file).at("schema_version"));
    write_changed(bench, file, "\"schema_version\": " + version, "\"schema_version\": 99",
                  "later.json");
    for (const char* command : {"report", "rerun"}) {
        const Ending ending = bench.run(2, {command, "later.json"});
        CHECK(holds(ending.err, "later.json: "));
        CHECK(holds(ending.err, "schema version 99; this moebench reads up to " + version));
    }
}

TEST_CASE("runs are shown side by side, unless they measured different things") {
    const CompareBench bench;
    write_file(bench.folder() / "other.gguf", "GGUF of another model");
    REQUIRE(measure(bench, "one.json").code == 0);
    REQUIRE(measure(bench, "two.json").code == 0);
    REQUIRE(measure(bench, "other.json", {"--model", "other.gguf"}).code == 0);
    compare_in_small(bench, "c.json", multi);

    const Ending both = bench.run(0, {"report", "one.json", "two.json"});
    CHECK(both.out.starts_with("multi on sim.gguf\n"));
    for (const char* cell : {"| one ", "| two ", "prefill tok/s", "4 good, 0 failed"}) {
        CHECK(holds(both.out, cell));
    }
    CHECK(bench.run({"report", "one.json", "-o", "one.html"}).code == 0);
    CHECK(holds(bench.text("one.html"), "<td>4 good, 0 failed</td>"));

    const Ending models = bench.run(2, {"report", "one.json", "other.json"});
    CHECK(holds(models.err, "one and other differ: model '"));
    const Ending mixed = bench.run(2, {"report", "one.json", "c.json"});
    CHECK(holds(mixed.err, "runs and comparisons cannot be in one report"));
}

TEST_CASE("a file that is not a result is refused, and its name is given") {
    const auto [content, said] = GENERATE(table<std::string, std::string>({
        {"", "file.json: "},
        {"not JSON", "file.json: "},
        {"[1, 2]", "file.json: not a result of moebench"},
        {"{}", "file.json: not a result of moebench"},
        {R"({"schema": "moebench-comparison"})", "file.json: not a comparison of moebench"},
    }));
    const CompareBench bench;
    write_file(bench.folder() / "file.json", content);
    for (const char* command : {"report", "rerun"}) {
        const Ending ending = bench.run(2, {command, "file.json"});
        CHECK(holds(ending.err, said));
        CHECK(ending.out.empty());
        const Ending none = bench.run(2, {command, "none.json"});
        CHECK(holds(none.err, "none.json: No such file or directory"));
    }
}

TEST_CASE("a rerun of a run is shown beside the saved result") {
    const CompareBench bench;
    REQUIRE(measure(bench, "theirs.json").code == 0);
    const auto build = bench.other_build("");
    const Ending ending =
        bench.run(0, {"rerun", "theirs.json", "--server-bin", build, "--out", "ours.json"});
    CHECK(holds(ending.err, "| theirs: theirs"));
    CHECK(holds(ending.err, "| ours: ours"));
    const auto ours = bench.result("ours.json");
    CHECK(text(ours.at("server_cmd").at(0)) == build);
    CHECK(ours.at("requests").as_array().size() == 4);
    CHECK(ours.at("requests").at(0).at("completion_tokens") == 32);
}

TEST_CASE("a rerun of a comparison has the same order and is shown beside the saved result") {
    const CompareBench bench;
    compare_in_small(bench, "theirs.json", multi);
    const Ending ending = bench.run(0, {"rerun", "theirs.json", "--out", "ours.json"});
    CHECK(holds(ending.err, "theirs  baseline B: too few rounds"));
    CHECK(holds(ending.err, "ours    baseline B: too few rounds"));
    const auto theirs = bench.result("theirs.json"), ours = bench.result("ours.json");
    CHECK(order_of(ours) == order_of(theirs));
    CHECK(ours.at("experiment").at("work") == theirs.at("experiment").at("work"));
    CHECK(ours.at("experiment").at("order_seed") == theirs.at("experiment").at("order_seed"));
}

TEST_CASE("a rerun refuses a different model, unless it is accepted by flag") {
    const CompareBench bench;
    write_file(bench.folder() / "other.gguf", "GGUF of another model");
    const bool comparison = GENERATE(false, true);
    if (comparison) compare_in_small(bench, "theirs.json", multi);
    if (!comparison) REQUIRE(measure(bench, "theirs.json").code == 0);
    const Words words = split("rerun theirs.json --model other.gguf --out ours.json");
    const Ending refused = bench.run(2, words);
    CHECK(holds(refused.err, "other.gguf is not the model of the result (sim.gguf, 20 bytes, "));
    for (const auto& name : bench.folder().entries()) CHECK(name != "ours.json");

    bench.run(0, words + Words{"--other-model"});
}

TEST_CASE("a result without its command line cannot be repeated") {
    const CompareBench bench;
    compare_in_small(bench, "theirs.json", multi);
    auto result = bench.result("theirs.json");
    result.at("experiment").at("command_line").as_array().clear();
    write_file(bench.folder() / "silent.json", json::serialize(result));
    const Ending ending = bench.run(2, {"rerun", "silent.json"});
    CHECK(holds(ending.err,
                "silent.json: the result does not contain the command line that made it"));
}

TEST_CASE("a rerun that measures nothing does not show an older file as its result") {
    const CompareBench bench;
    REQUIRE(measure(bench, "theirs.json").code == 0);
    REQUIRE(measure(bench, "run.json").code == 0);
    compare_in_small(bench, "comparison.json", multi);
    for (const char* old : {"run.json", "comparison.json"}) {
        const Ending ending = bench.run(
            1, {"rerun", "theirs.json", "--server-bin", "/nonexistent/server", "--out", old});
        const std::string last =
            "moebench: starting /nonexistent/server: No such file or directory\n";
        CHECK(ending.err.ends_with(last));
    }
}
