// SPDX-License-Identifier: MIT
#include <moebench/answers/detail/pass_part.hpp>

#include <catch2/catch.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace moebench::detail {

namespace {

AnswerFigures floor_with(std::int64_t far, std::int64_t positions) {
    AnswerFigures figures;
    figures.positions = positions;
    figures.far = far;
    return figures;
}

/// Positions whose divergences and changes of log-probability are these; all else is the same.
PassPart part_with(const std::vector<double>& kl, const std::vector<double>& changes = {}) {
    static const AnswerPosition somewhere;
    PassPart part;
    for (std::size_t i = 0; i < kl.size(); ++i) {
        PositionFigures position;
        position.baseline = position.arm = &somewhere;
        position.same_top = true;
        position.kl = kl[i];
        position.logprob_change = i < changes.size() ? changes[i] : 0;
        part.positions.push_back(position);
    }
    part.figures = answer_figures(part.positions);
    return part;
}

PromptAnswer judge(const PassPart& part) { return judge_positions(part.positions, part, {}); }

/// So many values, half of them `spread` more than `mean` and half less.
std::vector<double> around(double mean, double spread, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(mean + (i % 2 == 0 ? 1 : -1) * spread);
    return values;
}

} // namespace

TEST_CASE("far positions are allowed as often as the binomial law has them", "[pass_part]") {
    // SciPy: the smallest k >= 1 with binom.sf(k, of, 0.0015) <= 0.005
    const auto [of, allowed] = GENERATE(table<std::int64_t, std::int64_t>({
        {0, 1},
        {1, 1},
        {7, 1},
        {128, 2},
        {512, 4},
        {2048, 8},
        {4096, 13},
    }));

    CHECK(far_allowed(of, std::nullopt, {}) == allowed);
    CHECK(far_allowed(of, floor_with(0, of), {}) == allowed);
}

TEST_CASE("a baseline with far positions of its own allows more", "[pass_part]") {
    // SciPy: the same with beta.ppf(0.99, far + 1, of - far)
    const auto [far, of, allowed] = GENERATE(table<std::int64_t, std::int64_t, std::int64_t>({
        {1, 2048, 14},
        {20, 2048, 49},
        {3, 128, 18},
        {7, 7, 7},
    }));

    CHECK(far_allowed(of, floor_with(far, of), {}) == allowed);
}

TEST_CASE("more far positions than that are divergent", "[pass_part]") {
    const auto [far, verdict] = GENERATE(table<std::size_t, AnswerVerdict>({
        {2, AnswerVerdict::close},
        {3, AnswerVerdict::divergent},
    }));
    std::vector<double> kl(128);
    for (std::size_t i = 0; i < far; ++i) kl[i] = 0.03;

    const auto answer = judge(part_with(kl));

    CHECK(answer.verdict == verdict);
    if (verdict == AnswerVerdict::close) return;
    CHECK(answer.reason == AnswerReason::far_positions);
    CHECK(answer.count == 3);
    CHECK(answer.of == 128);
    CHECK(answer.value == 2);
}

TEST_CASE("a mean must exceed its limit by three standard errors", "[pass_part]") {
    const auto [spread, verdict] = GENERATE(table<double, AnswerVerdict>({
        {0.001, AnswerVerdict::divergent},
        {0.0035, AnswerVerdict::divergent}, // error 0.00031: 0.003 - 0.00094 > 0.002
        {0.0040, AnswerVerdict::close},     // 0.00036, and 3.06 of them at 128 positions
    }));

    const auto answer = judge(part_with(around(0.003, spread, 128)));

    CHECK(answer.verdict == verdict);
    CHECK((answer.reason == AnswerReason::mean_kl) == (verdict == AnswerVerdict::divergent));
}

TEST_CASE("few positions must be surer", "[pass_part]") {
    CHECK(judge(part_with({0.016})).verdict == AnswerVerdict::close);
    CHECK(judge(part_with({0.016, 0.010})).verdict == AnswerVerdict::close);
    CHECK(judge(part_with(around(0.016, 0.003, 4))).verdict == AnswerVerdict::close);
    CHECK(judge(part_with(around(0.016, 0.003, 8))).verdict == AnswerVerdict::divergent);
}

TEST_CASE("one position is divergent beyond any doubt", "[pass_part]") {
    const auto answer = judge(part_with({0.6}));

    CHECK(answer.verdict == AnswerVerdict::divergent);
    CHECK(answer.reason == AnswerReason::largest_kl);
    CHECK(answer.value == 0.6);
    CHECK(answer.limit == 0.5);
}

TEST_CASE("tokens that are less probable everywhere are divergent, more probable ones are not",
          "[pass_part]") {
    const auto [change, verdict] = GENERATE(table<double, AnswerVerdict>({
        {-0.02, AnswerVerdict::divergent},
        {-0.009, AnswerVerdict::close},
        {0.02, AnswerVerdict::close},
    }));

    const auto answer = judge(part_with(std::vector<double>(128), around(change, 0.005, 128)));

    CHECK(answer.verdict == verdict);
    CHECK((answer.reason == AnswerReason::less_likely) == (verdict == AnswerVerdict::divergent));
}

TEST_CASE("an arm may differ as much as the baseline differs from itself", "[pass_part]") {
    auto part = part_with(around(0.01, 0.001, 128), around(-0.05, 0.005, 128));
    CHECK(judge(part).reason == AnswerReason::mean_kl);

    part.floor = AnswerFigures(); // nothing differs
    part.floor->positions = 128;
    CHECK(judge(part).reason == AnswerReason::mean_kl);

    part.floor->mean_kl = 0.01;
    CHECK(judge(part).reason == AnswerReason::less_likely);

    part.floor->mean_logprob_change = -0.05;
    CHECK(judge(part).verdict == AnswerVerdict::close);
}

TEST_CASE("identical means the same digits, whatever the baseline's own difference",
          "[pass_part]") {
    auto part = part_with({0, 0});
    part.floor = floor_with(2, 2);
    part.floor->largest_kl = part.floor->mean_kl = 9;
    CHECK(judge(part).verdict == AnswerVerdict::close);

    for (auto& position : part.positions) position.same = true;
    CHECK(judge(part).verdict == AnswerVerdict::identical);
}

TEST_CASE("a departure without a near tie is divergent in decode, unless the baseline has one",
          "[pass_part]") {
    auto part = part_with({0, 0});
    std::vector<AnswerPosition> said(2);
    said[0].top = {{.token = 1, .logprob = -0.1, .text = "one"}};
    said[1].top = {{.token = 2, .logprob = -0.1, .text = "two"}};
    said[0].prompt = "p";
    said[0].at = 7;
    auto& other = part.positions[1];
    other.departs = true;
    other.baseline = &said[0];
    other.arm = &said[1];

    const auto answer = judge(part);
    CHECK(answer.verdict == AnswerVerdict::divergent);
    CHECK(answer.reason == AnswerReason::unexplained_text);
    CHECK(answer.count == 1);
    CHECK(answer.of == 2);
    CHECK(answer.at == 7);
    CHECK(answer.position_prompt == "p");
    CHECK(answer.baseline_says == "one");
    CHECK(answer.arm_says == "two");

    part.prefill = true; // nothing follows there
    CHECK(judge(part).verdict == AnswerVerdict::close);
    part.prefill = false;
    part.floor = AnswerFigures{.positions = 2, .unexplained = 1};
    CHECK(judge(part).verdict == AnswerVerdict::close);
    part.floor.reset();
    other.near_tie = true;
    CHECK(judge(part).verdict == AnswerVerdict::close);
}

} // namespace moebench::detail
