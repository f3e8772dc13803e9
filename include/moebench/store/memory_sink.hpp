// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>

#include <optional>
#include <vector>

namespace moebench {

/// Keeps everything in memory, for callers that want values instead of files.
struct MemorySink {
    /// From the beginning of the run; complete at its end.
    RunInfo info;
    /// All in order, also failed ones and those of the warm-up.
    std::vector<Sample> samples;
    /// Absent until the run is over.
    std::optional<RunReport> report;

    /// Cannot fail; nor can the other two.
    Result<void> begin(const RunInfo& begun) {
        info = begun;
        return {};
    }

    /// Copies the sample.
    Result<void> record(const Sample& sample) {
        samples.push_back(sample);
        return {};
    }

    /// Copies the report.
    Result<void> finish(const RunInfo& finished, const RunReport& result) {
        info = finished;
        report = result;
        return {};
    }
};
static_assert(ResultSink<MemorySink>);

} // namespace moebench
