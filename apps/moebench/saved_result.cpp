// SPDX-License-Identifier: MIT
#include "saved_result.hpp"

#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/text_file.hpp>

#include <filesystem>
#include <utility>

namespace moebench::cli {

Result<SavedResult> read_saved_result(const std::string& path) {
    const auto refused = [&](const Failure& failure) {
        return fail(Errc::invalid_option, path + ": " + failure.message());
    };
    const auto json = read_text_file(path);
    if (!json) return fail(Errc::invalid_option, json.error().message());
    if (json->find("\"moebench-comparison\"") != std::string::npos) {
        auto comparison = parse_comparison(*json);
        if (!comparison) return refused(comparison.error());
        return SavedResult(std::move(*comparison));
    }
    auto run = parse_run_result(*json, std::filesystem::path(path).stem().string());
    if (!run) return refused(run.error());
    return SavedResult(std::move(*run));
}

} // namespace moebench::cli
