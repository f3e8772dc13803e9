// SPDX-License-Identifier: MIT
#include "bodies.hpp"

#include <moebench/protocol/json_writer.hpp>

namespace llama_sim {

namespace {

using moebench::json_number;
using moebench::json_quoted;

std::string quoted_member(std::string_view name, std::string_view text) {
    return json_quoted(name) + ":" + json_quoted(text);
}

std::string number_member(std::string_view name, std::int64_t number) {
    return json_quoted(name) + ":" + std::to_string(number);
}

std::string number_member(std::string_view name, double number) {
    return json_quoted(name) + ":" + json_number(number);
}

double divided(double a, double b) { return b > 0 ? a / b : 0; }

/// Members that all events and replies have.
std::string common_members(const ChatOutcome& outcome, const RequestFaults& faults,
                           std::string_view object) {
    std::string text =
        number_member("created", outcome.created) + "," + quoted_member("id", outcome.id) + "," +
        quoted_member("model", outcome.model) + "," +
        quoted_member("system_fingerprint", build_info) + "," + quoted_member("object", object);
    if (faults.has("unknown_fields")) {
        text += R"(,"x_new":{"deep":[1,{"a":null}],"simulated":true},"x_list":[])";
    }
    return text;
}

} // namespace

std::string error_body(unsigned code, std::string_view message, std::string_view type,
                       std::string_view more) {
    return R"({"error":{"code":)" + std::to_string(code) + "," + quoted_member("message", message) +
           "," + quoted_member("type", type) + std::string(more) + "}}";
}

std::string usage_member(const ChatOutcome& outcome, const RequestFaults& faults) {
    if (faults.has("no_usage")) return "";
    if (faults.has("wrong_types")) return R"(,"usage":"many")";
    return R"(,"usage":{)" + number_member("completion_tokens", outcome.completion_tokens) + "," +
           number_member("prompt_tokens", outcome.prompt_tokens) + "," +
           number_member("total_tokens", outcome.prompt_tokens + outcome.completion_tokens) +
           R"(,"prompt_tokens_details":{)" + number_member("cached_tokens", outcome.cached_tokens) +
           "}}";
}

std::string timings_member(const ChatOutcome& outcome, const RequestFaults& faults) {
    if (faults.has("no_timings")) return "";
    const std::int64_t prompt_n = outcome.prompt_tokens - outcome.cached_tokens;
    const auto prompt = static_cast<double>(prompt_n);
    // steps from the first token to the last
    const auto steps = static_cast<double>(outcome.completion_tokens - 1);
    return R"(,"timings":{)" + number_member("cache_n", outcome.cached_tokens) + "," +
           number_member("prompt_n", prompt_n) + "," +
           number_member("prompt_ms", outcome.prompt_ms) + "," +
           number_member("prompt_per_token_ms", divided(outcome.prompt_ms, prompt)) + "," +
           number_member("prompt_per_second", divided(prompt * 1000, outcome.prompt_ms)) + "," +
           number_member("predicted_n", outcome.completion_tokens) + "," +
           number_member("predicted_ms", outcome.predicted_ms) + "," +
           number_member("predicted_per_token_ms", divided(outcome.predicted_ms, steps)) + "," +
           number_member("predicted_per_second", divided(steps * 1000, outcome.predicted_ms)) + "}";
}

std::string chat_body(const ChatOutcome& outcome, std::string_view content,
                      std::string_view reasoning, std::string_view tokens,
                      const RequestFaults& faults) {
    std::string text = json_quoted(content);
    if (faults.has("lone_surrogate")) text.insert(text.size() - 1, "\\ud83d");
    if (faults.has("null_content")) text = "null";
    std::string choices = R"([{)" + quoted_member("finish_reason", outcome.finish_reason) +
                          R"(,"index":0,"message":{"role":"assistant","content":)" + text;
    if (!reasoning.empty()) choices += "," + quoted_member("reasoning_content", reasoning);
    choices += "}";
    if (!tokens.empty()) choices += R"(,"logprobs":{"content":)" + std::string(tokens) + "}";
    choices += "}]";
    if (faults.has("wrong_types")) choices = R"("none")";
    return R"({"choices":)" + choices + "," + common_members(outcome, faults, "chat.completion") +
           usage_member(outcome, faults) + timings_member(outcome, faults) + "}";
}

std::string chat_event(const ChatOutcome& outcome, const std::string& delta,
                       const std::string& finish_reason, const std::string& more,
                       const RequestFaults& faults) {
    std::string choices = "[]";
    if (!delta.empty()) {
        choices = R"([{"finish_reason":)" +
                  (finish_reason.empty() ? "null" : json_quoted(finish_reason)) +
                  R"(,"index":0,"delta":)" + delta + "}]";
    }
    if (faults.has("wrong_types")) choices = R"("none")";
    return R"(data: {"choices":)" + choices + "," +
           common_members(outcome, faults, "chat.completion.chunk") + more + "}\n\n";
}

std::string props_body(const Server& server) {
    const auto& options = server.options;
    const bool foreign = options.faults.has("foreign_alias");
    const std::string alias = foreign ? "somebody-elses-model" : options.model_alias();
    std::string text = R"({"simulated":true,)" + quoted_member("build_info", build_info) + "," +
                       quoted_member("model_alias", alias) + ",";
    if (server.router()) {
        return text + R"("role":"router","model_path":"none",)"
                      R"("default_generation_settings":{"params":null,"n_ctx":0}})";
    }
    const std::string path =
        options.model_path.empty() ? "/nowhere/" + options.hf_repo + ".gguf" : options.model_path;
    return text + R"("default_generation_settings":{"params":{"temperature":0.0,"top_k":1},)" +
           number_member("n_ctx", options.slot_context()) + "}," +
           number_member("total_slots", std::int64_t(options.slot_count())) + "," +
           quoted_member("model_path", path) + R"(,"model_ftype":"simulated")" +
           R"(,"modalities":{"vision":false,"video":false,"audio":false})" +
           R"(,"endpoint_slots":)" + (options.slots ? "true" : "false") +
           R"(,"endpoint_props":false,"endpoint_metrics":)" + (options.metrics ? "true" : "false") +
           R"(,"ui":false,"chat_template":"chatml","bos_token":"","eos_token":"<|im_end|>",)"
           R"("is_sleeping":false})";
}

std::string models_body(const Server& server) {
    if (server.router()) return R"({"object":"list","data":[]})";
    return R"({"object":"list","data":[{)" + quoted_member("id", server.options.model_alias()) +
           R"(,"object":"model","owned_by":"llamacpp","meta":{)" +
           number_member("n_ctx", server.options.slot_context()) + "," +
           number_member("n_ctx_train", model_context) + R"(,"simulated":true}}]})";
}

std::string slots_body(const Server& server) {
    std::string text = "[";
    for (std::size_t i = 0; i < server.cache.size(); ++i) {
        text += std::string(i == 0 ? "" : ",") + "{" +
                number_member("id", static_cast<std::int64_t>(i)) + "," +
                number_member("n_ctx", server.options.slot_context()) +
                R"(,"speculative":false,"is_processing":)" +
                (server.cache.busy(i) ? "true}" : "false}");
    }
    return text + "]";
}

std::string metrics_body(const Server& server) {
    const auto& metrics = server.metrics;
    std::string text;
    const auto add = [&](const char* name, const char* kind, const char* help, double value) {
        text += format("# HELP llamacpp:%s %s\n# TYPE llamacpp:%s %s\nllamacpp:%s %g\n", name, help,
                       name, kind, name, value);
    };
    const auto count = [](std::int64_t n) { return static_cast<double>(n); };
    add("prompt_tokens_total", "counter", "Number of prompt tokens processed, without cached ones",
        count(metrics.prompt_tokens));
    add("prompt_tokens_cached_total", "counter", "Number of prompt tokens reused from the cache",
        count(metrics.cached_tokens));
    add("prompt_seconds_total", "counter", "Total time spent processing prompts",
        metrics.prompt_seconds);
    add("tokens_predicted_total", "counter", "Number of generation tokens processed",
        count(metrics.predicted_tokens));
    add("tokens_predicted_seconds_total", "counter", "Total time spent generating tokens",
        metrics.predicted_seconds);
    add("n_decode_total", "counter", "Total number of llama_decode() calls",
        count(metrics.decode_calls));
    add("n_tokens_max", "counter", "Largest observed sequence length",
        count(metrics.longest_sequence));
    add("requests_processing", "gauge", "Number of requests processing",
        server.open_requests > 1 ? server.open_requests - 1 : 0); // without this request
    add("requests_deferred", "gauge", "Number of requests deferred",
        static_cast<double>(server.deferred.size()));
    return text;
}

} // namespace llama_sim
