// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace moebench::detail {

/// The order in which the arms are booted: `blocks` blocks, each with every arm once, as numbers
/// from 0. Needs two arms or more.
///
/// Balanced: in each group of as many blocks as arms, every arm has every place once, and directly
/// follows every other arm once inside the blocks (with an odd number of arms: twice in two
/// groups). These are the squares of Williams 1949, Australian Journal of Scientific Research
/// A2:149-168. So the effects of a place and of the previous boot are the same for all arms.
/// Random: the places of the arms in the square, and the order of its blocks.
///
/// The same seed gives the same order everywhere, and more blocks only extend it: a comparison that
/// stops early or is resumed keeps its order.
std::vector<std::vector<std::size_t>> block_order(std::size_t arms, std::size_t blocks,
                                                  std::uint64_t seed);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/block_order.ipp>
#endif
