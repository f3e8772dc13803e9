// SPDX-License-Identifier: MIT
#include "run_flags.hpp"

#include <moebench/suites/builtin_suite.hpp>

#include <algorithm>

namespace moebench::cli {

Result<void> add_variable(std::vector<std::string>& environment, const std::string& word) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) return invalid("expected KEY=VALUE");
    environment.push_back(word);
    return {};
}

RunFlags::RunFlags(FlagTable& table, RunFlagsOf command)
    : table_(table), compares_(command == RunFlagsOf::compare) {
    if (compares_) {
        options_.scenario.server.profile = Profile::measure;
        options_.scenario.suite.fixed_replies = true;
        options_.scenario.run.repetitions = 1;
    }
    add_model();
    add_server();
    add_placement();
    add_suite();
    add_work();
}

void RunFlags::add_gates() {
    table_.group("Exit code");
    table_.value("--fail-if", "EXPR",
                 "Exit with 3 if this is true, or if the run does not have the figure: prefill, "
                 "decode, TTFT, latency, or a row, or ROW.METRIC; then, if wanted, .mean, .p50, "
                 ".p90, .p95 or .p99; then <, <=, > or >=; then a number in tok/s or s, or a "
                 "percentage of --against. Examples: 'decode<30', 'ttft.p95>2s', 'tg128<95%'. "
                 "Repeatable.",
                 [this](const std::string& word) -> Result<void> {
                     auto gate = parse_run_gate(word);
                     if (!gate) return gate.error();
                     options_.gates.push_back(std::move(*gate));
                     return {};
                 });
    table_.text("--against", "FILE", options_.against,
                "Earlier result of a run with the same work and model, for percentages in "
                "--fail-if.");
}

void RunFlags::add_output() {
    table_.group("Output");
    table_.text("--out", "FILE", options_.out,
                "Result, JSON. Default: moebench-SUITE-UTCTIME.json in the working folder.");
    table_.text("--samples", "FILE", options_.samples,
                "One line of JSON per request, written before the next request. Default: like "
                "--out, with .jsonl.");
    started_only_.push_back(table_.text("--log", "FILE", options_.log,
                                        "Output of the server. Default: like --out, with .log."));
    table_.toggle("--save-content", options_.scenario.run.save_content,
                  "Save the text of each reply in the samples.");
    add_progress(table_, options_.progress, options_.quiet);
    table_.toggle("--dry-run", options_.dry_run,
                  "Print the command, environment, plan and time; do not start the server.");
}

void RunFlags::add_model() {
    auto& server = options_.scenario.server;
    table_.group(compares_ ? "Model (exactly one of --repo and --model)"
                           : "Model (exactly one of --repo, --model and --url)");
    sources_ = {table_.text("--repo", "USER/REPO[:QUANT]", server.repo,
                            "Hugging Face repository. The server downloads what its cache "
                            "does not have."),
                table_.text("-m,--model", "FILE", server.model, "GGUF file.")};
    if (!compares_) {
        sources_.push_back(table_.text("--url", "URL", options_.scenario.url,
                                       "Measure a server that is already running, at "
                                       "http://HOST:PORT or unix:///PATH.sock. It is neither "
                                       "started nor stopped."));
    }
    started_only_.push_back(
        table_.toggle("--offline", server.offline,
                      "Let the server use only its model cache and download nothing."));
    table_.text("--alias", "NAME", options_.alias,
                compares_ ? "Model name in the requests. Default: bench-SUITE-MODE."
                          : "Model name in the requests. Default: bench-SUITE-MODE; with --url, "
                            "none.");
    table_.text("--api-key", "KEY", server.api_key,
                "Key for a server that requires one; never printed. Default: the variable "
                "MOEBENCH_API_KEY.");
}

