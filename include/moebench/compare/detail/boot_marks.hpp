// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace moebench::detail {

/// Readings of the machine at one moment; absent: unknown.
struct MachineReading {
    /// Mean over the CPUs.
    std::optional<double> cpu_mhz;
    /// Memory of the server that is swapped out.
    std::optional<std::int64_t> swapped_kib;
};

/// The readings of one boot.
struct BootReadings {
    /// Of the server; 0 until it has started.
    int pid = 0;
    /// After the warm-up.
    MachineReading before;
    /// After the last request.
    MachineReading after;
};

/// Reads /sys, and /proc of the process. Blocks for a few small file reads.
MachineReading read_machine(int pid);

/// Finds what may spoil the figures of a boot. `before` is read after the warm-up, `after` after
/// the last request. Pure.
std::vector<BootMark> find_marks(const BootRecord& boot, const MachineReading& before,
                                 const MachineReading& after);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/boot_marks.ipp>
#endif
