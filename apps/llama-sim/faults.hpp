// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace llama_sim {

/// One scripted fault: NAME[=ARG][@N[..M]].
struct Fault {
    std::string name;
    /// 0: not given, and the fault has no default.
    std::int64_t argument = 0;
    /// The requests that it affects, counted from 1.
    std::int64_t first = 1;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

struct FaultKind {
    std::string_view name;
    std::string_view description;
    /// Placeholder of the argument in the help; empty: none.
    std::string_view argument{};
    std::int64_t default_argument = 0;
};

/// All faults, in the order of the help.
const std::vector<FaultKind>& fault_kinds();

class FaultPlan {
public:
    /// `text`: faults separated by ';'. Throws std::invalid_argument with the wrong word.
    void add(std::string_view text);

    /// The fault of this name if it affects request number `request`; otherwise null.
    const Fault* find(std::string_view name, std::int64_t request = 1) const;
    bool has(std::string_view name, std::int64_t request = 1) const {
        return find(name, request) != nullptr;
    }
    /// The same for a fault that affects every Nth request of its range; N is its argument.
    bool has_nth(std::string_view name, std::int64_t request) const;

private:
    std::vector<Fault> faults_;
};

} // namespace llama_sim
