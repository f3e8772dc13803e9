// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_result.hpp>
#include <moebench/detail/number_text.hpp>
#include <moebench/report/detail/answer_text.hpp>
#include <moebench/report/detail/arm_table.hpp>
#include <moebench/report/detail/caveats.hpp>
#include <moebench/report/detail/setup_text.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

// What the text, the Markdown and the page of a comparison show. Nothing here is escaped; pointers
// point into the result.
namespace moebench::detail {

/// The answers of an arm.
struct AnswerRow {
    const AnswerJudgement* judged = nullptr;
    std::string line;
    /// What went wrong, where `line` does not say it.
    std::string fault;
    /// See answer_figures().
    Lines figures;
};

/// The baseline against itself in one metric.
struct NullRow {
    const NullSpread* null = nullptr;
    std::string label, line;
};

/// One boot, in the order in which they ended.
struct BootRow {
    const BootRecord* boot = nullptr;
    std::string number, round, started, took, outcome, marks;
};

/// Everything that a report shows.
struct ComparisonTable {
    std::string baseline, model, setting, ending;
    /// How to read the figures.
    std::string legend;
    /// "95 %", and the noise threshold: "1 %".
    std::string level, noise;
    /// See noise_band().
    double band = 0;
    std::vector<ArmTable> arms;
    std::vector<AnswerRow> answers;
    /// What is known to differ. What confounds comes first, what was declared last.
    std::vector<Difference> differences;
    std::vector<NullRow> null_spread;
    std::vector<Caveat> caveats;
    Lines to_be_surer;
    std::vector<BootRow> boots;
    std::vector<ArmSetup> setups;
    NamedValues machine;
    std::string method, repeat;
};

/// "CONFOUNDED", "declared" or "undeclared".
inline std::string difference_kind(const Difference& difference) {
    if (difference.confounds()) return "CONFOUNDED";
    return difference.declared ? "declared" : "undeclared";
}

/// "declared: candidate: server flags: (none) -> -ub 16"
inline std::string difference_line(const Difference& difference) {
    const auto shown = [](const std::string& value) { return value.empty() ? "(none)" : value; };
    return difference_kind(difference) + ": " + difference.arm + ": " + difference.what + ": " +
           shown(difference.baseline) + " -> " + shown(difference.value);
}

inline std::vector<BootRow> boot_rows(const ComparisonResult& result) {
    std::vector<BootRow> rows;
    for (const auto& boot : result.boots) {
        std::string marks;
        for (const auto& mark : boot.marks) marks += (marks.empty() ? "" : ", ") + mark.name;
        rows.push_back({&boot, std::to_string(rows.size() + 1), std::to_string(boot.block + 1),
                        span_text(boot.started_s), span_text(boot.took_s),
                        std::string(to_string(boot.outcome)), marks});
    }
    return rows;
}

inline ComparisonTable comparison_table(const ComparisonResult& result) {
    ComparisonTable table;
    table.baseline = baseline_of(result);
    table.model = result.experiment.model;
    table.setting = setting_text(result);
    table.ending = ending_text(result);
    table.level = level_text(result.experiment.confidence);
    table.noise = level_text(result.experiment.noise_threshold);
    table.legend = "A speedup above 1 is faster, of times too. In brackets: the range of the true "
                   "speedup, with at least " +
                   table.level + " confidence.";
    table.band = noise_band(result.experiment.noise_threshold);
    for (const auto& arm : result.arms) table.arms.push_back(arm_table(result, arm));
    for (const auto& judged : result.answers) {
        table.answers.push_back({&judged, answer_line(table.baseline, judged), answer_fault(judged),
                                 answer_figures(table.baseline, judged)});
    }
    std::ranges::copy_if(result.differences, std::back_inserter(table.differences),
                         [](const Difference& each) { return each.missing_from.empty(); });
    std::ranges::stable_sort(table.differences, {}, [](const Difference& each) {
        return each.confounds() ? 0 : each.declared ? 2 : 1;
    });
    if (result.null_spread) {
        for (const auto& null : *result.null_spread) {
            table.null_spread.push_back(
                {&null, metric_label(null.metric), null_spread_line(result, null)});
        }
    }
    table.caveats = caveats_of(result);
    table.to_be_surer = to_be_surer(result);
    table.boots = boot_rows(result);
    table.setups = arm_setups(result);
    table.machine = machine_values(result);
    table.method = method_text(result);
    table.repeat = repeat_text(result);
    return table;
}

} // namespace moebench::detail
