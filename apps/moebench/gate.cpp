// SPDX-License-Identifier: MIT
#include "gate.hpp"

#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <vector>

namespace moebench::cli {

namespace {

constexpr std::string_view shape =
    "METRIC.ratio, METRIC.ratio.lo or METRIC.ratio.hi, then <, <=, > or >=, then a number, such as "
    "decode.ratio.hi<0.97; METRIC is prefill, decode, TTFT, latency, a row such as tg128, or both: "
    "pp512.prefill";

std::string_view trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(' '), text.size());
    const auto end = text.find_last_not_of(' ');
    return text.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

Failure not_one(const std::string& text) {
    return fail(Errc::invalid_option, "'" + text + "' is not " + std::string(shape));
}

double figure_of(const RatioInterval& interval, Gate::Figure figure) {
    return figure == Gate::Figure::lo   ? interval.lo
           : figure == Gate::Figure::hi ? interval.hi
                                        : interval.ratio;
}

} // namespace

bool related(double value, Relation relation, double limit) {
    switch (relation) {
    case Relation::less: return value < limit;
    case Relation::less_equal: return value <= limit;
    case Relation::greater: return value > limit;
    case Relation::greater_equal: break;
    }
    return value >= limit;
}

std::optional<Condition> parse_condition(std::string_view text) {
    Condition condition;
    const auto sign = text.find_first_of("<>");
    if (sign == std::string_view::npos) return std::nullopt;
    const bool equal = text.substr(sign + 1).starts_with('=');
    const bool less = text[sign] == '<';
    condition.relation = less ? (equal ? Relation::less_equal : Relation::less)
                              : (equal ? Relation::greater_equal : Relation::greater);
    const auto number = trimmed(text.substr(sign + (equal ? 2 : 1)));
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, condition.limit);
    // "nan" is a number for from_chars, and no figure is below it
    if (error != std::errc{} || !std::isfinite(condition.limit)) return std::nullopt;
    condition.figure = trimmed(text.substr(0, sign));
    condition.unit = trimmed(std::string_view(stop, static_cast<std::size_t>(end - stop)));
    return condition;
}

std::string metric_called(std::string_view word) {
    if (word == "TTFT" || word == "ttft") return "ttft_s";
    for (const auto name : tested_metric_names) {
        const auto short_name = name.substr(0, name.find('_'));
        if (word == name || word == short_name) return std::string(name);
    }
    return {};
}

Result<Gate> parse_gate(const std::string& text) {
    Gate gate;
    gate.text = text;
    const auto condition = parse_condition(text);
    if (!condition || !condition->unit.empty()) return not_one(text);
    gate.relation = condition->relation;
    gate.limit = condition->limit;
    auto figure = condition->figure;
    if (figure.ends_with(".lo")) gate.figure = Gate::Figure::lo;
    if (figure.ends_with(".hi")) gate.figure = Gate::Figure::hi;
    if (gate.figure != Gate::Figure::ratio) figure.remove_suffix(3);
    constexpr std::string_view ratio = ".ratio";
    if (!figure.ends_with(ratio) || figure.size() == ratio.size()) return not_one(text);
    figure.remove_suffix(ratio.size());
    gate.metric = metric_called(figure);
    if (!gate.metric.empty()) return gate;
    const auto dot = figure.rfind('.');
    if (dot != std::string_view::npos) gate.metric = metric_called(figure.substr(dot + 1));
    gate.prompt = gate.metric.empty() ? figure : figure.substr(0, dot);
    return gate;
}

Result<void> check_gate(const Gate& gate, const SuiteSpec& suite) {
    if (gate.prompt.empty()) return {};
    const auto rows = row_names(suite);
    const bool known = rows.empty() ? !suite.file.empty() || gate.prompt.starts_with("prompt ")
                                    : std::ranges::count(rows, gate.prompt) > 0;
    if (known) return {};
    std::string names = "prefill, decode, TTFT, latency";
    for (const auto& row : rows) names += ", " + row;
    return fail(Errc::invalid_option,
                "no metric and no row is called '" + gate.prompt + "'; there are " + names);
}

std::optional<bool> holds(const Gate& gate, const ComparisonResult& result) {
    std::optional<bool> any;
    for (const auto* comparison : {&result.tested, &result.rows}) {
        for (const auto& metric : comparison->metrics) {
            if (metric.metric.prompt != gate.prompt || !metric.interval) continue;
            if (!gate.metric.empty() && metric.metric.name != gate.metric) continue;
            const double value = figure_of(*metric.interval, gate.figure);
            if (!std::isfinite(value)) continue;
            any = any.value_or(false) || related(value, gate.relation, gate.limit);
        }
    }
    return any;
}

} // namespace moebench::cli
