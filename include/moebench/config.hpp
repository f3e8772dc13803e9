// SPDX-License-Identifier: MIT
#pragma once

// Non-template bodies live in impl/*.ipp and are marked MOEBENCH_DECL. Header-only (the default)
// makes them inline; moebench::compiled defines MOEBENCH_SEPARATE_COMPILATION for every user of it,
// and builds them once.
#ifdef MOEBENCH_SEPARATE_COMPILATION
#define MOEBENCH_DECL
#else
#define MOEBENCH_DECL inline
#endif
