// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/server_config.hpp>
#include <moebench/server/server_probe.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moebench {

/// The exact command that starts a server.
struct ServerCommand {
    /// argv[0] is the path of the binary. Contains no secrets.
    std::vector<std::string> argv;
    /// `KEY=VALUE`; contains the secrets, which must not be in argv.
    std::vector<std::string> environment;
    /// The key that the client must send. Empty: none.
    std::string api_key;
    /// Flags that this server spells differently or lacks: (wanted, used or "").
    std::vector<std::pair<std::string, std::string>> replaced_flags;

    ServerCommand() = default;
};

/// Makes argv and environment. Pure.
/// A flag in `extra_args` replaces moebench's flag of the same meaning. Any placement that the user
/// sets (option, extra flag, or LLAMA_ARG_* variable) replaces the placement of `mode`. Secrets are
/// passed in the environment. Errors: Errc::invalid_option for `--host`, `--port`, `-a` in the
/// extra flags; for a flag of the user that the probed server does not know; for both or neither of
/// model and repo.
Result<ServerCommand> server_command(const ServerConfig& config, const ServerProbe& probe);

/// argv with the values of secret flags replaced by `<redacted>`.
std::vector<std::string> redacted_argv(std::span<const std::string> argv);

/// `KEY=VALUE`, with the value redacted if KEY contains KEY, TOKEN or SECRET.
std::string redacted_variable(std::string_view variable);

/// Makes the server's environment. Pure. Takes `inherited`, adds the original script's default
/// LLAMA_ARG_FLASH_ATTN=auto, then applies `overrides`. With `clean`, LLAMA_*, GGML_* and AIP_* are
/// dropped, and XDG_CONFIG_HOME is `empty_folder`, because llama.cpp reads a config.ini from there.
std::vector<std::string> server_environment(std::span<const std::string> inherited, bool clean,
                                            std::string_view empty_folder,
                                            std::span<const std::string> overrides);

/// The variables LLAMA_*, GGML_*, CUDA_*, HIP_*, VK_*, OMP_*, LD_* of `environment`, sorted,
/// secrets redacted.
std::vector<std::string> recorded_variables(std::span<const std::string> environment);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/server_command.ipp>
#include <moebench/impl/server/server_environment.ipp>
#endif
