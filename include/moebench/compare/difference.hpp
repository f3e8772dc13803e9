// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <span>
#include <string>
#include <vector>

namespace moebench {

/// Something in which an arm differs from the baseline.
struct Difference {
    /// Arm::name; the baseline's name where the baseline changes from boot to boot.
    std::string arm;
    /// "server flags", "n_ctx", "weights", ...
    std::string what;
    /// The baseline's value; if it changes between boots, the arm's first value.
    std::string baseline;
    /// What the arm has; or its second value.
    std::string value;
    /// The user asked for it, or for its cause.
    bool declared = false;
    /// It affects speed.
    bool decisive = false;
    /// Where the baseline's value or the arm's was looked for in vain: "log", "/props", "/proc" or
    /// "--version". What is unknown is neither equal nor different. Empty: both are known.
    std::string missing_from{};

    /// Whether it forbids a verdict (see verdict_obstacle()): it affects speed, and nobody asked
    /// for it. What affects speed is listed in compare/detail/difference_aspects.hpp.
    bool confounds() const noexcept { return decisive && !declared; }
};

/// In what the arms differ, from what their servers said on every boot: argv, environment, build,
/// libraries, model, and what was resolved (context, threads, placement, flash attention). Pure.
/// An arm that changes from boot to boot in something that affects speed is named too, and so is
/// what is unknown on a boot of the arm or of the baseline.
std::vector<Difference> find_differences(std::span<const std::string> arms,
                                         std::span<const BootRecord> boots);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/difference.ipp>
#endif
