// SPDX-License-Identifier: MIT
// moebench compare when something goes wrong: exit code, message and files.
#include "compare_bench.hpp"

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// A comparison of one build with itself. Its fourth boot hangs in the second request while the
/// file `hang` exists. Boots are counted in a file.
Words hanging_in_fourth_boot(const CompareBench& bench) {
    write_file(bench.folder() / "hang", "");
    const auto build = bench.other_build(
        "[ -f hang ] && [ $(wc -l < boots) = 4 ] && export LLAMA_SIM_FAULT=stall@2");
    return short_replies + Words{"--boots",    "2",   "--candidate", build,
                                 "--baseline", build, "--prepare",   "echo boot >> boots"};
}

template <class Condition> void wait_until(Condition holds_now) {
    const auto deadline = std::chrono::steady_clock::now() + Program::patience;
    while (!holds_now()) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

/// Sends a signal when the first reply of the hanging boot is on disk.
Ending signalled_in_fourth_boot(const CompareBench& bench, const Words& words, int number) {
    Program program(MOEBENCH_TEST_PROGRAM, bench.options(words));
    program.wait_for_error_text("round 1, ");
    wait_until([&] {
        for (const auto& entry : std::filesystem::directory_iterator(bench.folder() / "r.boots")) {
            const auto name = entry.path().filename().string();
            const bool samples = name.starts_with("measured-01-1") && name.ends_with(".jsonl");
            if (samples && holds(read_file(entry.path()), "\n")) return true;
        }
        return false;
    });
    program.signal(number);
    return program.wait();
}

/// Expects all planned boots, in the planned order and complete.
void expect_whole(const CompareBench& bench, const Words& words) {
    const auto result = bench.result();
    CHECK(text(result.at("status")) == "completed");
    CHECK(result.at("boots").as_array().size() == 3 + 2 * 2);
    CHECK(bench.journal().size() == 2 + 3 + 2 * 2);
    for (const auto& boot : result.at("boots").as_array()) {
        CHECK(text(boot.at("outcome")) == "completed");
    }
    const auto seed = json::serialize(result.at("experiment").at("order_seed"));
    const Ending plan = bench.compare(words + Words{"--plan", "--order-seed", seed});
    CHECK(order_of(result) == order_in_plan(plan.out));
}

/// Resumes a comparison whose fourth boot hung.
void resume_without_hanging(const CompareBench& bench, const Words& words) {
    CHECK(bench.journal().size() == 2 + 3);
    std::filesystem::remove(bench.folder() / "hang");
    bench.compare(0, words + Words{"--resume", "--allow-inconclusive"});
    expect_whole(bench, words);
}

} // namespace

TEST_CASE("a candidate that does not start fails the comparison and is named") {
    const auto [fault, said] = GENERATE(table<std::string, std::string>({
        {"exit_at_start=3", "exited with code 3"},
        {"die_at_start=9", "killed by signal 9"},
        {"die@2", "killed by signal 9"},
        {"exit=5@2", "exited with code 5"},
    }));
    CAPTURE(fault);
    const CompareBench bench;
    const Ending ending =
        bench.compare(1, short_replies + Words{"--boots", "3"} + fault_in_candidate(fault));
    CHECK(holds(ending.err, "candidate: "));
    CHECK(holds(ending.err, said));
    CHECK(holds(ending.out, "candidate: failed: a boot of candidate, "));
    const auto result = bench.result();
    CHECK(text(result.at("status")) == "arm_failed");
    CHECK(text(result.at("arms").at(0).at("conclusion")) == "failed");
    CHECK(result.at("metrics").as_array().empty());
    CHECK(text(result.at("boots").as_array().back().at("arm")) == "candidate");
    CHECK(holds(text(result.at("boots").as_array().back().at("failure")), said));
}

TEST_CASE("a candidate that dies later has ratios of the whole blocks before") {
    const CompareBench bench;
    const auto build = bench.other_build("echo boot >> candidate-boots\n"
                                         "[ $(wc -l < candidate-boots) -gt 8 ] && "
                                         "export LLAMA_SIM_FAULT=die@2");
    bench.compare(1, short_replies + Words{"--boots", "5", "--candidate", build});
    const auto result = bench.result();
    CHECK(text(result.at("status")) == "arm_failed");
    CHECK(text(result.at("arms").at(0).at("conclusion")) == "failed");
    const auto& boots = result.at("boots").as_array();
    const auto whole = boots.back().at("block").as_int64();
    CHECK(text(boots.back().at("outcome")) == "server_died");
    for (const auto& metric : result.at("metrics").as_array()) {
        CHECK(static_cast<std::int64_t>(metric.at("blocks").as_array().size()) == whole);
    }
}

