// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "compare_flags.hpp"
#include "flag_table.hpp"
#include "run_flags.hpp"

#include <array>

namespace moebench::cli {

namespace {

const std::array<std::string, 5> commands = {"run", "compare", "report", "rerun", "demo"};

Result<CommandLine> parse_run(std::span<const std::string> words, std::vector<std::string> after) {
    FlagTable table;
    RunFlags flags(table);
    bool help = false, version = false;
    flags.add_output();
    table.group("Other");
    table.toggle("-h,--help", help, "Print this and exit.");
    table.toggle("--version", version, "Print version, compiler and Boost, and exit.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(run_help(table.help()));
    if (version) return CommandLine(PrintText{version_text()});
    auto options = flags.options(std::move(after));
    if (!options) return options.error();
    return CommandLine(std::move(*options));
}

/// The words before the first flag: files.
std::vector<std::string> take_files(std::vector<std::string>& words) {
    const auto first_flag = std::find_if(words.begin(), words.end(), [](const auto& word) {
        return word.size() > 1 && word.starts_with('-');
    });
    std::vector<std::string> files(words.begin(), first_flag);
    words.erase(words.begin(), first_flag);
    return files;
}

Result<CommandLine> parse_report(std::vector<std::string> words) {
    FlagTable table;
    ReportOptions options;
    bool help = false;
    options.results = take_files(words);
    table.group("Flags");
    table.text("-o,--out", "FILE", options.out,
               "Page (.html) or table (.md). Default: Markdown on stdout.");
    table.toggle("-h,--help", help, "Print this and exit.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(report_help(table.help()));
    if (options.results.empty()) return invalid("report: name one result file or more, first");
    return CommandLine(options);
}

Result<CommandLine> parse_rerun(std::vector<std::string> words) {
    FlagTable table;
    RerunOptions options;
    bool help = false;
    const auto files = take_files(words);
    table.group("Flags");
    table.text("--server-bin", "FILE", options.server_bin,
               "llama-server, of a comparison the baseline's. Default: as in the result.");
    table.text("-m,--model", "FILE", options.model, "GGUF file. Default: as in the result.");
    table.text("--out", "FILE", options.out, "New result. Default: named after suite and time.");
    table.toggle("--other-model", options.other_model,
                 "Go on though the model is not the one of the result.");
    table.toggle("-h,--help", help, "Print this and exit.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(rerun_help(table.help()));
    if (files.size() != 1) return invalid("rerun: name one result file, first");
    options.result = files.front();
    return CommandLine(options);
}

Result<CommandLine> parse_demo(std::span<const std::string> words) {
    FlagTable table;
    DemoOptions options;
    bool help = false;
    table.group("Flags");
    table.text("--out", "FOLDER", options.out, "Folder for its files. Default: moebench-demo.");
    RunFlags::add_progress(table, options.progress, options.quiet);
    table.toggle("-h,--help", help, "Print this and exit.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(demo_help(table.help()));
    return CommandLine(options);
}

} // namespace

Result<CommandLine> parse_command_line(std::span<const std::string> words) {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    std::vector<std::string> after;
    if (dashes != words.end()) after.assign(dashes + 1, words.end());
    std::vector<std::string> own(words.begin(), dashes);

    std::string command = "run";
    if (!own.empty() && !own.front().starts_with('-')) {
        command = own.front();
        own.erase(own.begin());
    }
    if (command == "run") {
        auto run = parse_run(own, std::move(after));
        if (auto* options = run ? std::get_if<CliOptions>(&*run) : nullptr) {
            options->command_line = redacted_words(words);
        }
        return run;
    }
    if (command == "compare") {
        auto compare = parse_compare(own, std::move(after));
        if (auto* options = compare ? std::get_if<CompareOptions>(&*compare) : nullptr) {
            options->command_line = redacted_words(words);
        }
        return compare;
    }
    if (command == "report") return parse_report(std::move(own));
    if (command == "rerun") return parse_rerun(std::move(own));
    if (command != "demo") {
        const auto meant = closest(command, commands);
        return invalid("unknown command '" + command + "'" +
                       (meant ? "; did you mean " + *meant + "?"
                              : "; there are run, compare, report, rerun and demo"));
    }
    if (dashes != words.end()) return invalid("demo takes no flags of llama-server after --");
    return parse_demo(own);
}

std::vector<HelpPage> help_pages() {
    std::vector<HelpPage> pages;
    for (const auto& command : commands) {
        const std::array<std::string, 2> words = {command, "--help"};
        pages.push_back(std::get<HelpPage>(parse_command_line(words).value()));
    }
    return pages;
}

} // namespace moebench::cli
