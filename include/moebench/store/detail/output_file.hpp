// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moebench::detail {

/// A file that is being written; every error has its name. The destructor closes it.
class OutputFile {
public:
    OutputFile() = default;
    OutputFile(OutputFile&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}
    OutputFile& operator=(OutputFile&& other) noexcept {
        std::swap(fd_, other.fd_);
        std::swap(path_, other.path_);
        return *this;
    }
    ~OutputFile() {
        if (fd_ != -1) ::close(fd_);
    }

    /// Creates it, or empties an existing one.
    static Result<OutputFile> replace(const std::string& path) {
        return opened(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), path);
    }

    /// A new file in the folder of `path`, for reading and writing.
    static Result<OutputFile> temporary_beside(const std::string& path) {
        for (int number = 0;; ++number) { // mkstemp() makes files that only their owner can read
            std::string name =
                path + "." + std::to_string(::getpid()) + "-" + std::to_string(number) + ".tmp";
            const int fd = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (fd != -1 || errno != EEXIST) return opened(fd, std::move(name));
        }
    }

    int descriptor() const noexcept { return fd_; }
    const std::string& path() const noexcept { return path_; }

    /// Writes all of `text`, if possible with one write(2).
    Result<void> write(std::string_view text) {
        while (!text.empty()) {
            const ::ssize_t written = ::write(fd_, text.data(), text.size());
            if (written < 0 && errno != EINTR) return failure("writing");
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    Result<void> sync() {
        // a device or a pipe cannot be synchronized, and does not need it
        if (::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) return failure("writing");
        return {};
    }

    Failure failure(std::string_view doing) const {
        return fail(boost::system::error_code(errno, boost::system::system_category()),
                    std::string(doing) + " " + path_);
    }

private:
    static Result<OutputFile> opened(int fd, std::string path) {
        OutputFile file;
        file.fd_ = fd;
        file.path_ = std::move(path);
        if (fd == -1) return file.failure("opening");
        return file;
    }

    int fd_ = -1;
    std::string path_;
};

/// Replaces `path` as a whole, or not at all: a temporary file in the same folder is synchronized
/// and renamed. `write` gets the OutputFile.
template <class Write> Result<void> replace_atomically(const std::string& path, Write write) {
    auto file = OutputFile::temporary_beside(path);
    if (!file) return file.error();
    auto written = [&]() -> Result<void> {
        if (auto result = write(*file); !result) return result;
        if (auto synced = file->sync(); !synced) return synced;
        if (std::rename(file->path().c_str(), path.c_str()) != 0) return file->failure("renaming");
        return {};
    }();
    if (!written) ::unlink(file->path().c_str());
    return written;
}

} // namespace moebench::detail
