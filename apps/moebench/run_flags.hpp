// SPDX-License-Identifier: MIT
#pragma once

#include "cli_options.hpp"
#include "flag_table.hpp"

#include <moebench/suites/builtin_suite.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace moebench::cli {

inline constexpr WholeRange from_0 = {0, std::numeric_limits<std::int32_t>::max()};
inline constexpr WholeRange from_1 = {1, std::numeric_limits<std::int32_t>::max()};
inline constexpr WholeRange ports = {0, std::numeric_limits<std::uint16_t>::max()};
inline constexpr WholeRange seeds = {0, std::numeric_limits<std::uint32_t>::max()};

/// Which command has the flags of a run: `compare` measures what it boots itself, by count, and
/// has files of its own.
enum class RunFlagsOf { run, compare };

/// The flags of a run, and which of them exclude each other.
class RunFlags {
public:
    explicit RunFlags(FlagTable& table, RunFlagsOf command = RunFlagsOf::run)
        : table_(table), compares_(command == RunFlagsOf::compare) {
        if (compares_) {
            options_.scenario.server.profile = Profile::measure;
            options_.scenario.suite.fixed_replies = true;
            options_.scenario.run.repetitions = 3;
        }
        add_model();
        add_server();
        add_placement();
        add_suite();
        add_work();
    }

    /// The files of a single run, and what is shown of it.
    void add_output() {
        table_.group("Output");
        table_.text("--out", "FILE", options_.out,
                    "Result. Default: moebench-SUITE-UTCTIME.json, here.");
        table_.text("--samples", "FILE", options_.samples,
                    "A line per request, written as it ends. Default: as --out, .jsonl.");
        started_only_.push_back(table_.text("--log", "FILE", options_.log,
                                            "The server's output. Default: as --out, .log."));
        table_.toggle("--save-content", options_.scenario.run.save_content,
                      "Keep the text of each reply in the samples.");
        add_progress(table_, options_.progress, options_.quiet);
        table_.toggle("--dry-run", options_.dry_run,
                      "Print command, environment, plan and time; start nothing.");
    }

    /// After the words were parsed. Errors: Errc::invalid_option, naming the flags.
    Result<CliOptions> options(std::vector<std::string> after) {
        options_.scenario.server.extra_args = std::move(after);
        if (auto checked = check_together(); !checked) return checked.error();
        return options_;
    }

    /// For flags that another command adds.
    CliOptions& typed() noexcept { return options_; }

private:
    using Options = std::vector<CLI::Option*>;

    void add_model() {
        auto& server = options_.scenario.server;
        table_.group(compares_ ? "Model (exactly one of --repo and --model)"
                               : "Model (exactly one of --repo, --model, --url)");
        sources_ = {table_.text("--repo", "USER/REPO[:QUANT]", server.repo,
                                "Hugging Face repository; the server downloads what its cache "
                                "lacks."),
                    table_.text("-m,--model", "FILE", server.model, "GGUF file.")};
        if (!compares_) {
            sources_.push_back(table_.text("--url", "URL", options_.scenario.url,
                                           "Measure the server that runs at http://HOST:PORT or "
                                           "unix:///PATH.sock; nothing is started or stopped."));
        }
        started_only_.push_back(table_.toggle("--offline", server.offline,
                                              "The server's model cache only, no download."));
        table_.text("--alias", "NAME", options_.alias,
                    "Name sent as the model. Default: bench-SUITE-MODE; with --url, none.");
        table_.text("--api-key", "KEY", server.api_key,
                    "Key for a server that wants one; never printed. Default: MOEBENCH_API_KEY.");
    }

