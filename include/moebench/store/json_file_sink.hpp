// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/result_sink.hpp>
#include <moebench/store/detail/output_file.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/store/sample_codec.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include <unistd.h>

namespace moebench {

/// Writes the result file at the end, as a whole. Until then the samples are in unlinked temporary
/// files in the same folder, so that memory does not grow with their number.
/// Errors: the system's, with the file's name.
class JsonFileSink {
public:
    /// The folder must exist; an existing file is replaced at the end.
    explicit JsonFileSink(std::string path) : path_(std::move(path)) {}

    /// Opens the temporary files.
    Result<void> begin(const RunInfo&) {
        for (auto* array : {&warmup_, &requests_, &failed_}) {
            if (auto opened = array->open(path_); !opened) return opened;
        }
        return {};
    }

    /// Appends the sample, without its events and text, to the array of its kind: warm-up, measured
    /// or failed.
    Result<void> record(const Sample& sample) {
        Array& array = !sample.ok() ? failed_ : sample.phase == Phase::warmup ? warmup_ : requests_;
        return array.append(encode_sample(sample, SampleDetail::summary));
    }

    /// Writes the whole file, then renames it to its final name.
    Result<void> finish(const RunInfo& info, const RunReport& report) {
        const ResultFrame frame = encode_result(info, report);
        const auto write = [&](detail::OutputFile& out) -> Result<void> {
            const std::pair<const std::string*, Array*> parts[] = {
                {&frame.before_warmup, &warmup_},
                {&frame.before_requests, &requests_},
                {&frame.before_failed, &failed_}};
            for (const auto& [text, array] : parts) {
                if (auto written = out.write(*text); !written) return written;
                if (auto written = array->copy_to(out); !written) return written;
            }
            return out.write(frame.after_failed);
        };
        return detail::replace_atomically(path_, write);
    }

private:
    /// A JSON array of the second level, one element a line, kept on disk.
    class Array {
    public:
        Result<void> open(const std::string& path) {
            auto place = detail::replaced_file(path);
            if (place.empty()) place = std::filesystem::temp_directory_path() / "moebench";
            auto file = detail::OutputFile::temporary_beside(place);
            if (!file) return file.error();
            file_ = std::move(*file);
            whole_size_ = 0;
            ::unlink(file_.path().c_str());
            return {};
        }

        Result<void> append(const std::string& element) {
            const std::string text = (whole_size_ == 0 ? "\n    " : ",\n    ") + element;
            if (auto written = file_.write(text); !written) return written;
            whole_size_ += static_cast<::off_t>(text.size());
            return {};
        }

        Result<void> copy_to(detail::OutputFile& out) {
            if (auto written = out.write("["); !written) return written;
            std::array<char, 65536> buffer;
            for (::off_t offset = 0; offset < whole_size_;) {
                const auto wanted =
                    std::min(buffer.size(), static_cast<std::size_t>(whole_size_ - offset));
                const ::ssize_t size = ::pread(file_.descriptor(), buffer.data(), wanted, offset);
                if (size <= 0) return file_.failure("reading");
                const std::string_view chunk(buffer.data(), static_cast<std::size_t>(size));
                if (auto written = out.write(chunk); !written) return written;
                offset += size;
            }
            return out.write(whole_size_ == 0 ? "]" : "\n  ]");
        }

    private:
        detail::OutputFile file_;
        ::off_t whole_size_ = 0; // of the elements that were written completely
    };

    std::string path_;
    Array warmup_, requests_, failed_;
};
static_assert(ResultSink<JsonFileSink>);

} // namespace moebench
