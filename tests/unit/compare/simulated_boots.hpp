// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/compare/detail/block_order.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace moebench {

/// How the level of a boot is distributed. The standard deviation is the same up to `bimodal`, and
/// the others add to it.
enum class BootNoise {
    normal,
    skewed,
    student_t3,
    /// Two levels, equally often.
    bimodal,
    /// The boots of each block depend on the boot before.
    autoregressive,
    /// One boot in twenty is 12 % slower, as measured with a smaller expert pool.
    bad_boots,
    /// The last arm's level varies four times as much.
    heteroscedastic,
    /// A wave of as much noise again, with so many boots in a period.
    period_2,
    period_4,
    period_10,
    period_24,
    /// The machine becomes slower once, by four standard deviations.
    step,
    /// The boot after one of the last arm is 2 % slower.
    carry_over,
    /// The first pass of the last arm is 5 % slower.
    slow_first_pass,
};

struct SimulatedMetric {
    std::string name{};
    /// ln(arm / baseline) of every other arm.
    double effect = 0;
};

inline const std::vector<std::string>& simulated_arms(std::size_t count) {
    static const std::vector<std::string> two{"baseline", "candidate"};
    static const std::vector<std::string> three{"baseline", "candidate", "other"};
    return count == 2 ? two : three;
}

/// Boots of a simulated machine with two prompts and three passes. Each boot has its own level, and
/// its values vary by 0.9 % around it; the machine gets slower by `drift` with each boot. The same
/// seed gives the same boots with every standard library.
class SimulatedBoots {
public:
    SimulatedBoots(std::uint64_t seed, BootNoise noise, double deviation, double drift = 0,
                   std::size_t arms = 2)
        : random_(seed), order_seed_(seed), noise_(noise), deviation_(deviation), drift_(drift),
          arms_(arms), phase_(uniform()), step_(uniform()), memory_(normal()) {}

    /// The boots of blocks [0, blocks). A later call with more blocks keeps the first ones, as a
    /// comparison with that many planned blocks does.
    const std::vector<BootMeasurement>& upto(int blocks,
                                             const std::vector<SimulatedMetric>& metrics) {
        if (planned_ == 0) planned_ = blocks;
        const auto order = detail::block_order(arms_, static_cast<std::size_t>(planned_),
                                               static_cast<std::size_t>(blocks), order_seed_);
        for (; finished_ < blocks; ++finished_) {
            for (const std::size_t arm : order[static_cast<std::size_t>(finished_)]) {
                boots_.push_back(boot(arm, metrics));
            }
        }
        return boots_;
    }

    /// One more boot, in no particular order.
    BootMeasurement boot(std::size_t arm, const std::vector<SimulatedMetric>& metrics) {
        static constexpr std::array levels{4.0, 2.5};
        BootMeasurement result{.arm = simulated_arms(arms_)[arm], .block = finished_};
        for (const double level : levels) {
            result.prompts.push_back({.prompt = "p" + std::to_string(level)});
        }
        const bool last_arm = arm + 1 == arms_;
        const double of_time = level_at_this_time() - drift_ * booted_;
        for (const auto& metric : metrics) {
            const double of_boot = own_level(last_arm) + of_time + (arm > 0 ? metric.effect : 0);
            for (std::size_t p = 0; p < levels.size(); ++p) {
                auto& values = result.prompts[p].values[metric.name];
                for (int pass = 0; pass < 3; ++pass) {
                    const bool slow = noise_ == BootNoise::slow_first_pass && last_arm && pass == 0;
                    values.push_back(std::exp(levels[p] + of_boot + 0.009 * normal() +
                                              (slow ? std::log(0.95) : 0)));
                }
            }
        }
        after_last_arm_ = last_arm;
        ++booted_;
        return result;
    }

private:
    /// In (0, 1).
    double uniform() { return (static_cast<double>(random_() >> 12) + 0.5) * 0x1p-52; }

    /// By the method of Box and Muller.
    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

    /// What the metrics of a boot do not share.
    double own_level(bool last_arm) {
        switch (noise_) {
        case BootNoise::skewed: return deviation_ * (1 + std::log(uniform()));
        case BootNoise::student_t3: {
            double squares = 0;
            const double top = normal();
            for (int i = 0; i < 3; ++i) squares += std::pow(normal(), 2);
            return deviation_ * top / std::sqrt(squares); // t3 has a variance of 3
        }
        case BootNoise::bimodal:
            return deviation_ * (0.3 * normal() + (uniform() < 0.5 ? 0.95 : -0.95));
        case BootNoise::autoregressive: return 0;
        case BootNoise::bad_boots:
            return deviation_ * normal() + (uniform() < 0.05 ? std::log(0.88) : 0);
        case BootNoise::heteroscedastic: return (last_arm ? 4 : 1) * deviation_ * normal();
        default: return deviation_ * normal();
        }
    }

    double wave(double period) const {
        return deviation_ * std::numbers::sqrt2 *
               std::sin(2 * std::numbers::pi * (booted_ / period + phase_));
    }

    double level_at_this_time() {
        switch (noise_) {
        case BootNoise::autoregressive:
            memory_ = 0.8 * memory_ + 0.6 * normal(); // keeps the variance at 1
            return deviation_ * memory_;
        case BootNoise::period_2: return wave(2);
        case BootNoise::period_4: return wave(4);
        case BootNoise::period_10: return wave(10);
        case BootNoise::period_24: return wave(24);
        case BootNoise::step: {
            const double boots = static_cast<double>(arms_) * planned_;
            return booted_ > step_ * boots ? -4 * deviation_ : 0;
        }
        case BootNoise::carry_over: return after_last_arm_ ? std::log(0.98) : 0;
        default: return 0;
        }
    }

    std::mt19937_64 random_;
    std::uint64_t order_seed_;
    BootNoise noise_;
    double deviation_, drift_;
    std::size_t arms_;
    double phase_, step_, memory_;
    bool after_last_arm_ = false;
    int planned_ = 0, finished_ = 0, booted_ = 0;
    std::vector<BootMeasurement> boots_;
};

} // namespace moebench
