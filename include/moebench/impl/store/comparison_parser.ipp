// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>
#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/run_info_codec.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace moebench {

namespace detail {

/// The members of `array` that are objects.
template <class Each>
void for_each_object(const boost::json::object& object, std::string_view name, Each each) {
    const auto* value = object.if_contains(name);
    const auto* array = value == nullptr ? nullptr : value->if_array();
    if (array == nullptr) return;
    for (const auto& element : *array) {
        if (const auto* member = element.if_object()) each(*member);
    }
}

inline std::vector<std::int64_t> read_ids(const boost::json::object& object,
                                          std::string_view name) {
    std::vector<std::int64_t> ids;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return ids;
    for (const auto& id : value->get_array()) {
        if (const auto* number = id.if_int64()) ids.push_back(*number);
    }
    return ids;
}

template <class Enum, std::size_t n>
Enum named(const boost::json::object& object, std::string_view name, const Enum (&values)[n]) {
    const auto text = json_string(object, name).value_or("");
    for (const Enum value : values) {
        if (to_string(value) == text) return value;
    }
    return values[n - 1];
}

inline std::string text_of(const boost::json::object& object, std::string_view name) {
    return json_string(object, name).value_or("");
}

inline int small(const boost::json::object& object, std::string_view name) {
    return static_cast<int>(json_integer(object, name).value_or(0));
}

inline ExperimentFacts read_experiment(const boost::json::object& object) {
    ExperimentFacts facts;
    facts.arms = json_strings(object, "arms");
    facts.declared = json_strings(object, "declared");
    facts.suite = text_of(object, "suite");
    facts.model = text_of(object, "model");
    facts.profile = text_of(object, "profile");
    facts.repetitions = json_integer(object, "repetitions").value_or(1);
    facts.work = text_of(object, "work");
    facts.min_boots = small(object, "min_boots");
    facts.max_boots = small(object, "max_boots");
    facts.precision = json_double(object, "precision");
    facts.order_seed = static_cast<std::uint64_t>(json_integer(object, "order_seed").value_or(0));
    facts.confidence = json_double(object, "confidence").value_or(facts.confidence);
    facts.noise_threshold = json_double(object, "noise_threshold").value_or(facts.noise_threshold);
    facts.aa_blocks = small(object, "aa_blocks");
    const auto* aa = object.if_contains("aa");
    facts.aa = aa != nullptr && aa->is_bool() && aa->get_bool();
    facts.answers.reply_tokens = json_integer(object, "answer_reply_tokens").value_or(0);
    facts.answers.text_tokens = json_integer(object, "answer_text_tokens").value_or(0);
    facts.metrics = json_strings(object, "metrics");
    facts.command_line = json_strings(object, "command_line");
    return facts;
}

inline AnswerScript read_script(const boost::json::object& object) {
    AnswerScript script;
    for_each_object(object, "prompts", [&](const boost::json::object& prompt) {
        script.prompts.push_back({text_of(prompt, "name"), read_ids(prompt, "prompt_ids"),
                                  read_ids(prompt, "reply_ids"), text_of(prompt, "reply")});
    });
    script.text_ids = read_ids(object, "text_ids");
    script.cuts = read_ids(object, "cuts");
    return script;
}

inline std::vector<AnswerPosition> read_positions(const boost::json::object& object,
                                                  std::string_view name) {
    std::vector<AnswerPosition> positions;
    for_each_object(object, name, [&](const boost::json::object& source) {
        AnswerPosition position;
        position.prompt = text_of(source, "prompt");
        position.at = json_integer(source, "at").value_or(0);
        position.error = text_of(source, "error");
        position.prompt_n = json_integer(source, "prompt_n");
        const auto* top = source.if_contains("top");
        if (top != nullptr && top->is_array()) {
            for (const auto& element : top->get_array()) {
                const auto* chance = element.if_array();
                if (chance == nullptr || chance->size() != 3 || !(*chance)[0].is_int64()) continue;
                TokenChance& read = position.top.emplace_back();
                read.token = (*chance)[0].get_int64();
                if ((*chance)[1].is_number()) read.logprob = (*chance)[1].to_number<double>();
                if (const auto* text = (*chance)[2].if_string()) read.text = std::string(*text);
            }
        }
        positions.push_back(std::move(position));
    });
    return positions;
}

/// Files of moebench 0.1 do not tell it; their rows of `bench` are known by name.
inline Measures read_measures(const boost::json::object& request, const RunInfo& info) {
    constexpr Measures all[] = {Measures::everything, Measures::prefill, Measures::decode};
    if (request.contains("measures")) return named(request, "measures", all);
    if (info.suite != "bench") return Measures::everything;
    return text_of(request, "prompt").starts_with("tg") ? Measures::decode : Measures::prefill;
}

inline RequestRecord read_request(const boost::json::object& object, const RunInfo& info) {
    constexpr RequestStatus statuses[] = {
        RequestStatus::ok,        RequestStatus::http_error,      RequestStatus::timeout,
        RequestStatus::truncated, RequestStatus::connection_lost, RequestStatus::cancelled,
        RequestStatus::malformed};
    RequestRecord record;
    record.prompt = text_of(object, "prompt");
    record.pass = json_integer(object, "pass").value_or(0);
    record.measures = read_measures(object, info);
    record.status = named(object, "status", statuses);
    record.error = text_of(object, "error");
    record.prefill_tokens_per_s = json_double(object, "prefill_tokens_per_s");
    record.decode_tokens_per_s = json_double(object, "decode_tokens_per_s");
    record.client_decode_tokens_per_s = json_double(object, "client_decode_tokens_per_s");
    record.ttft_s = json_double(object, "ttft_s");
    record.latency_s = json_double(object, "latency_s").value_or(0);
    record.cache_n = json_integer(object, "cache_n");
    record.prompt_n = json_integer(object, "prompt_n");
    record.predicted_n = json_integer(object, "predicted_n");
    record.expected_cache_n = json_integer(object, "expected_cache_n");
    record.content_sha256 = text_of(object, "content_sha256");
    record.text = text_of(object, "text");
    return record;
}

inline BootRecord read_boot(const boost::json::object& object) {
    constexpr BootPurpose purposes[] = {BootPurpose::preliminary, BootPurpose::aa,
                                        BootPurpose::measured};
    constexpr Outcome outcomes[] = {Outcome::completed, Outcome::too_many_failures,
                                    Outcome::interrupted, Outcome::server_died, Outcome::failed};
    BootRecord boot;
    boot.arm = text_of(object, "arm");
    boot.purpose = named(object, "purpose", purposes);
    boot.block = small(object, "block");
    boot.place = small(object, "place");
    boot.outcome = named(object, "outcome", outcomes);
    boot.failure = text_of(object, "failure");
    boot.started_s = json_double(object, "started_s").value_or(0);
    boot.took_s = json_double(object, "took_s").value_or(0);
    boot.answers_s = json_double(object, "answers_s").value_or(0);
    boot.info = parse_run_info(object);
    for_each_object(object, "libraries", [&](const boost::json::object& library) {
        boot.info.server.libraries.emplace_back(text_of(library, "name"),
                                                text_of(library, "sha256"));
    });
    for_each_object(object, "requests", [&](const boost::json::object& request) {
        boot.requests.push_back(read_request(request, boot.info));
    });
    for_each_object(object, "marks", [&](const boost::json::object& mark) {
        boot.marks.push_back({text_of(mark, "name"), text_of(mark, "why")});
    });
    if (const auto* answers = json_object(object, "answers")) {
        boot.answers =
            AnswerRecord{read_positions(*answers, "decode"), read_positions(*answers, "prefill"),
                         json_strings(*answers, "replies")};
    }
    boot.log_file = text_of(object, "log_file");
    boot.samples_file = text_of(object, "samples_file");
    return boot;
}

inline Result<void> check_schema(const boost::json::object& object) {
    const auto version = json_integer(object, "schema_version");
    if (version && *version <= comparison_schema_version) return {};
    return fail(Errc::missing_field,
                version
                    ? "comparison of schema version " + std::to_string(*version) +
                          "; this moebench reads up to " + std::to_string(comparison_schema_version)
                    : "no comparison of moebench: it has no schema_version");
}

inline Result<void> read_journal_line(std::string_view line, ComparisonResult& result) {
    auto parsed = parse_json(line, "journal");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    if (object == nullptr) return fail(Errc::missing_field, "journal: a line is no object");
    if (auto known = check_schema(*object); !known) return known;
    if (const auto* experiment = json_object(*object, "experiment")) {
        result.experiment = read_experiment(*experiment);
    } else if (const auto* script = json_object(*object, "script")) {
        result.script = read_script(*script);
    } else if (const auto* boot = json_object(*object, "boot")) {
        result.boots.push_back(read_boot(*boot));
    }
    return {};
}

} // namespace detail

