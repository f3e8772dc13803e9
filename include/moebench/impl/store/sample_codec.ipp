// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/json_loader.hpp>
#include <moebench/store/detail/json_saver.hpp>
#include <moebench/store/detail/sample_fields.hpp>
#include <moebench/store/sample_codec.hpp>

namespace moebench {

MOEBENCH_DECL std::string encode_sample(const Sample& sample, SampleDetail detail) {
    return detail::json_text(0, sample, detail == SampleDetail::full);
}

MOEBENCH_DECL Result<Sample> parse_sample(std::string_view line) {
    auto parsed = parse_json_exactly(line, "sample");
    if (!parsed) return parsed.error();
    const auto* object = parsed->if_object();
    if (object == nullptr || !object->contains("latency_s")) {
        return fail(Errc::missing_field, "not a sample of moebench");
    }
    Sample sample;
    detail::JsonLoader loader(*object, line);
    detail::fields(loader, sample);
    return sample;
}

} // namespace moebench
