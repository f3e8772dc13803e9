// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/sample.hpp>
#include <moebench/protocol/json_writer.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::detail {

/// Writes members that may be null, and in the end why they are.
class ObjectWriter {
public:
    explicit ObjectWriter(JsonWriter& json) : json_(json) { json_.begin_object(); }

    template <class T> void add(std::string_view name, const T& value) {
        json_.member(name, value);
    }

    template <class T>
    void add(std::string_view name, const std::optional<T>& value, std::string_view why_absent) {
        json_.member(name, value);
        if (!value) absent(name, why_absent);
    }

    void add_raw(std::string_view name, std::string_view json) { json_.key(name).raw(json); }

    void absent(std::string_view name, std::string_view why) { absent_.emplace_back(name, why); }

    void end() {
        if (!absent_.empty()) {
            json_.key("absent").begin_object();
            for (const auto& [name, why] : absent_) json_.member(name, why);
            json_.end_object();
        }
        json_.end_object();
    }

private:
    JsonWriter& json_;
    std::vector<std::pair<std::string_view, std::string_view>> absent_;
};

/// `unit` ends every key of a figure: "_s", or "" where the distribution's own key has it.
inline std::string encode_distribution(const Distribution& d, std::string_view unit,
                                       std::string_view also = "") {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("count", d.count);
    const std::pair<std::string_view, std::optional<double>> figures[] = {
        {"mean", d.mean}, {"stddev", d.stddev}, {"min", d.min}, {"max", d.max},
        {"p50", d.p50},   {"p90", d.p90},       {"p95", d.p95}, {"p99", d.p99}};
    for (const auto& [name, value] : figures) {
        json.member(std::string(name) + std::string(unit), value);
    }
    if (!also.empty()) json.key("resolution").raw(also);
    json.end_object();
    return out;
}

inline std::optional<std::string> if_not_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

} // namespace moebench::detail
