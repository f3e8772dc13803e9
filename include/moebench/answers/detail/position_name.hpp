// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace moebench::detail {

/// AnswerPosition::prompt for a reply of the suite: "pp512", in later passes "pp512 (pass 2)".
inline std::string position_name(const std::string& prompt, std::int64_t pass) {
    return pass == 0 ? prompt : prompt + " (pass " + std::to_string(pass + 1) + ")";
}

} // namespace moebench::detail
