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

/// How exactly a server is started.
struct ServerCommand {
    /// argv[0] is the path of the binary. Holds no secret.
    std::vector<std::string> argv;
    /// `KEY=VALUE`; holds the secrets that argv must not.
    std::vector<std::string> environment;
    /// The key that the client has to send. Empty: none.
    std::string api_key;
    /// Flags of ours that this server lacks: (wanted, what stands for it, or "").
    std::vector<std::pair<std::string, std::string>> replaced_flags;

    ServerCommand() = default;
};

/// Composes argv and environment. Pure.
/// A flag among `extra_args` takes the place of ours of the same meaning; any placement flag of the
/// user's (option, extra flag, or LLAMA_ARG_* variable) takes the place of the mode's own. Secrets
/// go by environment. Errors: Errc::invalid_option for `--host`, `--port`, `-a` among the extra
/// flags, for a flag of the user's that the probed server does not know, for both or neither of
/// model and repo.
Result<ServerCommand> server_command(const ServerConfig& config, const ServerProbe& probe);

/// argv with the values of secret flags replaced by `<redacted>`.
std::vector<std::string> redacted_argv(std::span<const std::string> argv);

/// `KEY=VALUE` with the value replaced where KEY holds KEY, TOKEN or SECRET.
std::string redacted_variable(std::string_view variable);

/// The server's environment: `inherited` (without LLAMA_*, GGML_*, AIP_* when `clean`, and with
/// XDG_CONFIG_HOME at `empty_folder`, as llama.cpp reads a config.ini from there), the seed's
/// default LLAMA_ARG_FLASH_ATTN=auto, then `overrides`. Pure.
std::vector<std::string> server_environment(std::span<const std::string> inherited, bool clean,
                                            std::string_view empty_folder,
                                            std::span<const std::string> overrides);

/// Those of LLAMA_*, GGML_*, CUDA_*, HIP_*, VK_*, OMP_* in `environment`, sorted, secrets redacted.
std::vector<std::string> recorded_variables(std::span<const std::string> environment);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/server/server_command.ipp>
#include <moebench/impl/server/server_environment.ipp>
#endif
