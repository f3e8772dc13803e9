// SPDX-License-Identifier: MIT
#include "compare_bench.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace moebench::test {

namespace json = boost::json;

constexpr const char* run_llama_sim = "exec " MOEBENCH_TEST_LLAMA_SIM " \"$@\"";

const Words short_replies =
    split("--suite multi --max-tokens 32 -r 1 --answer-positions 64 --answer-text-tokens 256");
const Words one_block = {"--boots", "1"};
const Words rates_only = {"--metrics", "prefill_tokens_per_s,decode_tokens_per_s"};
const Words timed_bench =
    rates_only + split("--suite bench --pp 2048 --tg 16 -r 1 --depth 0 --answer-positions 0");

CompareBench::CompareBench() {
    write_file(folder_ / "sim.gguf", "GGUF of a simulation");
    write_script(server(), run_llama_sim);
}

ProgramOptions CompareBench::options(const Words& words, const Words& variables) const {
    ProgramOptions options;
    options.working_folder = folder_.path();
    options.variables =
        Words{"LLAMA_SIM_SPEED=1000", "LLAMA_SIM_NOISE=0", "TMPDIR=" + folder_.path()} + variables;
    options.words =
        Words{"compare", "--server-bin", server(), "--model", "sim.gguf", "--out", "r.json"} +
        words;
    return options;
}

Ending CompareBench::compare(const Words& words, const Words& variables) const {
    const bool resumes = std::find(words.begin(), words.end(), "--resume") != words.end();
    if (!resumes) std::filesystem::remove(folder_ / "r.jsonl");
    return run_program(MOEBENCH_TEST_PROGRAM, options(words, variables));
}

Ending CompareBench::compare(int code, const Words& words, const Words& variables) const {
    return checked(code, compare(words, variables));
}

Ending CompareBench::run(int code, const Words& words) const { return checked(code, run(words)); }

Ending CompareBench::run(const Words& words) const {
    ProgramOptions all = options({});
    all.words = words;
    return run_program(MOEBENCH_TEST_PROGRAM, all);
}

std::string CompareBench::other_build(const std::string& shell) const {
    std::string path = folder_ / "other-build";
    write_script(path, shell + "\n" + run_llama_sim);
    return path;
}

json::value CompareBench::result(const std::string& name) const { return json::parse(text(name)); }

std::vector<json::value> CompareBench::journal(const std::string& name) const {
    std::vector<json::value> lines;
    std::istringstream all(text(name));
    for (std::string line; std::getline(all, line);) {
        if (!all.eof()) lines.push_back(json::parse(line));
    }
    return lines;
}

std::string text(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

bool holds(const std::string& text, const std::string& needle) {
    return text.find(needle) != std::string::npos;
}

Words order_of(const json::value& result) {
    Words lines;
    for (const auto& boot : result.at("boots").as_array()) {
        if (text(boot.at("purpose")) != "measured") continue;
        const auto block = "round " + std::to_string(boot.at("block").as_int64() + 1) + ": ";
        const bool first = boot.at("place").as_int64() == 0;
        if (first) lines.push_back(block + text(boot.at("arm")));
        if (!first) lines.back() += ", " + text(boot.at("arm"));
    }
    return lines;
}

Words order_in_plan(const std::string& plan) {
    Words lines;
    std::istringstream all(plan);
    for (std::string line; std::getline(all, line);) {
        if (!line.starts_with("round ")) continue;
        const auto number_end = line.find(' ', 6);
        const auto names = line.find_first_not_of(' ', number_end);
        lines.push_back(line.substr(0, number_end) + ": " + line.substr(names));
    }
    return lines;
}

Words fault_in_candidate(const std::string& fault) {
    return {"--candidate-env", "LLAMA_SIM_FAULT=" + fault};
}

const json::value& element(const json::value& array, const std::string& key,
                           const std::string& value) {
    for (const auto& element : array.as_array()) {
        if (text(element.at(key)) == value) return element;
    }
    throw std::runtime_error("no " + key + " is " + value + " in " + json::serialize(array));
}

} // namespace moebench::test
