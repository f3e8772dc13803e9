// SPDX-License-Identifier: MIT
#include "support/reference.hpp"

#include <moebench/stats/detail/student_t.hpp>

#include <catch2/catch.hpp>

#include <limits>

namespace moebench::detail {

TEST_CASE("quantiles and tails of Student's t equal SciPy's", "[student_t]") {
    for (const auto& row : reference("student_t").as_array()) {
        const double freedom = number(row, "freedom"), t = number(row, "t");

        CHECK(student_t_quantile(number(row, "p"), freedom) == Approx(t).epsilon(1e-11));
        CHECK(student_t_two_sided_p(t, freedom) == Approx(number(row, "two_sided")).epsilon(1e-11));
        CHECK(student_t_two_sided_p(-t, freedom) == student_t_two_sided_p(t, freedom));
    }
}

TEST_CASE("without spread any effect is certain, and no effect has a p-value of 1", "[student_t]") {
    CHECK(student_t_two_sided_p(std::numeric_limits<double>::infinity(), 4) == 0);
    CHECK(two_sided_p(0.01, 0, 4) == 0);
    CHECK(two_sided_p(0, 0, 4) == 1);
}

} // namespace moebench::detail
