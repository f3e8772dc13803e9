// SPDX-License-Identifier: MIT
#include "report.hpp"
#include "saved_result.hpp"
#include "session.hpp"
#include "terminal.hpp"

#include <moebench/compare/boot_plan.hpp>
#include <moebench/report/comparison_html.hpp>
#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/run_results.hpp>
#include <moebench/store/text_file.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

namespace moebench::cli {

namespace {

bool is_page(std::string_view path) { return path.ends_with(".html") || path.ends_with(".htm"); }

Failure refused(std::string why) { return fail(Errc::invalid_option, "report: " + std::move(why)); }

Result<std::string> comparison_text(const std::vector<ComparisonResult>& results,
                                    const std::string& out) {
    for (const auto& other : results) {
        const auto& mine = results.front().experiment;
        const auto& theirs = other.experiment;
        if (mine.suite != theirs.suite || mine.work != theirs.work) {
            return refused("these comparisons did different work: " + mine.suite + " (" +
                           mine.work + ") and " + theirs.suite + " (" + theirs.work + ")");
        }
        if (mine.model != theirs.model) {
            return refused("these comparisons used different models: " + mine.model + " and " +
                           theirs.model);
        }
    }
    if (is_page(out)) {
        if (results.size() > 1)
            return refused("a page shows one comparison; Markdown shows several");
        return render_comparison_html(results.front());
    }
    std::string text;
    for (const auto& result : results) {
        text += (text.empty() ? "" : "\n") + render_comparison_markdown(result);
    }
    return text;
}

Result<std::string> run_text(const std::vector<RunResult>& results, const std::string& out) {
    for (const auto& other : results) {
        const auto difference = difference_of(results.front(), other);
        if (difference.empty()) continue;
        return refused(results.front().label + " and " + other.label + " differ: " + difference);
    }
    return is_page(out) ? render_run_results_html(results) : render_run_results(results);
}

Result<std::string> report_text(const ReportOptions& options) {
    std::vector<ComparisonResult> comparisons;
    std::vector<RunResult> runs;
    for (const auto& path : options.results) {
        auto saved = read_saved_result(path);
        if (!saved) return saved.error();
        if (auto* comparison = std::get_if<ComparisonResult>(&*saved)) {
            comparisons.push_back(std::move(*comparison));
        } else {
            runs.push_back(std::get<RunResult>(std::move(*saved)));
        }
    }
    if (!comparisons.empty() && !runs.empty()) {
        return refused("runs and comparisons cannot be in one report");
    }
    return runs.empty() ? comparison_text(comparisons, options.out) : run_text(runs, options.out);
}

} // namespace

ExitCode report(const ReportOptions& options) {
    const auto text = report_text(options);
    if (!text) return report_error(text.error());
    const auto written =
        options.out.empty() ? write_all(STDOUT_FILENO, *text) : write_text_file(options.out, *text);
    if (written) return ExitCode::ok;
    return report_error(written.error());
}

} // namespace moebench::cli
