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
/// Balanced over the first `planned` blocks: every arm has every place equally often, and directly
/// follows every other arm inside the blocks equally often, up to one block. The blocks are the
/// rows of squares of Williams 1949, Australian Journal of Scientific Research A2:149-168, with the
/// arms in random places. Random: the order of all rows. If each square stayed together, noise with
/// a period of four boots would meet the same arm again and again: 10 % false verdicts instead of 6
/// %.
///
/// Each further group of one to three squares is balanced in itself. So the same seed and the same
/// plan give the same order everywhere, and more blocks only extend it: a comparison that stops
/// early, is resumed or goes on beyond its plan keeps its order.
std::vector<std::vector<std::size_t>> block_order(std::size_t arms, std::size_t planned,
                                                  std::size_t blocks, std::uint64_t seed);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/block_order.ipp>
#endif