TEST_CASE("a failed request ends the comparison, unless --max-failures tolerates it") {
    const CompareBench bench;
    // the sixth request of a boot: after four for warm-up, the second of the suite
    const Words words = short_replies + Words{"--boots", "2"} + fault_in_candidate("http_500@6");
    Ending ending = bench.compare(1, words);
    CHECK(holds(ending.err, "candidate: request failed: HTTP 500"));
    CHECK(text(bench.result().at("boots").as_array().back().at("outcome")) == "too_many_failures");
    CHECK(text(bench.result().at("arms").at(0).at("conclusion")) == "failed");

    ending = bench.compare(4, words + Words{"--max-failures", "1"}); // a failed reply is no answer
    const auto result = bench.result();
    CHECK(text(result.at("status")) == "completed");
    for (const auto& metric : result.at("metrics").as_array()) {
        CHECK(metric.at("blocks").as_array().empty());
        CHECK(metric.at("interval").is_null());
        REQUIRE(metric.at("left_out").as_array().size() == 2);
        CHECK_FALSE(text(metric.at("left_out").at(0).at("why")).empty());
    }
    CHECK(holds(ending.out, "rounds left out:"));
}

TEST_CASE("Ctrl-C between two boots keeps the finished ones, and --resume continues") {
    const CompareBench bench;
    const Words words = short_replies + Words{"--boots", "2", "--aa"};
    Program program(MOEBENCH_TEST_PROGRAM, bench.options(words + Words{"--cooldown-s", "300"}));
    program.wait_for_error_text("boot 2 of 7");
    program.signal(SIGINT);
    const Ending ending = checked(130, program.wait());
    expect_no_process_left();
    CHECK(text(bench.result().at("status")) == "interrupted");
    CHECK(bench.result().at("boots").as_array().size() == 1);
    CHECK(bench.journal().size() == 3);
    CHECK(holds(ending.err, "to continue: moebench compare --resume --out r.json\n"));
    CHECK(holds(ending.out, "interrupted"));

    const Ending resumed =
        bench.run(0, split("compare --resume --out r.json --allow-inconclusive --cooldown-s 0"));
    CHECK_FALSE(holds(resumed.err, "boot 1 of 7"));
    expect_whole(bench, words);
}

TEST_CASE("Ctrl-C during a boot loses only that boot") {
    const int number = GENERATE(SIGINT, SIGTERM);
    const CompareBench bench;
    const Words words = hanging_in_fourth_boot(bench);
    checked(130, signalled_in_fourth_boot(bench, words, number));
    expect_no_process_left();
    CHECK(text(bench.result().at("status")) == "interrupted");
    CHECK(bench.result().at("boots").as_array().size() == 3);

    resume_without_hanging(bench, words);
}

TEST_CASE("SIGKILL of moebench leaves no server, and --resume continues from the journal") {
    const CompareBench bench;
    const Words words = hanging_in_fourth_boot(bench);
    checked(128 + SIGKILL, signalled_in_fourth_boot(bench, words, SIGKILL));
    expect_no_process_left(std::chrono::seconds(1));

    resume_without_hanging(bench, words);
}

TEST_CASE("a command that is repeated by mistake keeps the finished boots") {
    const CompareBench bench;
    const Words words =
        bench.options(short_replies + one_block + Words{"--aa", "--allow-inconclusive"}).words;
    bench.run(0, words);
    const auto journal = bench.text("r.jsonl"), result = bench.text("r.json");

    const Ending ending = bench.run(2, words);

    CHECK(holds(ending.err, "--out r.json: r.jsonl has 5 finished boots"));
    CHECK(holds(ending.err, "--resume"));
    CHECK(holds(ending.err, "another --out"));
    CHECK(bench.text("r.jsonl") == journal);
    CHECK(bench.text("r.json") == result);
    bench.run(0, words + Words{"--resume"});
    bench.run(0, words + Words{"--plan"});
}

