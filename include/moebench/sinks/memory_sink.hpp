// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>

#include <optional>
#include <vector>

namespace moebench {

/// Keeps everything, for who wants values and no file.
struct MemorySink {
    RunInfo info;
    std::vector<Sample> samples;
    /// Nothing until the run is over.
    std::optional<RunReport> report;

    Result<void> begin(const RunInfo& begun) {
        info = begun;
        return {};
    }

    Result<void> record(const Sample& sample) {
        samples.push_back(sample);
        return {};
    }

    Result<void> finish(const RunInfo& finished, const RunReport& result) {
        info = finished;
        report = result;
        return {};
    }
};
static_assert(ResultSink<MemorySink>);

} // namespace moebench
