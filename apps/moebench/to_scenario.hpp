// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"

#include <moebench/error.hpp>
#include <moebench/model/scenario.hpp>

#include <functional>
#include <string>
#include <vector>

namespace moebench::cli {

/// What the meaning of options depends on, outside the command line.
struct Surroundings {
    /// moebench's own environment, `KEY=VALUE`.
    std::vector<std::string> environment;
    /// Path of a program on PATH; empty if there is none.
    std::function<std::string(const std::string& name)> find_program;
    /// An empty folder, for `--clean-env`.
    std::string empty_folder;
    /// "20261123T211500Z"
    std::string utc_time;
};

/// Where results go.
struct OutputPaths {
    std::string result, samples, log;
    /// No name was typed: a name that is already used may be changed.
    bool named_by_us = false;
};

/// What `moebench run` is going to do.
struct RunPlan {
    Scenario scenario;
    OutputPaths outputs;
    /// The suite's name.
    std::string subject;
    /// Printed before the start.
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
};

/// Fills in what was not typed. Pure.
/// Errors: Errc::invalid_option for contradictory options.
Result<RunPlan> to_scenario(const CliOptions& options, const Surroundings& surroundings);

/// Context for the largest prompt of a suite and its reply: a multiple of 256, at least 4096.
std::int64_t wanted_ctx_size(const SuiteSpec& suite, std::int64_t max_tokens);

} // namespace moebench::cli
