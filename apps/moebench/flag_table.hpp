// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "help_text.hpp"
#include "parse_number.hpp"
#include "spelling.hpp"

#include <moebench/error.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moebench::cli {

inline Failure invalid(std::string text) { return fail(Errc::invalid_option, std::move(text)); }

/// The flags of one command. CLI11 parses and stores; this class adds the help texts, and checks
/// the words first where CLI11's own messages would mislead.
class FlagTable {
public:
    FlagTable() : app_("", "moebench") {
        app_.set_help_flag(); // removes CLI11's: our help is grouped and wrapped
    }

    void group(std::string name) { group_ = std::move(name); }

    /// Accepts words that are neither flags nor values, and adds them to `target`.
    void files(std::vector<std::string>& target) { files_ = &target; }

    /// Calls `set` with the value each time the flag is given. Its errors are prefixed with the
    /// flag.
    template <class Set>
    CLI::Option* value(const std::string& names, const std::string& placeholder, std::string text,
                       Set set) {
        const std::string flag = describe(names, placeholder, std::move(text));
        const auto checked = [flag, set = std::move(set)](const std::string& word) {
            if (Result<void> result = set(word); !result) {
                throw CLI::ValidationError(flag + ": " + result.error().message());
            }
        };
        return app_.add_option_function<std::string>(names, checked)->trigger_on_parse();
    }

    CLI::Option* toggle(const std::string& names, bool& target, std::string text) {
        describe(names, "", std::move(text));
        return app_.add_flag_callback(names, [&target] { target = true; });
    }

    template <class Target>
    CLI::Option* text(const std::string& names, const std::string& placeholder, Target& target,
                      std::string help) {
        return value(names, placeholder, std::move(help),
                     [&target](const std::string& word) -> Result<void> {
                         if (word.empty()) return invalid("must not be empty");
                         target = word;
                         return {};
                     });
    }

    template <class Target>
    CLI::Option* whole(const std::string& names, WholeRange range, Target& target,
                       std::string help) {
        return parsed(names, "N", target, std::move(help),
                      [range](const std::string& word) { return parse_whole(word, range); });
    }

    CLI::Option* list(const std::string& names, WholeRange range, std::vector<std::int64_t>& target,
                      std::string help) {
        return parsed(names, "LIST", target, std::move(help),
                      [range](const std::string& word) { return parse_list(word, range); });
    }

    template <class Target>
    CLI::Option* seconds(const std::string& names, ZeroSeconds zero, Target& target,
                         std::string help) {
        return parsed(names, "S", target, std::move(help),
                      [zero](const std::string& word) { return parse_seconds(word, zero); });
    }

    /// A percentage with its sign, such as `1%`: 0.01. A number without a sign could be either.
    template <class Target>
    CLI::Option* percent(const std::string& names, Target& target, std::string help) {
        return parsed(names, "P%", target, std::move(help), parse_share);
    }

    /// Seconds, or a time with a unit: `90s`, `30m`, `7h`.
    template <class Target>
    CLI::Option* timespan(const std::string& names, Target& target, std::string help) {
        return parsed(names, "TIME", target, std::move(help), parse_timespan);
    }

    template <class Value, class Target>
    CLI::Option* choice(const std::string& names, std::vector<std::pair<std::string, Value>> values,
                        Target& target, std::string help) {
        std::string accepted;
        std::vector<std::string> choices;
        for (const auto& [name, ignored] : values) {
            accepted += (accepted.empty() ? "" : "|") + name;
            choices.push_back(name);
        }
        auto* option = value(names, accepted, std::move(help),
                             [&target, accepted, values](const std::string& word) -> Result<void> {
                                 for (const auto& [name, meant] : values) {
                                     if (name != word) continue;
                                     target = meant;
                                     return {};
                                 }
                                 return invalid("'" + word + "' is not one of " + accepted);
                             });
        help_.back().choices = std::move(choices);
        return option;
    }

