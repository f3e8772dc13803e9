// SPDX-License-Identifier: MIT
#include <moebench/src.hpp>
