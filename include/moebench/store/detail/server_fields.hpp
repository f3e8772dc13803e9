// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/model/server_facts.hpp>

#include <string_view>
#include <utility>

// What files keep of server and machine. Here as elsewhere, fields(archive, value) names the key of
// each member, for JsonSaver and JsonLoader alike. It begins with a binding of all members, so that
// a new one does not compile until it is considered here.
namespace moebench::detail {

/// A pair is an object of two members.
template <class Archive, class First, class Second>
void fields(Archive& archive, std::pair<First, Second>& value, std::string_view first,
            std::string_view second) {
    archive(first, value.first)(second, value.second);
}

template <class Archive>
void fields(Archive& archive, PlacementFacts& value, std::string_view why_unknown) {
    auto& [offloaded_layers, total_layers, model_buffers, kv_buffers, compute_buffers, devices,
           n_ctx, n_batch, n_ubatch, n_threads, flash_attn, graph_splits, system_info,
           overridden_tensors] = value;
    archive.or_null("offloaded_layers", offloaded_layers, why_unknown);
    archive.or_null("total_layers", total_layers, why_unknown);
    archive("model_buffers", model_buffers, "type", "mib")("kv_buffers", kv_buffers, "type", "mib");
    archive("compute_buffers", compute_buffers, "type", "mib")("devices", devices);
    archive.or_null("n_ctx", n_ctx, why_unknown);
    archive.or_null("n_batch", n_batch, why_unknown);
    archive.or_null("n_ubatch", n_ubatch, why_unknown);
    archive.or_null("n_threads", n_threads, why_unknown);
    archive.or_null("flash_attn", flash_attn, why_unknown);
    archive.or_null("graph_splits", graph_splits, why_unknown);
    archive.or_null("system_info", system_info, why_unknown);
    archive.or_null("overridden_tensors", overridden_tensors,
                    "told at --log-verbosity 5, where a tensor was overridden");
}

template <class Archive> void fields(Archive& archive, ServerFile& value) {
    auto& [name, path, bytes, modified_ns, inode, sha256] = value;
    archive("name", name)("path", path)("bytes", bytes)("modified_ns", modified_ns);
    archive("inode", inode);
    archive.or_null("sha256", sha256, "not readable");
}

/// `attached`: to a server that somebody else started. `libraries` belong to boots only.
template <class Archive> void fields(Archive& archive, ServerFacts& value, bool attached) {
    auto& [build_info, version, binary_sha256, n_ctx, total_slots, model_path, model_bytes,
           model_head_sha256, libraries, files, load_s, simulated, replaced_flags, placement] =
        value;
    const std::string_view not_ours = "the server was not started by moebench";
    const std::string_view not_in_props = "not in /props";
    const auto of_ours = [&](std::string_view why) { return attached ? not_ours : why; };
    archive.or_null("build_info", build_info, not_in_props);
    archive.or_null("version", version, of_ours("no answer to --version"));
    archive.or_null("binary_sha256", binary_sha256, of_ours("not readable"));
    archive.or_null("n_ctx", n_ctx, not_in_props);
    archive.or_null("total_slots", total_slots, not_in_props);
    archive.or_null("model_path", model_path, not_in_props);
    archive.or_null("model_bytes", model_bytes, of_ours("not readable"));
    archive.or_null("model_head_sha256", model_head_sha256, of_ours("not readable"));
    archive("files", files);
    archive.or_null("load_s", load_s, not_ours);
    archive("simulated", simulated)("replaced_flags", replaced_flags, "wanted", "used");
    archive("placement", placement,
            of_ours("not in the server's log (--log-verbosity 4 tells it)"));
}

template <class Archive> void fields(Archive& archive, HostFacts& value) {
    auto& [cpu_model, governor, kernel, gpu_driver, cpu_cores, cpu_threads, memory_bytes, gpus,
           variables] = value;
    const std::string_view why = "not told by this system";
    archive.or_null("cpu_model", cpu_model, why);
    archive.or_null("cpu_cores", cpu_cores, why);
    archive.or_null("cpu_threads", cpu_threads, why);
    archive.or_null("governor", governor, why);
    archive.or_null("memory_bytes", memory_bytes, why);
    archive("gpus", gpus);
    archive.or_null("gpu_driver", gpu_driver, why);
    archive.or_null("kernel", kernel, why);
    archive("variables", variables);
}

} // namespace moebench::detail
