// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/impl/server/server_environment.ipp>
#include <moebench/server/server_command.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace moebench {

namespace detail {

/// Flags with the same meaning; the first names it. A pair such as --x/--no-x is one meaning.
inline constexpr std::array<std::array<std::string_view, 7>, 22> same_flags = {{
    {"-m", "--model"},
    {"-hf", "-hfr", "--hf-repo"},
    {"--no-mmproj", "--mmproj-auto", "--no-mmproj-auto", "-mm", "--mmproj"},
    {"--host"},
    {"--port"},
    {"-a", "--alias"},
    {"-c", "--ctx-size"},
    {"-ngl", "--gpu-layers", "--n-gpu-layers"},
    {"-np", "--parallel"},
    {"--no-ui", "--ui", "--webui", "--no-webui"},
    {"--no-warmup", "--warmup"},
    {"--metrics"},
    {"--reasoning", "-rea", "--reasoning-budget"},
    {"-lv", "--log-verbosity", "--verbosity", "-v", "--verbose", "--log-verbose"},
    {"--no-cache-prompt", "--cache-prompt"},
    {"--no-op-offload", "--op-offload", "-nopo"},
    {"-cram", "--cache-ram"},
    {"-ctxcp", "--ctx-checkpoints", "--swa-checkpoints"},
    {"-lm", "--load-mode", "--mmap", "--no-mmap", "--mlock", "-dio", "--direct-io"},
    {"--offline"},
    // all of these place experts: the user's flag replaces the flag of `mode`
    {"placement", "--cpu-moe", "-cmoe", "--n-cpu-moe", "-ncmoe", "-ot", "--override-tensor"},
    {"-fit", "--fit"},
}};

/// The meaning of a flag; the flag itself if moebench never sets it.
inline std::string meaning_of(std::string_view flag) {
    std::string spelling(flag);
    if (spelling.starts_with("--")) std::replace(spelling.begin(), spelling.end(), '_', '-');
    for (const auto& group : same_flags) {
        if (std::find(group.begin(), group.end(), spelling) != group.end()) {
            return std::string(group.front());
        }
    }
    return spelling;
}

inline bool looks_like_flag(std::string_view arg) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return arg.size() > 1 && arg[0] == '-' && (arg[1] == '-' || is_letter(arg[1]));
}

/// Builds the command: moebench's flags, except those that the user's flags replace.
class CommandBuilder {
public:
    CommandBuilder(const ServerConfig& config, const ServerProbe& probe)
        : config_(config), probe_(probe) {}

    Result<ServerCommand> build() {
        if (config_.model.empty() == config_.repo.empty()) {
            return fail(Errc::invalid_option,
                        "exactly one of a model file and a repository is needed");
        }
        command_.environment = config_.environment;
        keys_ = config_.api_key;
        if (auto taken = take_extra_args(); !taken) return taken.error();
        drop_displaced_variables();
        command_.argv = {config_.binary};
        add_own_flags();
        if (auto added = add_user_options(); !added) return added.error();
        command_.argv.insert(command_.argv.end(), extra_.begin(), extra_.end());
        if (!keys_.empty()) set_variable(command_.environment, "LLAMA_API_KEY=" + keys_);
        command_.api_key =
            keys_.substr(0, keys_.find(',')); // the server accepts a list, a client sends one
        return std::move(command_);
    }

private:
    static Failure unknown(std::string_view flag) {
        if (const auto equals = flag.find('='); equals != std::string_view::npos) {
            return fail(Errc::invalid_option, "llama-server takes the value of " +
                                                  std::string(flag.substr(0, equals)) +
                                                  " as a separate word, without '='");
        }
        return fail(Errc::invalid_option, "the server does not know the flag '" +
                                              std::string(flag) +
                                              "' (its --help does not list it)");
    }

