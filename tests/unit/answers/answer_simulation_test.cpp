// SPDX-License-Identifier: MIT
// Does the answer check find faults, and nothing else? Simulated answer passes, seeded. The model:
// 40 tokens, a most probable token of 0.90 in the median, ten candidates reported.
#include <moebench/answers/detail/pass_look.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace moebench {

namespace {

using Random = std::mt19937_64;
using Logits = std::vector<double>;

constexpr std::size_t vocabulary = 40, candidates = 10;
constexpr int replies = 16, reply_tokens = 128, cuts = 128;

/// How the numbers of a pass differ from those of exact arithmetic.
struct Law {
    /// Standard deviation of every logit.
    double noise = 0;
    /// Share of positions that are changed more.
    double share = 0;
    /// The KL divergence of such a position.
    double kl = 0;
};

/// A kind of comparison: what changes between two boots of the baseline, and in the arm.
struct Kind {
    std::string name;
    Law baseline;
    Law arm;
};

Logits log_softmax(Logits logits) {
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit);
    for (double& logit : logits) logit -= std::log(sum);
    return logits;
}

double divergence(const Logits& p, const Logits& q) {
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) sum += std::exp(p[i]) * (p[i] - q[i]);
    return sum;
}

Logits exact_position(Random& random) {
    std::normal_distribution<> normal;
    const double first = 1 / (1 + std::exp(-(2.2 + 1.8 * normal(random)))); // median 0.90
    Logits logits(vocabulary);
    for (auto& logit : logits) logit = 1.5 * normal(random);
    logits[0] = -INFINITY;
    logits = log_softmax(logits);
    for (auto& logit : logits) logit += std::log(1 - first);
    logits[0] = std::log(first);
    return logits;
}

/// A change in a random direction, as large as that divergence.
Logits changed(const Logits& exact, double kl, Random& random) {
    std::normal_distribution<> normal;
    Logits direction(vocabulary);
    for (auto& each : direction) each = normal(random);
    const auto moved = [&](double by) {
        Logits logits = exact;
        for (std::size_t i = 0; i < vocabulary; ++i) logits[i] += by * direction[i];
        return log_softmax(logits);
    };
    double low = 0, high = 64;
    for (int i = 0; i < 40; ++i) {
        const double middle = (low + high) / 2;
        (divergence(exact, moved(middle)) < kl ? low : high) = middle;
    }
    return moved(high);
}

AnswerPosition reported(std::string prompt, std::int64_t at, const Logits& logits) {
    std::vector<std::size_t> order(vocabulary);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::partial_sort(order, order.begin() + candidates, std::greater(),
                              [&](std::size_t i) { return logits[i]; });
    AnswerPosition position;
    position.prompt = std::move(prompt);
    position.at = at;
    for (std::size_t i = 0; i < candidates; ++i) {
        position.top.push_back({.token = static_cast<std::int64_t>(order[i]),
                                .logprob = logits[order[i]],
                                .text = std::to_string(order[i]) + " "});
    }
    return position;
}

/// Passes of one model over one script.
class Model {
public:
    explicit Model(Random& random) : random_(random) {
        for (int i = 0; i < replies * reply_tokens + cuts; ++i) {
            exact_.push_back(exact_position(random));
        }
        for (int i = 0; i < replies; ++i) {
            script.prompts.emplace_back();
            script.prompts.back().name = "answer: " + std::to_string(i);
        }
    }

    AnswerRecord pass(const Law& law) {
        AnswerRecord record;
        std::size_t next = 0;
        for (const auto& prompt : script.prompts) {
            for (int at = 0; at < reply_tokens; ++at) {
                record.decode.push_back(reported(prompt.name, at, logits(exact_[next++], law)));
            }
        }
        for (int at = 0; at < cuts; ++at) {
            record.prefill.push_back(reported("answer: text", at, logits(exact_[next++], law)));
        }
        return record;
    }

