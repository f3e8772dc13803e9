// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/error.hpp>

#include <cerrno>
#include <string>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

namespace moebench::detail {

/// A file in memory for a child's output; it is gone when its owner is destroyed.
class MemoryFile {
public:
    static Result<MemoryFile> create() {
        const int fd = ::memfd_create("moebench", MFD_CLOEXEC);
        if (fd != -1) return MemoryFile(fd);
        return fail(boost::system::error_code(errno, boost::system::system_category()),
                    "creating a file in memory");
    }

    MemoryFile(MemoryFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    MemoryFile& operator=(MemoryFile&&) = delete;
    ~MemoryFile() {
        if (fd_ != -1) ::close(fd_);
    }

    /// A path with which this process can open it.
    std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

    std::string read() const { return read_file(path()).value_or(""); }

private:
    explicit MemoryFile(int fd) : fd_(fd) {}

    int fd_;
};

} // namespace moebench::detail
