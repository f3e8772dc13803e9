// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/compare/detail/block_order.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace moebench::detail {

using Order = std::vector<std::vector<std::size_t>>;

TEST_CASE("the order equals that of another implementation of generator and squares",
          "[block_order]") {
    for (const auto& row : reference("block_order").as_array()) {
        const auto expected = boost::json::value_to<Order>(row.at("order"));
        const auto number = [&](const char* key) { return row.at(key).to_number<std::uint64_t>(); };

        CHECK(block_order(number("arms"), number("planned"), expected.size(), number("seed")) ==
              expected);
    }
}

TEST_CASE("each arm is once in each block, and has each place equally often over the planned ones",
          "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u, 5u, 6u);
    const auto order = block_order(arms, 3 * arms, 3 * arms, 99);

    std::map<std::pair<std::size_t, std::size_t>, int> places;
    for (const auto& block : order) {
        CHECK(std::set<std::size_t>(block.begin(), block.end()).size() == arms);
        for (std::size_t place = 0; place < arms; ++place) ++places[{block[place], place}];
    }
    for (const auto& [place, times] : places) CHECK(times == 3);
}

TEST_CASE("a number of blocks that is no multiple of the arms is balanced up to one",
          "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        std::vector<int> first(arms);
        for (const auto& block : block_order(arms, 2 * arms + 1, 2 * arms + 1, seed)) {
            ++first[block[0]];
        }
        for (const int times : first) CHECK((times == 2 || times == 3));
    }
}

TEST_CASE("each arm follows each other arm equally often", "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u, 5u, 6u);
    std::map<std::pair<std::size_t, std::size_t>, int> followed;
    for (const auto& block : block_order(arms, 2 * arms, 2 * arms, 7)) {
        for (std::size_t i = 1; i < arms; ++i) ++followed[{block[i - 1], block[i]}];
    }

    CHECK(followed.size() == arms * (arms - 1));
    for (const auto& [pair, times] : followed) CHECK(times == 2);
}

TEST_CASE("more blocks of the same plan only extend the order", "[block_order]") {
    const std::size_t arms = GENERATE(2u, 3u, 4u);
    auto longer = block_order(arms, 10, 40, 5);
    longer.resize(17);
    CHECK(block_order(arms, 10, 17, 5) == longer);
    longer.resize(7);
    CHECK(block_order(arms, 10, 7, 5) == longer);
    CHECK(block_order(arms, 10, 0, 5).empty());
}

TEST_CASE("blocks beyond the plan stay nearly balanced", "[block_order]") {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto order = block_order(2, 10, 60, seed);
        int first = 0;
        for (std::size_t block = 0; block < order.size(); ++block) {
            first += order[block][0] == 0 ? 1 : -1;
            if (block >= 10) CHECK(std::abs(first) <= 3); // half of the longest group
        }
    }
}

TEST_CASE("every order of the planned blocks is equally likely", "[block_order]") {
    std::map<Order, int> orders;
    for (std::uint64_t seed = 0; seed < 6000; ++seed) ++orders[block_order(2, 4, 4, seed)];

    CHECK(orders.size() == 6); // two of four blocks begin with the first arm
    for (const auto& [order, times] : orders) CHECK(times == Approx(1000).margin(120));
}

} // namespace moebench::detail
