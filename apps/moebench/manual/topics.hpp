// SPDX-License-Identifier: MIT
#pragma once

#include "help_text.hpp"

#include <string_view>
#include <vector>

namespace moebench::cli {

/// A section of the man page after the commands: paragraphs, then terms.
struct Topic {
    std::string_view title, text;
    std::vector<Definition> terms;
};

/// Suites, figures, verdicts, files and environment.
std::vector<Topic> topics();

} // namespace moebench::cli
