// SPDX-License-Identifier: MIT
// Two custom transports: one records a run, the other replays it without a server.
//
//   07_custom_transport FILE URL     records
//   07_custom_transport FILE         replays
#include "07_recorder.hpp"
#include "07_replayer.hpp"

#include <boost/asio/this_coro.hpp>

#include <fstream>
#include <iostream>

using namespace moebench;

template <Transport T> Task<RunReport> measure(T& transport, MemorySink& results) {
    LlamaClient client(transport);
    RunOptions options;
    options.warmup_requests = 0;
    options.repetitions = 2;
    options.max_tokens = 16;
    SuiteRunner runner(client, options);
    auto suite = PromptListSuite::multi();
    co_return co_await runner.run(suite, results);
}

Task<RunReport> record(std::string file, std::string url, MemorySink& results) {
    const auto address = ServerAddress::parse(url);
    if (!address) co_return address.error();
    const auto executor = co_await asio::this_coro::executor;
    BeastTransport server(executor, *address);
    std::ofstream recording(file);
    Recorder recorder(server, recording);
    co_return co_await measure(recorder, results);
}

Task<RunReport> replay(std::string file, MemorySink& results) {
    std::ifstream recording(file);
    Replayer replayer(recording);
    co_return co_await measure(replayer, results);
}

int main(int argc, char** argv) {
    if (argc != 2 && argc != 3) {
        std::cerr << "usage: 07_custom_transport FILE [URL]\n";
        return 2;
    }
    MemorySink results;
    const auto report =
        sync_wait(argc == 3 ? record(argv[1], argv[2], results) : replay(argv[1], results));
    if (!report) std::cerr << report.error().message() << "\n";
    if (report && report->failure) std::cerr << report->failure->message() << "\n";
    for (Sample& sample : results.samples) {
        sample.started_s = 0; // from the runner's clock; everything else comes from the transport
        std::cout << encode_sample(sample, SampleDetail::full) << "\n";
    }
    return report && report->outcome == Outcome::completed ? 0 : 1;
}
