// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace moebench {

/// What the machine said at one moment; absent is unknown.
struct MachineReading {
    /// Mean over the CPUs.
    std::optional<double> cpu_mhz;
    /// Memory of the server that is swapped out.
    std::optional<std::int64_t> swapped_kib;
};

/// Reads /sys and /proc of the process. Blocks for a few small reads.
MachineReading read_machine(int pid);

/// What spoils the boot's figures. `before` is read when warm-up is over, `after` behind the last
/// request. Pure.
std::vector<BootMark> find_marks(const BootRecord& boot, const MachineReading& before,
                                 const MachineReading& after);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/boot_marks.ipp>
#endif
