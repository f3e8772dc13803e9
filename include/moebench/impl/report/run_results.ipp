// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/number_text.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/page_style.hpp>
#include <moebench/report/detail/text_table.hpp>
#include <moebench/report/run_results.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/store/run_info_codec.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace moebench {

namespace detail {

inline SavedFigure read_figure(const boost::json::object& object, std::string_view name,
                               const std::string& unit = "") {
    const auto* figure = json_object(object, name);
    if (figure == nullptr) return {};
    return {json_double(*figure, "mean" + unit), json_double(*figure, "stddev" + unit)};
}

inline std::string figure_text(const SavedFigure& figure) {
    if (!figure.mean) return "-";
    std::string text = number_text(*figure.mean);
    if (figure.stddev) text += " ± " + number_text(*figure.stddev);
    return text;
}

/// What two results may differ in; file names of one model may.
inline std::string model_identity(const RunResult& result) {
    return result.info.server.model_head_sha256.value_or(result.info.repo);
}

inline std::vector<TextRow> run_result_rows(std::span<const RunResult> results) {
    std::vector<TextRow> rows;
    const auto add = [&](std::string name, auto text) {
        TextRow row = {std::move(name)};
        for (const auto& result : results) row.push_back(text(result));
        rows.push_back(std::move(row));
    };
    add("result", [](const RunResult& r) { return r.label; });
    add("build", [](const RunResult& r) { return r.info.server.build_info.value_or("-"); });
    add("mode", [](const RunResult& r) { return r.info.mode + ", profile " + r.info.profile; });
    for (std::size_t i = 0; i < results.front().rows.size(); ++i) {
        const auto& name = results.front().rows[i].first;
        const auto of_row = [&](const RunResult& r, bool prefill) {
            const auto found = std::find_if(r.rows.begin(), r.rows.end(),
                                            [&](const auto& row) { return row.first == name; });
            if (found == r.rows.end()) return std::string("-");
            return figure_text(prefill ? found->second.first : found->second.second);
        };
        if (!name.starts_with("tg")) {
            add(name + " prefill tok/s", [&](const RunResult& r) { return of_row(r, true); });
        }
        if (!name.starts_with("pp")) {
            add(name + " decode tok/s", [&](const RunResult& r) { return of_row(r, false); });
        }
    }
    if (results.front().rows.empty()) {
        add("prefill tok/s",
            [](const RunResult& r) { return figure_text(r.prefill_tokens_per_s); });
        add("decode tok/s", [](const RunResult& r) { return figure_text(r.decode_tokens_per_s); });
        add("TTFT s", [](const RunResult& r) { return figure_text(r.ttft_s); });
        add("latency s", [](const RunResult& r) { return figure_text(r.latency_s); });
    }
    add("requests", [](const RunResult& r) {
        return std::to_string(r.requests) + " good, " + std::to_string(r.failed_requests) +
               " failed";
    });
    add("status", [](const RunResult& r) { return r.status; });
    return rows;
}

} // namespace detail

MOEBENCH_DECL Result<RunResult> parse_run_result(std::string_view json, std::string label) {
    auto parsed = parse_json(json, "result");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    const auto* summary = object == nullptr ? nullptr : json_object(*object, "summary");
    if (summary == nullptr) return fail(Errc::missing_field, "not a result of moebench");
    RunResult result;
    result.label = std::move(label);
    result.schema_version = json_integer(*object, "schema_version").value_or(0);
    if (result.schema_version > result_schema_version) {
        return fail(Errc::missing_field,
                    "result of schema version " + std::to_string(result.schema_version) +
                        "; this moebench reads up to " + std::to_string(result_schema_version));
    }
    result.info = parse_run_info(*object);
    // the original script says these in its summary
    result.info.suite = json_string(*summary, "suite").value_or("");
    result.info.repo = json_string(*summary, "repo").value_or("");
    result.info.mode = json_string(*summary, "mode").value_or("");
    result.status = json_string(*object, "status").value_or("completed");
    result.requests = json_integer(*summary, "requests").value_or(0);
    result.failed_requests = json_integer(*summary, "failed_requests").value_or(0);
    result.prefill_tokens_per_s = detail::read_figure(*summary, "prefill_tokens_per_s");
    result.decode_tokens_per_s = detail::read_figure(*summary, "decode_tokens_per_s");
    result.ttft_s = detail::read_figure(*summary, "ttft", "_s");
    result.latency_s = detail::read_figure(*summary, "latency", "_s");
    if (!result.latency_s.mean) result.latency_s.mean = json_double(*summary, "latency_avg_s");
    const auto* rows = summary->if_contains("rows");
    if (rows != nullptr && rows->is_array()) {
        for (const auto& element : rows->get_array()) {
            const auto* row = element.if_object();
            if (row == nullptr) continue;
            result.rows.emplace_back(json_string(*row, "name").value_or(""),
                                     std::pair(detail::read_figure(*row, "prefill_tokens_per_s"),
                                               detail::read_figure(*row, "decode_tokens_per_s")));
        }
    }
    result.command_line = json_strings(*object, "command_line");
    return result;
}

MOEBENCH_DECL std::string difference_of(const RunResult& one, const RunResult& other) {
    const struct {
        const char* what;
        std::string mine, theirs;
    } parts[] = {
        {"schema version", std::to_string(one.schema_version),
         std::to_string(other.schema_version)},
        {"suite", one.info.suite, other.info.suite},
        {"model", detail::model_identity(one), detail::model_identity(other)},
    };
    for (const auto& part : parts) {
        if (part.mine == part.theirs) continue;
        return std::string(part.what) + " '" + part.mine + "' against '" + part.theirs + "'";
    }
    return {};
}

MOEBENCH_DECL std::string render_run_results(std::span<const RunResult> results) {
    if (results.empty()) return {};
    const std::vector<std::size_t> widest(results.size() + 1, 60);
    const auto& info = results.front().info;
    return info.suite + " on " + info.repo + "\n\n" +
           detail::text_table(detail::run_result_rows(results), widest);
}

MOEBENCH_DECL std::string render_run_results_html(std::span<const RunResult> results) {
    if (results.empty()) return {};
    const auto& info = results.front().info;
    const auto title = info.suite + " on " + info.repo;
    detail::HtmlWriter page;
    detail::begin_page(page, title);
    page.raw("<main>").element("h1", title).raw("<table>");
    bool head = true;
    for (const auto& row : detail::run_result_rows(results)) {
        page.raw("<tr>");
        for (const auto& cell : row) {
            page.element(head || &cell == &row.front() ? "th" : "td", cell);
        }
        page.raw("</tr>\n");
        head = false;
    }
    return page.raw("</table></main></body></html>\n").take();
}

} // namespace moebench
