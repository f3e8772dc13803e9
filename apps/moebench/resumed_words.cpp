// SPDX-License-Identifier: MIT
#include "compare_flags.hpp"
#include "resumed_words.hpp"

#include <algorithm>
#include <set>

namespace moebench::cli {

namespace {

constexpr std::string_view key_flag = "--api-key"; // also read from the environment

bool is_secret(const TypedFlag& flag) {
    return std::ranges::any_of(flag.words, [](const std::string& word) {
        return word.find("<redacted>") != std::string::npos;
    });
}

void add(const TypedFlag& flag, std::vector<std::string>& words) {
    words.insert(words.end(), flag.words.begin(), flag.words.end());
}

} // namespace

Result<std::vector<std::string>> resumed_words(std::span<const std::string> stored,
                                               const ResumeOptions& typed) {
    const auto dashes = std::find(stored.begin(), stored.end(), "--");
    const auto begin = stored.begin() + (stored.empty() ? 0 : 1); // "compare"
    auto flags = split_compare(std::span(begin, dashes));
    if (!flags) return flags.error();

    std::vector<std::string> words = {"compare"};
    std::set<std::string> done;
    const auto add_typed = [&](const std::string& name) {
        if (!done.insert(name).second) return;
        for (const auto& flag : typed.flags) {
            if (flag.name == name) add(flag, words);
        }
    };
    for (const auto& flag : *flags) {
        const bool again = std::ranges::any_of(
            typed.flags, [&](const TypedFlag& each) { return each.name == flag.name; });
        if (again) {
            add_typed(flag.name); // in their place: the order of the arms counts
        } else if (!is_secret(flag)) {
            add(flag, words);
        } else if (flag.name != key_flag) {
            return fail(Errc::invalid_option, "the value of " + flag.name +
                                                  " is a secret and was not saved; type " +
                                                  flag.name + " again");
        }
    }
    for (const auto& flag : typed.flags) add_typed(flag.name);
    if (!typed.after.empty()) words.emplace_back("--");
    words.insert(words.end(), typed.after.begin(), typed.after.end());
    if (typed.after.empty()) words.insert(words.end(), dashes, stored.end());
    return words;
}

ResumeOptions only_flag(const ResumeOptions& typed, const std::string& name) {
    ResumeOptions only;
    only.out = typed.out;
    std::ranges::copy_if(typed.flags, std::back_inserter(only.flags),
                         [&](const TypedFlag& flag) { return flag.name == name; });
    if (name == "--") only.after = typed.after;
    return only;
}

} // namespace moebench::cli
