// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/props_codec.hpp>

#include <boost/json/value.hpp>

namespace moebench {

MOEBENCH_DECL Result<ServerProps> parse_props(std::string_view body) {
    auto parsed = parse_json(body, "GET /props");
    if (!parsed) return parsed.error();
    const auto* root = parsed->if_object();
    if (root == nullptr) return fail(Errc::missing_field, "GET /props: not an object");
    ServerProps props;
    props.model_alias = json_string(*root, "model_alias");
    props.model_path = json_string(*root, "model_path");
    props.build_info = json_string(*root, "build_info");
    props.role = json_string(*root, "role");
    props.total_slots = json_integer(*root, "total_slots");
    if (const auto* settings = json_object(*root, "default_generation_settings")) {
        props.n_ctx = json_integer(*settings, "n_ctx");
    }
    const auto* simulated = root->if_contains("simulated");
    props.simulated = simulated != nullptr && simulated->is_bool() && simulated->get_bool();
    return props;
}

} // namespace moebench
