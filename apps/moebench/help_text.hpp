// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// One flag, as help shows it.
struct FlagHelp {
    std::string group;
    /// "-m, --model"
    std::string names;
    /// What the value is called; empty for a switch.
    std::string value;
    std::string text;
    /// The words that the value may be; empty: any.
    std::vector<std::string> choices = {};
};

/// `--help` of one command; the man page and the completion are made from the same.
struct HelpPage {
    std::string command;
    /// Paragraphs before and after the flags; lines that begin with two blanks are as typed.
    std::string_view head, tail;
    std::vector<FlagHelp> flags;
};

HelpPage run_help(std::vector<FlagHelp> flags);
HelpPage compare_help(std::vector<FlagHelp> flags);
HelpPage report_help(std::vector<FlagHelp> flags);
HelpPage rerun_help(std::vector<FlagHelp> flags);
HelpPage demo_help(std::vector<FlagHelp> flags);

/// For a terminal: the flags by group, in order, texts wrapped beside the names.
std::string render(const HelpPage& page);

/// Version, compiler and Boost.
std::string version_text();

} // namespace moebench::cli
