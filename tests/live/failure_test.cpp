// SPDX-License-Identifier: MIT
// Failures of runs with a real llama-server; nothing may be left afterwards.
#include "workplace.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

using namespace moebench::test;
using namespace std::chrono_literals;

namespace {

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

void wait_until(const std::string& what, const std::function<bool()>& happened) {
    const auto deadline = std::chrono::steady_clock::now() + Program::patience;
    while (!happened()) {
        INFO("waiting until " << what);
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(5ms);
    }
}

/// Empty until the server was started.
std::string server_log(const Workplace& place) {
    const auto path = place.file("result.log");
    return std::filesystem::exists(path) ? read_file(path) : std::string();
}

int only_child_of(int pid) {
    const auto process = std::to_string(pid);
    std::istringstream children(read_file("/proc/" + process + "/task/" + process + "/children"));
    int child = 0;
    children >> child;
    REQUIRE(child > 0);
    return child;
}

/// A run that has measured two requests and is waiting for the third reply, which takes minutes.
class RunInAReply {
public:
    explicit RunInAReply(const Workplace& place, const Words& more = {}) : place_(place) {
        write_file(place.file("prompts.jsonl"), R"({"prompt": "one", "max_tokens": 5}
{"prompt": "two", "max_tokens": 5}
{"prompt": "three", "max_tokens": 60000}
)");
        const Words words = split("--suite-file prompts.jsonl --ctx-size 65536") + more;
        program_.emplace(MOEBENCH_TEST_PROGRAM, place.options(place.run_flags(words)));
        wait_until("the third request is being answered",
                   [&] { return count(server_log(place), "new prompt") == 3; });
    }

    Program& program() { return *program_; }
    int server_pid() const { return only_child_of(program_->pid()); }

    /// Checks that every line is a complete sample; returns their number.
    std::size_t samples() const {
        std::istringstream lines(read_file(place_.file("result.jsonl")));
        std::size_t found = 0;
        for (std::string line; std::getline(lines, line); ++found) boost::json::parse(line);
        return found;
    }

private:
    const Workplace& place_;
    std::optional<Program> program_;
};

void check_partial_result(const Workplace& place, const char* status, const char* last_sample) {
    const auto result = place.result();
    CHECK(result.at("status") == status);
    CHECK(result.at("summary").at("requests") == 2);
    CHECK(result.at("requests").as_array().size() == 2);
    REQUIRE(result.at("failed").as_array().size() == 1);
    CHECK(result.at("failed").at(0).at("status") == last_sample);
}

} // namespace

TEST_CASE("a missing model ends the run with the server's own message", "[failure]") {
    const Workplace place;

    const auto ending = place.moebench({"run", "-m", "missing.gguf", "--out", "result.json"});

    CHECK(ending.code == 1);
    CHECK(contains(ending.err, "exited with code 1"));
    CHECK(contains(ending.err, "failed to load model, 'missing.gguf'"));
    CHECK_FALSE(std::filesystem::exists(place.file("result.json")));
    place.expect_clean();
}

TEST_CASE("a prompt longer than the context is a failed sample, and the run goes on", "[failure]") {
    const Workplace place;
    write_file(place.file("prompts.json"), R"([{"prompt": "short"}, {"prompt": ")" +
                                               std::string(3000, '7') +
                                               R"("}, {"prompt": "short again"}])");

    const auto ending = place.moebench(
        place.run_flags({"--suite-file", "prompts.json", "--ctx-size", "512", "--max-tokens", "8",
                         "--max-failures", "5", "--profile", GENERATE("seed", "plain")}));

    CHECK(ending.code == 0);
    const auto result = place.result();
    CHECK(result.at("requests").as_array().size() == 2);
    REQUIRE(result.at("failed").as_array().size() == 1);
    const auto& failed = result.at("failed").at(0);
    CHECK(failed.at("status") == "http_error");
    CHECK(failed.at("http_status") == 400);
    const std::string error(failed.at("error").as_string());
    CHECK(contains(error, "exceeds the available context size (512 tokens)"));
    CHECK(contains(error, "exceed_context_size_error"));
    CHECK(result.at("summary").at("failed_requests") == 1);
    place.expect_clean();
}

TEST_CASE("Ctrl-C while the model is loading leaves nothing", "[failure]") {
    TinyMoe slow_to_load;
    slow_to_load.embedding = 256;
    slow_to_load.experts = 64;
    slow_to_load.feed_forward = 1024;
    slow_to_load.hollow_experts = true;
    const Workplace place(slow_to_load);
    Program program(MOEBENCH_TEST_PROGRAM, place.options(place.run_flags({"--", "-lm", "none"})));
    wait_until("the model is being loaded",
               [&] { return contains(server_log(place), "loading model"); });

    program.signal(SIGINT);
    const auto ending = program.wait();

    CHECK(ending.code == 130);
    CHECK_FALSE(contains(server_log(place), "model loaded"));
    CHECK_FALSE(std::filesystem::exists(place.file("result.json")));
    place.expect_clean();
}