TEST_CASE("a different or missing comparison is not resumed") {
    const CompareBench bench;
    const Words words = short_replies + Words{"--boots", "1"};
    CHECK(bench.compare(words + Words{"--aa", "--allow-inconclusive"}).code == 0);
    const std::string before = bench.text("r.jsonl");

    const auto [more, said] = GENERATE(table<Words, std::string>({
        {{"--aa", "--seed", "5"}, "seed 5"},
        {{"--candidate-args", "-ub 256"}, "candidate"},
        {{"--aa", "--baseline-args", "-ub 256"}, "-ub 256"},
        {{"--aa", "--order-seed", "1"}, "order seed"},
        {{"--aa", "--out", "none.json"}, "none.jsonl"},
    }));
    const Ending ending = bench.compare(2, words + more + Words{"--resume"});
    CHECK(holds(ending.err, said));
    CHECK(bench.text("r.jsonl") == before);
}

TEST_CASE("what decides about the verdict of a comparison is locked when it starts") {
    const CompareBench bench;
    bench.compare(0, short_replies + split("--boots 2 --aa --allow-inconclusive"));
    const std::string before = bench.text("r.jsonl");

    const auto [flag, more, was, now] =
        GENERATE(table<std::string, Words, std::string, std::string>({
            {"--boots", {"1"}, "'2'", "'1'"},
            {"--metrics", {"decode_tokens_per_s"}, "decode_tokens_per_s'", "'decode_tokens_per_s'"},
            {"--noise-threshold", {"2%"}, "'1 %'", "'2 %'"},
            {"--repetitions", {"2"}, "'1'", "'2'"},
            {"--env", {"ANY=1"}, "LLAMA_SIM_SPEED=1000'", "LLAMA_SIM_SPEED=1000'"},
            {"--aa-first", {}, "'0'", "'3'"},
        }));
    const Ending ending =
        bench.run(2, split("compare --resume --quiet --out r.json " + flag) + more);

    CHECK(holds(ending.err, "--resume: " + flag + ": "));
    INFO(ending.err);
    CHECK(holds(ending.err, was + " when the comparison started"));
    CHECK(holds(ending.err, now + " now; "));
    CHECK(holds(ending.err, "leave out " + flag + ", or start another comparison"));
    CHECK(bench.text("r.jsonl") == before);
}

TEST_CASE("a finished comparison can have more boots than planned, and says so") {
    const CompareBench bench;
    bench.compare(0, short_replies + split("--boots 3 --aa --order-seed 3"));
    const auto planned = order_of(bench.result());

    const Ending ending = bench.run(0, split("compare --resume --out r.json --boots 5"));

    const auto result = bench.result();
    CHECK(result.at("boots").as_array().size() == 3 + 2 * 5);
    CHECK(result.at("experiment").at("max_boots") == 3);
    CHECK(result.at("experiment").at("extended_boots") == 5);
    const auto order = order_of(result);
    CHECK(std::equal(planned.begin(), planned.end(), order.begin()));
    CHECK(holds(ending.out, "up to 5 rounds instead of 3"));
    const Ending fewer = bench.run(2, split("compare --resume --out r.json --boots 2"));
    CHECK(holds(fewer.err, "--boots: rounds: '3' when the comparison started, '2' now"));
}

TEST_CASE("a journal without a design takes the flags that are given, and says so") {
    const CompareBench bench;
    bench.compare(0, short_replies + split("--boots 1 --aa --allow-inconclusive"));
    std::string old = bench.text("r.jsonl");
    const auto servers = old.find(", \"servers\": ");
    REQUIRE(servers != std::string::npos);
    old.erase(servers, old.find(", \"command_line\"") - servers);
    write_file(bench.folder() / "r.jsonl", old);

    const Ending ending =
        bench.run(0, split("compare --resume --out r.json --boots 2 --noise-threshold 2%"));

    CHECK(holds(ending.err, "an older moebench does not hold the design"));
    CHECK(bench.result().at("boots").as_array().size() == 3 + 2 * 2);
}

