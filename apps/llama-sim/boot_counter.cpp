// SPDX-License-Identifier: MIT
#include "boot_counter.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace llama_sim {

namespace {

class LockedFile {
public:
    explicit LockedFile(const std::string& path)
        : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
        if (file_ < 0 || ::flock(file_, LOCK_EX) != 0) {
            const int code = errno;
            if (file_ >= 0) ::close(file_);
            throw std::runtime_error("boot counter " + path + ": " + std::strerror(code));
        }
    }
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;
    ~LockedFile() { ::close(file_); } // unlocks

    std::int64_t number() const {
        std::array<char, 32> text{};
        if (::pread(file_, text.data(), text.size() - 1, 0) <= 0) return 0;
        return std::strtoll(text.data(), nullptr, 10);
    }

    bool replace(const std::string& text) const {
        return ::ftruncate(file_, 0) == 0 &&
               ::pwrite(file_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
    }

private:
    int file_;
};

} // namespace

std::int64_t count_boot(const std::string& path) {
    const LockedFile file(path);
    const std::int64_t before = file.number();
    if (!file.replace(std::to_string(before + 1) + "\n")) {
        throw std::runtime_error("boot counter " + path + ": cannot be written");
    }
    return before;
}

} // namespace llama_sim
