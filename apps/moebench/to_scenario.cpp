// SPDX-License-Identifier: MIT
#include "to_scenario.hpp"

#include <moebench/protocol/chat_codec.hpp>
#include <moebench/server/scenario_facts.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/suites/builtin_suite.hpp>
#include <moebench/transport/server_address.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

namespace moebench::cli {

namespace {

constexpr std::int64_t smallest_ctx_size = 4096;
/// One request of each row of `bench` that needs no chat before it, and of each chat; else one pass
/// over `multi`, the largest suite of short prompts.
std::int64_t measure_warmup_requests(const SuiteSpec& suite) {
    if (!has_rows(suite)) return 4;
    const auto chats = std::ranges::count_if(suite.depth, [](auto depth) { return depth > 0; });
    const bool without_chat = chats < std::ssize(suite.depth);
    return chats + (without_chat ? std::ssize(suite.pp) + std::ssize(suite.tg) : 0);
}

Failure invalid(std::string text) { return fail(Errc::invalid_option, std::move(text)); }

std::string variable(const std::vector<std::string>& environment, std::string_view name) {
    for (const auto& entry : environment) {
        const std::string_view view = entry;
        if (view.size() > name.size() && view.starts_with(name) && view[name.size()] == '=') {
            return entry.substr(name.size() + 1);
        }
    }
    return {};
}

/// The suite's name in file names and in the alias.
std::string suite_label(const SuiteSpec& suite) {
    std::string label = suite_name(suite);
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    std::replace_if(label.begin(), label.end(), std::not_fn(is_plain), '-');
    return label;
}

/// As in the original script: a name with a slash is a path, any other is looked up on PATH.
Result<std::string> server_binary(const CliOptions& options, const Surroundings& surroundings) {
    std::string name = options.server_bin.value_or("");
    if (name.empty()) name = variable(surroundings.environment, "LLAMA_SERVER_BIN_PATH");
    if (name.find('/') != std::string::npos) return name;
    std::string found = surroundings.find_program(name.empty() ? "llama-server" : name);
    if (!found.empty()) return found;
    if (!name.empty()) return "./" + name;
    return invalid(
        "no llama-server found: give --server-bin FILE (in a comparison also --baseline FILE), "
        "set LLAMA_SERVER_BIN_PATH, or put llama-server on PATH");
}

class Planner {
public:
    Planner(const CliOptions& options, const Surroundings& surroundings)
        : options_(options), surroundings_(surroundings) {}

    Result<RunPlan> plan() {
        plan_.scenario = resolved(options_.scenario);
        plan_.scenario.die_with_parent = true;
        plan_.scenario.command_line = options_.command_line;
        plan_.subject = suite_label(plan_.scenario.suite);
        fill_run();
        if (auto filled = attaches() ? fill_address() : fill_server(); !filled) {
            return filled.error();
        }
        if (auto named = name_outputs(); !named) return named.error();
        if (auto checked = check_request(); !checked) return checked.error();
        return std::move(plan_);
    }

private:
    bool attaches() const { return !options_.scenario.url.empty(); }

    void fill_run() {
        auto& run = plan_.scenario.run;
        auto& server = plan_.scenario.server;
        run.stream = options_.stream.value_or(server.profile != Profile::seed);
        if (options_.warmup) run.warmup = *options_.warmup;
        if (server.profile == Profile::measure && !options_.warmup) {
            run.warmup_requests = measure_warmup_requests(plan_.scenario.suite);
        }
    }

    Result<void> fill_address() {
        auto& scenario = plan_.scenario;
        if (auto address = ServerAddress::parse(scenario.url); !address) {
            return prefixed("--url", address.error());
        }
        scenario.server.mode = OffloadMode::none;
        scenario.run.model = options_.alias.value_or("");
        if (scenario.server.api_key.empty()) {
            scenario.server.api_key = variable(surroundings_.environment, "MOEBENCH_API_KEY");
        }
        return {};
    }

    Result<void> fill_server() {
        auto& scenario = plan_.scenario;
        auto& server = scenario.server;
        auto binary = server_binary(options_, surroundings_);
        if (!binary) return binary.error();
        server.binary = std::move(*binary);
        server.mode = options_.mode.value_or(OffloadMode::cpu_moe);
        server.alias = options_.alias.value_or("bench-" + suite_label(scenario.suite) + "-" +
                                               std::string(to_string(server.mode)));
        if (server.alias.find(',') != std::string::npos) {
            return invalid("--alias: '" + server.alias + "' is a list; give one name");
        }
        scenario.run.model = server.alias;
        server.environment = server_environment(surroundings_.environment, options_.clean_env,
                                                surroundings_.empty_folder, options_.environment);
        fill_api_key(server);
        fill_ctx_size();
        // without a probe every flag counts as known: what is wrong now is wrong for every server
        if (auto command = server_command(server, ServerProbe()); !command) return command.error();
        return {};
    }