    void add_server() {
        auto& server = options_.scenario.server;
        table_.group(compares_ ? "Server (of every arm)"
                               : "Server (all but --ready-timeout-s: not with --url)");
        const Options flags = {
            table_.text("--server-bin", "FILE", options_.server_bin,
                        "llama-server. Default: LLAMA_SERVER_BIN_PATH, then llama-server on PATH."),
            table_.whole("--port", ports, server.port,
                         "Port to listen on. Default: 0, a free one."),
            table_.whole("--ctx-size", from_0, options_.ctx_size,
                         "Context in tokens; 0: the model's. Default: 4096, or what the suite's "
                         "largest prompt needs."),
            table_.choice<Profile>("--profile",
                                   {{"seed", Profile::seed},
                                    {"plain", Profile::plain},
                                    {"measure", Profile::measure},
                                    {"bare", Profile::bare}},
                                   server.profile,
                                   "Which flags the server gets. seed: the original script's, "
                                   "unstreamed. plain: the same, and a log that tells placement. "
                                   "measure: plain, and what makes boots comparable. bare: model, "
                                   "address, context and alias. Default: " +
                                       std::string(to_string(server.profile)) + "."),
            table_.value("--env", "KEY=VALUE", "Set a variable of the server's. Repeatable.",
                         [this](const std::string& word) { return add_variable(word); }),
            table_.toggle("--clean-env", options_.clean_env,
                          "Keep inherited LLAMA_*, GGML_* and AIP_* variables, and the user's "
                          "llama.cpp config.ini, from the server.")};
        started_only_.insert(started_only_.end(), flags.begin(), flags.end());
        table_.seconds("--ready-timeout-s", ZeroSeconds::refused, options_.scenario.ready_timeout,
                       "Time for loading, in seconds. Default: 1200.");
    }

    void add_placement() {
        auto& server = options_.scenario.server;
        table_.group(compares_ ? "Where the experts go" : "Where the experts go (not with --url)");
        const Options flags = {
            table_.choice<OffloadMode>("--mode",
                                       {{"cpu-moe", OffloadMode::cpu_moe},
                                        {"fit-auto", OffloadMode::fit_auto},
                                        {"none", OffloadMode::none}},
                                       options_.mode,
                                       "cpu-moe: all experts in host memory. fit-auto: what the "
                                       "server's --fit decides. none: no placement flag of ours. "
                                       "Any placement flag below or after -- takes its place. "
                                       "Default: cpu-moe."),
            table_.whole("--n-cpu-moe", from_0, server.n_cpu_moe,
                         "Experts of the first N layers in host memory."),
            table_.value("--override-tensor", "PATTERN=BUFT",
                         "Buffer type of the tensors that match. Repeatable.",
                         [&server](const std::string& word) -> Result<void> {
                             if (word.find('=') == std::string::npos) {
                                 return invalid("'" + word + "' is not PATTERN=BUFT");
                             }
                             server.override_tensors.push_back(word);
                             return {};
                         }),
            table_.choice<std::string>("--load-mode",
                                       {{"none", "none"},
                                        {"mmap", "mmap"},
                                        {"mlock", "mlock"},
                                        {"mmap+mlock", "mmap+mlock"},
                                        {"dio", "dio"},
                                        {"auto", "auto"}},
                                       server.load_mode,
                                       "How weights are read, spelt as the server at hand wants "
                                       "it."),
            table_.toggle("--no-op-offload", server.no_op_offload,
                          "Expert mathematics on the CPU, also in prefill.")};
        started_only_.insert(started_only_.end(), flags.begin(), flags.end());
    }

