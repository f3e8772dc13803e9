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
    /// 0 when it was not given and the fault has no default.
    std::int64_t argument = 0;
    /// Requests that it spoils, counted from 1.
    std::int64_t first = 1;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

struct FaultKind {
    std::string_view name;
    std::string_view description;
    /// Name of the argument in the help; empty: takes none.
    std::string_view argument{};
    std::int64_t default_argument = 0;
};

/// Every fault there is, in the order of the help.
const std::vector<FaultKind>& fault_kinds();

class FaultPlan {
public:
    /// `text`: faults with ';' between them. Throws std::invalid_argument, naming the word.
    void add(std::string_view text);

    /// The fault of that name, if it strikes request number `request`; else null.
    const Fault* find(std::string_view name, std::int64_t request = 1) const;
    bool has(std::string_view name, std::int64_t request = 1) const {
        return find(name, request) != nullptr;
    }
    /// For a fault whose argument N stands for every Nth request of its range.
    bool has_nth(std::string_view name, std::int64_t request) const;

private:
    std::vector<Fault> faults_;
};

} // namespace llama_sim
