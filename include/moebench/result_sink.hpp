// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/sample.hpp>

#include <concepts>
#include <tuple>
#include <utility>

namespace moebench {

/// Where results go: `begin` once, `record` per request (before the next one is sent), `finish`
/// once, also after a failed run, unless `begin` failed. A failure from `record` ends the run.
template <class S>
concept ResultSink =
    requires(S& sink, const RunInfo& info, const Sample& sample, const RunReport& report) {
        { sink.begin(info) } -> std::same_as<Result<void>>;
        { sink.record(sample) } -> std::same_as<Result<void>>;
        { sink.finish(info, report) } -> std::same_as<Result<void>>;
    };

/// Gives everything to several sinks, which outlive it. Every sink is called, whatever the others
/// said; the first failure is returned.
template <ResultSink... Sinks> class TeeSink {
public:
    /// They are called in this order.
    explicit TeeSink(Sinks&... sinks) : sinks_(sinks...) {}

    /// Begins all, also behind one that failed.
    Result<void> begin(const RunInfo& info) {
        return each([&](auto& sink) { return sink.begin(info); });
    }

    /// Hands the sample to all.
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
