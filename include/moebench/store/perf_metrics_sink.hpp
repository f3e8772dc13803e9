// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>
#include <moebench/store/result_codec.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace moebench {

/// The original script's PERF_METRICS block: the summary on one line of JSON between two marker
/// lines, given to `write` in one call when the run is over. As with the script, a run that did not
/// complete has none.
class PerfMetricsSink {
public:
    /// Writes the three lines. If it fails, the run fails.
    using Writer = std::function<Result<void>(std::string_view text)>;

    /// `write` is called at most once.
    explicit PerfMetricsSink(Writer write) : write_(std::move(write)) {}

    /// Does nothing, as record().
    Result<void> begin(const RunInfo&) { return {}; }
    /// See begin().
    Result<void> record(const Sample&) { return {}; }
    /// Writes the lines if the run is completed.
    Result<void> finish(const RunInfo& info, const RunReport& report) {
        if (report.outcome != Outcome::completed) return {};
        return write_("PERF_METRICS_START\n" + encode_perf_metrics(info, report) +
                      "\nPERF_METRICS_END\n");
    }

private:
    Writer write_;
};
static_assert(ResultSink<PerfMetricsSink>);

} // namespace moebench
