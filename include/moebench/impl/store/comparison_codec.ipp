// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/impl/store/result_codec.ipp>
#include <moebench/protocol/json_writer.hpp>
#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/detail/conclusions.hpp>
#include <moebench/version.hpp>

namespace moebench {

namespace detail {

inline void write_ids(JsonWriter& json, std::string_view name,
                      const std::vector<std::int64_t>& ids) {
    json.key(name).begin_array();
    for (const auto id : ids) json.value(id);
    json.end_array();
}

inline void write_experiment(JsonWriter& json, const ExperimentFacts& facts) {
    json.begin_object();
    json.member("arms", facts.arms).member("declared", facts.declared);
    json.member("suite", facts.suite).member("model", facts.model);
    json.member("profile", facts.profile).member("repetitions", facts.repetitions);
    json.member("work", facts.work);
    json.member("min_boots", facts.min_boots).member("max_boots", facts.max_boots);
    json.member("precision", facts.precision).member("order_seed", facts.order_seed);
    json.member("confidence", facts.confidence);
    json.member("noise_threshold", facts.noise_threshold);
    json.member("aa_blocks", facts.aa_blocks).member("aa", facts.aa);
    json.member("answer_reply_tokens", facts.answers.reply_tokens);
    json.member("answer_text_tokens", facts.answers.text_tokens);
    json.member("metrics", facts.metrics);
    json.member("command_line", facts.command_line);
    json.end_object();
}

inline void write_script(JsonWriter& json, const AnswerScript& script) {
    json.begin_object().key("prompts").begin_array();
    for (const auto& prompt : script.prompts) {
        json.begin_object().member("name", prompt.name);
        write_ids(json, "prompt_ids", prompt.prompt_ids);
        write_ids(json, "reply_ids", prompt.reply_ids);
        json.member("reply", prompt.reply).end_object();
    }
    json.end_array();
    write_ids(json, "text_ids", script.text_ids);
    write_ids(json, "cuts", script.cuts);
    json.end_object();
}

inline void write_positions(JsonWriter& json, std::string_view name,
                            const std::vector<AnswerPosition>& positions) {
    json.key(name).begin_array();
    for (const auto& position : positions) {
        json.begin_object().member("prompt", position.prompt).member("at", position.at);
        json.member("prompt_n", position.prompt_n).member("error", if_not_empty(position.error));
        json.key("top").begin_array(); // [token, logprob, text]
        for (const auto& chance : position.top) {
            json.begin_array().value(chance.token).value(chance.logprob).value(chance.text);
            json.end_array();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

inline void write_request(JsonWriter& json, const RequestRecord& request) {
    json.begin_object().member("prompt", request.prompt).member("pass", request.pass);
    json.member("measures", to_string(request.measures));
    json.member("status", to_string(request.status));
    json.member("error", if_not_empty(request.error));
    json.member("prefill_tokens_per_s", request.prefill_tokens_per_s);
    json.member("decode_tokens_per_s", request.decode_tokens_per_s);
    json.member("client_decode_tokens_per_s", request.client_decode_tokens_per_s);
    json.member("ttft_s", request.ttft_s).member("latency_s", request.latency_s);
    json.member("cache_n", request.cache_n).member("prompt_n", request.prompt_n);
    json.member("predicted_n", request.predicted_n);
    json.member("expected_cache_n", request.expected_cache_n);
    json.member("content_sha256", request.content_sha256).member("text", request.text);
    json.end_object();
}

inline void write_boot(JsonWriter& json, const BootRecord& boot) {
    json.begin_object().member("arm", boot.arm).member("purpose", to_string(boot.purpose));
    json.member("block", boot.block).member("place", boot.place);
    json.member("outcome", to_string(boot.outcome)).member("failure", if_not_empty(boot.failure));
    json.member("started_s", boot.started_s).member("took_s", boot.took_s);
    json.member("answers_s", boot.answers_s);
    json.member("suite", boot.info.suite).member("repo", boot.info.repo);
    json.member("mode", boot.info.mode).member("profile", boot.info.profile);
    json.member("ctx_size", boot.info.ctx_size).member("cache_prompt", boot.info.cache_prompt);
    json.member("server_cmd", boot.info.server_cmd);
    json.key("server");
    write_server(json, boot.info);
    json.key("libraries").begin_array();
    for (const auto& [name, hash] : boot.info.server.libraries) {
        json.begin_object().member("name", name).member("sha256", hash).end_object();
    }
    json.end_array();
    json.key("environment");
    write_environment(json, boot.info.host);
    json.key("requests").begin_array();
    for (const auto& request : boot.requests) write_request(json, request);
    json.end_array();
    json.key("marks").begin_array();
    for (const auto& mark : boot.marks) {
        json.begin_object().member("name", mark.name).member("why", mark.why).end_object();
    }
    json.end_array().key("answers");
    if (boot.answers) {
        json.begin_object();
        write_positions(json, "decode", boot.answers->decode);
        write_positions(json, "prefill", boot.answers->prefill);
        json.member("replies", boot.answers->replies).end_object();
    } else {
        json.null();
    }
    json.member("log_file", boot.log_file).member("samples_file", boot.samples_file);
    json.end_object();
}

template <class Write> std::string compact_json(Write write) {
    std::string out;
    JsonWriter json(out);
    write(json);
    return out;
}

inline std::string journal_line(const char* name, const std::string& content) {
    return compact_json([&](JsonWriter& json) {
        json.begin_object().member("schema_version", comparison_schema_version);
        json.key(name).raw(content).end_object();
    });
}

inline std::string script_json(const AnswerScript& script) {
    return compact_json([&](JsonWriter& json) { write_script(json, script); });
}

inline std::string boot_json(const BootRecord& boot) {
    return compact_json([&](JsonWriter& json) { write_boot(json, boot); });
}

} // namespace detail

MOEBENCH_DECL std::string encode_experiment_line(const ExperimentFacts& experiment) {
    const auto write = [&](JsonWriter& json) { detail::write_experiment(json, experiment); };
    return detail::journal_line("experiment", detail::compact_json(write));
}

MOEBENCH_DECL std::string encode_script_line(const AnswerScript& script) {
    return detail::journal_line("script", detail::script_json(script));
}

MOEBENCH_DECL std::string encode_boot_line(const BootRecord& boot) {
    return detail::journal_line("boot", detail::boot_json(boot));
}

MOEBENCH_DECL std::string encode_comparison(const ComparisonResult& result) {
    std::string out;
    JsonWriter json(out, 1);
    json.begin_object().member("schema", "moebench-comparison");
    json.member("schema_version", comparison_schema_version);
    json.key("moebench").begin_object().member("version", MOEBENCH_VERSION).end_object();
    json.member("status", to_string(result.end));
    json.member("error", detail::if_not_empty(result.failure)).member("took_s", result.took_s);
    json.key("experiment");
    detail::write_experiment(json, result.experiment);
    detail::write_conclusions(json, result);
    json.key("script").raw(detail::script_json(result.script));
    json.key("boots").begin_array();
    for (const auto& boot : result.boots) json.raw(detail::boot_json(boot));
    json.end_array().end_object();
    return out + "\n";
}

} // namespace moebench
