// SPDX-License-Identifier: MIT
#include <moebench/stats/detail/confidence_sequence.hpp>

#include <catch2/catch.hpp>

#include <cmath>

namespace moebench::detail {

TEST_CASE("the interval excludes zero exactly where p is at most alpha", "[confidence_sequence]") {
    const int planned = GENERATE(3, 5, 10, 20);
    const double alpha = GENERATE(0.05, 0.01);
    const ConfidenceSequence sequence(planned);
    for (const int pairs : {planned + 1, 2 * planned, 10 * planned}) {
        const double half = sequence.half_width(pairs, alpha);
        const double p = sequence.p_value({pairs, half, 1});
        if (std::isinf(half)) { // too few pairs for such a level
            CHECK(p > alpha);
        } else {
            CHECK(p == Approx(alpha).epsilon(1e-9));
        }
    }
}

TEST_CASE("the p-value is the inverse of the likelihood ratio of t, mixed over the effects",
          "[confidence_sequence]") {
    // The same integral by the trapezoidal rule: given the effect d, t has the noncentral density,
    // here as an integral over the deviation.
    const int pairs = 12;
    const PairedT t{pairs, 0.9, 1};
    const double weight = 0.15 * (10 - 2), freedom = pairs - 1;
    const auto density = [&](double effect) {
        double sum = 0;
        for (double s = 0.005; s < 6; s += 0.01) { // s: the sample's deviation over the true one
            const double mean = t.mean * s - effect;
            sum += std::pow(s, freedom) * std::exp(-0.5 * (freedom * s * s + pairs * mean * mean));
        }
        return sum;
    };
    double mixed = 0, total = 0;
    for (double effect = -5; effect < 5; effect += 0.02) {
        const double share = std::exp(-0.5 * weight * effect * effect);
        mixed += share * density(effect);
        total += share;
    }

    CHECK(ConfidenceSequence(10).p_value(t) ==
          Approx(2 * density(0) / (mixed / total)).epsilon(1e-4));
}

TEST_CASE("intervals shrink with more pairs, and are wider than those of a fixed number",
          "[confidence_sequence]") {
    const ConfidenceSequence sequence(10);
    double last = sequence.half_width(11, 0.05);
    for (int pairs = 12; pairs < 200; ++pairs) {
        const double half = sequence.half_width(pairs, 0.05);
        CHECK(half < last);
        CHECK(half > PairedT{pairs, 0, 1}.half_width(0.05));
        last = half;
    }
    CHECK(std::isinf(ConfidenceSequence(3).half_width(3, 0.001)));
}

TEST_CASE("without variance every effect is certain, and none is none", "[confidence_sequence]") {
    const ConfidenceSequence sequence(10);
    CHECK(sequence.p_value({20, 0.1, 0}) < 1e-9);
    CHECK(sequence.p_value({20, 0, 0}) == 1);
}

} // namespace moebench::detail
