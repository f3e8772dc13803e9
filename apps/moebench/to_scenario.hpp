// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <moebench/error.hpp>
#include <moebench/model/scenario.hpp>

#include <functional>
#include <string>
#include <vector>

namespace moebench::cli {

/// What of the machine decides how options are meant.
struct Surroundings {
    /// moebench's own environment, `KEY=VALUE`.
    std::vector<std::string> environment;
    /// Path of a program that PATH finds, else empty.
    std::function<std::string(const std::string& name)> find_program;
    /// An empty folder, for `--clean-env`.
    std::string empty_folder;
    /// "20261123T211500Z"
    std::string utc_time;
};

/// Where results go.
struct OutputPaths {
    std::string result, samples, log;
    /// The user named none of them: a name that is taken may be changed.
    bool named_by_us = false;
};

/// What will be done.
struct RunPlan {
    Scenario scenario;
    OutputPaths outputs;
    /// The suite, in a word.
    std::string subject;
    /// What the user should know before it starts.
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// Fills in what was not typed. Pure.
/// Errors: Errc::invalid_option when the options cannot be meant together.
Result<RunPlan> to_scenario(const CliOptions& options, const Surroundings& surroundings);

/// The context that a suite's largest prompt and its reply want, a multiple of 256; at least 4096.
std::int64_t wanted_ctx_size(const SuiteSpec& suite, std::int64_t max_tokens);

} // namespace moebench::cli
