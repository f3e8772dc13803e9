// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/detail/block_order.hpp>

#include <boost/assert.hpp>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <random>
#include <utility>

namespace moebench::detail {

using BlockRows = std::vector<std::vector<std::size_t>>;

/// Below `limit`, each number equally likely. The standard defines the numbers of this generator,
/// but not those of std::shuffle and std::uniform_int_distribution: they differ between libraries.
inline std::size_t draw_below(std::size_t limit, std::mt19937_64& random) {
    // Draw again above the largest multiple of the limit: remainders there are not equally likely.
    const std::uint64_t even = random.max() - random.max() % limit;
    std::uint64_t draw = random();
    while (draw >= even) draw = random();
    return draw % limit;
}

template <class T> void fisher_yates(std::vector<T>& items, std::mt19937_64& random) {
    for (std::size_t left = items.size(); left > 1; --left) {
        std::swap(items[left - 1], items[draw_below(left, random)]);
    }
}

/// Rows in which each number has each place once: first 0 1 n-1 2 n-2 ..., then each row adds 1 to
/// the previous one.
inline BlockRows williams_square(std::size_t size) {
    BlockRows rows(size, std::vector<std::size_t>(size));
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t place = 0; place < size; ++place) {
            const std::size_t zigzag = place % 2 == 1 ? (place + 1) / 2 : size - place / 2;
            rows[row][place] = (zigzag + row) % size;
        }
    }
    return rows;
}

/// The rows of as many squares as needed, all in random order.
inline BlockRows balanced_rows(std::size_t arms, std::size_t blocks, std::mt19937_64& random) {
    BlockRows rows;
    std::vector<std::size_t> names(arms);
    for (std::size_t run = 0; rows.size() < blocks; ++run) {
        auto square = williams_square(arms);
        if (run % 2 == 0) { // every second square mirrors the one before it, with the same arms
            std::iota(names.begin(), names.end(), std::size_t{0});
            fisher_yates(names, random);
        }
        fisher_yates(square, random); // the last one may lose rows
        for (auto& row : square) {
            for (auto& arm : row) arm = names[arm];
            if (run % 2 == 1) std::reverse(row.begin(), row.end());
            if (rows.size() < blocks) rows.push_back(std::move(row));
        }
    }
    fisher_yates(rows, random);
    return rows;
}

MOEBENCH_DECL std::vector<std::vector<std::size_t>>
block_order(std::size_t arms, std::size_t planned, std::size_t blocks, std::uint64_t seed) {
    BOOST_ASSERT(arms >= 2);
    std::mt19937_64 random(seed);
    auto order = balanced_rows(arms, planned, random);
    while (order.size() < blocks) {
        auto group = balanced_rows(arms, arms * (1 + draw_below(3, random)), random);
        std::move(group.begin(), group.end(), std::back_inserter(order));
    }
    order.resize(blocks);
    return order;
}

} // namespace moebench::detail
