// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

using Lines = std::vector<std::string>;

/// Lines that say the same of several metrics become one, in the order of the first.
class MergedLines {
public:
    /// "SUBJECT: METRIC, METRIC TAIL"
    void add(const std::string& subject, const std::string& metric, const std::string& tail) {
        for (auto& line : lines_) {
            if (line.subject != subject || line.tail != tail) continue;
            line.metrics += ", " + metric;
            return;
        }
        lines_.push_back({subject, metric, tail});
    }

    Lines take() const {
        Lines result;
        for (const auto& line : lines_) {
            result.push_back(line.subject + ": " + line.metrics + line.tail);
        }
        return result;
    }

private:
    struct Line {
        std::string subject, metrics, tail;
    };
    std::vector<Line> lines_;
};

} // namespace moebench::detail
