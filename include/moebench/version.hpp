// SPDX-License-Identifier: MIT
#pragma once

/// The library's version; CMake reads it from this line.
#define MOEBENCH_VERSION "0.1.0"
