// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/comparison_journal.hpp>
#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/detail/output_file.hpp>

#include <span>
#include <string>
#include <utility>

namespace moebench {

/// A line of JSON for the experiment, for the script, and for each boot; on disk when the call
/// returns. parse_journal() reads it back. Errors: the system's, with the file's name.
class JournalFile {
public:
    /// Opens no file yet.
    explicit JournalFile(std::string path) : path_(std::move(path)) {}

    /// Replaces an existing file only when the new one has everything that is known.
    Result<void> begin(const ExperimentFacts& experiment, const AnswerScript& known_script,
                       std::span<const BootRecord> earlier) {
        auto replacing = detail::ReplacingFile::open(path_);
        if (!replacing) return replacing.error();
        std::string lines = encode_experiment_line(experiment) + "\n";
        if (!known_script.prompts.empty() || !known_script.text_ids.empty()) {
            lines += encode_script_line(known_script) + "\n";
        }
        for (const auto& record : earlier) lines += encode_boot_line(record) + "\n";
        if (auto written = replacing->file().write(lines); !written) return written;
        if (auto synced = replacing->file().sync(); !synced) return synced;
        auto file = replacing->commit();
        if (!file) return file.error();
        file_ = std::move(*file);
        return {};
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

} // namespace moebench
