// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>

#include <optional>
#include <vector>

namespace moebench {

/// Keeps everything, for who wants values and no file.
struct MemorySink {
    /// As told at the beginning, and again at the end.
    RunInfo info;
    /// All, in order: those of the warm-up and failed ones, too.
    std::vector<Sample> samples;
    /// Nothing until the run is over.
    std::optional<RunReport> report;

    /// Cannot fail, as the other two.
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
