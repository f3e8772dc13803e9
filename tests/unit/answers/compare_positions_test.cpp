// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/compare_positions.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace moebench::detail {

namespace {

using Chances = std::vector<std::pair<std::int64_t, double>>;

std::vector<TokenLogprob> named(const Chances& chances) {
    std::vector<TokenLogprob> top;
    for (const auto& [token, chance] : chances) {
        top.push_back({.token = token, .logprob = std::log(chance), .text = ""});
    }
    return top;
}

AnswerPosition position(const Chances& chances, std::int64_t at = 0) {
    AnswerPosition position;
    position.prompt = "p";
    position.at = at;
    position.top = named(chances);
    return position;
}

PositionFigures compare(const AnswerPosition& reference, const AnswerPosition& arm) {
    return compare_positions(std::vector{reference}, std::vector{arm}).at(0);
}

const Chances usual = {{1, 0.6}, {2, 0.3}, {3, 0.05}};

} // namespace

TEST_CASE("divergence equals tests/data/statistics/kl_divergence.py", "[compare_positions]") {
    const auto [reference, arm, expected] = GENERATE(table<Chances, Chances, double>({
        {usual, usual, 0},
        {usual, {{1, 0.59}, {2, 0.31}, {3, 0.05}}, 0.000247324142931},
        {usual, {{2, 0.6}, {1, 0.3}, {3, 0.05}}, 0.207944154168},
        {usual, {{1, 0.6}, {2, 0.3}, {4, 0.05}}, 0},
        {{{1, 0.6}, {2, 0.3}}, {{3, 0.6}, {4, 0.3}}, 1.81463852469},
        {{{1, 0.75}, {2, 0.25}}, {{1, 0.5}, {3, 0.25}}, 0.304098831078},
        {{{1, 1.0}}, {{1, 0.5}}, 0.693134058197},
        {{{1, 0.5}}, {{1, 1.0}}, 6.21460809842},
        {{{1, 0.5}, {2, 0.5}}, {{1, 1.0}, {2, std::exp(-30)}}, 14.3068528194},
    }));

    CHECK(kl_divergence(named(reference), named(arm)) == Approx(expected).margin(1e-12));
}

TEST_CASE("a probability of zero gives a finite divergence", "[compare_positions]") {
    auto zero = named({{1, 0.5}, {2, 0.5}});
    zero[1].logprob = -3.4028234663852886e+38; // as llama-server writes it
    const auto half = named({{1, 0.5}, {2, 0.5}});

    CHECK(std::isfinite(kl_divergence(half, zero)));
    CHECK(std::isfinite(kl_divergence(zero, half)));
    CHECK(kl_divergence(zero, zero) == 0);
}

TEST_CASE("a position differs by the log-probability of the baseline's first token",
          "[compare_positions]") {
    const auto figures = compare(position(usual), position({{1, 0.5}, {2, 0.4}, {3, 0.05}}));

    CHECK(figures.same_top);
    CHECK(figures.top1_agrees);
    CHECK(figures.logprob_difference == Approx(std::log(0.6 / 0.5)));
    CHECK(figures.kl > 0);
}

TEST_CASE("a token that the arm does not list has the smallest listed probability",
          "[compare_positions]") {
    const auto figures = compare(position(usual), position({{7, 0.9}, {8, 0.06}, {9, 0.03}}));

    CHECK_FALSE(figures.same_top);
    CHECK(figures.logprob_difference == Approx(std::log(0.6 / 0.03)));
}

TEST_CASE("another first token is a tie when the two are close in the baseline",
          "[compare_positions]") {
    const auto [second, tie] = GENERATE(table<double, bool>({
        {0.49, true},
        {0.454, true},  // 0.0965 nats
        {0.451, false}, // 0.1031 nats
        {0.2, false},
    }));

    const auto figures = compare(position({{1, 0.5}, {2, second}, {3, 1e-6}}),
                                 position({{2, 0.5}, {1, 0.49}, {3, 1e-6}}));

    CHECK_FALSE(figures.same_top);
    CHECK(figures.top1_agrees == tie);
}

TEST_CASE("the order of a list does not matter", "[compare_positions]") {
    CHECK(compare(position(usual), position({{3, 0.05}, {2, 0.3}, {1, 0.6}})).same_top);
}

TEST_CASE("a position without a number is broken", "[compare_positions]") {
    auto bad = position(usual);
    const int how = GENERATE(0, 1, 2, 3);
    if (how == 0) bad.top[0].logprob.reset();
    if (how == 1) bad.top[2].logprob.reset();
    if (how == 2) bad.top.clear();
    if (how == 3) bad.error = "HTTP 500";

    CHECK_FALSE(has_numbers(bad));
    CHECK(compare(position(usual), bad).broken);
    CHECK_FALSE(compare(position(usual), bad).baseline_broken);
    CHECK(compare(bad, position(usual)).baseline_broken);
    CHECK_FALSE(compare(bad, bad).broken); // there is nothing to compare with
}

TEST_CASE("a position that is missing in the arm is broken", "[compare_positions]") {
    const std::vector reference{position(usual, 0), position(usual, 1)};
    const std::vector arm{position(usual, 1)};

    const auto figures = compare_positions(reference, arm);

    REQUIRE(figures.size() == 2);
    CHECK(figures[0].broken);
    CHECK(figures[0].arm == nullptr);
    CHECK_FALSE(figures[1].broken);
    CHECK(figures[1].baseline == &reference[1]);
    CHECK(figures[1].arm == &arm[0]);
}

TEST_CASE("means and largest values are over the positions with numbers", "[compare_positions]") {
    const std::vector reference{position(usual, 0), position(usual, 1), position(usual, 2),
                                position({}, 3)};
    const std::vector arm{position(usual, 0), position({{2, 0.6}, {1, 0.3}, {3, 0.05}}, 1),
                          position({}, 2), position(usual, 3)};

    const auto figures = answer_figures(compare_positions(reference, arm));

    CHECK(figures.positions == 4);
    CHECK(figures.broken == 1);
    CHECK(figures.baseline_broken == 1);
    CHECK(figures.compared() == 2);
    CHECK(figures.top1_agree == 1);
    CHECK(figures.largest_logprob_difference == Approx(std::log(2)));
    CHECK(figures.mean_logprob_difference == Approx(std::log(2) / 2));
    CHECK(figures.largest_kl == Approx(0.207944154168));
    CHECK(figures.mean_kl == Approx(0.207944154168 / 2));
}

TEST_CASE("figures without positions are zeros, not NaN", "[compare_positions]") {
    const auto none = answer_figures({});
    const auto broken =
        answer_figures(compare_positions(std::vector{position(usual)}, std::vector{position({})}));

    CHECK(none.positions == 0);
    CHECK(none.mean_kl == 0);
    CHECK(broken.positions == 1);
    CHECK(broken.mean_logprob_difference == 0);
}

TEST_CASE("numbers for people have three digits", "[compare_positions]") {
    CHECK(short_number(0) == "0");
    CHECK(short_number(0.0012345) == "0.00123");
    CHECK(short_number(1.23456e-7) == "1.23e-07");
    CHECK(short_number(12.3456) == "12.3");
    CHECK(short_number(std::numeric_limits<double>::infinity()) == "inf");
}

} // namespace moebench::detail
