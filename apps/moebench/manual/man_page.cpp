// SPDX-License-Identifier: MIT
#include "manual/man_page.hpp"

#include <moebench/version.hpp>

#include <algorithm>
#include <string_view>

namespace moebench::cli {

namespace {

constexpr std::string_view top = R"(.TH MOEBENCH 1 "" "moebench )" MOEBENCH_VERSION R"("
.SH NAME
moebench \- measures llama\-server with Mixture\-of\-Experts models
.SH SYNOPSIS
\fBmoebench\fR [\fICOMMAND\fR] [\fIFLAGS\fR] [\-\- \fIFLAGS OF LLAMA\-SERVER\fR]
)";

/// One line of text that roff prints as it stands.
std::string escaped(std::string_view line) {
    std::string out;
    if (line.starts_with('.') || line.starts_with('\'')) out = "\\&";
    for (const char c : line) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-"; // a bare one becomes a typographic hyphen
        } else {
            out += c;
        }
    }
    return out;
}

/// Paragraphs are filled; lines that begin with two blanks stay as typed.
std::string paragraphs(std::string_view text) {
    std::string out;
    bool as_typed = false;
    bool after_blank = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("  ") != as_typed) {
            as_typed = !as_typed;
            out += as_typed ? ".nf\n" : ".fi\n";
        }
        if (after_blank && !line.empty()) out += ".PP\n";
        if (!line.empty()) out += escaped(line) + "\n";
        after_blank = line.empty();
    }
    return as_typed ? out + ".fi\n" : out;
}

std::string flags(std::span<const FlagHelp> all) {
    std::string out;
    std::string_view group;
    for (const auto& flag : all) {
        if (flag.group != group) out += ".SS " + escaped(flag.group) + "\n";
        group = flag.group;
        out += ".TP\n\\fB" + escaped(flag.names) + "\\fR";
        if (!flag.value.empty()) out += " \\fI" + escaped(flag.value) + "\\fR";
        out += "\n" + escaped(flag.text) + "\n";
    }
    return out;
}

} // namespace

std::string man_page(std::span<const HelpPage> pages) {
    std::string out(top);
    for (const auto& page : pages) {
        out += ".SH moebench " + page.command + "\n" + paragraphs(page.head) + flags(page.flags);
        if (!page.tail.empty()) out += ".SS Notes\n" + paragraphs(page.tail.substr(1));
    }
    return out;
}

} // namespace moebench::cli