MOEBENCH_DECL Result<ComparisonResult> parse_comparison(std::string_view json) {
    constexpr ComparisonEnd ends[] = {ComparisonEnd::completed, ComparisonEnd::time_limit,
                                      ComparisonEnd::interrupted, ComparisonEnd::arm_failed,
                                      ComparisonEnd::failed};
    auto parsed = parse_json(json, "comparison");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    const auto* experiment = object == nullptr ? nullptr : json_object(*object, "experiment");
    if (experiment == nullptr || json_string(*object, "schema") != "moebench-comparison") {
        return fail(Errc::missing_field, "not a comparison of moebench");
    }
    if (auto known = detail::check_schema(*object); !known) return known.error();
    ComparisonResult result;
    result.experiment = detail::read_experiment(*experiment);
    if (const auto* script = json_object(*object, "script")) {
        result.script = detail::read_script(*script);
    }
    detail::for_each_object(*object, "boots", [&](const boost::json::object& boot) {
        result.boots.push_back(detail::read_boot(boot));
    });
    result.end = detail::named(*object, "status", ends);
    result.failure = detail::text_of(*object, "error");
    result.took_s = json_double(*object, "took_s").value_or(0);
    conclude(result);
    return result;
}

MOEBENCH_DECL Result<ComparisonResult> parse_journal(std::string_view lines) {
    ComparisonResult result;
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const auto end = lines.find('\n');
        if (end == std::string_view::npos) break; // what ended the process cut this line off
        if (auto read = detail::read_journal_line(lines.substr(0, end), result); !read) {
            return prefixed("line " + std::to_string(number), read.error());
        }
        lines.remove_prefix(end + 1);
    }
    if (result.experiment.arms.empty()) {
        return fail(Errc::missing_field, "the journal does not say what was compared");
    }
    return result;
}

} // namespace moebench
