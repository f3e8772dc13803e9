// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_writer.hpp>
#include <moebench/store/detail/result_object.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/version.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

namespace detail {

using Members = std::vector<std::pair<std::string, std::string>>;

/// The seed's summary, key by key in its order, each value as JSON text.
inline Members seed_summary(const RunInfo& info, const RunReport& report) {
    const Summary& s = report.summary;
    const auto rate = [&](std::int64_t tokens) {
        return json_number(s.duration_s > 0 ? static_cast<double>(tokens) / s.duration_s : 0);
    };
    const auto count = [](std::int64_t number) { return std::to_string(number); };
    Members members = {
        {"repo", json_quoted(info.repo)},
        {"suite", json_quoted(info.suite)},
        {"mode", json_quoted(info.mode)},
        {"ctx_size", count(info.ctx_size)},
        {"duration_s", json_number(s.duration_s)},
        {"requests", count(s.requests)},
        {"prompt_tokens", count(s.prompt_tokens)},
        {"cached_prompt_tokens", count(s.cached_prompt_tokens)},
        {"processed_prompt_tokens", count(s.processed_prompt_tokens)},
        {"completion_tokens", count(s.completion_tokens)},
        {"total_tokens", count(s.total_tokens)},
        {"prompt_tokens_per_s", rate(s.prompt_tokens)},
        {"processed_prompt_tokens_per_s", rate(s.processed_prompt_tokens)},
        {"completion_tokens_per_s", rate(s.completion_tokens)},
        {"total_tokens_per_s", rate(s.total_tokens)},
        {"max_prompt_tokens", count(s.max_prompt_tokens)},
        {"max_cached_prompt_tokens", count(s.max_cached_prompt_tokens)},
        {"max_processed_prompt_tokens", count(s.max_processed_prompt_tokens)},
        {"prompt_cache_enabled", info.cache_prompt ? "true" : "false"},
        {"latency_avg_s", json_number(s.latency_avg_s)},
        {"latency_min_s", json_number(s.latency_min_s)},
        {"latency_max_s", json_number(s.latency_max_s)},
        {"warmup_s", json_number(s.warmup_s)},
        {"warmup_requests", count(s.warmup_requests)},
    };
    for (const auto& [name, number] : s.facts) members.emplace_back(name, count(number));
    return members;
}

inline void write_summary(JsonWriter& json, const RunInfo& info, const RunReport& report) {
    const Summary& s = report.summary;
    json.begin_object();
    for (const auto& [name, value] : seed_summary(info, report)) json.key(name).raw(value);
    json.member("failed_requests", s.failed_requests);
    json.member("calibration_s", s.calibration_s);
    json.member("duration_with_calibration_s", s.duration_with_calibration_s);
    json.key("latency").raw(encode_distribution(s.latency, "_s"));
    json.key("ttft").raw(encode_distribution(s.ttft, "_s"));
    // of the histogram's bins
    json.key("inter_token_latency").raw(encode_distribution(s.inter_token_latency, "_s", "0.01"));
    json.key("prefill_tokens_per_s").raw(encode_distribution(s.prefill_tokens_per_s, ""));
    json.key("decode_tokens_per_s").raw(encode_distribution(s.decode_tokens_per_s, ""));
    json.key("rows").begin_array();
    for (const auto& row : s.rows) {
        json.begin_object().member("name", row.name);
        json.member("measures", to_string(row.measures)).member("requests", row.requests);
        json.key("processed_prompt_tokens")
            .raw(encode_distribution(row.processed_prompt_tokens, ""));
        json.key("completion_tokens").raw(encode_distribution(row.completion_tokens, ""));
        json.key("ttft").raw(encode_distribution(row.ttft, "_s"));
        json.key("prefill_tokens_per_s").raw(encode_distribution(row.prefill_tokens_per_s, ""));
        json.key("decode_tokens_per_s").raw(encode_distribution(row.decode_tokens_per_s, ""));
        json.end_object();
    }
    json.end_array();
    json.member("samples_without_usage", s.samples_without_usage);
    json.member("samples_without_timings", s.samples_without_timings);
    json.end_object();
}

inline void write_buffers(JsonWriter& json, std::string_view name,
                          const std::vector<std::pair<std::string, double>>& buffers) {
    json.key(name).begin_array();
    for (const auto& [type, mebibytes] : buffers) {
        json.begin_object().member("type", type).member("mib", mebibytes).end_object();
    }
    json.end_array();
}

inline void write_placement(JsonWriter& json, const PlacementFacts& facts, std::string_view why) {
    ObjectWriter object(json);
    object.add("offloaded_layers", facts.offloaded_layers, why);
    object.add("total_layers", facts.total_layers, why);
    write_buffers(json, "model_buffers", facts.model_buffers);
    write_buffers(json, "kv_buffers", facts.kv_buffers);
    write_buffers(json, "compute_buffers", facts.compute_buffers);
    object.add("devices", facts.devices);
    object.add("n_ctx", facts.n_ctx, why);
    object.add("n_batch", facts.n_batch, why);
    object.add("n_ubatch", facts.n_ubatch, why);
    object.add("n_threads", facts.n_threads, why);
    object.add("flash_attn", facts.flash_attn, why);
    object.add("graph_splits", facts.graph_splits, why);
    object.add("system_info", facts.system_info, why);
    object.add("overridden_tensors", facts.overridden_tensors,
               "told at --log-verbosity 5, where a tensor was overridden");
    object.end();
}

inline void write_server(JsonWriter& json, const RunInfo& info) {
    const ServerFacts& facts = info.server;
    const bool attached = info.server_cmd.empty();
    const std::string_view not_ours = "the server was not started by moebench";
    const std::string_view not_told = "not in /props";
    ObjectWriter object(json);
    object.add("build_info", facts.build_info, not_told);
    object.add("version", facts.version, attached ? not_ours : "no answer to --version");
    object.add("binary_sha256", facts.binary_sha256, attached ? not_ours : "not readable");
    object.add("n_ctx", facts.n_ctx, not_told);
    object.add("total_slots", facts.total_slots, not_told);
    object.add("model_path", facts.model_path, not_told);
    object.add("model_bytes", facts.model_bytes, attached ? not_ours : "not readable");
    object.add("model_head_sha256", facts.model_head_sha256, attached ? not_ours : "not readable");
    object.add("load_s", facts.load_s, not_ours);
    object.add("simulated", facts.simulated);
    json.key("replaced_flags").begin_array();
    for (const auto& [wanted, used] : facts.replaced_flags) {
        json.begin_object().member("wanted", wanted).member("used", used).end_object();
    }
    json.end_array();
    json.key("placement");
    write_placement(json, facts.placement,
                    attached ? not_ours : "not in the server's log (--log-verbosity 4 tells it)");
    object.end();
}

/// Durations in seconds, lengths in tokens.
inline void write_work(JsonWriter& json, const RunOptions& options) {
    json.begin_object();
    json.member("duration_s", to_seconds(options.duration));
    json.member("repetitions", options.repetitions);
    json.member("warmup_s", to_seconds(options.warmup));
    json.member("warmup_requests", options.warmup_requests);
    json.member("warmup_tokens", options.warmup_tokens);
    json.member("max_tokens", options.max_tokens);
    json.member("cache_prompt", options.cache_prompt);
    json.member("stream", options.stream);
    json.member("seed", options.seed);
    json.member("ignore_eos", options.ignore_eos);
    json.member("extra_body", if_not_empty(options.extra_body));
    json.member("model", if_not_empty(options.model));
    json.member("request_timeout_s", to_seconds(options.request_timeout));
    json.member("max_failures", options.max_failures);
    json.end_object();
}

inline void write_environment(JsonWriter& json, const HostFacts& facts) {
    const std::string_view why = "not told by this system";
    ObjectWriter object(json);
    object.add("cpu_model", facts.cpu_model, why);
    object.add("cpu_cores", facts.cpu_cores, why);
    object.add("cpu_threads", facts.cpu_threads, why);
    object.add("governor", facts.governor, why);
    object.add("memory_bytes", facts.memory_bytes, why);
    object.add("gpus", facts.gpus);
    object.add("gpu_driver", facts.gpu_driver, why);
    object.add("kernel", facts.kernel, why);
    object.add("variables", facts.variables);
    object.end();
}

} // namespace detail

