// SPDX-License-Identifier: MIT
#include "output_files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace moebench::cli {

namespace {

namespace fs = std::filesystem;

Failure unwritable(const std::string& file, const std::string& why) {
    return fail(Errc::output_failed, "cannot write " + file + ": " + why);
}

fs::path folder_of(const std::string& file) {
    const auto folder = fs::path(file).parent_path();
    return folder.empty() ? fs::path(".") : folder;
}

/// Creates a file and removes it again: permission bits would not show what root cannot write.
Result<void> try_folder(const std::string& file) {
    std::error_code error;
    fs::create_directories(folder_of(file), error);
    if (error) return unwritable(file, error.message());
    std::string probe = (folder_of(file) / ".moebench-XXXXXX").string();
    const int descriptor = ::mkostemp(probe.data(), O_CLOEXEC);
    if (descriptor == -1) return unwritable(file, std::strerror(errno));
    ::close(descriptor);
    ::unlink(probe.c_str());
    return {};
}

/// The result is renamed into place at the end, which would replace a device by a file.
Result<void> check_result(const std::string& file) {
    const auto status = fs::status(file);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        return unwritable(file, "it is not a regular file");
    }
    return try_folder(file);
}

/// For a file that is opened in place, which may be a device.
Result<void> check_stream(const std::string& file) {
    const auto status = fs::status(file);
    if (fs::is_directory(status)) return unwritable(file, "it is a folder");
    if (!fs::exists(status)) return try_folder(file);
    if (::access(file.c_str(), W_OK) != 0) return unwritable(file, std::strerror(errno));
    return {};
}

OutputPaths counted(const OutputPaths& outputs, int count) {
    if (count == 1) return outputs;
    const auto with_count = [count](const std::string& file) {
        const fs::path path(file);
        if (file.empty()) return file;
        const std::string name =
            path.stem().string() + "-" + std::to_string(count) + path.extension().string();
        return (path.parent_path() / name).string();
    };
    OutputPaths result = outputs;
    result.result = with_count(outputs.result);
    result.samples = with_count(outputs.samples);
    result.log = with_count(outputs.log);
    return result;
}

/// Two runs that start in the same second get the same default name. The first to create its
/// samples file keeps it.
Result<OutputPaths> take_free_name(const OutputPaths& wanted) {
    for (int count = 1;; ++count) {
        OutputPaths outputs = counted(wanted, count);
        const int descriptor =
            ::open(outputs.samples.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor != -1) {
            ::close(descriptor);
            return outputs;
        }
        if (errno != EEXIST) return unwritable(outputs.samples, std::strerror(errno));
    }
}

} // namespace

Result<OutputPaths> prepare_outputs(OutputPaths wanted) {
    if (auto checked = check_result(wanted.result); !checked) return checked.error();
    if (auto checked = check_stream(wanted.samples); !checked) return checked.error();
    if (!wanted.log.empty()) {
        if (auto checked = check_stream(wanted.log); !checked) return checked.error();
    }
    return wanted.named_by_us ? take_free_name(wanted) : Result<OutputPaths>(std::move(wanted));
}

void release_outputs(const OutputPaths& outputs) {
    std::error_code ignored;
    const bool ours = outputs.named_by_us && fs::is_regular_file(outputs.samples, ignored);
    if (ours && fs::is_empty(outputs.samples, ignored)) fs::remove(outputs.samples, ignored);
}

} // namespace moebench::cli
