// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/server/detail/server_log.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace moebench::detail {

inline std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \r") - begin + 1);
}

template <class Number> std::optional<Number> leading_number(std::string_view text) {
    text = trimmed(text);
    Number number{};
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc()) return std::nullopt;
    return number;
}

/// The text after `mark` in a line.
inline std::optional<std::string_view> after(std::string_view line, std::string_view mark) {
    const auto at = line.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return trimmed(line.substr(at + mark.size()));
}

/// The value of "function: name      = value".
inline std::optional<std::string_view> setting(std::string_view line, std::string_view name) {
    const auto rest = after(line, ": " + std::string(name) + " ");
    if (!rest || !rest->starts_with("= ")) return std::nullopt;
    return trimmed(rest->substr(2));
}

class ServerLogReader {
public:
    void read(std::string_view line) {
        if (line.starts_with('{')) return; // a log of JSON lines is of another shape
        if (line.find("loading model tensors") != std::string_view::npos) {
            facts_.model_buffers.clear();
            facts_.overridden_tensors.reset();
        }
        if (line.find("constructing llama_context") != std::string_view::npos) {
            facts_.kv_buffers.clear();
            facts_.compute_buffers.clear();
        }
        if (line.ends_with(": reserving ...")) facts_.compute_buffers.clear();
        const bool older = line.find("llm_load_tensors: ") != std::string_view::npos;
        read_buffer(line, older ? " buffer size" : " model buffer size", facts_.model_buffers);
        read_buffer(line, " KV buffer size", facts_.kv_buffers);
        read_buffer(line, " RS buffer size", facts_.kv_buffers);
        read_buffer(line, " compute buffer size", facts_.compute_buffers);
        read_settings(line);
        read_layers(line);
        read_device(line);
        if (line.find(" buffer type overridden to ") != std::string_view::npos ||
            line.find(" buffer type overriden to ") != std::string_view::npos) { // up to 2025
            facts_.overridden_tensors = facts_.overridden_tensors.value_or(0) + 1;
        }
        if (auto rest = after(line, "system_info: ")) facts_.system_info = *rest;
        if (auto rest = after(line, " splits = ")) facts_.graph_splits = splits(line, *rest);
    }

    PlacementFacts facts() && { return std::move(facts_); }

private:
    using Buffers = std::vector<std::pair<std::string, double>>;

    /// "load_tensors:   CPU_Mapped model buffer size =     1.14 MiB", before 2025 and in
    /// ik_llama.cpp "llm_load_tensors:   CPU buffer size =     1.14 MiB".
    static void read_buffer(std::string_view line, std::string_view mark, Buffers& buffers) {
        const auto at = line.find(mark);
        if (at == std::string_view::npos) return;
        const auto begin = line.find_last_of(' ', at - 1) + 1;
        const auto size = after(line, mark);
        const auto mebibytes = leading_number<double>(size->substr(size->find('=') + 1));
        if (!mebibytes) return;
        const std::string type(line.substr(begin, at - begin));
        for (auto& [known, sum] : buffers) {
            if (known == type) {
                sum += *mebibytes; // a split model has several of one type
                return;
            }
        }
        buffers.emplace_back(type, *mebibytes);
    }

    void read_settings(std::string_view line) {
        const std::pair<std::string_view, std::optional<std::int64_t>*> numbers[] = {
            {"n_ctx", &facts_.n_ctx}, {"n_batch", &facts_.n_batch}, {"n_ubatch", &facts_.n_ubatch}};
        for (const auto& [name, target] : numbers) {
            if (auto value = setting(line, name)) *target = leading_number<std::int64_t>(*value);
        }
        if (auto value = setting(line, "flash_attn")) facts_.flash_attn = *value;
        if (auto value = after(line, ": Flash Attention ")) {
            const auto older = after(*value, "was auto, set to "); // up to summer 2026
            facts_.flash_attn = older.value_or(*value);
        }
        if (auto value = after(line, "system_info: n_threads = ")) {
            facts_.n_threads = leading_number<std::int64_t>(*value);
        }
    }

    /// "offloaded 3/5 layers to GPU"
    void read_layers(std::string_view line) {
        const auto rest = after(line, "offloaded ");
        if (!rest || rest->find(" layers to GPU") == std::string_view::npos) return;
        const auto slash = rest->find('/');
        if (slash == std::string_view::npos) return;
        facts_.offloaded_layers = leading_number<std::int64_t>(*rest);
        facts_.total_layers = leading_number<std::int64_t>(rest->substr(slash + 1));
    }

    /// "  - CUDA0   : NVIDIA H200 (143771 MiB, 143000 MiB free)"
    void read_device(std::string_view line) {
        const auto rest = after(line, "  - ");
        const bool is_device = rest && rest->ends_with(" MiB free)") &&
                               rest->find(" : ") != std::string_view::npos &&
                               rest->find(" layers") == std::string_view::npos;
        if (is_device) facts_.devices.emplace_back(*rest);
    }

    /// Since October 2026 "graph (pp bs=512, tg bs=1): nodes = a / b, splits = A / B, input ...",
    /// before that "graph splits = A (with bs=512), B (with bs=1)".
    static std::string splits(std::string_view line, std::string_view rest) {
        const bool newer = line.find("nodes = ") != std::string_view::npos;
        return std::string(newer ? rest.substr(0, rest.find(',')) : rest);
    }

    PlacementFacts facts_;
};

MOEBENCH_DECL PlacementFacts parse_server_log(std::string_view log) {
    ServerLogReader reader;
    while (!log.empty()) {
        const auto end = log.find('\n');
        reader.read(log.substr(0, end));
        log.remove_prefix(end == std::string_view::npos ? log.size() : end + 1);
    }
    return std::move(reader).facts();
}

MOEBENCH_DECL std::string log_tail(std::string_view log, std::size_t lines) {
    while (log.ends_with('\n')) log.remove_suffix(1);
    std::size_t begin = log.size() + 1; // of the tail: the character after a line break
    for (; lines > 0 && begin > 0; --lines) {
        begin = begin == 1 ? 0 : log.rfind('\n', begin - 2) + 1; // not found: 0
    }
    return std::string(log.substr(std::min(begin, log.size())));
}

} // namespace moebench::detail
