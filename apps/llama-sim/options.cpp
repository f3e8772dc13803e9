// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace llama_sim {

namespace {

constexpr const char* usage_hint = "\n\nto show complete usage, run with -h";

std::vector<std::string> spellings_of(const Flag& flag) {
    std::vector<std::string> words;
    std::istringstream text(flag.spellings);
    for (std::string word; text >> word;) {
        if (word.ends_with(',')) word.pop_back();
        words.push_back(word);
    }
    return words;
}

const Flag* find_flag(const std::string& spelling) {
    for (const auto& flag : flags()) {
        const auto words = spellings_of(flag);
        if (std::find(words.begin(), words.end(), spelling) != words.end()) return &flag;
    }
    return nullptr;
}

void apply(Options& options, const Flag& flag, const std::string& value, const std::string& what) {
    if (!flag.set) return;
    try {
        flag.set(options, value);
    } catch (const std::exception& error) { // the message of stoi and stod is only their name
        throw BadOption("error while handling " + what + ": " + error.what() + usage_hint);
    }
}

std::optional<std::string> variable(const std::string& name) {
    if (name.empty()) return std::nullopt;
    const char* value = std::getenv(name.c_str());
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

void apply_environment(Options& options) {
    for (const auto& flag : flags()) {
        const std::string what = "environment variable \"" + flag.environment + "\"";
        if (const auto value = variable(flag.environment)) {
            apply(options, flag, *value, what);
        }
        if (flag.takes != Takes::on_off_spelling || flag.environment.empty()) continue;
        std::string negative = flag.environment;
        negative.insert(std::string("LLAMA_ARG_").size(), "NO_");
        if (variable(negative)) apply(options, flag, "off", what); // any value, even an empty one
    }
}

void check(const Options& options) {
    const auto refuse = [](const std::string& text) { throw BadOption("error: " + text); };
    if (options.n_parallel == 0) refuse("n_parallel must be at least 1");
    if (options.n_ubatch <= 0 || options.n_batch <= 0) refuse("batch sizes must be above 0");
    if (options.n_ctx < 0) refuse("n_ctx must not be negative");
    if (!(options.speed > 0)) refuse("--sim-speed must be above 0");
    if (!(options.faster > 0)) refuse("--sim-faster must be above 0");
    if (!(options.boot_drift > -1)) refuse("--sim-boot-drift must be above -1");
    if (options.boot_drift != 0 && options.boot_counter.empty()) {
        refuse("--sim-boot-drift needs --sim-boot-counter");
    }
    if (options.resolved_ctx < 0) refuse("--sim-ctx must not be negative");
    if (options.port < 0 || options.port > 65535) refuse("--port must be 0 to 65535");
}

} // namespace

Options parse_options(const std::vector<std::string>& arguments, std::string& warnings) {
    Options options;
    apply_environment(options);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string spelling = arguments[i];
        if (spelling.starts_with("--")) std::replace(spelling.begin(), spelling.end(), '_', '-');
        const Flag* flag = find_flag(spelling);
        if (flag == nullptr) throw BadOption("error: invalid argument: " + arguments[i]);
        if (variable(flag->environment)) {
            warnings += "warn: " + flag->environment +
                        " environment variable is set, but will be overwritten by command line "
                        "argument " +
                        arguments[i] + "\n";
        }
        const std::string what = "argument \"" + arguments[i] + "\"";
        if (flag->takes != Takes::value) {
            apply(options, *flag, spelling.starts_with("--no-") ? "off" : "on", what);
            continue;
        }
        if (++i == arguments.size()) {
            throw BadOption("error while handling " + what + ": expected value for argument" +
                            usage_hint);
        }
        apply(options, *flag, arguments[i], what);
    }
    check(options);
    if (options.no_gpu && !options.ngl.empty()) {
        warnings += "warning: no usable GPU found, --gpu-layers option will be ignored\n"
                    "warning: one possible reason is that llama.cpp was compiled without GPU "
                    "support\n"
                    "warning: consult docs/build.md for compilation instructions\n";
    }
    return options;
}

std::string Options::model_alias() const {
    if (!alias.empty()) {
        std::vector<std::string> names;
        std::istringstream text(alias);
        for (std::string name; std::getline(text, name, ',');) names.push_back(name);
        return *std::min_element(names.begin(), names.end());
    }
    if (router()) return "llama-server";
    return model_path.empty() ? hf_repo : model_path.substr(model_path.rfind('/') + 1);
}

std::int64_t Options::slot_context() const {
    const std::int64_t asked = n_ctx == 0 ? model_context : (n_ctx + 255) / 256 * 256;
    const std::int64_t wanted = resolved_ctx > 0 ? resolved_ctx : asked;
    // with an automatic number, all slots share one context
    const std::int64_t each = n_parallel < 0 ? wanted : wanted / n_parallel;
    return std::min(each, model_context);
}

int Options::host_layers() const {
    if (no_gpu) return model_layers;
    if (resident_experts != "auto") return resident_experts == "on" ? 0 : model_layers;
    const bool by_pattern = override_tensor.find("exps") != std::string::npos &&
                            override_tensor.find("=CPU") != std::string::npos;
    if (cpu_moe || by_pattern) return model_layers;
    if (n_cpu_moe > 0) return std::min(n_cpu_moe, model_layers);
    return fit ? model_layers / 2 : 0; // the simulated GPU has room for half of the experts
}

CostModel Options::resolved_cost() const {
    CostModel resolved = cost;
    resolved.host_share = static_cast<double>(host_layers()) / model_layers;
    resolved.ubatch = std::min(n_ubatch, n_batch);
    resolved.op_offload = op_offload && !no_gpu;
    resolved.pace = faster;
    return resolved;
}

std::string help_text() {
    constexpr std::size_t column = 40;
    std::string text = "llama-sim: a simulated llama-server. It runs no model, and its replies are "
                       "made up.\n\n----- common params -----\n\n";
    for (const auto& flag : flags()) {
        if (flag.spellings == "--sim-prefill-rate") text += "\n----- simulation params -----\n\n";
        std::string head = flag.spellings;
        if (!flag.value_name.empty()) head += " " + flag.value_name;
        if (head.size() < column) {
            head.resize(column, ' ');
        } else {
            head += "\n" + std::string(column, ' ');
        }
        std::string help = flag.help;
        if (!flag.environment.empty()) help += "\n(env: " + flag.environment + ")";
        for (const char c : help) {
            head += c;
            if (c == '\n') head.append(column, ' ');
        }
        text += head + "\n";
    }
    return text;
}

} // namespace llama_sim
