// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/stats/detail/binomial.hpp>

#include <boost/math/distributions/binomial.hpp>

namespace moebench::detail {

using Binomial = boost::math::binomial_distribution<
    double, boost::math::policies::policy<boost::math::policies::promote_double<false>>>;

MOEBENCH_DECL double binomial_above(std::int64_t k, std::int64_t of, double share) {
    const Binomial law(static_cast<double>(of), share);
    return boost::math::cdf(boost::math::complement(law, static_cast<double>(k)));
}

MOEBENCH_DECL double largest_share(std::int64_t k, std::int64_t of, double alpha) {
    return Binomial::find_upper_bound_on_p(static_cast<double>(of), static_cast<double>(k), alpha);
}

} // namespace moebench::detail
