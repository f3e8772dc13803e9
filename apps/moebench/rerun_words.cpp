// SPDX-License-Identifier: MIT
#include "rerun_words.hpp"

#include <algorithm>
#include <string_view>

namespace moebench::cli {

namespace {

/// Files and switches of that session; the key comes from the environment.
constexpr std::string_view dropped_with_value[] = {"--out",      "--samples", "--log",
                                                   "--markdown", "--html",    "--api-key"};
constexpr std::string_view dropped[] = {"--resume", "--dry-run", "--plan"};

bool is_one_of(std::span<const std::string_view> names, const std::string& word) {
    return std::find(names.begin(), names.end(), word) != names.end();
}

} // namespace

Result<std::vector<std::string>> rerun_words(std::span<const std::string> theirs,
                                             const RerunOptions& options,
                                             std::optional<std::uint64_t> order_seed) {
    const auto refused = [](const char* why) { return fail(Errc::invalid_option, why); };
    if (theirs.empty()) return refused("the result does not contain the command line that made it");
    const auto dashes = std::find(theirs.begin(), theirs.end(), "--");
    std::vector<std::string> words;
    bool has_seed = false, has_server = false;
    for (auto word = theirs.begin(); word != dashes; ++word) {
        const std::string name = word->substr(0, word->find('='));
        const bool joined = name.size() < word->size();
        const bool server = name == "--server-bin" || name == "--baseline";
        const bool model = name == "-m" || name == "--model" || name == "--repo";
        if (is_one_of(dropped, name)) continue;
        const bool replaced = (server && !options.server_bin.empty()) ||
                              (model && !options.model.empty()) ||
                              is_one_of(dropped_with_value, name);
        if (replaced) {
            if (server && !has_server) words.insert(words.end(), {name, options.server_bin});
            has_server |= server;
            if (!joined && word + 1 != dashes) ++word;
            continue;
        }
        has_seed |= name == "--order-seed";
        words.push_back(*word);
    }
    if (!options.server_bin.empty() && !has_server) {
        words.insert(words.end(), {"--server-bin", options.server_bin});
    }
    if (!options.model.empty()) words.insert(words.end(), {"--model", options.model});
    if (!options.out.empty()) words.insert(words.end(), {"--out", options.out});
    if (order_seed && !has_seed) {
        words.insert(words.end(), {"--order-seed", std::to_string(*order_seed)});
    }
    words.insert(words.end(), dashes, theirs.end());
    const auto secret = [](const std::string& word) {
        return word.find("<redacted>") != std::string::npos;
    };
    if (std::any_of(words.begin(), words.end(), secret)) {
        return refused("its command line contains a secret, which is never saved; type the command "
                       "again instead");
    }
    return words;
}

} // namespace moebench::cli
