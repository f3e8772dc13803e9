// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_reader.hpp>
#include <moebench/store/run_info_codec.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <utility>

namespace moebench {

namespace detail {

inline std::vector<std::pair<std::string, double>> read_buffers(const boost::json::object& object,
                                                                std::string_view name) {
    std::vector<std::pair<std::string, double>> buffers;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return buffers;
    for (const auto& element : value->get_array()) {
        const auto* buffer = element.if_object();
        if (buffer == nullptr) continue;
        buffers.emplace_back(json_string(*buffer, "type").value_or(""),
                             json_double(*buffer, "mib").value_or(0));
    }
    return buffers;
}

inline PlacementFacts read_placement(const boost::json::object& object) {
    PlacementFacts facts;
    facts.offloaded_layers = json_integer(object, "offloaded_layers");
    facts.total_layers = json_integer(object, "total_layers");
    facts.model_buffers = read_buffers(object, "model_buffers");
    facts.kv_buffers = read_buffers(object, "kv_buffers");
    facts.compute_buffers = read_buffers(object, "compute_buffers");
    facts.devices = json_strings(object, "devices");
    facts.n_ctx = json_integer(object, "n_ctx");
    facts.n_batch = json_integer(object, "n_batch");
    facts.n_ubatch = json_integer(object, "n_ubatch");
    facts.n_threads = json_integer(object, "n_threads");
    facts.flash_attn = json_string(object, "flash_attn");
    facts.graph_splits = json_string(object, "graph_splits");
    facts.system_info = json_string(object, "system_info");
    facts.overridden_tensors = json_integer(object, "overridden_tensors");
    return facts;
}

inline ServerFacts read_server(const boost::json::object& object) {
    ServerFacts facts;
    facts.build_info = json_string(object, "build_info");
    facts.version = json_string(object, "version");
    facts.binary_sha256 = json_string(object, "binary_sha256");
    facts.n_ctx = json_integer(object, "n_ctx");
    facts.total_slots = json_integer(object, "total_slots");
    facts.model_path = json_string(object, "model_path");
    facts.model_bytes = json_integer(object, "model_bytes");
    facts.model_head_sha256 = json_string(object, "model_head_sha256");
    facts.load_s = json_double(object, "load_s");
    const auto* simulated = object.if_contains("simulated");
    facts.simulated = simulated != nullptr && simulated->is_bool() && simulated->get_bool();
    if (const auto* placement = json_object(object, "placement")) {
        facts.placement = read_placement(*placement);
    }
    return facts;
}

inline HostFacts read_host(const boost::json::object& object) {
    HostFacts facts;
    facts.cpu_model = json_string(object, "cpu_model");
    facts.governor = json_string(object, "governor");
    facts.kernel = json_string(object, "kernel");
    facts.gpu_driver = json_string(object, "gpu_driver");
    facts.cpu_cores = json_integer(object, "cpu_cores");
    facts.cpu_threads = json_integer(object, "cpu_threads");
    facts.memory_bytes = json_integer(object, "memory_bytes");
    facts.gpus = json_strings(object, "gpus");
    facts.variables = json_strings(object, "variables");
    return facts;
}

} // namespace detail

MOEBENCH_DECL std::vector<std::string> json_strings(const boost::json::object& object,
                                                    std::string_view name) {
    std::vector<std::string> texts;
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_array()) return texts;
    for (const auto& element : value->get_array()) {
        if (const auto* text = element.if_string()) texts.emplace_back(*text);
    }
    return texts;
}

MOEBENCH_DECL RunInfo parse_run_info(const boost::json::object& object) {
    RunInfo info;
    info.suite = json_string(object, "suite").value_or("");
    info.repo = json_string(object, "repo").value_or("");
    info.mode = json_string(object, "mode").value_or("");
    info.profile = json_string(object, "profile").value_or("");
    info.ctx_size = json_integer(object, "ctx_size").value_or(0);
    const auto* cached = object.if_contains("cache_prompt");
    info.cache_prompt = cached != nullptr && cached->is_bool() && cached->get_bool();
    info.server_cmd = json_strings(object, "server_cmd");
    if (const auto* server = json_object(object, "server")) {
        info.server = detail::read_server(*server);
    }
    if (const auto* environment = json_object(object, "environment")) {
        info.host = detail::read_host(*environment);
    }
    return info;
}

} // namespace moebench
