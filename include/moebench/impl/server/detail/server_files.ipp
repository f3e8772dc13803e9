// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/read_file.hpp>
#include <moebench/detail/sha256.hpp>
#include <moebench/impl/server/server_environment.ipp>
#include <moebench/server/detail/server_files.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/stat.h>

namespace moebench::detail {

inline std::int64_t nanoseconds(const ::timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

inline std::optional<std::string> sha256_of_file(const std::string& path, std::int64_t most) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    Sha256 hash;
    std::array<char, 65536> buffer;
    while (most > 0) {
        file.read(buffer.data(), std::min<std::int64_t>(most, buffer.size()));
        if (file.gcount() == 0) break;
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount())));
        most -= file.gcount();
    }
    return hash.hex();
}

MOEBENCH_DECL std::optional<std::string> FileHashes::sha256(const std::string& path,
                                                            std::int64_t most) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    const Key key = {static_cast<std::int64_t>(status.st_dev),
                     static_cast<std::int64_t>(status.st_ino),
                     status.st_size,
                     nanoseconds(status.st_mtim),
                     nanoseconds(status.st_ctim),
                     most};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    auto hash = sha256_of_file(path, most);
    if (hash) known_.emplace(key, *hash);
    return hash;
}

MOEBENCH_DECL std::optional<ServerFile> read_server_file(std::string name, const std::string& path,
                                                         FileHashes& hashes) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    ServerFile file;
    file.name = std::move(name);
    file.path = path;
    file.bytes = status.st_size;
    file.modified_ns = nanoseconds(status.st_mtim);
    file.inode = static_cast<std::int64_t>(status.st_ino);
    const bool whole = file.bytes <= ServerFile::whole_bytes;
    const auto most = whole ? ServerFile::whole_bytes : ServerFile::head_bytes;
    file.sha256 = hashes.sha256(path, most).value_or("");
    return file;
}

/// The files that a process has mapped, by path.
inline std::set<std::string> mapped_files(const std::string& process) {
    std::set<std::string> files;
    std::istringstream lines(read_file(process + "/maps").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        if (const auto path = line.find('/'); path != std::string::npos) {
            files.insert(line.substr(path));
        }
    }
    return files;
}

/// A part of llama.cpp, not of the system.
inline bool is_llama_library(const std::filesystem::path& file,
                             const std::filesystem::path& program_folder) {
    const std::string name = file.filename().string();
    if (name.find(".so") == std::string::npos) return false;
    const auto named = [&](const char* word) { return name.find(word) != std::string::npos; };
    return named("llama") || named("ggml") || named("mtmd") || file.parent_path() == program_folder;
}

inline void read_program(ServerFacts& facts, const std::string& process, FileHashes& hashes) {
    namespace fs = std::filesystem;
    constexpr std::string_view replaced = " (deleted)"; // as proc(5) marks it
    facts.binary_sha256 = hashes.sha256(process + "/exe");
    std::error_code unreadable;
    const auto folder = fs::read_symlink(process + "/exe", unreadable).parent_path();
    for (std::string path : mapped_files(process)) {
        const bool is_gone = path.ends_with(replaced);
        if (is_gone) path.resize(path.size() - replaced.size());
        if (!is_llama_library(path, folder)) continue;
        const auto hash = is_gone ? std::nullopt : hashes.sha256(path);
        facts.libraries.emplace_back(fs::path(path).filename().string(), hash.value_or(""));
    }
    std::sort(facts.libraries.begin(), facts.libraries.end());
}

/// The parts of a split model: "x-00001-of-00003.gguf" names three files.
inline std::vector<std::string> model_parts(const std::string& path) {
    constexpr std::string_view pattern = "-00001-of-00000.gguf";
    const auto at = path.size() - std::min(path.size(), pattern.size());
    int count = 0;
    if (path.substr(at, 10) == pattern.substr(0, 10)) {
        std::from_chars(path.data() + at + 10, path.data() + at + 15, count);
    }
    if (count < 2) return {path};
    std::vector<std::string> parts;
    for (int part = 1; part <= count; ++part) {
        const std::string number = std::to_string(part);
        parts.push_back(path);
        parts.back().replace(at + 6 - number.size(), number.size(), number);
    }
    return parts;
}

/// A file with secrets is not looked at, and one that the server writes is no input.
inline bool names_input(std::string_view flag_or_variable) {
    std::string name(flag_or_variable);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const std::string_view word :
         {"key", "token", "secret", "log", "save", "dynamic", "lcd"}) {
        if (name.find(word) != std::string::npos) return false;
    }
    return true;
}

/// Files in which llama.cpp looks for settings.
inline std::vector<std::string> config_files(const std::vector<std::string>& environment) {
    std::string home, config;
    for (const auto& variable : environment) {
        const auto value = variable.substr(variable.find('=') + 1);
        if (variable_name(variable) == "HOME") home = value;
        if (variable_name(variable) == "XDG_CONFIG_HOME") config = value;
    }
    if (config.empty() && !home.empty()) config = home + "/.config";
    std::vector<std::string> files = {"/etc/llama.cpp/config.ini"};
    if (!config.empty()) files.push_back(config + "/llama.cpp/config.ini");
    return files;
}

/// (name, path) of all files that the server was told to read, or that llama.cpp reads unasked.
inline std::vector<std::pair<std::string, std::string>>
named_files(const ServerCommand& command, const std::optional<std::string>& model) {
    std::vector<std::pair<std::string, std::string>> files;
    if (model) {
        for (auto& part : model_parts(*model)) files.emplace_back("model", std::move(part));
    }
    for (auto& path : config_files(command.environment)) {
        files.emplace_back("config.ini", std::move(path));
    }
    const auto& argv = command.argv;
    for (std::size_t i = 1; i + 1 < argv.size(); ++i) {
        if (argv[i].starts_with('-') && names_input(argv[i])) {
            files.emplace_back(argv[i], argv[i + 1]);
        }
    }
    for (const auto& variable : command.environment) {
        const std::string name(variable_name(variable));
        if (variable.starts_with("LLAMA_ARG_") && names_input(name)) {
            files.emplace_back(name, variable.substr(std::min(variable.size(), name.size() + 1)));
        }
    }
    return files;
}

inline bool runs(int pid, const std::string& binary) {
    std::error_code unreadable;
    return std::filesystem::equivalent(binary, "/proc/" + std::to_string(pid) + "/exe", unreadable);
}

MOEBENCH_DECL int server_process(std::optional<int> listener, int started,
                                 const std::string& binary) {
    return listener ? *listener : runs(started, binary) ? started : 0;
}

MOEBENCH_DECL void read_process(ServerFacts& facts, int pid, const ServerCommand& command,
                                FileHashes& hashes) {
    namespace fs = std::filesystem;
    std::error_code other;
    if (pid != 0) {
        read_program(facts, "/proc/" + std::to_string(pid), hashes);
        const auto& started = command.argv.front();
        auto script = read_server_file("start script", started, hashes);
        if (script && !runs(pid, started)) facts.files.push_back(std::move(*script));
    }
    for (auto& [name, path] : named_files(command, facts.model_path)) {
        auto file = read_server_file(std::move(name), path, hashes);
        const auto is_known = [&](const ServerFile& known) {
            return known.inode == file->inode && fs::equivalent(known.path, path, other);
        };
        if (!file || std::any_of(facts.files.begin(), facts.files.end(), is_known)) continue;
        facts.files.push_back(std::move(*file));
    }
}

} // namespace moebench::detail
