// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/compare/detail/block_order.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace moebench::detail {

using Order = std::vector<std::vector<std::size_t>>;

TEST_CASE("the order equals that of another implementation of generator and squares",
          "[block_order]") {
    for (const auto& row : reference("block_order").as_array()) {
        const auto expected = boost::json::value_to<Order>(row.at("order"));

        CHECK(block_order(row.at("arms").to_number<std::size_t>(), expected.size(),
                          row.at("seed").to_number<std::uint64_t>()) == expected);
    }
}

TEST_CASE("each arm is once in each block, and has each place once in as many blocks as arms",
          "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u, 5u, 6u);
    const auto order = block_order(arms, 3 * arms, 99);

    for (const auto& block : order) {
        CHECK(std::set<std::size_t>(block.begin(), block.end()).size() == arms);
    }
    for (std::size_t run = 0; run < order.size(); run += arms) {
        for (std::size_t place = 0; place < arms; ++place) {
            std::set<std::size_t> seen;
            for (std::size_t i = run; i < run + arms; ++i) seen.insert(order[i][place]);
            CHECK(seen.size() == arms);
        }
    }
}

TEST_CASE("each arm follows each other arm equally often", "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u, 5u, 6u);
    std::map<std::pair<std::size_t, std::size_t>, int> followed;
    for (const auto& block : block_order(arms, 2 * arms, 7)) {
        for (std::size_t i = 1; i < arms; ++i) ++followed[{block[i - 1], block[i]}];
    }

    CHECK(followed.size() == arms * (arms - 1));
    for (const auto& [pair, times] : followed) CHECK(times == 2);
}

TEST_CASE("more blocks only extend the order", "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u);
    auto longer = block_order(arms, 20, 5);
    longer.resize(7);

    CHECK(block_order(arms, 7, 5) == longer);
    CHECK(block_order(arms, 0, 5).empty());
}

TEST_CASE("over many seeds, each arm is first equally often", "[block_order]") {
    std::vector<int> first(3);
    std::set<Order> orders;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const auto order = block_order(3, 2, seed);
        ++first[order[0][0]];
        orders.insert(order);
    }

    for (const int times : first)
        CHECK(times == Approx(1000).margin(110)); // four standard deviations
    CHECK(orders.size() == 12); // 6 ways to name the arms, 6 of the rows; each order has three
}

} // namespace moebench::detail
