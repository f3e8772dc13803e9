// SPDX-License-Identifier: MIT
#include <moebench/store/result_codec.hpp>

#include <catch2/catch.hpp>

#include <support/json_text.hpp>

namespace moebench {

namespace {

using test::parse_object;

RunInfo some_info() {
    RunInfo info;
    info.repo = "user/repo:Q4";
    info.suite = "long";
    info.mode = "cpu-moe";
    info.profile = "plain";
    info.ctx_size = 4096;
    info.server_cmd = {"/bin/llama-server", "-m", "a b.gguf"};
    return info;
}

RunReport some_report() {
    RunReport report;
    Summary& s = report.summary;
    s.requests = 4;
    s.failed_requests = 1;
    s.prompt_tokens = 100;
    s.processed_prompt_tokens = 80;
    s.completion_tokens = 60;
    s.total_tokens = 160;
    s.duration_s = 60;
    s.facts = {{"long_prompt_target_tokens", 8192}};
    return report;
}

std::string whole(const RunInfo& info, const RunReport& report) {
    const auto frame = encode_result(info, report);
    return frame.before_warmup + "[]" + frame.before_requests + "[]" + frame.before_failed + "[]" +
           frame.after_failed;
}

} // namespace

TEST_CASE("a run without a measured window has rates of 0, as in the original script",
          "[result_codec]") {
    auto report = some_report();
    report.summary.duration_s = 0;

    const auto json = parse_object(whole(some_info(), report));

    CHECK(json.at("summary").at("prompt_tokens_per_s").as_double() == 0);
    CHECK(json.at("summary").at("total_tokens_per_s").as_double() == 0);
}

TEST_CASE("what is not known of server and machine is null with a reason", "[result_codec]") {
    auto info = some_info();
    const bool attached = GENERATE(true, false);
    if (attached) info.server_cmd.clear();

    const auto json = parse_object(whole(info, some_report()));

    const auto nulls_have_reasons = [](const boost::json::object& object) {
        for (const auto& member : object) {
            CAPTURE(std::string(member.key()));
            if (member.value().is_null()) {
                CHECK_FALSE(object.at("absent").at(member.key()).as_string().empty());
            }
        }
    };
    const auto& server = json.at("server").as_object();
    const auto& placement = server.at("placement").as_object();
    nulls_have_reasons(server);
    nulls_have_reasons(placement);
    nulls_have_reasons(json.at("environment").as_object());
    CHECK(server.at("version").is_null());
    CHECK(placement.at("n_ctx").is_null());
    CHECK(json.at("environment").at("cpu_model").is_null());
    const bool not_ours =
        server.at("absent").at("version").as_string() == "the server was not started by moebench";
    CHECK(not_ours == attached);
}

TEST_CASE("the performance metrics are the original script's line, keys sorted", "[result_codec]") {
    CHECK(encode_perf_metrics(some_info(), some_report()) ==
          R"({"scenarios": {"user/repo:Q4:cpu-moe:long": {"cached_prompt_tokens": 0, )"
          R"("completion_tokens": 60, "completion_tokens_per_s": 1.0, "ctx_size": 4096, )"
          R"("duration_s": 60.0, "failed_requests": 1, "latency_avg_s": 0.0, )"
          R"("latency_max_s": 0.0, "latency_min_s": 0.0, "long_prompt_target_tokens": 8192, )"
          R"("max_cached_prompt_tokens": 0, "max_processed_prompt_tokens": 0, )"
          R"("max_prompt_tokens": 0, "mode": "cpu-moe", "processed_prompt_tokens": 80, )"
          R"("processed_prompt_tokens_per_s": 1.3333333333333333, )"
          R"("prompt_cache_enabled": false, "prompt_tokens": 100, )"
          R"("prompt_tokens_per_s": 1.6666666666666667, "repo": "user/repo:Q4", "requests": 4, )"
          R"("suite": "long", "total_tokens": 160, "total_tokens_per_s": 2.6666666666666665, )"
          R"("warmup_requests": 0, "warmup_s": 0.0}}})");
}

} // namespace moebench
