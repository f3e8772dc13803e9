// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moebench::detail {

/// The standard stream that `path` leads to; -1 if it leads elsewhere.
inline int standard_stream(const std::string& path) {
    struct ::stat named {};
    struct ::stat open {};
    if (::stat(path.c_str(), &named) != 0) return -1;
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        const bool same = ::fstat(stream, &open) == 0 && open.st_dev == named.st_dev &&
                          open.st_ino == named.st_ino;
        if (same) return stream;
    }
    return -1;
}

/// The file that takes the place of `path` when it is replaced: what a symbolic link names, there
/// or not. Empty for what is written through: a standard stream, a device, a pipe, a socket.
inline std::string replaced_file(std::string path) {
    namespace fs = std::filesystem;
    std::error_code code;
    const auto type = fs::status(path, code).type();
    const bool is_file = type == fs::file_type::regular || type == fs::file_type::not_found ||
                         type == fs::file_type::directory; // which rename(2) refuses by name
    if (!is_file || standard_stream(path) != -1) return {};
    constexpr int most_links = 40; // as Linux follows
    for (int i = 0; i < most_links && fs::is_symlink(path, code); ++i) {
        path = (fs::path(path).parent_path() / fs::read_symlink(path, code)).string();
    }
    return path;
}

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

    /// Creates it, or empties an existing one. What goes to a standard stream stands behind what is
    /// there.
    static Result<OutputFile> replace(const std::string& path) {
        if (const int stream = standard_stream(path); stream != -1) {
            return opened(::fcntl(stream, F_DUPFD_CLOEXEC, 0), path);
        }
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

    Result<void> rename(const std::string& path) {
        if (std::rename(path_.c_str(), path.c_str()) != 0) return failure("renaming");
        path_ = path;
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

/// A file that is moved to its place when it is whole; see replaced_file(). Without commit() it is
/// removed again. What is written through is written at once.
class ReplacingFile {
public:
    static Result<ReplacingFile> open(const std::string& path) {
        ReplacingFile replacing;
        replacing.place_ = replaced_file(path);
        auto file = replacing.place_.empty() ? OutputFile::replace(path)
                                             : OutputFile::temporary_beside(replacing.place_);
        if (!file) return file.error();
        replacing.file_ = std::move(*file);
        return replacing;
    }
    ReplacingFile() = default;
    ReplacingFile(ReplacingFile&& other) noexcept = default;
    ReplacingFile& operator=(ReplacingFile&& other) noexcept {
        std::swap(place_, other.place_);
        std::swap(file_, other.file_);
        return *this;
    }
    ~ReplacingFile() {
        if (file_.descriptor() != -1 && !place_.empty()) ::unlink(file_.path().c_str());
    }

    OutputFile& file() noexcept { return file_; }

    /// The file, in its place.
    Result<OutputFile> commit() {
        if (!place_.empty()) {
            if (auto renamed = file_.rename(place_); !renamed) return renamed.error();
        }
        return std::move(file_);
    }

private:
    std::string place_;
    OutputFile file_;
};

/// Replaces `path` as a whole, or not at all: a temporary file is synchronized and renamed. `write`
/// gets the OutputFile.
template <class Write> Result<void> replace_atomically(const std::string& path, Write write) {
    auto replacing = ReplacingFile::open(path);
    if (!replacing) return replacing.error();
    auto& file = replacing->file();
    if (auto written = write(file); !written) return written;
    if (auto synced = file.sync(); !synced) return synced;
    auto done = replacing->commit();
    return done ? Result<void>() : done.error();
}

} // namespace moebench::detail