TEST_CASE("the flag --resume needs the name of the comparison") {
    const CompareBench bench;
    const Ending ending = bench.run(
        2, {"compare", "--server-bin", bench.server(), "--model", "sim.gguf", "--aa", "--resume"});
    CHECK(holds(ending.err, "--resume needs --out"));
    CHECK(bench.folder().entries() == Words{"sim.gguf"});
}

TEST_CASE("the --prepare command runs before each boot, and its failure ends the comparison") {
    const CompareBench bench;
    const Words words = short_replies + one_block + Words{"--aa", "--allow-inconclusive"};
    Ending ending = bench.compare(0, words + Words{"--prepare", "echo boot >> boots"});
    const auto boots = bench.text("boots");
    CHECK(std::count(boots.begin(), boots.end(), '\n') == 3 + 2);

    ending = bench.compare(words + Words{"--prepare", "echo no room; exit 7"});
    CHECK(ending.code == 1);
    CHECK(holds(ending.err, "'echo no room; exit 7' exited with code 7: no room"));
    CHECK(text(bench.result().at("status")) == "failed");
    CHECK(bench.result().at("boots").as_array().empty());
}

TEST_CASE("Ctrl-C ends --prepare and its child processes") {
    const CompareBench bench;
    Program program(
        MOEBENCH_TEST_PROGRAM,
        bench.options(short_replies + Words{"--aa", "--prepare", "echo > begun; sleep 300; true"}));
    program.wait_for_error_text("boot 1 of");
    wait_until([&] { return std::filesystem::exists(bench.folder() / "begun"); });
    program.signal(SIGINT);
    checked(130, program.wait());
    expect_no_process_left(std::chrono::seconds(1));
}

TEST_CASE("a time limit ends the comparison after a whole block") {
    const CompareBench bench;
    const Ending ending =
        bench.compare(5, short_replies + split("--boots 3 --aa --time-limit 0.1s"));
    CHECK(text(bench.result().at("status")) == "time_limit");
    CHECK(bench.result().at("boots").as_array().size() % 2 ==
          1); // three preliminary ones, then pairs
    CHECK(holds(ending.out, "stopped at the time limit, after a whole round"));
}

TEST_CASE("a comparison on a full disk is exit code 1, and the message names the file") {
    const CompareBench bench;
    const Words words = short_replies + one_block + Words{"--aa", "--allow-inconclusive"};
    SECTION("the page") {
        const Ending ending = bench.compare(1, words + Words{"--html", "/proc/none/r.html"});
        CHECK(holds(ending.err, "/proc/none/r.html"));
        CHECK(text(bench.result().at("status")) == "completed");
    }
    SECTION("a device as result") {
        const Ending ending = bench.compare(1, words + Words{"--out", "/dev/full"});
        CHECK(holds(ending.err, "/dev/full"));
        CHECK(bench.folder().entries() == Words{"sim.gguf"});
    }
    SECTION("a boot's samples") {
        std::filesystem::create_directory(bench.folder() / "r.boots");
        std::filesystem::create_symlink(
            "/dev/full", bench.folder() / "r.boots/preliminary-01-2-baseline-B.jsonl");
        const Ending ending = bench.compare(1, words);
        CHECK(holds(ending.err, "preliminary-01-2-baseline-B.jsonl: No space left on device"));
        CHECK(bench.journal().size() >= 3);
    }
    SECTION("stdout") {
        auto options = bench.options(words);
        options.out = Stdout::full_device;
        const Ending ending = checked(1, run_program(MOEBENCH_TEST_PROGRAM, options));
        CHECK(holds(ending.err, "stdout"));
        CHECK(text(bench.result().at("status")) == "completed");
    }
}

TEST_CASE("a journal that cannot grow ends the comparison and names the files") {
    const CompareBench bench;
    auto options = bench.options(short_replies + Words{"--boots", "2", "--aa"});
    options.words.insert(options.words.begin(), {"-c", "trap '' XFSZ; ulimit -f 120; exec \"$@\"",
                                                 "sh", MOEBENCH_TEST_PROGRAM});
    const Ending ending = checked(1, run_program("/bin/sh", options));
    CHECK(holds(ending.err, "writing r.jsonl"));
    CHECK(holds(ending.err, "writing r.json."));
    CHECK(holds(ending.err, "File too large"));
    CHECK(bench.journal().size() >= 2);
}
