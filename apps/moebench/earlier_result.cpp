// SPDX-License-Identifier: MIT
#include "compare_plan_text.hpp"
#include "earlier_result.hpp"
#include "saved_result.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace moebench::cli {

namespace {

namespace fs = std::filesystem;

/// The JSON files of the folder, the newest first.
std::vector<fs::path> newest_results(const fs::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".json" || !entry.is_regular_file(error)) continue;
        files.emplace_back(entry.last_write_time(error), entry.path());
    }
    std::ranges::sort(files, std::greater());
    std::vector<fs::path> paths;
    for (auto& [time, path] : files) paths.push_back(std::move(path));
    return paths;
}

} // namespace

std::optional<EarlierResult> earlier_result(const Experiment& experiment,
                                            const std::string& result) {
    constexpr std::size_t most = 8;
    const auto folder = fs::path(result).parent_path();
    auto paths = newest_results(folder.empty() ? "." : folder);
    paths.resize(std::min(paths.size(), most));
    for (const auto& path : paths) {
        const auto saved = read_saved_result(path.string());
        const auto* comparison = saved ? std::get_if<ComparisonResult>(&*saved) : nullptr;
        if (comparison == nullptr) continue;
        auto expectation = expectation_of(experiment, *comparison);
        if (expectation) return EarlierResult{path.filename().string(), std::move(*expectation)};
    }
    return std::nullopt;
}

std::string expectation_text(const Experiment& experiment, const std::string& result) {
    const auto earlier = earlier_result(experiment, result);
    if (!earlier) {
        return plan_label("time") +
               "not known: there is no earlier result of this work in the folder of the result; "
               "told after the first boots\n";
    }
    std::ostringstream text;
    text << plan_label("time") << about(earlier->expectation.time) << ", going by " << earlier->file
         << "\n";
    const char* before = "";
    text.precision(2);
    for (const auto& [metric, precision] : earlier->expectation.precision) {
        text << (*before == '\0' ? plan_label("precision") : before)
             << metric.substr(0, metric.find('_')) << " ±" << 100 * precision << " %";
        before = ", ";
    }
    if (*before != '\0') {
        text << " likely after " << experiment.boots.max_boots << " rounds\n";
    }
    return std::move(text).str();
}

} // namespace moebench::cli
