// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace moebench::cli {

/// One flag, as help shows it.
struct FlagHelp {
    std::string group;
    /// "-m, --model"
    std::string names;
    /// What the value is called; empty for a switch.
    std::string value;
    std::string text;
};

/// The flags by group, in order, texts wrapped beside the names.
std::string render_flags(std::span<const FlagHelp> flags);

/// `--help` of each command, around their rendered flags.
std::string run_help(const std::string& flags);
std::string compare_help(const std::string& flags);
std::string report_help(const std::string& flags);
std::string rerun_help(const std::string& flags);
std::string demo_help(const std::string& flags);

/// Version, compiler and Boost.
std::string version_text();

} // namespace moebench::cli
