// SPDX-License-Identifier: MIT
#include "gate.hpp"

#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>
#include <charconv>
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

/// The full name of a metric, from it or from the word of the tables; empty: there is none.
std::string metric_called(std::string_view word) {
    if (word == "TTFT" || word == "ttft") return "ttft_s";
    for (const auto name : tested_metric_names) {
        const auto short_name = name.substr(0, name.find('_'));
        if (word == name || word == short_name) return std::string(name);
    }
    return {};
}

Failure not_one(const std::string& text) {
    return fail(Errc::invalid_option, "'" + text + "' is not " + std::string(shape));
}

bool related(double value, Gate::Relation relation, double limit) {
    switch (relation) {
    case Gate::Relation::less: return value < limit;
    case Gate::Relation::less_equal: return value <= limit;
    case Gate::Relation::greater: return value > limit;
    case Gate::Relation::greater_equal: break;
    }
    return value >= limit;
}

double figure_of(const RatioInterval& interval, Gate::Figure figure) {
    return figure == Gate::Figure::lo   ? interval.lo
           : figure == Gate::Figure::hi ? interval.hi
                                        : interval.ratio;
}

} // namespace

Result<Gate> parse_gate(const std::string& text) {
    Gate gate;
    gate.text = text;
    const std::string_view all = text;
    const auto sign = all.find_first_of("<>");
    if (sign == std::string_view::npos) return not_one(text);
    const bool equal = all.substr(sign + 1).starts_with('=');
    const bool less = all[sign] == '<';
    gate.relation = less ? (equal ? Gate::Relation::less_equal : Gate::Relation::less)
                         : (equal ? Gate::Relation::greater_equal : Gate::Relation::greater);
    const auto number = trimmed(all.substr(sign + (equal ? 2 : 1)));
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, gate.limit);
    if (number.empty() || error != std::errc{} || stop != end) return not_one(text);

    auto figure = trimmed(all.substr(0, sign));
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
            any = any.value_or(false) || related(value, gate.relation, gate.limit);
        }
    }
    return any;
}

} // namespace moebench::cli
