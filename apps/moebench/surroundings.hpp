// SPDX-License-Identifier: MIT
#pragma once

#include "to_scenario.hpp"

#include <optional>
#include <string>

namespace moebench::cli {

/// What this process finds around it. `empty_folder` is left empty.
Surroundings read_surroundings();

/// A variable of this process; absent counts as empty.
std::string environment_variable(const char* name);

/// A folder in the temporary folder, gone with its owner.
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

/// The empty folder of `--clean-env`, named in the surroundings while its owner lives; nothing
/// where it is not wanted.
Result<std::optional<TemporaryFolder>> give_empty_folder(bool wanted, Surroundings& surroundings);

} // namespace moebench::cli
