// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/json_saver.hpp>
#include <moebench/store/detail/run_fields.hpp>
#include <moebench/store/result_codec.hpp>

#include <map>
#include <string_view>

namespace moebench {

namespace detail {

/// Members as JSON text, sorted by key.
struct SortedMembers {
    std::multimap<std::string, std::string> texts;

    template <class T> SortedMembers& operator()(std::string_view key, const T& value) {
        JsonWriter(texts.emplace(key, "")->second).value(value);
        return *this;
    }
    template <class T> void derived(std::string_view key, const T& value) { (*this)(key, value); }
    void facts(std::string_view, const Facts& numbers, std::string_view) {
        for (const auto& [key, number] : numbers) (*this)(key, number);
    }
};

} // namespace detail

MOEBENCH_DECL ResultFrame encode_result(const RunInfo& info, const RunReport& report) {
    const detail::ResultFile file{result_schema_version, info, report};
    std::string text = detail::json_text(2, file) + "\n";
    const auto up_to = [&](std::string_view array) {
        // no text of a value has a line break
        const std::string key = "\n  \"" + std::string(array) + "\": ";
        const auto end = text.find(key + "[]") + key.size();
        auto piece = text.substr(0, end);
        text.erase(0, end + 2);
        return piece;
    };
    return {up_to("warmup"), up_to("requests"), up_to("failed"), text};
}

MOEBENCH_DECL std::string encode_perf_metrics(const RunInfo& info, const RunReport& report) {
    detail::SortedMembers members;
    detail::script_fields(members, info, report.summary);
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("scenarios").begin_object();
    json.key(info.repo + ":" + info.mode + ":" + info.suite).begin_object();
    for (const auto& [key, text] : members.texts) json.key(key).raw(text);
    json.end_object().end_object().end_object();
    return out;
}

} // namespace moebench