    void add_suite() {
        auto& suite = options_.scenario.suite;
        table_.group("Suite");
        std::vector<std::pair<std::string, BuiltinSuite>> suites;
        for (const auto& each : builtin_suites) suites.emplace_back(each.name, each.suite);
        suite_ = table_.choice(
            "--suite", std::move(suites), suite.builtin,
            "bench: rows as llama-bench has them. base: one short "
            "prompt. multi: four short prompts. long: one long "
            "prompt. medium-turns: a growing chat. Default: bench; multi with --profile seed.");
        suite_file_ = table_.text("--suite-file", "FILE", suite.file,
                                  "Own prompts: JSON or JSON lines of {\"prompt\": ...} or "
                                  "{\"messages\": [...]}, with max_tokens and name if wanted.");
        table_.list("--pp", from_1, suite.pp,
                    "Prompt sizes of bench, in tokens: 512,4096 or 512-4096*2. Default: 512,4096.");
        table_.list("--tg", from_1, suite.tg, "Reply lengths of bench, in tokens. Default: 128.");
        table_.list("--depth", from_0, suite.depth,
                    "Sizes of the chat before prompt and reply of bench, in tokens. Default: "
                    "0,16384.");
        table_.text("--text", "FILE", suite.text_file,
                    "Text that the prompts of bench are cut from. Default: our own.");
        table_.whole("--long-prompt-tokens", from_1, suite.long_prompt_tokens,
                     "Size of the prompt of long, in tokens. Default: 8192.");
        table_.whole("--medium-turn-tokens", from_1, suite.medium_turn_tokens,
                     "Size of a turn of medium-turns, in tokens. Default: 5000.");
        table_.whole("--medium-target-tokens", from_0, suite.medium_target_tokens,
                     "medium-turns ends with the prompt that has so many. Default: 60000.");
        table_.whole("--medium-max-turns", from_1, suite.medium_max_turns,
                     "medium-turns ends after so many turns. Default: 20.");
        table_.choice<bool>(
            "--replies", {{"live", false}, {"fixed", true}}, suite.fixed_replies,
            std::string("Assistant turns of medium-turns: the server's own, or canned text that "
                        "is the same for every build. Default: ") +
                (compares_ ? "fixed." : "live."));
    }

    void add_work() {
        auto& run = options_.scenario.run;
        table_.group("Work");
        if (!compares_) {
            duration_ = table_.seconds("--duration-s", ZeroSeconds::accepted, run.duration,
                                       "Measure until so many seconds have passed and each prompt "
                                       "was sent once. Default: 60.");
        }
        repetitions_ = table_.whole("-r,--repetitions", from_1, run.repetitions,
                                    compares_ ? "Passes over the suite in each boot. Default: 3."
                                              : "Measure N passes over the suite, however long "
                                                "they take.");
        table_.seconds("--warmup-s", ZeroSeconds::accepted, options_.warmup,
                       "Warm-up in seconds; medium-turns has none. Default: 10.");
        table_.whole("--warmup-tokens", from_0, run.warmup_tokens,
                     "Longest reply of the warm-up, in tokens. Default: 32.");
        table_.whole("--max-tokens", from_0, run.max_tokens,
                     "Longest reply, in tokens. Default: 192.");
        table_.toggle("--cache-prompt", run.cache_prompt,
                      "Let the server reuse a prompt's prefix. medium-turns always does.");
        table_.whole("--seed", seeds, run.seed, "Sampling seed. Default: none is sent.");
        table_.toggle("--ignore-eos", run.ignore_eos, "Replies run to their longest.");
        table_.text("--extra-body", "JSON", run.extra_body, "Object merged into each request.");
        table_.toggle("--stream", stream_,
                      "Stream replies: TTFT and inter-token latency. Default.");
        table_.toggle("--no-stream", no_stream_, "Plain replies, as profile seed asks for them.");
        table_.seconds("--request-timeout-s", ZeroSeconds::accepted, run.request_timeout,
                       "Time for one request, in seconds; 0: no limit. Default: 600.");
        table_.whole("--max-failures", from_0, run.max_failures,
                     "Failed requests to bear; one more ends the run. Default: 0.");
    }

    Result<void> add_variable(const std::string& word);
    Result<void> check_together();
    Result<void> check_attached() const;

    static std::string flag(const CLI::Option* option) {
        return "--" + option->get_lnames().front();
    }

public:
    static void add_progress(FlagTable& table, ProgressMode& progress, bool& quiet) {
        table.choice<ProgressMode>(
            "--progress",
            {{"auto", ProgressMode::automatic},
             {"always", ProgressMode::always},
             {"never", ProgressMode::never}},
            progress,
            "Bar and closing table. auto: on a terminal; elsewhere a line now "
            "and then. Default: auto.");
        table.toggle("--quiet", quiet, "Only errors on stderr.");
    }

private:
    FlagTable& table_;
    bool compares_;
    CliOptions options_;
    bool stream_ = false, no_stream_ = false;
    Options sources_, started_only_;
    CLI::Option* suite_ = nullptr;
    CLI::Option* suite_file_ = nullptr;
    CLI::Option* duration_ = nullptr;
    CLI::Option* repetitions_ = nullptr;
};

} // namespace moebench::cli
