// SPDX-License-Identifier: MIT
#pragma once

#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace moebench::test {

using Words = std::vector<std::string>;

/// The words of a line, which spaces separate.
inline Words split(const std::string& line) {
    std::istringstream in(line);
    return {std::istream_iterator<std::string>(in), {}};
}

inline Words operator+(Words one, const Words& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

} // namespace moebench::test
