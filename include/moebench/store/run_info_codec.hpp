// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/run_report.hpp>

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace moebench {

/// Reads back what results say of a run before its first request: `suite`, `repo`, `mode`,
/// `profile`, `server_cmd`, `server`, `environment`; what is not there stays absent. The options of
/// the run are not read.
RunInfo parse_run_info(const boost::json::object& object);

/// The member's texts; empty when it is no array.
std::vector<std::string> json_strings(const boost::json::object& object, std::string_view name);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/run_info_codec.ipp>
#endif
