// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>
#include <moebench/store/detail/output_file.hpp>
#include <moebench/store/sample_codec.hpp>

#include <string>
#include <utility>

namespace moebench {

/// Writes a line of JSON for each request, with one write(2) before the next request starts, so
/// that the measurements survive a crash. Replaces an existing file at the start.
/// Errors: the system's, with the file's name.
class JsonLinesSink {
public:
    /// Opens no file yet.
    explicit JsonLinesSink(std::string path) : path_(std::move(path)) {}

    /// Creates the file, or empties an existing one.
    Result<void> begin(const RunInfo&) {
        auto file = detail::OutputFile::replace(path_);
        if (!file) return file.error();
        file_ = std::move(*file);
        return {};
    }

    /// Writes the sample with its events, and its text if it was kept.
    Result<void> record(const Sample& sample) {
        return file_.write(encode_sample(sample, SampleDetail::full) + "\n");
    }

    /// Waits until the file is on disk.
    Result<void> finish(const RunInfo&, const RunReport&) { return file_.sync(); }

private:
    std::string path_;
    detail::OutputFile file_;
};
static_assert(ResultSink<JsonLinesSink>);

} // namespace moebench
