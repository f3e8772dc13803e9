// SPDX-License-Identifier: MIT
#include "surroundings.hpp"

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace moebench::cli {

namespace {

bool is_program(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

std::string find_program(const std::string& name) {
    const std::string path = environment_variable("PATH");
    std::string_view rest = path;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        const std::string folder(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        // as in a shell, an empty entry means the working folder
        std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
        if (is_program(candidate)) return candidate;
    }
    return {};
}

std::string utc_time() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[20];
    return {text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts)};
}

} // namespace

Surroundings read_surroundings() {
    Surroundings result;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        result.environment.emplace_back(*entry);
    }
    result.find_program = find_program;
    result.utc_time = utc_time();
    return result;
}

std::string environment_variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

Result<TemporaryFolder> TemporaryFolder::create() {
    std::error_code ignored;
    auto base = std::filesystem::temp_directory_path(ignored);
    if (ignored) base = "/tmp";
    std::string path = (base / "moebench-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) {
        return fail(boost::system::error_code(errno, boost::system::system_category()),
                    "creating a folder in " + base.string());
    }
    return TemporaryFolder(std::move(path));
}

TemporaryFolder::TemporaryFolder(std::string path) : path_(std::move(path)) {}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored; // a folder that stays is no reason to fail
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<std::optional<TemporaryFolder>> give_empty_folder(bool wanted, Surroundings& surroundings) {
    std::optional<TemporaryFolder> folder;
    if (!wanted) return folder;
    auto created = TemporaryFolder::create();
    if (!created) return created.error();
    folder.emplace(std::move(*created));
    surroundings.empty_folder = folder->path();
    return folder;
}

} // namespace moebench::cli
