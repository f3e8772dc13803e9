// SPDX-License-Identifier: MIT
#include "compare.hpp"
#include "compare_plan_text.hpp"
#include "compare_verdict.hpp"
#include "earlier_result.hpp"
#include "output_files.hpp"
#include "session.hpp"
#include "surroundings.hpp"
#include "terminal.hpp"
#include "to_experiment.hpp"

#include <moebench/compare/scenario_booter.hpp>
#include <moebench/report/comparison_html.hpp>
#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/comparison_text.hpp>
#include <moebench/store/journal_file.hpp>
#include <moebench/store/text_file.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace moebench::cli {

namespace {

constexpr std::string_view standard_output = "-";

/// Refuses to replace the boots of an earlier comparison: they took hours.
Result<void> keep_finished_boots(const OutputPaths& outputs) {
    const auto text = read_text_file(outputs.samples);
    if (!text) return {};
    const auto journal = parse_journal(*text);
    if (!journal || journal->boots.empty()) return {};
    return fail(Errc::invalid_option,
                "--out " + outputs.result + ": " + outputs.samples + " has " +
                    std::to_string(journal->boots.size()) +
                    " finished boots; continue them with --resume, or choose another --out");
}

Result<void> create_boot_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!error) return {};
    return fail(Errc::output_failed, "cannot create " + folder + ": " + error.message());
}

void show(Session& session, const ComparisonProgress& progress, bool interleave) {
    const auto& boot = progress.boot;
    std::string line = "boot " + std::to_string(progress.boots_done + 1) + " of " +
                       std::to_string(progress.boots_planned) + ": ";
    if (boot.purpose == BootPurpose::preliminary) line += "preliminary, ";
    if (boot.purpose == BootPurpose::aa) line += "A/A, ";
    if (boot.purpose != BootPurpose::preliminary) {
        line += "round " + std::to_string(boot.block + 1) + ", ";
    }
    const bool alone = boot.purpose == BootPurpose::preliminary || !interleave;
    line += alone ? boot.name : "all servers";
    if (progress.remaining) line += "; " + about(*progress.remaining) + " left";
    session.message(line);
}

Result<void> write_reports(const CompareOptions& options, const ComparisonResult& result) {
    if (!options.html.empty()) {
        if (auto written = write_text_file(options.html, render_comparison_html(result));
            !written) {
            return written;
        }
    }
    if (options.markdown.empty() || options.markdown == standard_output) return {};
    return write_text_file(options.markdown, render_comparison_markdown(result));
}

std::string for_stdout(const CompareOptions& options, const ComparisonResult& result) {
    if (options.markdown == standard_output) return render_comparison_markdown(result);
    return options.run.quiet ? std::string()
                             : render_comparison_text(result, screen_options(STDOUT_FILENO));
}

ExitCode conclude(const CompareOptions& options, const OutputPaths& outputs,
                  const ComparisonResult& result) {
    if (auto written = write_text_file(outputs.result, encode_comparison(result)); !written) {
        // a full disk ends the comparison first; then its reason cannot be written either
        if (!result.failure.empty()) print("moebench: " + result.failure + "\n");
        report_error(written.error());
        return ExitCode::failed;
    }
    if (auto written = write_reports(options, result); !written)
        return report_error(written.error());
    if (auto written = write_all(STDOUT_FILENO, for_stdout(options, result)); !written)
        return report_error(prefixed("stdout", written.error()));
    const auto verdict = compare_verdict(options, result);
    if (!options.run.quiet) {
        print("result   " + outputs.result + "\nboots    " + outputs.samples + ", " +
              boot_folder_of(outputs.result) + "/\n");
        if (result.end == ComparisonEnd::interrupted) {
            print("moebench: interrupted; to continue: moebench compare --resume --out " +
                  outputs.result + "\n");
        }
    }
    if (!verdict.why.empty() && verdict.code != ExitCode::interrupted) {
        print("moebench: " + verdict.why + "\n");
    }
    return verdict.code;
}

ExitCode measure(const CompareOptions& options, ComparePlan plan,
                 std::optional<ComparisonResult> earlier) {
    if (!earlier) {
        if (auto kept = keep_finished_boots(plan.outputs); !kept) return report_error(kept.error());
    }
    auto outputs = prepare_outputs(std::move(plan.outputs));
    if (!outputs) return report_error(outputs.error());
    plan.experiment.boot_folder = boot_folder_of(outputs->result);
    if (auto created = create_boot_folder(plan.experiment.boot_folder); !created)
        return report_error(created.error());
    JournalFile journal(outputs->samples);
    // one line per boot; none per stage
    Session session(options.run, plan.subject, ProgressStyle::sparse_lines);
    if (earlier) {
        session.message("resuming: " + std::to_string(earlier->boots.size()) +
                        " boots are already done");
    }
    const auto progress = [&](const ComparisonProgress& now) {
        show(session, now, plan.experiment.interleave);
    };
    auto result = session.run(run_comparison(plan.experiment, journal, session.hooks(), progress,
                                             std::move(earlier).value_or(ComparisonResult())));
    if (result) return conclude(options, *outputs, *result);
    report_error(result.error());
    return session.interrupted() ? ExitCode::interrupted : exit_code(result.error());
}

} // namespace

ExitCode compare(const CompareOptions& options, const Surroundings& surroundings, ComparePlan plan,
                 std::optional<ComparisonResult> earlier) {
    if (!options.run.quiet) {
        for (const auto& note : plan.notes) print("moebench: " + note + "\n");
        for (const auto& warning : plan.warnings) print("moebench: warning: " + warning + "\n");
    }
    // finds a candidate that cannot start now, not after the baseline's first boot
    auto text = render_compare_plan(plan, surroundings);
    if (!text) return report_error(text.error());
    const auto expected = expectation_text(plan.experiment, plan.outputs.result);
    if (options.run.dry_run) {
        return write_all(STDOUT_FILENO, *text + expected) ? ExitCode::ok : ExitCode::failed;
    }
    if (!options.run.quiet) print(expected);
    return measure(options, std::move(plan), std::move(earlier));
}

ExitCode compare(const CompareOptions& options) {
    Surroundings surroundings = read_surroundings();
    const auto empty_folder = give_empty_folder(options.run.clean_env, surroundings);
    if (!empty_folder) return report_error(empty_folder.error());
    auto plan = to_experiment(options, surroundings, std::random_device()());
    if (!plan) return report_error(plan.error());
    return compare(options, surroundings, std::move(*plan), std::nullopt);
}

} // namespace moebench::cli
