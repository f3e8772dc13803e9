// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace moebench {

/// In which order the arms are booted: `blocks` blocks, in each every arm once, named by its number
/// from 0. Needs two arms or more.
///
/// Balanced: over blocks 1..arms, arms+1..2*arms and so on each arm stands once in each place, and
/// directly after each other arm once within the blocks (an odd number of arms needs two such runs
/// for that): the squares of Williams 1949, Australian Journal of Scientific Research A2:149-168.
/// So what a place or a predecessor does to a boot falls on all arms alike. Random: which arm has
/// which part in the square, and the order of its blocks.
///
/// The same seed gives the same order everywhere, and more blocks only add to it: a comparison that
/// stops early or is resumed keeps its order.
std::vector<std::vector<std::size_t>> block_order(std::size_t arms, std::size_t blocks,
                                                  std::uint64_t seed);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/block_order.ipp>
#endif
