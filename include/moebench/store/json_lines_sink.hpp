// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>
#include <moebench/store/detail/output_file.hpp>
#include <moebench/store/sample_codec.hpp>

#include <string>
#include <utility>

namespace moebench {

/// One line of JSON a request, in one write(2) before the next request starts: what was measured
/// survives whatever ends the process. An existing file is replaced at the start, and synchronized
/// at the end. Errors: the system's, with the file's name.
class JsonLinesSink {
public:
    /// Touches no file yet.
    explicit JsonLinesSink(std::string path) : path_(std::move(path)) {}

    /// Empties or creates the file.
    Result<void> begin(const RunInfo&) {
        auto file = detail::OutputFile::replace(path_);
        if (!file) return file.error();
        file_ = std::move(*file);
        return {};
    }

    /// Writes a line, with the sample's events, and its text where it was kept.
    Result<void> record(const Sample& sample) {
        return file_.write(encode_sample(sample, SampleDetail::full) + "\n");
    }

    /// Waits until it is on disk.
    Result<void> finish(const RunInfo&, const RunReport&) { return file_.sync(); }

private:
    std::string path_;
    detail::OutputFile file_;
};
static_assert(ResultSink<JsonLinesSink>);

} // namespace moebench
