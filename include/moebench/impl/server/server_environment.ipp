// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/server_command.hpp>

#include <algorithm>
#include <array>

namespace moebench {

namespace detail {

inline std::string_view variable_name(std::string_view variable) {
    return variable.substr(0, variable.find('='));
}

inline void set_variable(std::vector<std::string>& environment, std::string variable) {
    const std::string name(variable_name(variable));
    std::erase_if(environment, [&](const auto& other) { return variable_name(other) == name; });
    environment.push_back(std::move(variable));
}

inline bool has_variable(std::span<const std::string> environment, std::string_view name) {
    return std::any_of(environment.begin(), environment.end(),
                       [&](const auto& other) { return variable_name(other) == name; });
}

inline bool is_secret_flag(std::string_view flag) {
    constexpr std::array<std::string_view, 3> secrets = {"--api-key", "-hft", "--hf-token"};
    std::string spelling(flag);
    if (spelling.starts_with("--")) std::replace(spelling.begin(), spelling.end(), '_', '-');
    return std::find(secrets.begin(), secrets.end(), spelling) != secrets.end();
}

inline constexpr std::string_view redaction = "<redacted>";

} // namespace detail

MOEBENCH_DECL std::vector<std::string> redacted_argv(std::span<const std::string> argv) {
    std::vector<std::string> shown(argv.begin(), argv.end());
    for (std::size_t i = 1; i < shown.size(); ++i) {
        if (detail::is_secret_flag(shown[i - 1])) shown[i] = detail::redaction;
    }
    return shown;
}

MOEBENCH_DECL std::string redacted_variable(std::string_view variable) {
    const auto name = detail::variable_name(variable);
    std::string upper(name);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const std::string_view word : {"KEY", "TOKEN", "SECRET"}) {
        if (upper.find(word) != std::string::npos) {
            return std::string(name) + "=" + std::string(detail::redaction);
        }
    }
    return std::string(variable);
}

MOEBENCH_DECL std::vector<std::string> server_environment(std::span<const std::string> inherited,
                                                          bool clean, std::string_view empty_folder,
                                                          std::span<const std::string> overrides) {
    std::vector<std::string> environment;
    for (const auto& variable : inherited) {
        const bool hidden_input = variable.starts_with("LLAMA_") || variable.starts_with("GGML_") ||
                                  variable.starts_with("AIP_");
        if (!clean || !hidden_input) environment.push_back(variable);
    }
    if (clean) {
        detail::set_variable(environment, "XDG_CONFIG_HOME=" + std::string(empty_folder));
    }
    if (!detail::has_variable(environment, "LLAMA_ARG_FLASH_ATTN")) {
        environment.emplace_back("LLAMA_ARG_FLASH_ATTN=auto");
    }
    for (const auto& variable : overrides) detail::set_variable(environment, variable);
    return environment;
}

MOEBENCH_DECL std::vector<std::string>
recorded_variables(std::span<const std::string> environment) {
    constexpr std::array<std::string_view, 7> prefixes = {"LLAMA_", "GGML_", "CUDA_", "HIP_",
                                                          "VK_",    "OMP_",  "LD_"};
    std::vector<std::string> recorded;
    for (const auto& variable : environment) {
        const bool of_interest =
            std::any_of(prefixes.begin(), prefixes.end(),
                        [&](std::string_view prefix) { return variable.starts_with(prefix); });
        if (of_interest) recorded.push_back(redacted_variable(variable));
    }
    std::sort(recorded.begin(), recorded.end());
    return recorded;
}

} // namespace moebench
