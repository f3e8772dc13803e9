// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/detail/output_file.hpp>

#include <concepts>
#include <cstdio>
#include <span>
#include <string>
#include <utility>

namespace moebench {

/// Where a comparison's boots go as they end: `begin` once, with what an earlier session left.
template <class J>
concept ComparisonJournal =
    requires(J& journal, const ExperimentFacts& experiment, const AnswerScript& script,
             const BootRecord& boot, std::span<const BootRecord> earlier) {
        { journal.begin(experiment, script, earlier) } -> std::same_as<Result<void>>;
        { journal.script(script) } -> std::same_as<Result<void>>;
        { journal.boot(boot) } -> std::same_as<Result<void>>;
    };

/// A line of JSON for the experiment, for the script, and for each boot; on disk when the call
/// returns. parse_journal() reads it back. Errors: the system's, with the file's name.
class JournalFile {
public:
    /// Touches no file yet.
    explicit JournalFile(std::string path) : path_(std::move(path)) {}

    /// Takes the place of an existing file only once all that is known stands in the new one.
    Result<void> begin(const ExperimentFacts& experiment, const AnswerScript& known_script,
                       std::span<const BootRecord> earlier) {
        auto file = detail::OutputFile::temporary_beside(path_);
        if (!file) return file.error();
        file_ = std::move(*file);
        if (auto written = append(encode_experiment_line(experiment)); !written) return written;
        if (!known_script.prompts.empty() || !known_script.text_ids.empty()) {
            if (auto written = script(known_script); !written) return written;
        }
        for (const auto& record : earlier) {
            if (auto written = boot(record); !written) return written;
        }
        if (std::rename(file_.path().c_str(), path_.c_str()) == 0) return {};
        return file_.failure("renaming");
    }

    /// Appends the script's line.
    Result<void> script(const AnswerScript& made) { return append(encode_script_line(made)); }
    /// Appends the boot's line.
    Result<void> boot(const BootRecord& record) { return append(encode_boot_line(record)); }

private:
    Result<void> append(const std::string& line) {
        if (auto written = file_.write(line + "\n"); !written) return written;
        return file_.sync();
    }

    std::string path_;
    detail::OutputFile file_;
};
static_assert(ComparisonJournal<JournalFile>);

/// For programs that keep the result only.
struct NoJournal {
    /// Keeps nothing.
    Result<void> begin(const ExperimentFacts&, const AnswerScript&, std::span<const BootRecord>) {
        return {};
    }
    /// Keeps nothing.
    Result<void> script(const AnswerScript&) { return {}; }
    /// Keeps nothing.
    Result<void> boot(const BootRecord&) { return {}; }
};
static_assert(ComparisonJournal<NoJournal>);

} // namespace moebench
