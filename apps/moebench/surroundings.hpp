// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <optional>
#include <string>

namespace moebench::cli {

/// The environment, PATH and time of this process. `empty_folder` stays empty.
Surroundings read_surroundings();

/// A variable of this process; empty if it is not set.
std::string environment_variable(const char* name);

/// A folder in the temporary folder; the destructor removes it.
class TemporaryFolder {
public:
    static Result<TemporaryFolder> create();

    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

    const std::string& path() const noexcept { return path_; }

private:
    explicit TemporaryFolder(std::string path);

    std::string path_;
};

/// If `wanted`: creates the empty folder for `--clean-env` and names it in `surroundings`. It
/// exists as long as the returned owner.
Result<std::optional<TemporaryFolder>> give_empty_folder(bool wanted, Surroundings& surroundings);

} // namespace moebench::cli