TEST_CASE("Ctrl-C while a prompt is being calibrated leaves nothing", "[failure]") {
    const Workplace place;
    Program program(MOEBENCH_TEST_PROGRAM,
                    place.options(place.run_flags(
                        split("--suite long --long-prompt-tokens 1000000 --ctx-size 4096"))));
    program.wait_for_error_text("calibrating");

    program.signal(SIGINT);
    const auto ending = program.wait();

    CHECK(ending.code == 130);
    CHECK_FALSE(contains(ending.err, "measuring"));
    place.expect_clean();
}

TEST_CASE("a signal during a reply cancels it and keeps what was measured", "[failure]") {
    const Workplace place;
    RunInAReply run(place, {"--clean-env"}); // --clean-env needs a temporary folder

    run.program().signal(GENERATE(SIGINT, SIGTERM, SIGHUP));
    const auto ending = run.program().wait();

    CHECK(ending.code == 130);
    CHECK(run.samples() == 3);
    check_partial_result(place, "interrupted", "cancelled");
    place.expect_clean();
}

TEST_CASE("killing moebench kills the server, and the lines have every finished request",
          "[failure]") {
    const Workplace place;
    RunInAReply run(place);
    const int server = run.server_pid();
    REQUIRE(std::filesystem::exists("/proc/" + std::to_string(server)));

    run.program().signal(SIGKILL);
    const auto ending = run.program().wait();

    CHECK(ending.code == 128 + SIGKILL);
    expect_no_process_left(1s);
    CHECK(run.samples() == 2);
    CHECK_FALSE(std::filesystem::exists(place.file("result.json")));
    place.expect_clean();
}

TEST_CASE("a server that is killed during a reply ends the run, which keeps its samples",
          "[failure]") {
    const Workplace place;
    RunInAReply run(place, {"--max-failures", "5"});

    ::kill(run.server_pid(), SIGKILL);
    const auto ending = run.program().wait();

    CHECK(ending.code == 1);
    CHECK(contains(ending.err, "killed by signal 9"));
    CHECK(run.samples() == 3);
    check_partial_result(place, "server_died", "connection_lost");
    place.expect_clean();
}

TEST_CASE("a port that another real server uses is refused, and that server is not affected",
          "[failure]") {
    const Workplace place;
    const auto port = free_port();
    Program other(llama_server(), place.options({"-m", place.model(), "--port", port, "-a",
                                                 "bench-multi-cpu-moe", "-c", "512"}));
    other.wait_for_error_text("listening on");

    const auto ending = place.moebench(place.run_flags({"--port", port}));

    CHECK(ending.code == 1);
    CHECK(contains(ending.err, port));
    CHECK_FALSE(std::filesystem::exists(place.file("result.json")));
    other.signal(SIGINT);
    CHECK(other.wait().code == 0);
    place.expect_clean();
}

TEST_CASE("the error for a server that a signal ends at its start names the signal", "[failure]") {
    const Workplace place;
    // like a build for another CPU: it prints its version, then dies of an illegal instruction
    write_script(place.file("server"), "case $1 in --version|--help) exec " + llama_server() +
                                           " $1;; esac\nkill -ILL $$");

    const auto ending = place.moebench(place.run_flags({"--server-bin", place.file("server")}));

    CHECK(ending.code == 1);
    CHECK(contains(ending.err, "killed by signal 4"));
    place.expect_clean();
}

TEST_CASE("two runs of one suite at the same time each have their own server and files",
          "[failure]") {
    const Workplace place;
    const auto options = place.options(
        {"run", "-m", place.model(), "--suite", "multi", "--duration-s", "1", "--warmup-s", "0"});
    Program first(MOEBENCH_TEST_PROGRAM, options);
    Program second(MOEBENCH_TEST_PROGRAM, options);

    CHECK(first.wait().code == 0);
    CHECK(second.wait().code == 0);

    std::set<std::string> commands;
    for (const auto& entry : std::filesystem::directory_iterator(place.file("."))) {
        if (entry.path().extension() != ".json") continue;
        const auto result = parse_json_file(entry.path());
        CHECK(result.at("status") == "completed");
        CHECK(result.at("requests").as_array().size() >= 4);
        commands.insert(boost::json::serialize(result.at("server_cmd")));
    }
    CHECK(commands.size() == 2);
    place.expect_clean();
}
