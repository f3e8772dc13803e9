// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/store/detail/json_saver.hpp>
#include <moebench/store/detail/server_fields.hpp>

// What a comparison's files keep; see server_fields.hpp.
namespace moebench::detail {

template <> inline constexpr bool on_one_line<AnswerScript> = true;
template <> inline constexpr bool on_one_line<BootRecord> = true;
template <> inline constexpr bool on_one_line<ServerDesign> = true;

template <class Archive> void fields(Archive& archive, ServerDesign& value) {
    auto& [binary, settings, flags, variables] = value;
    archive("binary", binary)("settings", settings)("flags", flags)("variables", variables);
}

template <class Archive> void fields(Archive& archive, ExperimentFacts& value) {
    auto& [arms, declared, suite, suite_sha256, model, profile, repetitions, work, min_boots,
           max_boots, extended_boots, precision, order_seed, confidence, noise_threshold, aa_blocks,
           interleave, aa, answers, metrics, servers, suite_file, command_line] = value;
    archive("arms", arms)("declared", declared)("suite", suite)("model", model)("profile", profile);
    archive("suite_sha256", suite_sha256);
    archive("repetitions", repetitions)("work", work)("min_boots", min_boots);
    archive("max_boots", max_boots)("extended_boots", extended_boots)("precision", precision)(
        "order_seed", order_seed);
    archive("confidence", confidence)("noise_threshold", noise_threshold)("aa_blocks", aa_blocks);
    archive("interleave", interleave)("aa", aa);
    archive("answer_positions", answers.positions)("answer_text_tokens", answers.text_tokens);
    archive("metrics", metrics)("servers", servers);
    archive.or_null("suite_file", suite_file);
    archive("command_line", command_line);
}

template <class Archive> void fields(Archive& archive, AnswerPrompt& value) {
    auto& [name, prompt_ids, reply_ids, reply] = value;
    archive("name", name)("prompt_ids", prompt_ids)("reply_ids", reply_ids)("reply", reply);
}

template <class Archive> void fields(Archive& archive, AnswerScript& value) {
    auto& [prompts, text_ids, cuts, whole_text] = value;
    archive("prompts", prompts)("text_ids", text_ids)("cuts", cuts)("whole_text", whole_text);
}

template <class Archive> void fields(Archive& archive, AnswerPosition& value) {
    auto& [prompt, at, top, error, prompt_n, token] = value;
    archive("prompt", prompt)("at", at)("prompt_n", prompt_n);
    archive.or_null("error", error);
    archive("token", token)("top", top);
}

template <class Archive> void fields(Archive& archive, AnswerRecord& value) {
    auto& [decode, prefill] = value;
    archive("decode", decode)("prefill", prefill);
}

template <class Archive> void fields(Archive& archive, RequestRecord& value) {
    auto& [prompt, pass, prompt_sha256, measures, status, error, prefill_tokens_per_s,
           decode_tokens_per_s, ttft_s, client_decode_tokens_per_s, latency_s, cache_n, prompt_n,
           predicted_n, expected_cache_n, content_sha256, text] = value;
    archive("prompt", prompt)("pass", pass)("prompt_sha256", prompt_sha256);
    archive("measures", measures)("status", status);
    archive.or_null("error", error);
    archive("prefill_tokens_per_s", prefill_tokens_per_s);
    archive("decode_tokens_per_s", decode_tokens_per_s);
    archive("client_decode_tokens_per_s", client_decode_tokens_per_s)("ttft_s", ttft_s);
    archive("latency_s", latency_s)("cache_n", cache_n)("prompt_n", prompt_n);
    archive("predicted_n", predicted_n)("expected_cache_n", expected_cache_n);
    archive("content_sha256", content_sha256)("text", text);
}

template <class Archive> void fields(Archive& archive, BootMark& value) {
    auto& [name, why] = value;
    archive("name", name)("why", why);
}

/// Of the run's facts, the options and the command line are the experiment's.
template <class Archive> void fields(Archive& archive, BootRecord& value) {
    auto& [arm, purpose, block, place, outcome, failure, started_s, took_s, answers_s, info,
           requests, marks, answers, log_file, samples_file] = value;
    auto& [suite, suite_sha256, repo, mode, profile, command_line, ctx_size, cache_prompt,
           server_cmd, options, server, host] = info;
    archive("arm", arm)("purpose", purpose)("block", block)("place", place)("outcome", outcome);
    archive.or_null("failure", failure);
    archive("started_s", started_s)("took_s", took_s)("answers_s", answers_s);
    archive("suite_sha256", suite_sha256);
    archive("suite", suite)("repo", repo)("mode", mode)("profile", profile)("ctx_size", ctx_size);
    archive("cache_prompt", cache_prompt)("server_cmd", server_cmd);
    archive("server", server, server_cmd.empty())("libraries", server.libraries, "name", "sha256");
    archive("environment", host)("requests", requests)("marks", marks)("answers", answers);
    archive("log_file", log_file)("samples_file", samples_file);
}

} // namespace moebench::detail
