// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/boot_measurement.hpp>
#include <moebench/compare/detail/block_order.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace moebench {

/// How the level of a boot is distributed. The standard deviation is the same, except for
/// bad_boots: there one boot in twenty is 12 % slower, as measured with a smaller expert pool.
enum class BootNoise { normal, skewed, student_t3, bad_boots };

struct SimulatedMetric {
    std::string name{};
    /// ln(candidate / baseline).
    double effect = 0;
};

/// Boots of a simulated machine with two prompts and three passes. Each boot has its own level, and
/// its values vary by 0.9 % around it; the machine gets slower by `drift` with each boot. The same
/// seed gives the same boots with every standard library.
class SimulatedBoots {
public:
    SimulatedBoots(std::uint64_t seed, BootNoise noise, double deviation, double drift = 0)
        : random_(seed), order_seed_(seed), noise_(noise), deviation_(deviation), drift_(drift) {}

    /// The boots of blocks [0, blocks). A later call with more blocks keeps the first ones.
    const std::vector<BootMeasurement>& upto(int blocks,
                                             const std::vector<SimulatedMetric>& metrics) {
        const auto order = detail::block_order(2, static_cast<std::size_t>(blocks), order_seed_);
        for (; finished_ < blocks; ++finished_) {
            for (const std::size_t arm : order[static_cast<std::size_t>(finished_)]) {
                boots_.push_back(boot(arm == 1, metrics));
            }
        }
        return boots_;
    }

    /// One more boot, in no particular order.
    BootMeasurement boot(bool candidate, const std::vector<SimulatedMetric>& metrics) {
        static constexpr std::array levels{4.0, 2.5};
        BootMeasurement result{.arm = candidate ? "candidate" : "baseline", .block = finished_};
        for (const double level : levels) {
            result.prompts.push_back({.prompt = "p" + std::to_string(level)});
        }
        for (const auto& metric : metrics) {
            const double of_boot =
                boot_level() - drift_ * booted_ + (candidate ? metric.effect : 0);
            for (std::size_t p = 0; p < levels.size(); ++p) {
                auto& values = result.prompts[p].values[metric.name];
                for (int repetition = 0; repetition < 3; ++repetition) {
                    values.push_back(std::exp(levels[p] + of_boot + 0.009 * normal()));
                }
            }
        }
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

    double boot_level() {
        switch (noise_) {
        case BootNoise::normal: return deviation_ * normal();
        case BootNoise::skewed: return deviation_ * (1 + std::log(uniform()));
        case BootNoise::student_t3: {
            double squares = 0;
            const double top = normal();
            for (int i = 0; i < 3; ++i) squares += std::pow(normal(), 2);
            return deviation_ * top / std::sqrt(squares); // t3 has a variance of 3
        }
        case BootNoise::bad_boots:
            return deviation_ * normal() + (uniform() < 0.05 ? std::log(0.88) : 0);
        }
        return 0;
    }

    std::mt19937_64 random_;
    std::uint64_t order_seed_;
    BootNoise noise_;
    double deviation_, drift_;
    int finished_ = 0, booted_ = 0;
    std::vector<BootMeasurement> boots_;
};

} // namespace moebench
