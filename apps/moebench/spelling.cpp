// SPDX-License-Identifier: MIT
#include "spelling.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace moebench::cli {

namespace {

/// Levenshtein: insertions, deletions and replacements.
std::size_t edits_between(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates) {
    if (word.size() < 4) return std::nullopt; // a few edits turn a short word into any other
    const std::size_t few = std::max<std::size_t>(2, word.size() / 4);
    const std::string* best = nullptr;
    std::size_t best_edits = few + 1;
    for (const auto& candidate : candidates) {
        const bool begins = candidate.starts_with(word);
        const std::size_t edits = begins ? 1 : edits_between(word, candidate);
        if (edits < best_edits) {
            best = &candidate;
            best_edits = edits;
        }
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

} // namespace moebench::cli
