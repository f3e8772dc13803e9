// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/json_loader.hpp>
#include <moebench/store/detail/run_fields.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/store/run_result.hpp>

#include <utility>

namespace moebench {

MOEBENCH_DECL Result<RunResult> parse_run_result(std::string_view json, std::string label) {
    auto parsed = parse_json_exactly(json, "result");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    if (object == nullptr || json_object(*object, "summary") == nullptr) {
        return fail(Errc::missing_field, "not a result of moebench");
    }
    detail::ResultFile file;
    detail::JsonLoader loader(*object);
    detail::fields(loader, file);
    if (file.schema_version > result_schema_version) {
        return fail(Errc::missing_field,
                    "result of schema version " + std::to_string(file.schema_version) +
                        "; this moebench reads up to " + std::to_string(result_schema_version));
    }
    if (!detail::has_measures(json)) {
        for (auto& row : file.report.summary.rows) row.measures = detail::measures_of_row(row.name);
    }
    RunResult result;
    result.label = std::move(label);
    result.schema_version = file.schema_version;
    result.info = std::move(file.info);
    result.report = std::move(file.report);
    return result;
}

MOEBENCH_DECL std::string difference_of(const RunResult& one, const RunResult& other) {
    const auto model = [](const RunInfo& info) { // file names of one model may differ
        return info.server.model_head_sha256.value_or(info.repo);
    };
    const struct {
        const char* what;
        std::string mine, theirs;
    } parts[] = {
        {"schema version", std::to_string(one.schema_version),
         std::to_string(other.schema_version)},
        {"suite", one.info.suite, other.info.suite},
        {"model", model(one.info), model(other.info)},
    };
    for (const auto& part : parts) {
        if (part.mine == part.theirs) continue;
        return std::string(part.what) + " '" + part.mine + "' against '" + part.theirs + "'";
    }
    return {};
}

} // namespace moebench