    /// Parses the words after the command. Errors: Errc::invalid_option.
    Result<void> parse(std::span<const std::string> words) {
        std::vector<std::string> checked;
        if (auto result = check(words, checked); !result) return result;
        std::reverse(checked.begin(), checked.end()); // CLI11 reads from the back
        try {
            app_.parse(std::move(checked));
        } catch (const CLI::Error& error) {
            return invalid(error.what());
        }
        return {};
    }

    /// The words flag by flag, in their order. Errors: unknown flags and missing values.
    Result<std::vector<TypedFlag>> split(std::span<const std::string> words) {
        std::vector<std::string> checked;
        if (auto known = check(words, checked); !known) return known.error();
        std::vector<TypedFlag> flags;
        for (auto word = checked.begin(); word != checked.end(); ++word) {
            const auto& [takes_value, name] = flags_.at(*word);
            auto& flag = flags.emplace_back(TypedFlag{name, {*word}});
            if (takes_value) flag.words.push_back(*++word);
        }
        return flags;
    }

    const std::vector<FlagHelp>& help() const { return help_; }

private:
    struct Flag {
        bool takes_value = false;
        std::string long_spelling;
    };

    template <class Target, class Parse>
    CLI::Option* parsed(const std::string& names, const std::string& placeholder, Target& target,
                        std::string help, Parse read) {
        return value(names, placeholder, std::move(help),
                     [&target, read](const std::string& word) -> Result<void> {
                         auto result = read(word);
                         if (!result) return result.error();
                         target = static_cast<Target>(std::move(*result));
                         return {};
                     });
    }

    /// Returns the flag's long spelling.
    std::string describe(const std::string& names, const std::string& placeholder,
                         std::string text) {
        std::string spaced;
        const auto spellings = CLI::detail::split(names, ',');
        for (const auto& name : spellings) {
            flags_[name] = {!placeholder.empty(), spellings.back()};
            spaced += (spaced.empty() ? "" : ", ") + name;
        }
        help_.push_back({group_, spaced, placeholder, std::move(text)});
        return spellings.back();
    }

    /// Splits --flag=value. CLI11 would read -hf as -h, and the word after a missing value as that
    /// value.
    Result<void> check(std::span<const std::string> words, std::vector<std::string>& checked) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto equals = words[i].starts_with("--") ? words[i].find('=') : std::string::npos;
            const std::string flag = words[i].substr(0, equals);
            const auto known = flags_.find(flag);
            if (known == flags_.end()) {
                if (files_ == nullptr || is_flag(flag)) return unknown(flag);
                files_->push_back(flag);
                continue;
            }
            checked.push_back(flag);
            if (!known->second.takes_value) {
                if (equals != std::string::npos) return invalid(flag + " takes no value");
                continue;
            }
            if (equals != std::string::npos) {
                checked.push_back(words[i].substr(equals + 1));
                continue;
            }
            const bool missing = i + 1 == words.size() || flags_.contains(words[i + 1]);
            if (missing) return invalid(flag + ": the value is missing");
            checked.push_back(words[++i]);
        }
        return {};
    }

    static bool is_flag(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

    Failure unknown(const std::string& word) const {
        if (!is_flag(word)) {
            return invalid("unexpected argument '" + word + "': no flag before it takes a value");
        }
        std::vector<std::string> spellings;
        for (const auto& [name, ignored] : flags_) spellings.push_back(name);
        if (auto meant = closest(word, spellings)) {
            return invalid("unknown flag " + word + "; did you mean " + *meant + "?");
        }
        return invalid("unknown flag " + word + "; flags of llama-server go after --");
    }

    CLI::App app_;
    std::string group_;
    std::vector<FlagHelp> help_;
    std::map<std::string, Flag> flags_;
    std::vector<std::string>* files_ = nullptr;
};

} // namespace moebench::cli
