// SPDX-License-Identifier: MIT
#include "second.hpp"

#include <moebench/moebench.hpp>

const boost::system::error_category* category_of_the_other_unit() {
    return &moebench::moebench_category();
}
