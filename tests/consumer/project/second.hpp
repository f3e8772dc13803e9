// SPDX-License-Identifier: MIT
#pragma once

#include <boost/system/error_category.hpp>

/// moebench's category, as another translation unit sees it.
const boost::system::error_category* category_of_the_other_unit();
