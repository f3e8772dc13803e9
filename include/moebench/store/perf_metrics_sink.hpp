// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>
#include <moebench/store/result_codec.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace moebench {

/// The seed's last words: the summary on one line of JSON between two marker lines, given to
/// `write` at once when the run is over. As in the seed, a run that did not complete has none.
class PerfMetricsSink {
public:
    /// Writes the three lines; its failure is the run's.
    using Writer = std::function<Result<void>(std::string_view text)>;

    /// `write` is called once or never.
    explicit PerfMetricsSink(Writer write) : write_(std::move(write)) {}

    /// Nothing is known yet.
    Result<void> begin(const RunInfo&) { return {}; }
    /// The summary comes with the report.
    Result<void> record(const Sample&) { return {}; }
    /// Writes the lines of a completed run.
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
