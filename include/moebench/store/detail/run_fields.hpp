// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/run_report.hpp>
#include <moebench/store/detail/sample_fields.hpp>
#include <moebench/store/detail/server_fields.hpp>
#include <moebench/version.hpp>

#include <string>
#include <string_view>
#include <vector>

// What the result file of a run keeps; see server_fields.hpp.
namespace moebench::detail {

/// moebench 0.1.0 did not write `measures`: the name of a row said it.
inline bool has_measures(std::string_view json) {
    return json.find("\"measures\"") != std::string_view::npos;
}

inline Measures measures_of_row(std::string_view name) {
    if (name.starts_with("pp")) return Measures::prefill;
    return name.starts_with("tg") ? Measures::decode : Measures::everything;
}

template <class Archive> void fields(Archive& archive, NamedFigures& value) {
    auto& [name, measures, requests, processed_prompt_tokens, completion_tokens, ttft,
           prefill_tokens_per_s, decode_tokens_per_s] = value;
    archive("name", name)("measures", measures)("requests", requests);
    archive("processed_prompt_tokens", processed_prompt_tokens, "");
    archive("completion_tokens", completion_tokens, "")("ttft", ttft, "_s");
    archive("prefill_tokens_per_s", prefill_tokens_per_s, "");
    archive("decode_tokens_per_s", decode_tokens_per_s, "");
}

/// What `summary` holds.
struct RunSummary {
    RunInfo& info;
    Summary& summary;
};

/// The original script's summary, and the number of failed requests. Both may be const where the
/// archive only writes.
template <class Archive, class Info, class Figures>
void script_fields(Archive& archive, Info& info, Figures& summary) {
    const auto rate = [&](std::int64_t tokens) {
        return summary.duration_s > 0 ? static_cast<double>(tokens) / summary.duration_s : 0.0;
    };
    archive("repo", info.repo)("suite", info.suite)("mode", info.mode)("ctx_size", info.ctx_size);
    archive("duration_s", summary.duration_s)("requests", summary.requests);
    archive("prompt_tokens", summary.prompt_tokens);
    archive("cached_prompt_tokens", summary.cached_prompt_tokens);
    archive("processed_prompt_tokens", summary.processed_prompt_tokens);
    archive("completion_tokens", summary.completion_tokens)("total_tokens", summary.total_tokens);
    archive.derived("prompt_tokens_per_s", rate(summary.prompt_tokens));
    archive.derived("processed_prompt_tokens_per_s", rate(summary.processed_prompt_tokens));
    archive.derived("completion_tokens_per_s", rate(summary.completion_tokens));
    archive.derived("total_tokens_per_s", rate(summary.total_tokens));
    archive("max_prompt_tokens", summary.max_prompt_tokens);
    archive("max_cached_prompt_tokens", summary.max_cached_prompt_tokens);
    archive("max_processed_prompt_tokens", summary.max_processed_prompt_tokens);
    archive("prompt_cache_enabled", info.cache_prompt)("latency_avg_s", summary.latency_avg_s);
    archive("latency_min_s", summary.latency_min_s)("latency_max_s", summary.latency_max_s);
    archive("warmup_s", summary.warmup_s)("warmup_requests", summary.warmup_requests);
    archive.facts("warmup_requests", summary.facts, "failed_requests");
    archive("failed_requests", summary.failed_requests);
}

template <class Archive> void fields(Archive& archive, RunSummary& value) {
    script_fields(archive, value.info, value.summary);
    // those before `calibration_s` are the script's
    auto& [requests, failed_requests, prompt_tokens, cached_prompt_tokens, processed_prompt_tokens,
           completion_tokens, total_tokens, max_prompt_tokens, max_cached_prompt_tokens,
           max_processed_prompt_tokens, latency_avg_s, latency_min_s, latency_max_s, duration_s,
           calibration_s, duration_with_calibration_s, warmup_s, warmup_requests, latency, ttft,
           inter_token_latency, prefill_tokens_per_s, decode_tokens_per_s, samples_without_usage,
           samples_without_timings, samples_in_one_piece, rows, facts] = value.summary;
    archive("calibration_s", calibration_s);
    archive("duration_with_calibration_s", duration_with_calibration_s)("latency", latency, "_s");
    archive("ttft", ttft, "_s");
    archive("inter_token_latency", inter_token_latency, "_s", 0.01); // of the histogram's bins
    archive("prefill_tokens_per_s", prefill_tokens_per_s, "");
    archive("decode_tokens_per_s", decode_tokens_per_s, "")("rows", rows);
    archive("samples_without_usage", samples_without_usage);
    archive("samples_without_timings", samples_without_timings);
    archive("samples_in_one_piece", samples_in_one_piece);
}

template <class Archive> void fields(Archive& archive, RunOptions& value) {
    auto& [duration, repetitions, warmup, warmup_requests, warmup_tokens, max_tokens, cache_prompt,
           stream, seed, ignore_eos, extra_body, model, request_timeout, max_failures,
           save_content] = value;
    archive("duration_s", duration)("repetitions", repetitions)("warmup_s", warmup);
    archive("warmup_requests", warmup_requests)("warmup_tokens", warmup_tokens);
    archive("max_tokens", max_tokens)("cache_prompt", cache_prompt)("stream", stream)("seed", seed);
    archive("ignore_eos", ignore_eos);
    archive.or_null("extra_body", extra_body);
    archive.or_null("model", model);
    archive("request_timeout_s", request_timeout)("max_failures", max_failures);
}

/// Says which program wrote a file.
struct ThisMoebench {};
template <class Archive> void fields(Archive& archive, ThisMoebench&) {
    archive.derived("version", MOEBENCH_VERSION);
}

/// The result file; its arrays of samples stay empty, see ResultFrame.
struct ResultFile {
    std::int64_t schema_version = 0;
    RunInfo info;
    RunReport report;
};
template <class Archive> void fields(Archive& archive, ResultFile& value) {
    auto& [schema_version, info, report] = value;
    auto& [suite, suite_sha256, repo, mode, profile, command_line, ctx_size, cache_prompt,
           server_cmd, options, server, host] = info;
    auto& [outcome, failure, summary] = report;
    RunSummary run_summary{info, summary};
    const std::vector<std::string> no_samples;
    archive("server_cmd", server_cmd);
    archive.derived("warmup", no_samples);
    archive("summary", run_summary);
    archive.derived("requests", no_samples);
    archive.derived("failed", no_samples);
    archive("schema_version", schema_version);
    archive.derived("moebench", ThisMoebench());
    archive("profile", profile)("command_line", command_line)("status", outcome)("error", failure);
    archive.or_null("suite_sha256", suite_sha256, "the suite is not made from a file");
    archive("work", options)("server", server, server_cmd.empty());
    archive("libraries", server.libraries, "name", "sha256")("environment", host);
}

} // namespace moebench::detail
