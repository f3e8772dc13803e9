// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/compare/stopping_rule.hpp>

#include <algorithm>

namespace moebench {

MOEBENCH_DECL Result<StoppingRule> make_stopping_rule(int min_boots, int max_boots,
                                                      std::optional<double> precision) {
    const auto fault = [](const char* what) {
        return fail(Errc::invalid_option, std::string("boots: ") + what);
    };
    if (min_boots < 1) return fault("at least one");
    if (max_boots < min_boots) return fault("the maximum is below the minimum");
    if (precision && !(*precision > 0)) return fault("the precision is not above zero");
    if (precision && max_boots == min_boots)
        return fault("a precision needs a range, such as 8..20");
    if (!precision && max_boots > min_boots) return fault("a range needs a precision, such as 1%");
    if (precision && min_boots < 8) return fault("a range starts at 8 or more");
    return StoppingRule{min_boots, max_boots, precision};
}

MOEBENCH_DECL bool may_stop(const StoppingRule& rule, const Comparison& so_far,
                            int finished_blocks) {
    if (finished_blocks >= rule.max_boots) return true;
    return std::all_of(so_far.metrics.begin(), so_far.metrics.end(), [&](const auto& metric) {
        return static_cast<int>(metric.blocks.size()) >= rule.min_boots && metric.precision &&
               rule.precision && *metric.precision <= *rule.precision;
    });
}

} // namespace moebench
