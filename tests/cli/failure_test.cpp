// SPDX-License-Identifier: MIT
// moebench run when something goes wrong: exit code, message and files, with llama-sim's faults.
#include "program.hpp"

#include <moebench/server/detail/local_port.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include <support/temporary_folder.hpp>
#include <support/words.hpp>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// moebench on a llama-sim whose time passes a thousand times as fast.
class Bench {
public:
    ProgramOptions options(const std::string& faults, const Words& more = {}) const {
        ProgramOptions options;
        options.working_folder = folder_.path();
        options.variables = {"LLAMA_SIM_SPEED=1000", "LLAMA_SIM_FAULT=" + faults,
                             "TMPDIR=" + folder_.path()};
        options.words = Words{"--server-bin", MOEBENCH_TEST_LLAMA_SIM} +
                        split("--model sim.gguf --suite multi --duration-s 0 --warmup-s 0") +
                        Words{"--out", "r.json"} + more;
        return options;
    }

    Ending run(int code, const std::string& faults, const Words& more = {}) const {
        return checked(code, run_program(MOEBENCH_TEST_PROGRAM, options(faults, more)));
    }

    json::value result() const { return json::parse(read_file(folder_ / "r.json")); }

    std::size_t lines() const {
        const std::string text = read_file(folder_ / "r.jsonl");
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    /// Expects exactly these files, and no half-written ones.
    void expect_files(const Words& names) const { CHECK(folder_.entries() == names); }

    const TemporaryFolder& folder() const { return folder_; }

private:
    TemporaryFolder folder_;
};

void wait_for_two_samples(Program& program, const Bench& bench) {
    program.wait_for_error_text("measuring");
    while (bench.lines() < 2) std::this_thread::yield();
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

const Words all_files = {"r.json", "r.jsonl", "r.log"};

} // namespace

TEST_CASE("a bad reply is a failed sample, and --max-failures decides if the run continues") {
    const auto [fault, status, more] = GENERATE(table<std::string, std::string, Words>({
        {"http_400@2", "http_error", {}},
        {"http_500@2", "http_error", {}},
        {"http_503@2", "http_error", {}},
        {"error_event@2", "http_error", {}},
        {"malformed_json@2", "malformed", {}},
        {"malformed_json@2", "malformed", {"--no-stream"}},
        {"wrong_types@2", "malformed", {"--no-stream"}},
        {"empty_body@2", "malformed", {"--no-stream"}},
        {"empty_body@2", "truncated", {}},
        {"wrong_content_type@2", "malformed", {}},
        {"header_flood@2", "malformed", {}},
        {"truncated_body@2", "truncated", {"--no-stream"}},
        {"truncated_body@2", "truncated", {}},
        {"reset@2", "connection_lost", {}},
        {"stall@2", "timeout", {"--request-timeout-s", "1"}},
        {"slow_header@2", "timeout", {"--request-timeout-s", "1"}},
    }));
    CAPTURE(fault, status, more);

    SECTION("tolerated") {
        const Bench bench;
        bench.run(0, fault, more + Words{"--max-failures", "1"});
        const auto result = bench.result();
        CHECK(text(result.at("status")) == "completed");
        CHECK(result.at("requests").as_array().size() == 3);
        REQUIRE(result.at("failed").as_array().size() == 1);
        const auto& failed = result.at("failed").at(0);
        INFO(json::serialize(failed));
        CHECK(text(failed.at("status")) == status);
        CHECK_FALSE(text(failed.at("error")).empty());
        CHECK(failed.at("prompt_index") == 1);
        CHECK(result.at("summary").at("failed_requests") == 1);
        CHECK(bench.lines() == 4);
        bench.expect_files(all_files);
    }
    SECTION("not tolerated") {
        const Bench bench;
        const Ending ending = bench.run(3, fault, more);
        CHECK(ending.err.find("--max-failures") != std::string::npos);
        CHECK(text(bench.result().at("status")) == "too_many_failures");
        CHECK(bench.result().at("requests").as_array().size() == 1);
        CHECK(bench.lines() == 2);
        CHECK(ending.out.empty());
        bench.expect_files(all_files);
    }
}

TEST_CASE("a run ends with 3 if a --fail-if condition is true or has no figure") {
    const Bench bench;
    bench.run(0, "", {"--fail-if", "decode<0.001"});
    CHECK(bench.run(3, "", {"--fail-if", "decode<1000000000"}).err.find("decode is") !=
          std::string::npos);
    CHECK(text(bench.result().at("status")) == "completed");
    CHECK(bench.run(3, "", {"--fail-if", "ttft_p95>1000", "--quiet"}).err.find("no such figure") !=
          std::string::npos);
    const auto none =
        bench.run(3, "http_500@1..99", {"--fail-if", "decode<1", "--max-failures", "99"});
    CHECK(none.err.find("no request was good") != std::string::npos);
    bench.expect_files(all_files);
}

TEST_CASE("a run is gated against an earlier one of the same work only") {
    const Bench bench;
    bench.run(0, "");
    std::filesystem::rename(bench.folder() / "r.json", bench.folder() / "old.json");
    const Words against = {"--against", "old.json"};
    bench.run(0, "", Words{"--fail-if", "decode<1%"} + against);
    bench.run(3, "", Words{"--fail-if", "decode<10000%"} + against);
    std::filesystem::remove(bench.folder() / "r.json");
    const auto refused =
        bench.run(2, "", Words{"--fail-if", "decode<1%", "--max-tokens", "9"} + against);
    CHECK(refused.err.find("--max-tokens is '192' there and '9' here") != std::string::npos);
    bench.run(2, "", Words{"--fail-if", "decode<1%", "--against", "none.json"});
    CHECK_FALSE(std::filesystem::exists(bench.folder() / "r.json"));
}

TEST_CASE("an endless reply is cut off at a limit") {
    const auto [fault, more] = GENERATE(table<std::string, Words>({
        {"huge_reply@2", {"--no-stream"}},
        {"endless_stream@2", {}},
    }));
    CAPTURE(fault);
    const Bench bench;
    bench.run(0, fault, more + Words{"--max-failures", "1"});
    const auto failed = bench.result().at("failed").at(0);
    CHECK(text(failed.at("status")) == "malformed");
    CHECK(text(failed.at("error")).find("larger than allowed") != std::string::npos);
}

TEST_CASE("an unusual reply is a good sample, and its missing values are named") {
    const auto [fault, absent, more] = GENERATE(table<std::string, std::string, Words>({
        {"no_usage;no_timings", "prompt_tokens", {}},
        {"no_usage;no_timings", "prompt_tokens", {"--no-stream"}},
        {"no_usage", "", {}},
        {"no_done", "", {}},
        {"no_timings", "timings", {}},
        {"null_content", "", {"--no-stream"}},
        {"lone_surrogate", "", {}},
        {"lone_surrogate", "", {"--no-stream"}},
        {"unknown_fields", "", {}},
        {"unknown_fields", "", {"--no-stream"}},
        {"no_role_event", "", {}},
        {"split_events", "", {}},
        {"ping_comments", "", {}},
        {"close_keepalive", "", {}},
        {"one_token", "decode_tokens_per_s", {}},
    }));
    CAPTURE(fault, absent, more);
    const Bench bench;
    bench.run(0, fault, more);
    const auto result = bench.result();
    CHECK(result.at("requests").as_array().size() == 4);
    CHECK(result.at("failed").as_array().empty());
    const auto& sample = result.at("requests").at(0).as_object();
    INFO(json::serialize(sample));
    if (!absent.empty()) CHECK(sample.at("absent").as_object().contains(absent));
    if (fault == "null_content") CHECK(sample.at("content_chars") == 0);
    if (fault == "close_keepalive") {
        CHECK(result.at("requests").at(1).at("reconnected").as_bool());
    }
}

TEST_CASE("characters are counted like in Python, and reasoning is not content") {
    const Bench bench;
    bench.run(0, "non_ascii;reasoning", {"--save-content"});
    const std::string samples = read_file(bench.folder() / "r.jsonl");
    const auto sample = json::parse(samples.substr(0, samples.find('\n')));
    const auto code_points = [](const std::string& utf8) {
        return std::count_if(utf8.begin(), utf8.end(),
                             [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    };
    CHECK(sample.at("content_chars") == code_points(text(sample.at("content"))));
    CHECK(sample.at("reasoning_chars") == code_points(text(sample.at("reasoning"))));
    CHECK(sample.at("reasoning_chars").as_int64() > 0);
    CHECK(static_cast<std::size_t>(sample.at("content_chars").as_int64()) <
          text(sample.at("content")).size());
}

TEST_CASE("a server that does not start is reported with its exit and its log") {
    const auto [fault, more, said] = GENERATE(table<std::string, Words, std::string>({
        {"exit_at_start=3", {}, "exited with code 3"},
        {"die_at_start=4", {}, "signal 4"},
        {"exit_while_loading=7", {}, "exited with code 7"},
        {"never_ready", {"--ready-timeout-s", "3"}, "503 Loading model"},
        {"foreign_alias", {}, "another server"},
        {"router", {}, "router"},
    }));
    CAPTURE(fault);
    const Bench bench;
    const Ending ending = bench.run(1, fault, more);
    INFO(ending.err);
    CHECK(ending.err.find(said) != std::string::npos);
    CHECK(ending.out.empty());
    bench.expect_files({"r.log"});
}

TEST_CASE("a server that dies during a reply ends the run, and earlier samples are kept") {
    const auto [fault, said] = GENERATE(table<std::string, std::string>({
        {"die@3", "killed by signal 9"},
        {"exit=5@3", "exited with code 5"},
    }));
    CAPTURE(fault);
    const Bench bench;
    const Ending ending = bench.run(1, fault, {"--max-failures", "9"});
    CHECK(ending.err.find(said) != std::string::npos);
    CHECK(text(bench.result().at("status")) == "server_died");
    CHECK(bench.result().at("requests").as_array().size() == 2);
    CHECK(text(bench.result().at("failed").at(0).at("status")) == "connection_lost");
    CHECK(bench.lines() == 3);
    CHECK(ending.out.empty());
    bench.expect_files(all_files);
}

TEST_CASE("a binary that cannot be started is exit code 1, and the message names it") {
    const Bench bench;
    const auto [binary, said] = GENERATE(table<std::string, std::string>({
        {"/nonexistent/llama-server", "No such file"},
        {"/etc/passwd", "Permission denied"},
        {"/tmp", "Permission denied"},
    }));
    auto options = bench.options("");
    options.words[1] = binary;
    const Ending ending = checked(1, run_program(MOEBENCH_TEST_PROGRAM, options));
    INFO(ending.err);
    CHECK(ending.err.find(binary) != std::string::npos);
    CHECK(ending.err.find(said) != std::string::npos);
}

TEST_CASE("a flag that the server does not know is exit code 2, before it is started") {
    const Bench bench;
    const Ending ending = bench.run(2, "", {"--", "--bogus", "1"});
    CHECK(ending.err.find("--bogus") != std::string::npos);
    bench.expect_files({});
}

TEST_CASE("a port in use is reported, and its owner is left alone") {
    const Bench bench;
    const std::string port = std::to_string(moebench::detail::free_local_port());
    const Words words = {"--port", port, "--out", "first.json"};
    Program holder(MOEBENCH_TEST_PROGRAM, bench.options("stall", words));
    holder.wait_for_error_text("measuring");

    const Ending ending =
        checked(1, Program(MOEBENCH_TEST_PROGRAM, bench.options("", {"--port", port})).wait());
    INFO(ending.err);
    CHECK(ending.err.find("port " + port + " is taken") != std::string::npos);

    holder.signal(SIGINT);
    CHECK(holder.wait().code == 130); // it ran until now
    expect_no_process_left();
}

TEST_CASE("Ctrl-C, SIGTERM and SIGHUP stop a run and save its samples") {
    const int number = GENERATE(SIGINT, SIGTERM, SIGHUP);
    const Bench bench;
    Program program(MOEBENCH_TEST_PROGRAM, bench.options("stall@3"));
    wait_for_two_samples(program, bench);
    program.signal(number);
    const Ending ending = checked(130, program.wait());
    CHECK(text(bench.result().at("status")) == "interrupted");
    CHECK(bench.result().at("requests").as_array().size() == 2);
    CHECK(bench.lines() == 3);
    CHECK(ending.out.empty());
    expect_no_process_left();
    bench.expect_files(all_files);
}

TEST_CASE("a second Ctrl-C kills a server that ignores the first") {
    const Bench bench;
    Program program(MOEBENCH_TEST_PROGRAM, bench.options("stall;ignore_sigint;ignore_sigterm"));
    program.wait_for_error_text("measuring");
    program.signal(SIGINT);
    program.wait_for_error_text("stopping the server");
    program.signal(SIGINT);
    CHECK(program.wait().code == 130);
    expect_no_process_left();
}

TEST_CASE("Ctrl-C while the server loads leaves no result and no server") {
    const Bench bench;
    Program program(MOEBENCH_TEST_PROGRAM, bench.options("never_ready"));
    program.wait_for_error_text("loading the model");
    program.signal(SIGINT);
    CHECK(program.wait().code == 130);
    expect_no_process_left();
    bench.expect_files({"r.log"});
}

TEST_CASE("SIGKILL of moebench ends the server too, and finished requests are on disk") {
    const Bench bench;
    Program program(MOEBENCH_TEST_PROGRAM, bench.options("stall@3"));
    wait_for_two_samples(program, bench);
    program.signal(SIGKILL);
    CHECK(program.wait().code == 128 + SIGKILL);
    expect_no_process_left(std::chrono::seconds(1));
    CHECK(bench.lines() == 2);
}

TEST_CASE("a closed or full stdout loses the summary line, not the result") {
    const Bench bench;
    auto options = bench.options("");
    SECTION("closed") {
        options.out = Stdout::closed;
        checked(0, run_program(MOEBENCH_TEST_PROGRAM, options));
    }
    SECTION("full") {
        options.out = Stdout::full_device;
        const Ending ending = checked(1, run_program(MOEBENCH_TEST_PROGRAM, options));
        CHECK(ending.err.find("stdout") != std::string::npos);
    }
    CHECK(text(bench.result().at("status")) == "completed");
}

TEST_CASE("a full disk is exit code 1, and the message names the file") {
    const Bench bench;
    const Ending ending = bench.run(1, "", {"--samples", "/dev/full"});
    CHECK(ending.err.find("/dev/full: No space left on device") != std::string::npos);
    CHECK(text(bench.result().at("status")) == "failed");
}

TEST_CASE("a log on a device without end is not read back") {
    const Bench bench;
    bench.run(0, "", {"--log", "/dev/full"});
    CHECK(text(bench.result().at("status")) == "completed");
}

TEST_CASE("a warning names a context that is too small, and its error is a failed sample") {
    const Bench bench;
    const Ending ending = bench.run(
        0, "", split("--suite long --long-prompt-tokens 6000 --ctx-size 4096 --max-failures 5"));
    CHECK(ending.err.find("--ctx-size") != std::string::npos);
    const auto failed = bench.result().at("failed").at(0);
    CHECK(failed.at("http_status") == 400);
    CHECK(text(failed.at("error")).find("exceeds the available context size") != std::string::npos);
}

TEST_CASE("two runs of the same suite in the same second have separate files") {
    const Bench bench;
    auto options = bench.options("");
    const auto out = std::find(options.words.begin(), options.words.end(), "--out");
    options.words.erase(out, out + 2); // both use default names, in the same second
    Program one(MOEBENCH_TEST_PROGRAM, options);
    Program two(MOEBENCH_TEST_PROGRAM, options);
    CHECK(one.wait().code == 0);
    CHECK(two.wait().code == 0);
    CHECK(bench.folder().entries().size() == 6);
    expect_no_process_left();
}

TEST_CASE("the demo ends with a table and its files") {
    const TemporaryFolder folder;
    ProgramOptions options;
    options.words = {"demo", "--out", folder / "demo"};
    options.variables = {"LLAMA_SIM_SPEED=100"};
    options.working_folder = folder.path();
    const Ending ending = checked(0, run_program(MOEBENCH_TEST_PROGRAM, options));
    for (const char* word : {"| prefill", "| decode", "(simulated)", "result.json"}) {
        CHECK(ending.err.find(word) != std::string::npos);
    }
    const auto result = json::parse(read_file(folder / "demo/result.json"));
    CHECK(result.at("server").at("simulated").as_bool());
}
