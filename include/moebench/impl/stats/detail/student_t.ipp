// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/student_t.hpp>

#include <boost/math/distributions/students_t.hpp>

#include <cmath>

namespace moebench::detail {

// In double: long double takes three times as long and changes no printed digit.
using StudentT = boost::math::students_t_distribution<
    double, boost::math::policies::policy<boost::math::policies::promote_double<false>>>;

MOEBENCH_DECL double student_t_quantile(double p, double freedom) {
    return boost::math::quantile(StudentT(freedom), p);
}

MOEBENCH_DECL double student_t_two_sided_p(double t, double freedom) {
    if (std::isinf(t)) return 0;
    return 2 * boost::math::cdf(StudentT(freedom), -std::fabs(t));
}

MOEBENCH_DECL double two_sided_p(double effect, double standard_error, double freedom) {
    if (standard_error == 0) return effect == 0 ? 1 : 0;
    return student_t_two_sided_p(effect / standard_error, freedom);
}

} // namespace moebench::detail
