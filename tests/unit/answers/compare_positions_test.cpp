// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/compare_positions.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <utility>
#include <vector>

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

/// A script with one prompt, "p".
AnswerScript script() {
    AnswerScript script;
    script.prompts.resize(1);
    script.prompts[0].name = "p";
    return script;
}

std::vector<PositionFigures> compare_all(const std::vector<AnswerPosition>& baseline,
                                         const std::vector<AnswerPosition>& arm,
                                         const AnswerScript& asked = script()) {
    return compare_positions(baseline, arm, asked);
}

/// Without the pointers.
PositionFigures compare(const AnswerPosition& baseline, const AnswerPosition& arm) {
    auto figures = compare_all({baseline}, {arm}).at(0);
    figures.baseline = figures.arm = nullptr;
    return figures;
}

const Chances usual = {{1, 0.6}, {2, 0.3}, {3, 0.05}};

} // namespace

TEST_CASE("divergence equals tests/data/statistics/kl_divergence.py", "[compare_positions]") {
    const auto [baseline, arm, expected] = GENERATE(table<Chances, Chances, double>({
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

    CHECK(kl_divergence(named(baseline), named(arm)) == Approx(expected).margin(1e-12));
}

TEST_CASE("a probability of zero gives a finite divergence", "[compare_positions]") {
    auto zero = named({{1, 0.5}, {2, 0.5}});
    zero[1].logprob = -3.4028234663852886e+38; // as llama-server writes it
    const auto half = named({{1, 0.5}, {2, 0.5}});

    CHECK(std::isfinite(kl_divergence(half, zero)));
    CHECK(std::isfinite(kl_divergence(zero, half)));
    CHECK(kl_divergence(zero, zero) == 0);
}

TEST_CASE("the change is that of the baseline's most probable token", "[compare_positions]") {
    const auto figures = compare(position(usual), position({{1, 0.5}, {2, 0.4}, {3, 0.05}}));

    CHECK(figures.same_top);
    CHECK_FALSE(figures.departs);
    CHECK_FALSE(figures.same);
    CHECK(figures.logprob_change == Approx(std::log(0.5 / 0.6)));
    CHECK(figures.kl > 0);
}

TEST_CASE("a token that the arm does not list has the smallest listed probability",
          "[compare_positions]") {
    const auto figures = compare(position(usual), position({{7, 0.9}, {8, 0.06}, {9, 0.03}}));

    CHECK_FALSE(figures.same_top);
    CHECK(figures.logprob_change == Approx(std::log(0.03 / 0.6)));
}

TEST_CASE("the same means the same to the last digit", "[compare_positions]") {
    const auto expected = position(usual);
    auto arm = expected;
    CHECK(compare(expected, arm).same);

    *arm.top[2].logprob = std::nextafter(*arm.top[2].logprob, 0);
    CHECK_FALSE(compare(expected, arm).same);
    CHECK_FALSE(compare(expected, position({{1, 0.6}, {2, 0.3}, {4, 0.05}})).same);
    CHECK_FALSE(compare(expected, position({{1, 0.6}, {2, 0.3}})).same);
}

TEST_CASE("tokens are nearly tied if a small change of the numbers can swap them",
          "[compare_positions]") {
    // the KL limit: SciPy, brentq; where both are improbable, 1.1 nats
    const auto [first, second, tie] = GENERATE(table<double, double, bool>({
        {0.5, 0.4999, true},
        {0.5, 0.3198, true}, // the limit is 0.31967
        {0.5, 0.3196, false},
        {0.9, 0.05, false},
        {0.2, 0.0931, true}, // 0.09299
        {0.2, 0.0929, false},
        {0.03, 0.0100, true}, // 0.00999
        {0.03, 0.0099, false},
    }));
    CAPTURE(first, second);
    const auto here = position({{1, first}, {2, second}});

    CHECK(nearly_tied(here, 2, {}) == tie);
    CHECK_FALSE(nearly_tied(here, 3, {})); // not listed
}

TEST_CASE("a forbidden token that is far more probable is not a near tie", "[compare_positions]") {
    auto here = position({{1, 0.9}, {2, 0.05}, {3, 0.04}});
    here.token = 2; // ignore_eos forbids 1

    CHECK(generated(here).token == 2);
    CHECK(nearly_tied(here, 3, {}));
    CHECK_FALSE(nearly_tied(here, 1, {}));
}

TEST_CASE("an arm departs where it generates another token", "[compare_positions]") {
    auto expected = position({{1, 0.9}, {2, 0.05}, {3, 0.04}}), arm = expected;
    expected.token = 2;
    const auto [token, departs, tie] = GENERATE(table<std::int64_t, bool, bool>({
        {2, false, false},
        {3, true, true},
        {1, true, false},
    }));
    arm.token = token;

    const auto figures = compare(expected, arm);

    CHECK(figures.same_top);
    CHECK(figures.departs == departs);
    CHECK(figures.near_tie == tie);
}

TEST_CASE("where the generated token is unknown or not listed, the most probable one counts",
          "[compare_positions]") {
    auto here = position({{3, 0.05}, {1, 0.6}, {2, 0.3}});
    here.token = GENERATE(std::optional<std::int64_t>(), 99);

    CHECK(generated(here).token == 1);
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

TEST_CASE("a position of the answer pass that is missing in the arm is broken",
          "[compare_positions]") {
    const std::vector baseline{position(usual, 0), position(usual, 1)};
    const std::vector arm{position(usual, 1)};

    const auto figures = compare_all(baseline, arm);

    REQUIRE(figures.size() == 2);
    CHECK(figures[0].broken);
    CHECK(figures[0].arm == nullptr);
    CHECK_FALSE(figures[1].broken);
    CHECK(figures[1].baseline == &baseline[1]);
    CHECK(figures[1].arm == &arm[0]);
}

TEST_CASE("after a departure, what the answer pass does not have is left out",
          "[compare_positions]") {
    const std::vector baseline{position(usual, 0), position(usual, 1), position(usual, 2)};
    const Chances other = {{2, 0.6}, {1, 0.3}, {3, 0.05}};

    CHECK(compare_all(baseline, {position(usual, 0), position(other, 1)}).size() == 2);
    const auto restarted =
        compare_all(baseline, {position(other, 0), position(usual, 1), position(usual, 2)});
    REQUIRE(restarted.size() == 3);
    CHECK(restarted[0].departs);
    CHECK(restarted[2].same);
}

TEST_CASE("a reply of the suite is compared up to its departure or end", "[compare_positions]") {
    const std::vector baseline{position(usual, 0), position(usual, 1), position(usual, 2)};
    const Chances other = {{2, 0.6}, {1, 0.3}, {3, 0.05}};
    const AnswerScript none; // so that "p" is a prompt of the suite

    const auto departed =
        compare_all(baseline, {position(usual, 0), position(other, 1), position(other, 2)}, none);
    REQUIRE(departed.size() == 2);
    CHECK(departed[1].departs);

    CHECK(compare_all(baseline, {position(usual, 0)}, none).size() == 1);
    CHECK(compare_all(baseline, {}, none).empty());
}

TEST_CASE("means and largest values are over the positions with numbers", "[compare_positions]") {
    const std::vector baseline{position(usual, 0), position(usual, 1), position(usual, 2),
                               position({}, 3)};
    const std::vector arm{position(usual, 0), position({{2, 0.6}, {1, 0.3}, {3, 0.05}}, 1),
                          position({}, 2), position(usual, 3)};

    const auto figures = answer_figures(compare_all(baseline, arm));

    CHECK(figures.positions == 4);
    CHECK(figures.broken == 1);
    CHECK(figures.baseline_broken == 1);
    CHECK(figures.compared() == 2);
    CHECK(figures.top1_agree == 1);
    CHECK(figures.same == 1);
    CHECK(figures.far == 1);
    CHECK(figures.unexplained == 1); // 0.6 and 0.3 are not nearly tied
    CHECK(figures.largest_logprob_difference == Approx(std::log(2)));
    CHECK(figures.mean_logprob_change == Approx(-std::log(2) / 2));
    CHECK(figures.logprob_change_error == Approx(std::log(2) / 2)); // of 0 and -log 2
    CHECK(figures.largest_kl == Approx(0.207944154168));
    CHECK(figures.mean_kl == Approx(0.207944154168 / 2));
    CHECK(figures.mean_kl_error == Approx(0.207944154168 / 2));
}

TEST_CASE("figures without positions are zeros, not NaN", "[compare_positions]") {
    const auto none = answer_figures({});
    const auto broken = answer_figures(compare_all({position(usual)}, {position({})}));

    CHECK(none.positions == 0);
    CHECK(none.mean_kl == 0);
    CHECK(none.mean_kl_error == 0);
    CHECK(broken.positions == 1);
    CHECK(broken.mean_logprob_change == 0);
}

} // namespace moebench::detail
