// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/impl/server/server_command.ipp>
#include <moebench/server/detail/check_server.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace moebench::detail {

MOEBENCH_DECL Result<void> check_identity(const ServerConfig& config, std::optional<int> listener,
                                          const std::optional<ServerProps>& props) {
    const std::string port = "port " + std::to_string(config.port);
    if (listener == 0) return fail(Errc::foreign_server, "another server answers on " + port);
    if (!props) return {};
    if (props->model_alias && *props->model_alias != config.alias) {
        return fail(Errc::unexpected_model, "another server answers on " + port +
                                                ": its model is '" + *props->model_alias +
                                                "', ours is '" + config.alias + "'");
    }
    if (props->role == "router") {
        return fail(Errc::unexpected_model,
                    "the server has no model and became a router; give it a model to load");
    }
    return {};
}

/// The value of the last extra flag of that meaning.
inline std::optional<std::string> extra_value(const ServerConfig& config,
                                              std::string_view meaning) {
    std::optional<std::string> value;
    const auto& args = config.extra_args;
    for (std::size_t i = 0; i + 1 < args.size(); ++i) {
        if (meaning_of(args[i]) == meaning) value = args[i + 1];
    }
    return value;
}

/// A path, or else a repository.
struct AskedModel {
    std::string name;
    bool is_file = true;
};

inline AskedModel asked_of(const ServerConfig& config) {
    if (auto file = extra_value(config, "-m")) return {std::move(*file), true};
    if (auto repo = extra_value(config, "-hf")) return {std::move(*repo), false};
    return config.model.empty() ? AskedModel{config.repo, false} : AskedModel{config.model, true};
}

MOEBENCH_DECL std::string asked_model(const ServerConfig& config) { return asked_of(config).name; }

MOEBENCH_DECL std::int64_t asked_context(const ServerConfig& config) {
    auto tokens = config.ctx_size;
    if (const auto typed = extra_value(config, "-c")) {
        std::from_chars(typed->data(), typed->data() + typed->size(), tokens);
    }
    return tokens;
}

/// A server in a container sees other folders, and JSON cannot spell every name: llama-server
/// replaces bytes that are no UTF-8 by U+FFFD.
inline bool is_same_file(const std::string& asked, const std::string& found) {
    namespace fs = std::filesystem;
    std::error_code missing;
    if (asked == found || fs::equivalent(asked, found, missing)) return true;
    if (found.find("\xef\xbf\xbd") != std::string::npos) return true;
    return !fs::exists(found, missing) && fs::path(asked).filename() == fs::path(found).filename();
}

/// Whether a path is in a cache of "user/name[:quant]": in .../models--user--name/..., or, up to
/// 2026, user_name_file.gguf.
inline bool is_from_repo(const std::string& repo, const std::string& path) {
    const auto lower = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        return text;
    };
    const auto name = lower(repo.substr(0, repo.find(':')));
    const auto slash = name.find('/');
    if (slash == std::string::npos) return true;
    const auto found = lower(path);
    return std::ranges::any_of(std::array{"--", "_", "/"}, [&](const char* between) {
        return found.find(name.substr(0, slash) + between + name.substr(slash + 1)) !=
               std::string::npos;
    });
}

inline Result<void> check_model(const ServerConfig& config, const ServerFacts& facts) {
    const auto asked = asked_of(config);
    const auto found = facts.model_path.value_or("");
    const bool agrees =
        asked.is_file ? is_same_file(asked.name, found) : is_from_repo(asked.name, found);
    if (found.empty() || agrees) return {};
    return fail(Errc::unexpected_model,
                "the server was asked for the model " + asked.name + ", but it loaded " + found +
                    ": a LLAMA_ARG_* variable, llama.cpp's config.ini or the program that starts "
                    "it names that one; remove it there, or ask for that model");
}

inline Result<void> check_context(const ServerConfig& config, const ServerFacts& facts,
                                  const Logger& logger) {
    const auto asked = asked_context(config);
    if (asked <= 0 || !facts.n_ctx || !facts.total_slots || *facts.total_slots < 1) return {};
    if (*facts.n_ctx >= asked / *facts.total_slots) return {}; // all slots share what was asked for
    const std::string what = "the server was asked for a context of " + std::to_string(asked) +
                             " tokens, but a request can have only " + std::to_string(*facts.n_ctx);
    if (config.ctx_size_is_default && !extra_value(config, "-c")) {
        logger.warning(what);
        return {};
    }
    return fail(Errc::not_as_asked, what + ": the model or another setting allows no more; ask "
                                           "for no more than that, or change the other setting");
}

/// Whether two commits are known and not the same; each may be abbreviated.
inline bool is_other_commit(std::string_view one, std::string_view other) {
    const auto is_hash = [](std::string_view text) {
        return text.size() >= 7 && text.find_first_not_of("0123456789abcdef") == text.npos;
    };
    return is_hash(one) && is_hash(other) && !one.starts_with(other) && !other.starts_with(one);
}

inline Result<void> check_build(const ServerProbe& probe, const ServerFacts& facts) {
    const auto found = facts.build_info.value_or(""); // "b11434-82bb48500"
    const auto dash = found.find('-');
    if (!found.starts_with('b') || dash == std::string::npos) return {};
    std::int64_t number = 0; // unknown, as in a build without git
    std::from_chars(found.data() + 1, found.data() + dash, number);
    const auto asked = probe.build_number.value_or(0);
    const bool is_other_number = number > 0 && asked > 0 && asked != number;
    if (!is_other_number && !is_other_commit(probe.commit.value_or(""), found.substr(dash + 1))) {
        return {};
    }
    return fail(Errc::not_as_asked,
                "the binary says that it is '" + probe.version +
                    "', but the server that it started says that it is " + found +
                    ": the binary was replaced meanwhile, or it starts another one; run it again, "
                    "or give that binary");
}

MOEBENCH_DECL Result<void> check_asked(const ServerConfig& config, const ServerProbe& probe,
                                       const ServerFacts& facts, const Logger& logger) {
    if (auto model = check_model(config, facts); !model) return model;
    if (auto build = check_build(probe, facts); !build) return build;
    return check_context(config, facts, logger);
}

} // namespace moebench::detail
