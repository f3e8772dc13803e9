// SPDX-License-Identifier: MIT
#include <moebench/store/result_codec.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

#include <support/json_text.hpp>

namespace moebench {

namespace {

using Catch::Contains;
using Keys = std::vector<std::string>;
using test::keys_of;
using test::parse_object;

/// As `summary` stands in the seed's script.
const Keys seed_summary = {"repo",
                           "suite",
                           "mode",
                           "ctx_size",
                           "duration_s",
                           "requests",
                           "prompt_tokens",
                           "cached_prompt_tokens",
                           "processed_prompt_tokens",
                           "completion_tokens",
                           "total_tokens",
                           "prompt_tokens_per_s",
                           "processed_prompt_tokens_per_s",
                           "completion_tokens_per_s",
                           "total_tokens_per_s",
                           "max_prompt_tokens",
                           "max_cached_prompt_tokens",
                           "max_processed_prompt_tokens",
                           "prompt_cache_enabled",
                           "latency_avg_s",
                           "latency_min_s",
                           "latency_max_s",
                           "warmup_s",
                           "warmup_requests"};

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
    s.cached_prompt_tokens = 20;
    s.processed_prompt_tokens = 80;
    s.completion_tokens = 60;
    s.total_tokens = 160;
    s.max_prompt_tokens = 30;
    s.max_cached_prompt_tokens = 6;
    s.max_processed_prompt_tokens = 24;
    s.latency_avg_s = 15;
    s.latency_min_s = 10.5;
    s.latency_max_s = 20;
    s.duration_s = 60;
    s.calibration_s = 2;
    s.duration_with_calibration_s = 61.5;
    s.warmup_s = 10;
    s.warmup_requests = 3;
    s.facts = {{"long_prompt_target_tokens", 8192}, {"long_prompt_tokenized_tokens", 8200}};
    return report;
}

std::string whole(const RunInfo& info, const RunReport& report, const std::string& array = "[]") {
    const auto frame = encode_result(info, report);
    return frame.before_warmup + array + frame.before_requests + array + frame.before_failed +
           array + frame.after_failed;
}

} // namespace

TEST_CASE("the result file begins with the seed's four keys in its order", "[result_codec]") {
    const auto json = parse_object(whole(some_info(), some_report()));

    auto keys = keys_of(json);
    REQUIRE(keys.size() > 5);
    CHECK(Keys(keys.begin(), keys.begin() + 5) ==
          Keys{"server_cmd", "warmup", "summary", "requests", "failed"});
    CHECK(json.at("server_cmd") == boost::json::value{"/bin/llama-server", "-m", "a b.gguf"});
    CHECK(json.at("schema_version").as_int64() == 1);
    CHECK(json.at("profile").as_string() == "plain");
    CHECK(json.at("status").as_string() == "completed");
    CHECK(json.at("error").is_null());
    CHECK(json.at("moebench").at("version").is_string());
    CHECK(json.at("server").is_object());
    CHECK(json.at("environment").is_object());
}

TEST_CASE("the summary has the seed's keys in its order, then the suite's, then new ones",
          "[result_codec]") {
    const auto json = parse_object(whole(some_info(), some_report()));
    const auto& summary = json.at("summary").as_object();

    Keys expected = seed_summary;
    expected.emplace_back("long_prompt_target_tokens");
    expected.emplace_back("long_prompt_tokenized_tokens");
    auto keys = keys_of(summary);
    REQUIRE(keys.size() > expected.size());
    keys.resize(expected.size());
    CHECK(keys == expected);
    CHECK(summary.at("repo").as_string() == "user/repo:Q4");
    CHECK(summary.at("prompt_cache_enabled").as_bool() == false);
    CHECK(summary.at("requests").as_int64() == 4);
    CHECK(summary.at("long_prompt_tokenized_tokens").as_int64() == 8200);
    CHECK(summary.at("failed_requests").as_int64() == 1);
    CHECK(summary.at("calibration_s").as_double() == 2);
    CHECK(summary.at("duration_with_calibration_s").as_double() == 61.5);
}

TEST_CASE("the seed's rates divide by the window, and numbers are plain decimal",
          "[result_codec]") {
    const auto text = whole(some_info(), some_report());

    CHECK_THAT(text,
               Contains("\n    \"duration_s\": 60.0,\n") &&
                   Contains("\n    \"prompt_tokens_per_s\": 1.6666666666666667,\n") &&
                   Contains("\n    \"processed_prompt_tokens_per_s\": 1.3333333333333333,\n") &&
                   Contains("\n    \"completion_tokens_per_s\": 1.0,\n") &&
                   Contains("\n    \"total_tokens_per_s\": 2.6666666666666665,\n") &&
                   Contains("\n    \"ctx_size\": 4096,\n"));
    CHECK(text.ends_with("\n}\n"));
}

