// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moebench::cli {

/// One flag in the help.
struct FlagHelp {
    std::string group;
    /// "-m, --model"
    std::string names;
    /// Placeholder of the value; empty: the flag takes none.
    std::string value;
    std::string text;
    /// The accepted values; empty: any.
    std::vector<std::string> choices = {};
};

/// A term and its explanation.
struct Definition {
    std::string term, text;
};

/// `--help` of one command. The man page and the bash completion are made from the same values.
struct HelpPage {
    std::string command;
    /// Paragraphs before and after the flags. Lines that begin with two spaces are not wrapped.
    std::string_view head, tail;
    std::vector<FlagHelp> flags;
    std::vector<Definition> exit_codes = {};
};

/// `command`: one of the commands of moebench.
HelpPage help_page(std::string_view command, std::vector<FlagHelp> flags);

/// The page as text of at most 80 columns.
std::string render(const HelpPage& page);

/// Version, compiler and Boost.
std::string version_text();

} // namespace moebench::cli
