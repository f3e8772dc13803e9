// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace moebench::test {

/// One command line of the original script; it and moebench must do the same.
struct SeedCase {
    /// Also the golden file's name.
    std::string name;
    /// Flags in addition to --server-bin, --repo, --port, --out and --log.
    std::vector<std::string> flags;
};

/// No duration and no warm-up, so the number of requests depends only on the suite.
inline std::vector<SeedCase> seed_cases() {
    const auto once = [](std::vector<std::string> flags) {
        for (const char* word : {"--duration-s", "0", "--warmup-s", "0"}) flags.emplace_back(word);
        return flags;
    };
    return {
        {"base", once({"--suite", "base"})},
        {"base-cache-prompt", once({"--suite", "base", "--cache-prompt"})},
        {"base-fit-auto", once({"--suite", "base", "--mode", "fit-auto"})},
        {"multi", once({"--suite", "multi"})},
        {"multi-fit-auto", once({"--suite", "multi", "--mode", "fit-auto", "--no-op-offload",
                                 "--ctx-size", "2048", "--max-tokens", "7"})},
        {"long-1", once({"--suite", "long", "--long-prompt-tokens", "1"})},
        {"long-777", once({"--suite", "long", "--long-prompt-tokens", "777"})},
        {"long-3000-fit-auto",
         once({"--suite", "long", "--long-prompt-tokens", "3000", "--mode", "fit-auto"})},
        {"medium-turns-target", once({"--suite", "medium-turns", "--medium-turn-tokens", "301",
                                      "--medium-target-tokens", "1500"})},
        {"medium-turns-most",
         once({"--suite", "medium-turns", "--medium-turn-tokens", "150", "--medium-target-tokens",
               "1000000", "--medium-max-turns", "4", "--max-tokens", "24", "--mode", "fit-auto"})},
    };
}

} // namespace moebench::test
