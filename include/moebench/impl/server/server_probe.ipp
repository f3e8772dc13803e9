// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/server_probe.hpp>

#include <algorithm>
#include <charconv>

namespace moebench {

namespace detail {

inline std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

inline std::string_view take_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// "-ngl, --gpu-layers, --n-gpu-layers N ...": collects the flags before the first other word.
inline void collect_spellings(std::string_view line, std::set<std::string, std::less<>>& flags) {
    for (bool more = true; more;) {
        std::string_view word = take_word(line);
        if (!word.starts_with('-')) return;
        more = word.ends_with(',') || line.find_first_not_of(' ') != std::string_view::npos;
        if (word.ends_with(',')) word.remove_suffix(1);
        flags.emplace(word);
    }
}

/// "version: 9749 (d32676d77)" or "version: 0.6.0-dev (build 11434, commit 82bb48500)".
inline void read_version(std::string_view line, ServerProbe& probe) {
    probe.version = line;
    const auto number = [&](std::size_t at) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto [end, error] =
            std::from_chars(line.data() + at, line.data() + line.size(), value);
        return error == std::errc{} ? std::optional(value) : std::nullopt;
    };
    const auto word = [&](std::size_t at) {
        return std::string(line.substr(at, line.find_first_of(",) ", at) - at));
    };
    constexpr std::string_view build = "(build ";
    constexpr std::string_view commit = "commit ";
    if (const auto at = line.find(build); at != std::string_view::npos) {
        probe.build_number = number(at + build.size());
        if (const auto c = line.find(commit, at); c != std::string_view::npos) {
            probe.commit = word(c + commit.size());
        }
        return;
    }
    if (const auto at = line.find(": "); at != std::string_view::npos) {
        probe.build_number = number(at + 2);
    }
    if (const auto at = line.find('('); at != std::string_view::npos) probe.commit = word(at + 1);
}

} // namespace detail

MOEBENCH_DECL bool ServerProbe::knows(std::string_view flag) const {
    if (flags.empty()) return true;
    std::string spelling(flag);
    if (spelling.starts_with("--")) std::replace(spelling.begin(), spelling.end(), '_', '-');
    return flags.contains(spelling);
}

MOEBENCH_DECL ServerProbe parse_server_probe(std::string_view version_output,
                                             std::string_view help_output) {
    ServerProbe probe;
    while (!version_output.empty()) {
        const auto line = detail::take_line(version_output);
        if (line.starts_with("version:")) {
            detail::read_version(line, probe);
            break;
        }
    }
    std::string_view rest = help_output;
    while (!rest.empty()) {
        const auto line = detail::take_line(rest);
        if (line.starts_with('-') && !line.starts_with("-----")) {
            detail::collect_spellings(line, probe.flags);
        }
    }
    if (probe.flags.empty()) return probe;

    // The block of a flag runs up to the next line that begins with a dash.
    const auto block = [&](std::string_view flag) {
        const std::size_t at = help_output.find("\n" + std::string(flag));
        if (at == std::string_view::npos) return std::string_view();
        return help_output.substr(at, help_output.find("\n-", at + 1) - at);
    };
    probe.ngl_words = block("-ngl,").find("auto") != std::string_view::npos;
    const auto verbosity = block("-lv,");
    if (verbosity.find("trace") == std::string_view::npos) {
        const bool has_levels = verbosity.find("error") != std::string_view::npos;
        probe.placement_verbosity = has_levels ? std::optional(3) : std::nullopt;
    }
    return probe;
}

} // namespace moebench
