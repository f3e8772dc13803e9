// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/difference_aspects.hpp>
#include <moebench/compare/difference.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace moebench {

namespace detail {

/// The flags of a command line with their values, without the port: it is different on every boot.
inline std::set<std::string> flags_of(const std::vector<std::string>& argv) {
    std::set<std::string> flags;
    for (std::size_t i = 1; i < argv.size(); ++i) {
        std::string flag = argv[i];
        const bool valued = i + 1 < argv.size() && (!argv[i + 1].starts_with('-') ||
                                                    argv[i + 1].find_first_of("0123456789") == 1);
        if (valued) flag += " " + argv[++i];
        if (!flag.starts_with("--port ")) flags.insert(std::move(flag));
    }
    return flags;
}

inline std::set<std::string> only_in(const std::set<std::string>& one,
                                     const std::set<std::string>& other) {
    std::set<std::string> result;
    std::set_difference(one.begin(), one.end(), other.begin(), other.end(),
                        std::inserter(result, result.end()));
    return result;
}

inline std::string joined(const std::set<std::string>& texts, const char* between) {
    std::string result;
    for (const auto& text : texts) result += (result.empty() ? "" : between) + text;
    return result;
}

/// How an arm was asked to differ from the baseline.
struct DeclaredDifferences {
    std::set<std::string> baseline_flags, arm_flags, baseline_variables, arm_variables;
    bool binary = false;

    DeclaredDifferences(const BootRecord& baseline, const BootRecord& arm) {
        const auto ours = flags_of(arm.info.server_cmd);
        const auto theirs = flags_of(baseline.info.server_cmd);
        baseline_flags = only_in(theirs, ours);
        arm_flags = only_in(ours, theirs);
        const auto variables = [](const BootRecord& boot) {
            const auto& list = boot.info.host.variables;
            return std::set<std::string>(list.begin(), list.end());
        };
        baseline_variables = only_in(variables(baseline), variables(arm));
        arm_variables = only_in(variables(arm), variables(baseline));
        const auto program = [](const BootRecord& boot) {
            return boot.info.server_cmd.empty() ? std::string() : boot.info.server_cmd.front();
        };
        binary = program(baseline) != program(arm);
    }

    bool explain(const Aspect& aspect) const {
        for (const auto word : aspect.set_by) {
            if (word == "binary" && binary) return true;
            for (const auto* set :
                 {&baseline_flags, &arm_flags, &baseline_variables, &arm_variables}) {
                if (std::any_of(set->begin(), set->end(),
                                [&](const auto& text) { return names(word, text); })) {
                    return true;
                }
            }
        }
        return false;
    }

private:
    static bool names(std::string_view word, std::string_view text) {
        const auto end = text.find_first_of(" =");
        const auto name = text.substr(0, end);
        if (word.ends_with('*')) return name.starts_with(word.substr(0, word.size() - 1));
        return name == word;
    }
};

/// What the boots of an arm show of an aspect.
struct ArmValues {
    /// The different values, in the order of the boots.
    std::vector<std::string> known;
    /// A boot does not show it.
    bool incomplete = false;

    std::string first() const { return known.empty() ? "unknown" : known.front(); }
};

inline ArmValues values_of_arm(const std::string& arm, std::span<const BootRecord> boots,
                               const Aspect& aspect) {
    ArmValues values;
    for (const auto& boot : boots) {
        if (boot.arm != arm || boot.info.server_cmd.empty()) continue;
        auto value = aspect.value(boot);
        auto& known = values.known;
        if (value.empty()) {
            values.incomplete = true;
        } else if (std::find(known.begin(), known.end(), value) == known.end()) {
            known.push_back(std::move(value));
        }
    }
    return values;
}

inline const BootRecord* first_boot(const std::string& arm, std::span<const BootRecord> boots) {
    const auto found = std::find_if(boots.begin(), boots.end(), [&](const BootRecord& boot) {
        return boot.arm == arm && !boot.info.server_cmd.empty();
    });
    return found == boots.end() ? nullptr : &*found;
}

inline void add_asked(const std::string& arm, const BootRecord& baseline, const BootRecord& other,
                      const DeclaredDifferences& declared, std::vector<Difference>& found) {
    const auto add = [&](const char* what, std::string theirs, std::string ours) {
        if (theirs == ours) return;
        found.push_back({arm, what, std::move(theirs), std::move(ours), true, true});
    };
    if (declared.binary) {
        add("binary", baseline.info.server_cmd.front(), other.info.server_cmd.front());
    }
    add("server flags", joined(declared.baseline_flags, " "), joined(declared.arm_flags, " "));
    add("environment", joined(declared.baseline_variables, " "),
        joined(declared.arm_variables, " "));
}

/// An arm that changes from boot to boot cannot be compared.
inline void add_unsteady(const std::string& arm, std::span<const BootRecord> boots,
                         std::vector<Difference>& found) {
    for (const auto& aspect : aspects()) {
        const auto values = values_of_arm(arm, boots, aspect).known;
        if (!aspect.decisive || values.size() < 2) continue;
        found.push_back({arm, std::string(aspect.what) + " from boot to boot", values[0], values[1],
                         false, true});
    }
}

inline void add_found(const std::string& baseline, const std::string& arm,
                      std::span<const BootRecord> boots, const DeclaredDifferences& declared,
                      std::vector<Difference>& found) {
    for (const auto& aspect : aspects()) {
        const auto theirs = values_of_arm(baseline, boots, aspect);
        const auto ours = values_of_arm(arm, boots, aspect);
        Difference difference{arm, std::string(aspect.what), theirs.first(), ours.first()};
        const bool known = !theirs.known.empty() && !ours.known.empty();
        if (known && difference.baseline != difference.value) {
            difference.declared = declared.explain(aspect);
            difference.decisive = aspect.decisive;
        } else if (theirs.incomplete || ours.incomplete) {
            difference.missing_from = aspect.source;
        } else {
            continue;
        }
        found.push_back(std::move(difference));
    }
}

} // namespace detail

MOEBENCH_DECL std::vector<Difference> find_differences(std::span<const std::string> arms,
                                                       std::span<const BootRecord> boots) {
    std::vector<Difference> found;
    if (arms.empty()) return found;
    detail::add_unsteady(arms.front(), boots, found);
    const auto* baseline = detail::first_boot(arms.front(), boots);
    for (const auto& arm : arms.subspan(1)) {
        const auto* other = detail::first_boot(arm, boots);
        if (baseline == nullptr || other == nullptr) continue;
        const detail::DeclaredDifferences declared(*baseline, *other);
        detail::add_asked(arm, *baseline, *other, declared, found);
        detail::add_found(arms.front(), arm, boots, declared, found);
        detail::add_unsteady(arm, boots, found);
    }
    return found;
}

} // namespace moebench
