// SPDX-License-Identifier: MIT
// A custom sink: a CSV table with one line per request.
//
//   04_custom_sink LLAMA_SERVER MODEL.gguf > samples.csv
#include <moebench/moebench.hpp>

#include <iostream>

using namespace moebench;

class CsvSink {
public:
    explicit CsvSink(std::ostream& out) : out_(out) {}

    Result<void> begin(const RunInfo&) {
        out_ << "prompt,status,latency_s,ttft_s,prefill_tokens_per_s,decode_tokens_per_s\n";
        return written();
    }

    Result<void> record(const Sample& sample) {
        if (sample.phase == Phase::warmup) return {};
        out_ << sample.prompt_index << ',' << to_string(sample.status) << ',' << sample.latency_s;
        for (const auto& figure :
             {sample.ttft_s, sample.prefill_tokens_per_s, sample.decode_tokens_per_s}) {
            out_ << ',';
            if (figure) out_ << *figure; // a missing value is an empty cell, not 0
        }
        out_ << '\n';
        return written();
    }

    Result<void> finish(const RunInfo&, const RunReport&) { return written(); }

private:
    /// A failure ends the run, because further samples would be lost.
    Result<void> written() {
        if (!out_.flush()) return fail(Errc::output_failed, "writing the table");
        return {};
    }

    std::ostream& out_;
};

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: 04_custom_sink LLAMA_SERVER MODEL.gguf\n";
        return 2;
    }
    Scenario scenario;
    scenario.server.binary = argv[1];
    scenario.server.model = argv[2];
    scenario.suite.builtin = BuiltinSuite::multi;
    scenario.run.warmup_requests = 1;
    scenario.run.repetitions = 2;
    scenario.run.max_tokens = 16;
    CsvSink table(std::cout);
    const auto report = sync_wait(run_scenario(scenario, table));
    if (!report) std::cerr << report.error().message() << "\n";
    return report && report->outcome == Outcome::completed ? 0 : 1;
}