    /// Moves secrets out of argv; checks the rest and keeps it as typed.
    Result<void> take_extra_args() {
        const auto& args = config_.extra_args;
        for (std::size_t i = 0; i < args.size(); ++i) {
            const auto equals = args[i].find('=');
            const bool joined = equals != std::string::npos && args[i].starts_with("--");
            if (joined) return unknown(args[i]);
            const std::string meaning = meaning_of(args[i]);
            if (meaning == "--host" || meaning == "--port" || meaning == "-a") {
                return fail(Errc::invalid_option,
                            "the extra flag '" + args[i] +
                                "' is not allowed: moebench sets the address and alias itself");
            }
            if (is_secret_flag(args[i]) && i + 1 < args.size()) {
                const bool key = args[i].starts_with("--api");
                if (key) keys_ = args[i + 1];
                if (!key) set_variable(command_.environment, "HF_TOKEN=" + args[i + 1]);
                ++i;
                continue;
            }
            if (looks_like_flag(args[i])) {
                if (!probe_.knows(args[i])) return unknown(args[i]);
                replaced_meanings_.push_back(meaning);
            }
            extra_.push_back(args[i]);
        }
        return {};
    }

    bool users(std::string_view meaning) const {
        return std::find(replaced_meanings_.begin(), replaced_meanings_.end(), meaning) !=
               replaced_meanings_.end();
    }

    bool user_places_experts() const {
        if (config_.n_cpu_moe || !config_.override_tensors.empty() || users("placement") ||
            users("-fit")) {
            return true;
        }
        constexpr std::array<std::string_view, 3> variables = {
            "LLAMA_ARG_N_CPU_MOE", "LLAMA_ARG_OVERRIDE_TENSOR", "LLAMA_ARG_FIT"};
        const auto& environment = config_.environment;
        const auto is_set = [&](std::string_view name) { return has_variable(environment, name); };
        if (std::any_of(variables.begin(), variables.end(), is_set)) return true;
        // the flag has no value, so only these values of its variable count
        constexpr std::array<std::string_view, 4> yes = {"on", "enabled", "true", "1"};
        return std::any_of(yes.begin(), yes.end(), [&](std::string_view value) {
            const std::string variable = "LLAMA_ARG_CPU_MOE=" + std::string(value);
            return std::find(environment.begin(), environment.end(), variable) != environment.end();
        });
    }

    /// Drops placement variables if the user set a placement flag: with all experts on the CPU the
    /// flag would have no effect.
    void drop_displaced_variables() {
        const bool typed =
            config_.n_cpu_moe || !config_.override_tensors.empty() || users("placement");
        for (const std::string_view name : {"LLAMA_ARG_CPU_MOE", "LLAMA_ARG_N_CPU_MOE"}) {
            if (!typed || !has_variable(command_.environment, name)) continue;
            std::erase_if(command_.environment,
                          [&](const auto& other) { return variable_name(other) == name; });
            command_.replaced_flags.emplace_back(name, "");
        }
    }

    /// Adds one of moebench's flags, unless the user gave one of the same meaning. `instead`: what
    /// an older server calls it.
    void add(std::vector<std::string> words, std::vector<std::string> instead = {}) {
        if (users(meaning_of(words.front()))) return;
        if (!probe_.knows(words.front())) {
            std::string wanted;
            for (const auto& word : words) wanted += (wanted.empty() ? "" : " ") + word;
            const bool older = !instead.empty() && probe_.knows(instead.front());
            words = older ? std::move(instead) : std::vector<std::string>();
            std::string used;
            for (const auto& word : words) used += (used.empty() ? "" : " ") + word;
            command_.replaced_flags.emplace_back(wanted, used);
        }
        command_.argv.insert(command_.argv.end(), words.begin(), words.end());
    }

