// SPDX-License-Identifier: MIT
#pragma once

// tests/data/statistics/reference.json: figures that reference.py had from SciPy and others.

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace moebench {

inline const boost::json::value& reference(std::string_view part) {
    static const boost::json::value all = [] {
        std::ifstream file(MOEBENCH_TEST_STATISTICS_FOLDER "/reference.json");
        std::ostringstream text;
        text << file.rdbuf();
        return boost::json::parse(text.str());
    }();
    return all.at(part);
}

inline double number(const boost::json::value& row, std::string_view key) {
    return row.at(key).to_number<double>();
}

inline std::vector<double> numbers(const boost::json::value& row, std::string_view key) {
    return boost::json::value_to<std::vector<double>>(row.at(key));
}

} // namespace moebench
