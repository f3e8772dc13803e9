// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/html_writer.hpp>
#include <moebench/report/detail/page_style.hpp>
#include <moebench/report/detail/text_table.hpp>
#include <moebench/report/run_results.hpp>

#include <utility>
#include <vector>

namespace moebench {

namespace detail {

inline std::string figure_text(const Distribution& figure) {
    if (!figure.mean) return "-";
    std::string text = number_text(*figure.mean);
    if (figure.stddev) text += " ± " + number_text(*figure.stddev);
    return text;
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
    for (const auto& first : results.front().report.summary.rows) {
        const auto add_rate = [&](const char* rate, Distribution NamedFigures::*figure) {
            add(first.name + rate, [&](const RunResult& r) {
                for (const auto& row : r.report.summary.rows) {
                    if (row.name == first.name) return figure_text(row.*figure);
                }
                return std::string("-");
            });
        };
        if (!first.name.starts_with("tg")) {
            add_rate(" prefill tok/s", &NamedFigures::prefill_tokens_per_s);
        }
        if (!first.name.starts_with("pp")) {
            add_rate(" decode tok/s", &NamedFigures::decode_tokens_per_s);
        }
    }
    if (results.front().report.summary.rows.empty()) {
        const auto add_figure = [&](const char* name, Distribution Summary::*figure) {
            add(name, [&](const RunResult& r) { return figure_text(r.report.summary.*figure); });
        };
        add_figure("prefill tok/s", &Summary::prefill_tokens_per_s);
        add_figure("decode tok/s", &Summary::decode_tokens_per_s);
        add_figure("TTFT s", &Summary::ttft);
        add("latency s", [](const RunResult& r) {
            auto latency = r.report.summary.latency;
            if (!latency.mean) latency.mean = r.report.summary.latency_avg_s; // all the script has
            return figure_text(latency);
        });
    }
    add("requests", [](const RunResult& r) {
        return std::to_string(r.report.summary.requests) + " good, " +
               std::to_string(r.report.summary.failed_requests) + " failed";
    });
    add("status", [](const RunResult& r) { return std::string(to_string(r.report.outcome)); });
    return rows;
}

} // namespace detail

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
