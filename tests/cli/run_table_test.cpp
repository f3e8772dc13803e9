// SPDX-License-Identifier: MIT
#include "run_table.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace moebench;
using namespace moebench::cli;

namespace {

RunInfo info() {
    RunInfo result;
    result.repo = "a/b:Q4";
    result.suite = "multi";
    result.mode = "cpu-moe";
    result.profile = "plain";
    result.ctx_size = 4096;
    result.server_cmd = {"llama-server"};
    result.server.build_info = "b11434-82bb48500";
    result.server.placement.offloaded_layers = 49;
    result.server.placement.total_layers = 49;
    result.server.placement.model_buffers = {{"CUDA0", 2048.5}, {"CPU_Mapped", 17432}};
    return result;
}

RunReport report() {
    RunReport result;
    auto& summary = result.summary;
    summary.requests = 12;
    summary.failed_requests = 1;
    summary.duration_s = 61.25;
    summary.prefill_tokens_per_s.mean = 1412.34;
    summary.prefill_tokens_per_s.stddev = 3.125;
    summary.decode_tokens_per_s.mean = 23.456;
    summary.ttft.p50 = 0.3121;
    summary.ttft.p90 = 1.5;
    summary.latency.p50 = 8.25;
    return result;
}

} // namespace

TEST_CASE("the table is readable as text and valid as Markdown", "[run_table]") {
    const std::string table = render_run_table(info(), report());

    CHECK(table.starts_with("| model     | a/b:Q4 "));
    CHECK(table.find("\n|-----------|-----") != std::string::npos);
    CHECK(table.find("| build     | b11434-82bb48500 ") != std::string::npos);
    CHECK(table.find("| placement | cpu-moe; 49/49 layers on GPU; weights: CUDA0 2048 MiB, "
                     "CPU_Mapped 17432 MiB |") != std::string::npos);
    CHECK(table.find("| suite     | multi, profile plain, context 4096 ") != std::string::npos);
    CHECK(table.find("| prefill   | 1412 ± 3.125 tok/s ") != std::string::npos);
    CHECK(table.find("| decode    | 23.46 tok/s ") != std::string::npos);
    CHECK(table.find("| TTFT      | p50 312.1 ms, p90 1.500 s ") != std::string::npos);
    CHECK(table.find("| latency   | p50 8.250 s ") != std::string::npos);
    CHECK(table.find("| requests  | 12 good, 1 failed, in 61.25 s ") != std::string::npos);
    CHECK(table.find("status") == std::string::npos);
}

TEST_CASE("every line of the table is as wide as the others", "[run_table]") {
    const std::string table = render_run_table(info(), report());

    // "±" takes two bytes and one column: its first byte is left out
    std::string ascii;
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table.compare(i, 2, "±") != 0) ascii += table[i];
    }
    const std::size_t line = ascii.find('\n') + 1;
    REQUIRE(ascii.size() % line == 0);
    for (std::size_t end = line - 1; end < ascii.size(); end += line) CHECK(ascii[end] == '\n');
}

TEST_CASE("values that the server did not report are marked", "[run_table]") {
    RunInfo bare;
    bare.repo = "http://127.0.0.1:8080";
    const std::string table = render_run_table(bare, RunReport());

    CHECK(table.find("| build     | not reported ") != std::string::npos);
    CHECK(table.find("| prefill   | not reported ") != std::string::npos);
    CHECK(table.find("| TTFT      | not reported ") != std::string::npos);
    CHECK(table.find("| requests  | 0 good, 0 failed, ") != std::string::npos);
}

TEST_CASE("a simulated server and an unfinished run are marked", "[run_table]") {
    RunInfo simulated = info();
    simulated.server.simulated = true;
    RunReport unfinished = report();
    unfinished.outcome = Outcome::interrupted;
    const std::string table = render_run_table(simulated, unfinished);

    CHECK(table.find("b11434-82bb48500 (simulated)") != std::string::npos);
    CHECK(table.find("| status    | interrupted ") != std::string::npos);
}

TEST_CASE("streams that something between collected are told", "[run_table]") {
    auto collected = report();
    CHECK(collected_streams(collected.summary).empty());
    collected.summary.samples_in_one_piece = 2;

    CHECK(collected_streams(collected.summary) ==
          "2 of 12 replies arrived in one piece: a proxy collects them, so they have no TTFT and "
          "no inter-token latency");
}

TEST_CASE("a name cannot break the table", "[run_table]") {
    RunInfo odd = info();
    odd.repo = "a|b\nc";

    CHECK(render_run_table(odd, report()).starts_with("| model     | a\\|b c "));
}

TEST_CASE("the placement in a running server is not known", "[run_table]") {
    RunInfo attached = info();
    attached.server_cmd.clear();
    const std::string table = render_run_table(attached, report());
    CHECK(table.find("| placement | not known: moebench did not start this server ") !=
          std::string::npos);
    CHECK(table.find("layers on GPU") == std::string::npos);
}
