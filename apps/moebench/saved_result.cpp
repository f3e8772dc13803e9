// SPDX-License-Identifier: MIT
#include "saved_result.hpp"

#include <moebench/store/comparison_codec.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace moebench::cli {

Result<SavedResult> read_saved_result(const std::string& path) {
    const auto refused = [&](const Failure& failure) {
        return fail(Errc::invalid_option, path + ": " + failure.message());
    };
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Errc::invalid_option, path + ": " + std::strerror(errno));
    std::ostringstream text;
    text << file.rdbuf();
    const std::string json = std::move(text).str();
    if (json.find("\"moebench-comparison\"") != std::string::npos) {
        auto comparison = parse_comparison(json);
        if (!comparison) return refused(comparison.error());
        return SavedResult(std::move(*comparison));
    }
    auto run = parse_run_result(json, std::filesystem::path(path).stem().string());
    if (!run) return refused(run.error());
    return SavedResult(std::move(*run));
}

} // namespace moebench::cli
