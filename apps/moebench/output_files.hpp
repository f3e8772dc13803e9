// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/error.hpp>

namespace moebench::cli {

/// Checks before the start that all results can be written. Creates missing folders. A default name
/// that another run already uses gets a number ("...-2.json"); an empty samples file reserves it.
/// Errors: Errc::output_failed, with the file and the system's message.
Result<OutputPaths> prepare_outputs(OutputPaths wanted);

/// Removes the samples file again if it is still empty and its name was not typed.
void release_outputs(const OutputPaths& outputs);

} // namespace moebench::cli
