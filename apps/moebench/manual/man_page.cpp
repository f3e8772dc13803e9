// SPDX-License-Identifier: MIT
#include "manual/man_page.hpp"
#include "manual/topics.hpp"

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

/// One line of text that roff prints unchanged.
std::string escaped(std::string_view line) {
    std::string out;
    if (line.starts_with('.') || line.starts_with('\'')) out = "\\&";
    for (const char c : line) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-"; // roff would print a plain one as a typographic hyphen
        } else {
            out += c;
        }
    }
    return out;
}

/// Paragraphs are wrapped; lines that begin with two spaces are not.
std::string paragraphs(std::string_view text) {
    std::string out;
    bool unwrapped = false;
    bool after_blank = false;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("  ") != unwrapped) {
            unwrapped = !unwrapped;
            out += unwrapped ? ".nf\n" : ".fi\n";
        }
        if (after_blank && !line.empty()) out += ".PP\n";
        if (!line.empty()) out += escaped(line) + "\n";
        after_blank = line.empty();
    }
    return unwrapped ? out + ".fi\n" : out;
}

/// A term, the placeholder of its value if it has one, and its text.
std::string entry(std::string_view term, std::string_view value, std::string_view text) {
    std::string out = ".TP\n\\fB" + escaped(term) + "\\fR";
    if (!value.empty()) out += " \\fI" + escaped(value) + "\\fR";
    return out + "\n" + escaped(text) + "\n";
}

std::string entries(std::span<const Definition> terms) {
    std::string out;
    for (const auto& [term, text] : terms) out += entry(term, "", text);
    return out;
}

std::string flags(std::span<const FlagHelp> all) {
    std::string out;
    std::string_view group;
    for (const auto& flag : all) {
        if (flag.group != group) out += ".SS " + escaped(flag.group) + "\n";
        group = flag.group;
        out += entry(flag.names, flag.value, flag.text);
    }
    return out;
}

} // namespace

std::string man_page(std::span<const HelpPage> pages) {
    std::string out(top);
    for (const auto& page : pages) {
        out += ".SH moebench " + page.command + "\n" + paragraphs(page.head) + flags(page.flags);
        if (!page.tail.empty()) out += ".SS Notes\n" + paragraphs(page.tail.substr(1));
        if (!page.exit_codes.empty()) out += ".SS Exit codes\n" + entries(page.exit_codes);
    }
    for (const auto& topic : topics()) {
        out += ".SH " + std::string(topic.title) + "\n" + paragraphs(topic.text);
        out += entries(topic.terms);
    }
    return out;
}

} // namespace moebench::cli
