// SPDX-License-Identifier: MIT
#include "run_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench::cli {

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

/// At least three significant digits.
std::string number(double value) {
    const int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
    char text[352]; // the largest double in plain decimal, with room to spare
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr;
    return std::string(text, end);
}

std::string rate(const Distribution& distribution) {
    if (!distribution.mean) return "not reported";
    std::string text = number(*distribution.mean);
    if (distribution.stddev) text += " ± " + number(*distribution.stddev);
    return text + " tok/s";
}

std::string seconds(double value) {
    return value < 1 ? number(value * 1000) + " ms" : number(value) + " s";
}

/// "p50 312 ms, p90 340 ms": as many as the samples support; the mean if they support none.
std::string percentiles(const Distribution& distribution) {
    std::string text;
    const std::pair<const char*, std::optional<double>> shown[] = {{"p50", distribution.p50},
                                                                   {"p90", distribution.p90}};
    for (const auto& [name, value] : shown) {
        if (value) text += (text.empty() ? "" : ", ") + (name + (" " + seconds(*value)));
    }
    if (text.empty() && distribution.mean) text = "mean " + seconds(*distribution.mean);
    return text.empty() ? "not reported" : text;
}

std::string build(const ServerFacts& server) {
    std::string text = server.build_info.value_or(server.version.value_or("not reported"));
    return server.simulated ? text + " (simulated)" : text;
}

std::string placement(const RunInfo& info) {
    if (info.server_cmd.empty()) return "not known: moebench did not start this server";
    const auto& facts = info.server.placement;
    std::string text = info.mode;
    if (facts.offloaded_layers && facts.total_layers) {
        text += "; " + std::to_string(*facts.offloaded_layers) + "/" +
                std::to_string(*facts.total_layers) + " layers on GPU";
    }
    const char* before = "; weights: ";
    for (const auto& [type, mebibytes] : facts.model_buffers) {
        text += before + type + " " + number(mebibytes) + " MiB";
        before = ", ";
    }
    return text;
}

void add_named_rows(const Summary& summary, Rows& result) {
    for (const auto& row : summary.rows) {
        std::string text;
        if (row.measures != Measures::decode) {
            text = "prefill " + rate(row.prefill_tokens_per_s);
        }
        if (row.measures == Measures::everything) text += ", ";
        if (row.measures != Measures::prefill) text += "decode " + rate(row.decode_tokens_per_s);
        result.emplace_back(row.name, text);
    }
}

std::string requests(const Summary& summary) {
    return std::to_string(summary.requests) + " good, " + std::to_string(summary.failed_requests) +
           " failed, in " + seconds(summary.duration_s);
}

std::string outcome(const RunReport& report) {
    const auto text = [&] {
        switch (report.outcome) {
        case Outcome::completed: return "completed";
        case Outcome::too_many_failures: return "stopped: too many failures";
        case Outcome::interrupted: return "interrupted";
        case Outcome::server_died: return "the server died";
        case Outcome::failed: break;
        }
        return "failed";
    };
    return text();
}

Rows rows(const RunInfo& info, const RunReport& report) {
    const auto& summary = report.summary;
    Rows result = {{"model", info.repo},
                   {"build", build(info.server)},
                   {"placement", placement(info)},
                   {"suite", info.suite + ", profile " + info.profile + ", context " +
                                 std::to_string(info.server.n_ctx.value_or(info.ctx_size)) +
                                 (info.cache_prompt ? ", prompt cache on" : "")}};
    add_named_rows(summary, result);
    if (summary.rows.empty()) {
        result.emplace_back("prefill", rate(summary.prefill_tokens_per_s));
        result.emplace_back("decode", rate(summary.decode_tokens_per_s));
        result.emplace_back("TTFT", percentiles(summary.ttft));
        result.emplace_back("latency", percentiles(summary.latency));
    }
    result.emplace_back("requests", requests(summary));
    if (report.outcome != Outcome::completed) result.emplace_back("status", outcome(report));
    return result;
}

/// Escapes what would end a cell or a row.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return escaped;
}

/// Columns on a terminal; UTF-8 continuation bytes take none.
std::size_t width(std::string_view text) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

std::string padded(std::string text, std::size_t columns) {
    text.append(columns - width(text), ' ');
    return text;
}

} // namespace

std::string speed_text(double tokens_per_s) { return number(tokens_per_s) + " tok/s"; }
std::string time_text(double value) { return seconds(value); }

std::string render_run_table(const RunInfo& info, const RunReport& report) {
    Rows cells;
    std::size_t names = 0;
    std::size_t values = 0;
    for (const auto& [name, value] : rows(info, report)) {
        cells.emplace_back(name, cell(value));
        names = std::max(names, width(name));
        values = std::max(values, width(cells.back().second));
    }
    std::string table;
    for (const auto& [name, value] : cells) {
        const bool first = table.empty();
        table += "| " + padded(name, names) + " | " + padded(value, values) + " |\n";
        if (first) {
            table += "|" + std::string(names + 2, '-') + "|" + std::string(values + 2, '-') + "|\n";
        }
    }
    return table;
}

std::string collected_streams(const Summary& summary) {
    if (summary.samples_in_one_piece == 0) return {};
    return std::to_string(summary.samples_in_one_piece) + " of " +
           std::to_string(summary.requests) +
           " replies arrived in one piece: a proxy collects them, so they have no TTFT and no "
           "inter-token latency";
}

} // namespace moebench::cli
