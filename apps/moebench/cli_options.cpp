// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "compare_flags.hpp"
#include "flag_table.hpp"
#include "run_flags.hpp"

#include <algorithm>

namespace moebench::cli {

namespace {

using Words = std::span<const std::string>;

Result<CommandLine> parse_run(Words words, Words after) {
    FlagTable table;
    RunFlags flags(table);
    bool help = false, version = false;
    flags.add_gates();
    flags.add_output();
    table.group("Other");
    table.toggle("-h,--help", help, "Print this help.");
    table.toggle("--version", version, "Print the versions of moebench, compiler and Boost.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(help_page("run", table.help()));
    if (version) return CommandLine(PrintText{version_text()});
    auto options = flags.options(after);
    if (!options) return options.error();
    return CommandLine(std::move(*options));
}

Result<CommandLine> parse_report(Words words, Words) {
    FlagTable table;
    ReportOptions options;
    bool help = false;
    table.files(options.results);
    table.group("Flags");
    table.text("-o,--out", "FILE", options.out,
               "Write a page (.html) or a Markdown table (.md). Default: Markdown on stdout.");
    table.toggle("-h,--help", help, "Print this help.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(help_page("report", table.help()));
    if (options.results.empty()) return invalid("report: give one or more result files");
    return CommandLine(options);
}

Result<CommandLine> parse_rerun(Words words, Words) {
    FlagTable table;
    RerunOptions options;
    std::vector<std::string> files;
    bool help = false;
    table.files(files);
    table.group("Flags");
    table.text("--server-bin", "FILE", options.server_bin,
               "llama-server; in a comparison, the baseline's. Default: as in the result.");
    table.text("-m,--model", "FILE", options.model, "GGUF file. Default: as in the result.");
    table.text("--out", "FILE", options.out,
               "New result. Default: moebench-rerun-UTCTIME.json in the working folder.");
    table.toggle("--other-model", options.other_model,
                 "Accept a model that is not the one of the result.");
    table.toggle("-h,--help", help, "Print this help.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(help_page("rerun", table.help()));
    if (files.size() != 1) return invalid("rerun: give exactly one result file");
    options.result = files.front();
    return CommandLine(options);
}

Result<CommandLine> parse_demo(Words words, Words) {
    FlagTable table;
    DemoOptions options;
    bool help = false;
    table.group("Flags");
    table.text("--out", "FOLDER", options.out, "Folder for the results. Default: moebench-demo.");
    RunFlags::add_progress(table, options.progress, options.quiet);
    table.toggle("-h,--help", help, "Print this help.");
    if (auto parsed = table.parse(words); !parsed) return parsed.error();
    if (help) return CommandLine(help_page("demo", table.help()));
    return CommandLine(options);
}

struct Command {
    std::string name;
    bool takes_server_flags;
    /// `after`: flags of llama-server.
    Result<CommandLine> (*parse)(Words words, Words after);
};

const Command commands[] = {{"run", true, parse_run},
                            {"compare", true, parse_compare},
                            {"report", false, parse_report},
                            {"rerun", false, parse_rerun},
                            {"demo", false, parse_demo}};

Failure unknown_command(const std::string& word) {
    std::vector<std::string> names;
    std::string list;
    for (const auto& command : commands) {
        names.push_back(command.name);
        list += (list.empty() ? "" : ", ") + command.name;
    }
    const auto meant = closest(word, names);
    return invalid("unknown command '" + word + "'; " +
                   (meant ? "did you mean " + *meant + "?" : "the commands are " + list));
}

} // namespace

Result<CommandLine> parse_command_line(Words words) {
    const auto dashes = std::find(words.begin(), words.end(), "--");
    Words own(words.begin(), dashes);
    const Words after(dashes == words.end() ? dashes : dashes + 1, words.end());

    const auto* command = std::begin(commands);
    if (!own.empty() && !own.front().starts_with('-')) {
        command = std::find_if(std::begin(commands), std::end(commands),
                               [&](const Command& each) { return each.name == own.front(); });
        if (command == std::end(commands)) return unknown_command(own.front());
        own = own.subspan(1);
    }
    if (!after.empty() && !command->takes_server_flags) {
        return invalid(command->name + " takes no flags of llama-server after --");
    }
    auto parsed = command->parse(own, after);
    if (!parsed) return parsed;
    const auto keep_words = [&](auto& options) {
        if constexpr (requires { options.command_line; }) {
            options.command_line = redacted_words(words);
        }
    };
    std::visit(keep_words, *parsed);
    return parsed;
}

std::vector<HelpPage> help_pages() {
    std::vector<HelpPage> pages;
    for (const auto& command : commands) {
        const std::string words[] = {command.name, "--help"};
        pages.push_back(std::get<HelpPage>(parse_command_line(words).value()));
    }
    return pages;
}

} // namespace moebench::cli
