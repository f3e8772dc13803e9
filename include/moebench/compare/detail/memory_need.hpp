// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/boot_record.hpp>

#include <optional>
#include <span>
#include <string>

namespace moebench::detail {

/// Memory that programs can still get: MemAvailable of /proc/meminfo, in MiB. Absent: unknown.
std::optional<double> available_memory_mib();

/// Whether this machine holds the servers of all `boots` at once, going by the buffers in their
/// logs: one boot per arm. Of each device, by what it had free before the server loaded; of main
/// memory, by `available_mib`. A model file that is mapped into memory counts once. Returns what is
/// too small, with sizes; empty: nothing, as far as it is known. Pure.
std::string memory_shortage(std::span<const BootRecord> boots, std::optional<double> available_mib);

} // namespace moebench::detail

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/compare/detail/memory_need.ipp>
#endif
