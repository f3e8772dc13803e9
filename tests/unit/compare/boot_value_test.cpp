// SPDX-License-Identifier: MIT
#include <moebench/compare/detail/boot_value.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace moebench::detail {

namespace {

const Metric decode{.name = "decode"};

BootMeasurement boot_of(std::vector<PromptMeasurement> prompts) {
    return {.arm = "main", .prompts = std::move(prompts)};
}

PromptMeasurement prompt(std::string name, std::vector<double> decode_values) {
    return {std::move(name), {{"decode", std::move(decode_values)}}};
}

} // namespace

TEST_CASE("the value of a boot is the geometric mean of the medians of its prompts",
          "[boot_value]") {
    const auto boot = boot_of({prompt("a", {2, 1000, 1}), prompt("b", {7, 9})});

    CHECK(log_boot_value(boot, decode).value() == Approx(std::log(4.0)));
}

TEST_CASE("a metric may be for one prompt, and ignores prompts without it", "[boot_value]") {
    const auto boot = boot_of(
        {prompt("a", {2}), prompt("b", {8}), {"c", {{"prefill", {100.0}}}}, prompt("d", {})});

    CHECK(log_boot_value(boot, decode).value() == Approx(std::log(4.0)));
    CHECK(log_boot_value(boot, {.name = "decode", .prompt = "b"}).value() == Approx(std::log(8.0)));
    CHECK_FALSE(log_boot_value(boot, {.name = "decode", .prompt = "c"}));
    CHECK_FALSE(log_boot_value(boot, {.name = "ttft"}));
}

TEST_CASE("a value without a logarithm leaves the boot without a value", "[boot_value]") {
    const double bad = GENERATE(0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity());

    CHECK_FALSE(log_boot_value(boot_of({prompt("a", {2, bad, 3})}), decode));
}

TEST_CASE("work is equal when prompts, their order and their number of values are equal",
          "[boot_value]") {
    const auto boot = boot_of({prompt("a", {2, 3}), prompt("b", {8, 9})});

    CHECK(equal_work(boot, boot_of({prompt("a", {5, 6}), prompt("b", {7, 7})}), decode));
    CHECK_FALSE(equal_work(boot, boot_of({prompt("b", {8, 9}), prompt("a", {2, 3})}), decode));
    CHECK_FALSE(equal_work(boot, boot_of({prompt("a", {2, 3}), prompt("b", {8})}), decode));
    CHECK_FALSE(equal_work(boot, boot_of({prompt("a", {2, 3})}), decode));
}

TEST_CASE("the spread within boots does not depend on differences between prompts or boots",
          "[boot_value]") {
    const double e = std::exp(0.01);
    const auto first = boot_of({prompt("a", {1, e}), prompt("b", {500, 500 * e})});
    const auto second = boot_of({prompt("a", {3 * e, 3}), prompt("b", {9})});
    const std::array boots{&first, &second};

    CHECK(spread_within_boots(boots, decode).value() == Approx(0.01 / std::sqrt(2.0)));
    CHECK_FALSE(spread_within_boots(std::array{&second}, {.name = "decode", .prompt = "b"}));
}

} // namespace moebench::detail