void RunFlags::add_server() {
    auto& server = options_.scenario.server;
    table_.group(compares_ ? "Server (the same for every arm)"
                           : "Server (not with --url, except --ready-timeout-s)");
    const Options flags = {
        table_.text("--server-bin", "FILE", options_.server_bin,
                    "llama-server. Default: the variable LLAMA_SERVER_BIN_PATH, else "
                    "llama-server on PATH."),
        table_.whole("--port", ports, server.port,
                     "Port to listen on; 0: any free port. Default: 0."),
        table_.whole("--ctx-size", from_0, options_.ctx_size,
                     "Context in tokens; 0: the model's. Default: 4096, or more if the "
                     "suite's largest prompt needs it."),
        table_.choice<Profile>(
            "--profile",
            {{"seed", Profile::seed},
             {"plain", Profile::plain},
             {"measure", Profile::measure},
             {"bare", Profile::bare}},
            server.profile,
            "Flags that the server gets. seed: those of the original script; replies are not "
            "streamed. plain: the same, plus a log that shows where the weights are. measure: "
            "plain, plus flags that make boots comparable. bare: only model, address, context "
            "and alias, for forks and old servers. Default: " +
                std::string(to_string(server.profile)) + "."),
        table_.value(
            "--env", "KEY=VALUE", "Set a variable for the server. Repeatable.",
            [this](const std::string& word) { return add_variable(options_.environment, word); }),
        table_.toggle("--clean-env", options_.clean_env,
                      "Hide inherited LLAMA_*, GGML_* and AIP_* variables and the user's llama.cpp "
                      "config.ini from the server.")};
    started_only_.insert(started_only_.end(), flags.begin(), flags.end());
    table_.seconds("--ready-timeout-s", ZeroSeconds::refused, options_.scenario.ready_timeout,
                   "Limit for loading the model, in seconds. Default: 1200.");
}

void RunFlags::add_placement() {
    auto& server = options_.scenario.server;
    table_.group(compares_ ? "Expert placement" : "Expert placement (not with --url)");
    const Options flags = {
        table_.choice<OffloadMode>("--mode",
                                   {{"cpu-moe", OffloadMode::cpu_moe},
                                    {"fit-auto", OffloadMode::fit_auto},
                                    {"none", OffloadMode::none}},
                                   options_.mode,
                                   "cpu-moe: all experts in host memory. fit-auto: the "
                                   "server's --fit decides. none: no placement flag. Any "
                                   "placement flag below or after -- replaces the mode. "
                                   "Default: cpu-moe."),
        table_.whole("--n-cpu-moe", from_0, server.n_cpu_moe,
                     "Keep the experts of the first N layers in host memory."),
        table_.value("--override-tensor", "PATTERN=BUFT",
                     "Buffer type for tensors that match the pattern. Repeatable.",
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
                                   "How the server reads the weights; translated to its own "
                                   "spelling."),
        table_.toggle("--no-op-offload", server.no_op_offload,
                      "Compute experts in host memory on the CPU, also during prefill.")};
    started_only_.insert(started_only_.end(), flags.begin(), flags.end());
}

void RunFlags::add_suite() {
    auto& suite = options_.scenario.suite;
    table_.group("Suite");
    std::vector<std::pair<std::string, BuiltinSuite>> suites;
    for (const auto& each : builtin_suites) suites.emplace_back(each.name, each.suite);
    suite_ = table_.choice(
        "--suite", std::move(suites), suite.builtin,
        "bench: the rows of llama-bench. base: one short prompt. multi: four short prompts. "
        "long: one long prompt. medium-turns: a chat that grows. Default: bench; with "
        "--profile seed, multi.");
    table_
        .text("--suite-file", "FILE", suite.file,
              "Your own prompts: JSON or JSON lines of {\"prompt\": ...} or {\"messages\": "
              "[...]}, optionally with max_tokens and name.")
        ->excludes(suite_);
    table_.list("--pp", from_1, suite.pp,
                "bench: prompt sizes in tokens, such as 512,4096 or 512-4096*2. Default: "
                "512,4096.");
    table_.list("--tg", from_1, suite.tg, "bench: reply lengths in tokens. Default: 128.");
    table_.list("--depth", from_0, suite.depth,
                "bench: sizes in tokens of the chat before the prompt. Default: 0,16384.");
    table_.text("--text", "FILE", suite.text_file,
                "bench: text from which the prompts are cut. Default: a built-in text.");
    table_.whole("--long-prompt-tokens", from_1, suite.long_prompt_tokens,
                 "long: prompt size in tokens. Default: 8192.");
    table_.whole("--medium-turn-tokens", from_1, suite.medium_turn_tokens,
                 "medium-turns: size of a turn in tokens. Default: 5000.");
    table_.whole("--medium-target-tokens", from_0, suite.medium_target_tokens,
                 "medium-turns: stop after the first prompt of this size. Default: 60000.");
    table_.whole("--medium-max-turns", from_1, suite.medium_max_turns,
                 "medium-turns: stop after this many turns. Default: 20.");
    table_.choice<bool>(
        "--replies", {{"live", false}, {"fixed", true}}, suite.fixed_replies,
        std::string("medium-turns: the chat continues with the server's own replies (live), or "
                    "with a built-in text that is the same for every build (fixed). Default: ") +
            (compares_ ? "fixed." : "live."));
}

