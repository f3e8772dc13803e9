// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <moebench/error.hpp>

namespace moebench::cli {

/// Makes sure that results will have a place before anything is started: creates folders, tries to
/// write, and counts up a name of ours that another run has taken ("...-2.json"); what it takes is
/// an empty samples file. Errors: Errc::output_failed, with the file and what the system said.
Result<OutputPaths> prepare_outputs(OutputPaths wanted);

/// Takes back a samples file that nothing was written to.
void release_outputs(const OutputPaths& outputs);

} // namespace moebench::cli