    /// moebench must also send a key that the server gets from its environment.
    void fill_api_key(ServerConfig& server) const {
        if (server.api_key.empty()) {
            server.api_key = variable(surroundings_.environment, "MOEBENCH_API_KEY");
        }
        if (server.api_key.empty()) server.api_key = variable(server.environment, "LLAMA_API_KEY");
    }

    void fill_ctx_size() {
        auto& server = plan_.scenario.server;
        const auto& run = plan_.scenario.run;
        const auto wanted = wanted_ctx_size(plan_.scenario.suite, run.max_tokens);
        const auto standard = server.profile == Profile::seed ? smallest_ctx_size : wanted;
        server.ctx_size = options_.ctx_size.value_or(standard);
        server.ctx_size_is_default = !options_.ctx_size;
        if (!options_.ctx_size && server.ctx_size != smallest_ctx_size) {
            plan_.notes.push_back("context: " + std::to_string(server.ctx_size) +
                                  " tokens, enough for the suite (--ctx-size)");
        }
        const auto prompt = largest_prompt(plan_.scenario.suite, run.max_tokens).value_or(0);
        if (server.ctx_size != 0 && prompt >= server.ctx_size) {
            plan_.warnings.push_back("the suite's largest prompt has about " +
                                     std::to_string(prompt) + " tokens, but the context has only " +
                                     std::to_string(server.ctx_size) +
                                     ": the server will refuse it; raise --ctx-size");
        }
    }

    Result<void> name_outputs() {
        namespace fs = std::filesystem;
        auto& outputs = plan_.outputs;
        outputs.named_by_us =
            options_.out.empty() && options_.samples.empty() && options_.log.empty();
        const std::string label = suite_label(plan_.scenario.suite);
        outputs.result = !options_.out.empty()
                             ? options_.out
                             : "moebench-" + label + "-" + surroundings_.utc_time + ".json";
        const auto beside = [&](const std::string& given, const char* extension) {
            if (!given.empty()) return given;
            return fs::path(outputs.result).replace_extension(extension).string();
        };
        outputs.samples = beside(options_.samples, ".jsonl");
        if (!attaches()) outputs.log = beside(options_.log, ".log");
        plan_.scenario.log_file = outputs.log;
        return check_distinct();
    }

    /// No output file may overwrite another one or an input file.
    Result<void> check_distinct() const {
        const auto& outputs = plan_.outputs;
        const auto& scenario = plan_.scenario;
        const std::pair<std::string, std::string> files[] = {
            {"--out", outputs.result},
            {"--samples", outputs.samples},
            {"--log", outputs.log},
            {"--suite-file", scenario.suite.file},
            {"--text", scenario.suite.text_file},
            {"--model", scenario.server.model},
            {"--server-bin", scenario.server.binary}};
        constexpr std::size_t output_count = 3;
        for (std::size_t i = 0; i < output_count; ++i) {
            for (std::size_t j = i + 1; j < std::size(files); ++j) {
                if (same_file(files[i].second, files[j].second)) {
                    return clash(files[i].first, files[j].first);
                }
            }
        }
        return {};
    }

    static bool same_file(const std::string& one, const std::string& other) {
        namespace fs = std::filesystem;
        if (one.empty() || other.empty() || one.starts_with("/dev/")) return false;
        std::error_code missing;
        if (fs::equivalent(one, other, missing)) return true;
        return fs::absolute(one, missing).lexically_normal() ==
               fs::absolute(other, missing).lexically_normal();
    }

    static Failure clash(const std::string& one, const std::string& other) {
        return invalid(one + " and " + other + " name the same file");
    }

    /// Finds an error of every request before the server is started.
    Result<void> check_request() const {
        ChatRequest request = ChatRequest::from_user("");
        request.extra_body = plan_.scenario.run.extra_body;
        if (auto body = encode_chat_request(request); !body) {
            return prefixed("--extra-body", body.error());
        }
        return {};
    }

    const CliOptions& options_;
    const Surroundings& surroundings_;
    RunPlan plan_;
};

} // namespace

std::int64_t wanted_ctx_size(const SuiteSpec& suite, std::int64_t max_tokens) {
    const std::int64_t wanted = largest_prompt(suite, max_tokens).value_or(0) + max_tokens + 512;
    return std::max(smallest_ctx_size, (wanted + 255) / 256 * 256);
}

Result<RunPlan> to_scenario(const CliOptions& options, const Surroundings& surroundings) {
    return Planner(options, surroundings).plan();
}

} // namespace moebench::cli