MOEBENCH_DECL ResultFrame encode_result(const RunInfo& info, const RunReport& report) {
    ResultFrame frame;
    std::string out;
    JsonWriter json(out, 2);
    const auto cut_before_array = [&](std::string_view name, std::string& piece) {
        json.key(name);
        piece = std::exchange(out, std::string());
        json.raw("");
    };
    json.begin_object().member("server_cmd", info.server_cmd);
    cut_before_array("warmup", frame.before_warmup);
    json.key("summary");
    detail::write_summary(json, info, report);
    cut_before_array("requests", frame.before_requests);
    cut_before_array("failed", frame.before_failed);
    json.member("schema_version", result_schema_version);
    json.key("moebench").begin_object().member("version", MOEBENCH_VERSION).end_object();
    json.member("profile", info.profile).member("command_line", info.command_line);
    json.member("status", to_string(report.outcome));
    json.key("error");
    if (report.failure) {
        json.value(report.failure->message());
    } else {
        json.null();
    }
    json.key("work");
    detail::write_work(json, info.options);
    json.key("server");
    detail::write_server(json, info);
    json.key("environment");
    detail::write_environment(json, info.host);
    json.end_object();
    frame.after_failed = out + "\n";
    return frame;
}

MOEBENCH_DECL std::string encode_perf_metrics(const RunInfo& info, const RunReport& report) {
    auto members = detail::seed_summary(info, report);
    members.emplace_back("failed_requests", std::to_string(report.summary.failed_requests));
    std::sort(members.begin(), members.end());
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("scenarios").begin_object();
    json.key(info.repo + ":" + info.mode + ":" + info.suite).begin_object();
    for (const auto& [name, value] : members) json.key(name).raw(value);
    json.end_object().end_object().end_object();
    return out;
}

} // namespace moebench