    AnswerScript script;

private:
    Logits logits(const Logits& exact, const Law& law) {
        if (law.noise == 0 && law.share == 0) return exact;
        std::normal_distribution<> normal;
        std::bernoulli_distribution hit(law.share);
        Logits found = hit(random_) ? changed(exact, law.kl, random_) : exact;
        for (auto& logit : found) logit += law.noise * normal(random_);
        return log_softmax(found);
    }

    Random& random_;
    std::vector<Logits> exact_;
};

struct Verdicts {
    int identical = 0, close = 0, divergent = 0;
};

Verdicts judged(const Kind& kind, int experiments) {
    Verdicts verdicts;
    for (int i = 0; i < experiments; ++i) {
        Random random(static_cast<std::uint64_t>(i) + 1);
        Model model(random);
        const auto first = model.pass(kind.baseline), again = model.pass(kind.baseline);
        const auto arm = model.pass(kind.arm);
        switch (detail::compare_passes(model.script, first, &again, arm).verdict) {
        case AnswerVerdict::identical: ++verdicts.identical; break;
        case AnswerVerdict::close: ++verdicts.close; break;
        default: ++verdicts.divergent;
        }
    }
    std::printf("%-52s identical %5d, close %5d, divergent %5d of %d\n", kind.name.c_str(),
                verdicts.identical, verdicts.close, verdicts.divergent, experiments);
    return verdicts;
}

constexpr double kernel = 0.01;
constexpr Law exact{}, other_kernel{.noise = kernel};

/// Another router choice at a near tie, as seen: a divergence of 0.016.
constexpr Law flips(double share) { return {.noise = kernel, .share = share, .kl = 0.016}; }
constexpr Law bug(double share) { return {.noise = kernel, .share = share, .kl = 0.03}; }

const Kind same{"the same numbers", exact, exact};

const std::vector<Kind> harmless = {
    {"another batch size or attention kernel (0.003)", exact, {.noise = 0.003}},
    {"kernel noise (0.01)", exact, other_kernel},
    {"kernel noise (0.05)", exact, {.noise = 0.05}},
    {"router flips at 1 % of positions", exact, flips(0.01)},
    {"router flips at 2 % of positions", exact, flips(0.02)},
    {"a baseline with kernel noise, and the same arm", other_kernel, other_kernel},
    {"a baseline with flips at 2 %, and the same arm", flips(0.02), flips(0.02)},
    {"a baseline with changes of 0.03 at 1 %, the same arm", bug(0.01), bug(0.01)},
};

const std::vector<Kind> faults = {
    {"0.03 at 1 % of positions", exact, bug(0.01)},
    {"0.03 at 5 % of positions", exact, bug(0.05)},
    {"0.03 at 1 %, and the baseline has kernel noise", other_kernel, bug(0.01)},
    {"0.03 at 5 %, and the baseline has flips at 2 %", flips(0.02), bug(0.05)},
    {"every position, 0.005 in the mean (4-bit weights)", exact, {.noise = 0.2}},
};

} // namespace

TEST_CASE("answers: noise is not divergent, and faults at 1 % of positions are", "[answers]") {
    constexpr int experiments = 25;
    CHECK(judged(same, experiments).identical == experiments);
    for (const auto& kind : harmless) {
        INFO(kind.name);
        const auto verdicts = judged(kind, experiments);
        CHECK(verdicts.divergent <= 1);
        CHECK(verdicts.identical == 0);
    }
    for (const auto& kind : faults) {
        INFO(kind.name);
        CHECK(judged(kind, experiments).divergent >= experiments - 1);
    }
}

TEST_CASE("answers: the table of detection and false alarms", "[.table]") {
    constexpr int experiments = 2000;
    judged(same, experiments);
    for (const auto* kinds : {&harmless, &faults}) {
        for (const auto& kind : *kinds) judged(kind, experiments);
    }
}

} // namespace moebench