    /// The order is the original script's.
    void add_own_flags() {
        const bool bare = config_.profile == Profile::bare;
        if (config_.model.empty()) {
            add({"-hf", config_.repo});
        } else {
            add({"-m", config_.model});
        }
        if (!bare) add({"--no-mmproj"});
        add({"--host", config_.host});
        add({"--port", std::to_string(config_.port)});
        add({"-a", config_.alias});
        add({"-c", std::to_string(config_.ctx_size)});
        if (bare) return;
        add_layers();
        add({"-np", "1"});
        add({"--no-ui"}, {"--no-webui"});
        add({"--no-warmup"});
        add({"--metrics"});
        add({"--reasoning", "off"}, {"--reasoning-budget", "0"});
        add_verbosity();
        if (!config_.cache_prompt) add({"--no-cache-prompt"});
        const bool own_placement = !user_places_experts();
        if (own_placement && config_.mode == OffloadMode::cpu_moe) {
            add({"--cpu-moe"}, {"-ot", "\\.ffn_(up|down|gate)_exps=CPU"});
        }
        if (config_.profile == Profile::measure) {
            add({"-cram", "0"});
            if (!config_.reuses_prefix) add({"-ctxcp", "0"}, {"--swa-checkpoints", "0"});
            const bool fits = config_.mode == OffloadMode::fit_auto;
            if (!has_variable(config_.environment, "LLAMA_ARG_FIT")) {
                add({"-fit", fits && own_placement ? "on" : "off"});
            }
        }
    }

    void add_layers() {
        const bool all = config_.profile == Profile::measure &&
                         (config_.mode != OffloadMode::fit_auto || user_places_experts());
        const std::string wanted = all ? "all" : "auto";
        if (!probe_.ngl_words && !users("-ngl")) {
            command_.replaced_flags.emplace_back("-ngl " + wanted, "-ngl 99");
        }
        add({"-ngl", probe_.ngl_words ? wanted : "99"});
    }

    void add_verbosity() {
        if (config_.profile == Profile::seed) {
            add({"--log-verbosity", "2"});
        } else if (probe_.placement_verbosity) {
            add({"--log-verbosity", std::to_string(*probe_.placement_verbosity)});
        }
    }

    /// Options of moebench that set a server flag. The user asked for them, so an unknown flag is
    /// an error.
    Result<void> add_user_options() {
        std::vector<std::vector<std::string>> options;
        if (config_.no_op_offload) options.push_back({"--no-op-offload"});
        if (config_.offline) options.push_back({"--offline"});
        if (config_.n_cpu_moe) {
            options.push_back({"--n-cpu-moe", std::to_string(*config_.n_cpu_moe)});
        }
        for (const auto& pattern : config_.override_tensors) options.push_back({"-ot", pattern});
        if (config_.load_mode) options.push_back(load_mode_flag(*config_.load_mode));
        for (const auto& option : options) {
            if (option.empty()) continue;
            if (!probe_.knows(option.front())) return unknown(option.front());
            command_.argv.insert(command_.argv.end(), option.begin(), option.end());
        }
        return {};
    }

    /// Servers before August 2026 have a separate flag for each load mode; mmap was their default.
    std::vector<std::string> load_mode_flag(const std::string& mode) {
        if (probe_.knows("--load-mode")) return {"--load-mode", mode};
        const std::string older = mode == "none"                     ? "--no-mmap"
                                  : mode == "dio"                    ? "--direct-io"
                                  : mode == "mmap" || mode == "auto" ? ""
                                                                     : "--mlock";
        command_.replaced_flags.emplace_back("--load-mode " + mode, older);
        if (older.empty()) return {};
        return {older};
    }

    const ServerConfig& config_;
    const ServerProbe& probe_;
    ServerCommand command_;
    std::string keys_;
    std::vector<std::string> extra_;
    std::vector<std::string> replaced_meanings_;
};

} // namespace detail

MOEBENCH_DECL Result<ServerCommand> server_command(const ServerConfig& config,
                                                   const ServerProbe& probe) {
    return detail::CommandBuilder(config, probe).build();
}

} // namespace moebench