void RunFlags::add_work() {
    auto& run = options_.scenario.run;
    table_.group("Measurement");
    auto* repetitions =
        table_.whole("-r,--repetitions", from_1, run.repetitions,
                     compares_ ? "Passes over the suite in each boot. Default: 1."
                               : "Measure N passes over the suite, however long they take.");
    if (!compares_) {
        table_
            .seconds("--duration-s", ZeroSeconds::accepted, run.duration,
                     "Measure for this many seconds, and longer if not every prompt was sent "
                     "once. Default: 60.")
            ->excludes(repetitions);
    }
    table_.seconds("--warmup-s", ZeroSeconds::accepted, options_.warmup,
                   compares_
                       ? "Warm-up in seconds. Default: a request of each row, or four requests."
                       : "Warm-up in seconds; medium-turns has none. Default: 10; with "
                         "--profile measure, a request of each row, or four requests.");
    table_.whole("--warmup-tokens", from_0, run.warmup_tokens,
                 "Longest reply during warm-up, in tokens. Default: 32.");
    table_.whole("--max-tokens", from_0, run.max_tokens,
                 "Longest reply, in tokens; bench has --tg instead. Default: 192.");
    table_.toggle("--cache-prompt", run.cache_prompt,
                  "Let the server reuse the beginning of an earlier prompt. medium-turns "
                  "always does.");
    table_.whole("--seed", seeds, run.seed, "Sampling seed. Default: none is sent.");
    table_.toggle("--ignore-eos", run.ignore_eos,
                  "Ignore the end token: every reply has its longest length.");
    table_.text("--extra-body", "JSON", run.extra_body, "Object to merge into each request.");
    auto* stream = table_.toggle("--stream", stream_,
                                 "Stream replies, to measure TTFT and inter-token latency. "
                                 "Default.");
    table_
        .toggle("--no-stream", no_stream_, "Do not stream replies; the default of --profile seed.")
        ->excludes(stream);
    table_.seconds("--request-timeout-s", ZeroSeconds::accepted, run.request_timeout,
                   "Limit for one request, in seconds; 0: none. Default: 600.");
    table_.whole("--max-failures", from_0, run.max_failures,
                 "Number of failed requests to tolerate. One more ends the run. Default: 0.");
}

void RunFlags::add_progress(FlagTable& table, ProgressMode& progress, bool& quiet) {
    table.choice<ProgressMode>(
        "--progress",
        {{"auto", ProgressMode::automatic},
         {"always", ProgressMode::always},
         {"never", ProgressMode::never}},
        progress,
        "Progress bar and closing table. auto: on a terminal; elsewhere, a line from time to "
        "time. Default: auto.");
    table.toggle("--quiet", quiet, "Print only errors to stderr.");
}

Result<CliOptions> RunFlags::options(std::span<const std::string> after) {
    options_.scenario.server.extra_args.assign(after.begin(), after.end());
    if (auto checked = check_together(); !checked) return checked.error();
    return options_;
}

Result<void> RunFlags::check_together() {
    const auto given = std::count_if(sources_.begin(), sources_.end(),
                                     [](const auto* source) { return source->count() > 0; });
    if (given != 1) {
        return invalid(compares_ ? "give exactly one of --repo USER/REPO and --model FILE"
                                 : "give exactly one of --repo USER/REPO, --model FILE and "
                                   "--url URL");
    }
    auto& scenario = options_.scenario;
    const bool seed = scenario.server.profile == Profile::seed;
    if (seed && suite_->count() == 0)
        scenario.suite.builtin = BuiltinSuite::multi; // the script has no bench
    const bool relative = std::ranges::any_of(
        options_.gates, [](const RunGate& gate) { return gate.unit == RunGate::Unit::percent; });
    if (!options_.against.empty() && !relative) {
        return invalid("--against is for percentages: give --fail-if with one, such as "
                       "--fail-if 'decode<95%'");
    }
    if (stream_ || no_stream_) options_.stream = stream_;
    return options_.scenario.url.empty() ? Result<void>() : check_attached();
}

Result<void> RunFlags::check_attached() const {
    for (const auto* option : started_only_) {
        if (option->count() == 0) continue;
        return invalid(option->get_name() +
                       " is for a server that moebench starts, but --url names a "
                       "running one");
    }
    if (!options_.scenario.server.extra_args.empty()) {
        return invalid("flags after -- are for a server that moebench starts, but --url names a "
                       "running one");
    }
    return {};
}

} // namespace moebench::cli
