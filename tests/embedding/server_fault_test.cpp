// SPDX-License-Identifier: MIT
// A real server that fails at its n-th request, for every n of a run.
#include <moebench/task.hpp>

#include <catch2/catch.hpp>

#include <embedding/support/embedded.hpp>
#include <embedding/support/process_state.hpp>

namespace moebench {

TEST_CASE("a run whose server fails at any request gives a report, and the server is gone",
          "[embedding]") {
    const std::string fault = GENERATE("die", "exit", "reset", "http_500", "truncated_body");
    const std::size_t request = GENERATE(1U, 2U, 3U);
    INFO(fault << " at request " << request);
    const auto descriptors = test::open_descriptors();
    {
        test::EmbeddedRun run;
        run.suite.topics = {"rain", "steel", "sleep"};
        run.scenario.server.environment.push_back("LLAMA_SIM_FAULT=" + fault + "@" +
                                                  std::to_string(request));

        const auto report = sync_wait(run.task());

        REQUIRE(report.has_value());
        const bool died = fault == "die" || fault == "exit";
        CHECK(report->outcome == (died ? Outcome::server_died : Outcome::too_many_failures));
        CHECK(report->failure);
        const auto& samples = run.sink.samples;
        REQUIRE(samples.size() == request);
        for (std::size_t i = 0; i < request; ++i) CHECK(samples[i].ok() == (i + 1 < request));
        CHECK(run.sink.finished == 1);
        CHECK(run.place.stopped == 1);
        CHECK_FALSE(test::has_children());
    }
    CHECK(test::open_descriptors() == descriptors);
}

} // namespace moebench