TEST_CASE("a run without a window has no rate, as in the seed", "[result_codec]") {
    auto report = some_report();
    report.summary.duration_s = 0;

    const auto json = parse_object(whole(some_info(), report));

    CHECK(json.at("summary").at("prompt_tokens_per_s").as_double() == 0);
    CHECK(json.at("summary").at("total_tokens_per_s").as_double() == 0);
}

TEST_CASE("how a run ended and why stands in the result", "[result_codec]") {
    auto report = some_report();
    report.outcome = Outcome::server_died;
    report.failure = fail(Errc::server_exited, "killed by signal 9;\nlog: \"x\"");

    const auto json = parse_object(whole(some_info(), report));

    CHECK(json.at("status").as_string() == "server_died");
    CHECK(json.at("error").as_string() == report.failure->message());
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

TEST_CASE("what is known of server and machine is told", "[result_codec]") {
    auto info = some_info();
    info.server.build_info = "b11434-82bb48500";
    info.server.load_s = 12;
    info.server.replaced_flags = {{"--no-ui", "--no-webui"}, {"--metrics", ""}};
    info.server.placement.model_buffers = {{"CPU_Mapped", 1024.5}, {"CUDA0", 12}};
    info.server.placement.flash_attn = "enabled";
    info.host.cpu_model = "CPU \"X\"";
    info.host.gpus = {"A", "B"};
    info.host.variables = {"LLAMA_ARG_FLASH_ATTN=auto"};

    const auto json = parse_object(whole(info, some_report()));

    const auto& server = json.at("server");
    CHECK(server.at("build_info").as_string() == "b11434-82bb48500");
    CHECK(server.at("load_s").as_double() == 12);
    CHECK(server.at("replaced_flags").at(0).at("used").as_string() == "--no-webui");
    CHECK(server.at("replaced_flags").at(1).at("wanted").as_string() == "--metrics");
    const auto& buffer = server.at("placement").at("model_buffers").at(0);
    CHECK(buffer.at("type").as_string() == "CPU_Mapped");
    CHECK(buffer.at("mib").as_double() == 1024.5);
    CHECK(server.at("placement").at("flash_attn").as_string() == "enabled");
    CHECK_FALSE(server.at("absent").as_object().contains("build_info"));
    CHECK(json.at("environment").at("cpu_model").as_string() == "CPU \"X\"");
    CHECK(json.at("environment").at("gpus").as_array().size() == 2);
    CHECK(json.at("environment").at("variables").at(0).as_string() == "LLAMA_ARG_FLASH_ATTN=auto");
}

TEST_CASE("the result tells what was asked of the server", "[result_codec]") {
    RunInfo info = some_info();
    info.options.max_tokens = 48;
    info.options.repetitions = 3;
    info.options.extra_body = R"({"min_p":0.1})";
    const auto json = parse_object(whole(info, some_report()));
    const auto& work = json.at("work").as_object();
    CHECK(work.at("max_tokens") == 48);
    CHECK(work.at("repetitions") == 3);
    CHECK(work.at("warmup_requests").is_null());
    CHECK(work.at("extra_body").as_string() == R"({"min_p":0.1})");
    CHECK(work.at("request_timeout_s") == 600.0);
}

TEST_CASE("the histogram's distribution tells its resolution", "[result_codec]") {
    auto report = some_report();
    report.summary.inter_token_latency.count = 7;

    const auto json = parse_object(whole(some_info(), report));

    const auto& latency = json.at("summary").at("inter_token_latency");
    CHECK(latency.at("count").as_int64() == 7);
    CHECK(latency.at("resolution").as_double() == 0.01);
    CHECK(json.at("summary").at("ttft").at("mean_s").is_null());
    CHECK(json.at("summary").at("decode_tokens_per_s").as_object().contains("mean"));
}

TEST_CASE("the performance metrics are the seed's line, keys sorted", "[result_codec]") {
    const auto line = encode_perf_metrics(some_info(), some_report());

    CHECK_THAT(line, Catch::StartsWith(R"({"scenarios": {"user/repo:Q4:cpu-moe:long": )"
                                       R"({"cached_prompt_tokens": 20, )"
                                       R"("completion_tokens": 60, )"));
    CHECK(line.find('\n') == std::string::npos);
    const auto json = parse_object(line);
    auto keys = keys_of(json.at("scenarios").at("user/repo:Q4:cpu-moe:long").as_object());
    Keys expected = seed_summary;
    for (const auto* name :
         {"long_prompt_target_tokens", "long_prompt_tokenized_tokens", "failed_requests"}) {
        expected.emplace_back(name);
    }
    std::sort(expected.begin(), expected.end());
    CHECK(keys == expected);
}

} // namespace moebench
