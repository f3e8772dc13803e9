// SPDX-License-Identifier: MIT
#include "workplace.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <support/hf_cache.hpp>

namespace moebench::test {

namespace {

/// Skips the test. In CI nothing may be skipped: there CTest treats this exit code as a failure.
[[noreturn]] void skip(const std::string& why) {
    std::cout << "skipped: " << why << std::endl;
    std::_Exit(77);
}

std::string path_from(const char* variable, const char* standard, const std::string& what) {
    const char* set = std::getenv(variable);
    std::string path = set != nullptr && *set != '\0' ? set : standard;
    if (!std::filesystem::exists(path)) skip("no " + what + " at " + path);
    return path;
}

} // namespace

std::string llama_server() {
    return path_from("LLAMA_SERVER_BIN_PATH", MOEBENCH_TEST_LLAMA_SERVER, "llama-server");
}

std::string original_script() {
    return path_from("MOEBENCH_SEED_SCRIPT", MOEBENCH_TEST_SEED_SCRIPT, "original script");
}

std::string free_port() {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    const tcp::endpoint any(boost::asio::ip::address_v4::loopback(), 0);
    return std::to_string(tcp::acceptor(context, any).local_endpoint().port());
}

boost::json::value parse_json_file(const std::string& path) {
    return boost::json::parse(read_file(path));
}

Workplace::Workplace(const TinyMoe& size) {
    write_tiny_moe_gguf(model(), size);
    std::filesystem::create_directory(file("tmp"));
    std::filesystem::create_directory(file("config"));
}

void Workplace::expect_clean() const {
    expect_no_process_left();
    CHECK(std::filesystem::is_empty(file("tmp")));
}

ProgramOptions Workplace::options(const Words& words) const {
    ProgramOptions options;
    options.words = words;
    options.working_folder = folder_.path();
    options.variables = {"HF_HUB_CACHE=" + file("hub"),
                         "LLAMA_ARG_OFFLINE=1",
                         "LLAMA_ARG_THREADS=1", // a second thread only waits for the first
                         "LLAMA_SERVER_BIN_PATH=" + server_,
                         "XDG_CONFIG_HOME=" + file("config"),
                         "TMPDIR=" + file("tmp")};
    return options;
}

Words Workplace::run_flags(const Words& more) const {
    return Words{"run", "-m", model(), "--out", file("result.json")} +
           split("--duration-s 0 --warmup-s 0") + more;
}

Ending Workplace::moebench(const Words& words) const {
    return Program(MOEBENCH_TEST_PROGRAM, options(words)).wait();
}

Outcome Workplace::recorded_moebench(const std::string& port, const Words& flags) const {
    return recorded("moebench", MOEBENCH_TEST_PROGRAM, {"--profile", "seed"}, port, flags);
}

Outcome Workplace::recorded_script(const std::string& port, const Words& flags) const {
    return recorded("script", MOEBENCH_TEST_PYTHON, {original_script()}, port, flags);
}

Outcome Workplace::recorded(const std::string& name, const std::string& program, const Words& words,
                            const std::string& port, const Words& flags) const {
    if (!std::filesystem::exists(file("hub"))) write_hf_cache(file("hub"), model_repo, model());
    const std::string recording = file(name + "-recording.jsonl");
    const std::string result = file(name + ".json");
    for (const auto& old : {recording, result}) std::filesystem::remove(old);
    ProgramOptions start =
        options(words +
                Words{"--server-bin", MOEBENCH_TEST_RECORDING_SERVER, "--repo", model_repo,
                      "--port", port, "--out", result, "--log", file(name + ".log")} +
                flags);
    start.variables.push_back("MOEBENCH_RECORDED_SERVER=" + server_);
    start.variables.push_back("MOEBENCH_RECORDING=" + recording);

    Outcome outcome;
    outcome.ending = Program(program, start).wait();
    outcome.recording = parse_recording(read_file(recording));
    if (std::filesystem::exists(result)) outcome.result = parse_json_file(result);
    expect_clean();
    return outcome;
}

} // namespace moebench::test
