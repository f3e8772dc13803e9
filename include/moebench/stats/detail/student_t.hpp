// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

namespace moebench::detail {

/// The p-quantile of Student's t distribution, 0 < p < 1, with `freedom` >= 1 degrees of freedom
/// (Boost.Math).
double student_t_quantile(double p, double freedom);

/// P(|T| >= |t|). An infinite t gives 0.
double student_t_two_sided_p(double t, double freedom);

/// The same for t = effect / standard_error. With a standard error of zero: 1 for no effect, else
/// 0.
double two_sided_p(double effect, double standard_error, double freedom);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/stats/detail/student_t.ipp>
#endif
