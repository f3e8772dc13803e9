// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/sample.hpp>

#include <concepts>
#include <tuple>
#include <utility>

namespace moebench {

/// Where results go. `begin` is called once, `record` after each request and before the next one is
/// sent, `finish` once: also after a failed run, but not if `begin` failed. A failure from `record`
/// ends the run. An exception ends it too, after `finish`; run_scenario() then stops the server and
/// throws it again.
template <class S>
concept ResultSink =
    requires(S& sink, const RunInfo& info, const Sample& sample, const RunReport& report) {
        { sink.begin(info) } -> std::same_as<Result<void>>;
        { sink.record(sample) } -> std::same_as<Result<void>>;
        { sink.finish(info, report) } -> std::same_as<Result<void>>;
    };

/// Passes everything to several sinks. All are called, even if one fails; the first failure is
/// returned. Lifetime: the sinks outlive it.
template <ResultSink... Sinks> class TeeSink {
public:
    /// The sinks are called in this order.
    explicit TeeSink(Sinks&... sinks) : sinks_(sinks...) {}

    /// Begins all, also after one that failed.
    Result<void> begin(const RunInfo& info) {
        return each([&](auto& sink) { return sink.begin(info); });
    }

    /// Passes the sample to all.
    Result<void> record(const Sample& sample) {
        return each([&](auto& sink) { return sink.record(sample); });
    }

    /// Finishes all, so that each closes its file.
    Result<void> finish(const RunInfo& info, const RunReport& report) {
        return each([&](auto& sink) { return sink.finish(info, report); });
    }

private:
    template <class Call> Result<void> each(Call call) {
        Result<void> first;
        const auto keep_first = [&first](Result<void> result) {
            if (first && !result) first = std::move(result);
        };
        std::apply([&](auto&... sink) { (keep_first(call(sink)), ...); }, sinks_);
        return first;
    }

    std::tuple<Sinks&...> sinks_;
};

} // namespace moebench
