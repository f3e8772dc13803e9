// SPDX-License-Identifier: MIT
#include "compare_flags.hpp"
#include "run_flags.hpp"

#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/stopping_rule.hpp>
#include <moebench/server/server_command.hpp>

#include <algorithm>

namespace moebench::cli {

namespace {

constexpr std::string_view baseline_name = "baseline";
constexpr std::string_view candidate_name = "candidate";

Result<void> parse_metrics(const std::string& word, CompareOptions& options) {
    options.metrics = CLI::detail::split(word, ',');
    for (const auto& metric : options.metrics) {
        const bool known = std::ranges::count(tested_metric_names, metric) > 0;
        if (!known) return invalid("no metric is called '" + metric + "'");
    }
    return {};
}

/// NAME=REST. The rest may be empty or a secret: the error does not repeat it.
Result<std::pair<std::string, std::string>> split_named(const std::string& word,
                                                        const char* shape) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
        return invalid(std::string("expected ") + shape);
    }
    return std::pair(word.substr(0, equals), word.substr(equals + 1));
}

/// Splits like a shell, with quotes.
std::vector<std::string> split_words(const std::string& text) {
    auto words = CLI::detail::split_up(text);
    for (auto& word : words) CLI::detail::remove_quotes(word);
    return words;
}

class CompareFlags {
public:
    CompareFlags() {
        add_arms();
        run_.emplace(table_, RunFlagsOf::compare);
        add_design();
        add_answers();
        add_gates();
        add_output();
        table_.group("Other");
        table_.toggle("-h,--help", help_, "Print this help.");
    }

    Result<CommandLine> parse(std::span<const std::string> words,
                              std::span<const std::string> after) {
        if (auto parsed = table_.parse(words); !parsed) return parsed.error();
        if (help_) return CommandLine(help_page("compare", table_.help()));
        if (resume_) return resumed(words, after);
        auto run = run_->options(after);
        if (!run) return run.error();
        options_.run = std::move(*run);
        if (auto named = name_arms(); !named) return named.error();
        auto rule = make_stopping_rule(options_.min_boots, options_.max_boots, options_.precision);
        if (!rule) return invalid("--" + rule.error().context); // "boots: ..."
        for (const auto& gate : options_.gates) {
            if (auto known = check_gate(gate, options_.run.scenario.suite); !known) {
                return prefixed("--fail-if", known.error());
            }
        }
        return CommandLine(std::move(options_));
    }

    Result<std::vector<TypedFlag>> split(std::span<const std::string> words) {
        return table_.split(words);
    }

private:
    Result<CommandLine> resumed(std::span<const std::string> words,
                                std::span<const std::string> after) {
        ResumeOptions options;
        options.out = run_->typed().out;
        if (options.out.empty()) {
            return invalid("--resume needs --out FILE, the result of the comparison to continue");
        }
        auto flags = table_.split(words);
        if (!flags) return flags.error();
        options.flags = std::move(*flags);
        std::erase_if(options.flags, [](const auto& flag) { return flag.name == "--resume"; });
        options.after.assign(after.begin(), after.end());
        return CommandLine(std::move(options));
    }

    void add_arms() {
        table_.group("Arms (the first is the baseline; they share the flags below and after --)");
        add_arm(std::string(baseline_name));
        add_arm(std::string(candidate_name));
        add_named("--arm", "NAME=FILE",
                  "One more arm and its llama-server; an empty FILE means the baseline's. "
                  "Repeatable.",
                  [](ArmOptions& arm, const std::string& file) -> Result<void> {
                      arm.server_bin = file;
                      return {};
                  });
        add_named("--arm-args", "NAME=ARGS", "Flags for the server of this arm only.", add_words);
        add_named("--arm-env", "NAME=KEY=VALUE", "A variable for the server of this arm only.",
                  [](ArmOptions& arm, const std::string& word) {
                      return add_variable(arm.environment, word);
                  });
        table_.toggle("--aa", options_.aa,
                      "Compare the baseline with itself, to see the noise of this machine.");
    }

    /// A flag whose value begins with the name of an arm.
    void add_named(const char* flag, const char* shape, const char* help,
                   Result<void> (*set)(ArmOptions& arm, const std::string& rest)) {
        table_.value(flag, shape, help, [this, shape, set](const std::string& word) {
            auto named = split_named(word, shape);
            return named ? set(arm(named->first), named->second) : named.error();
        });
    }

    /// The flags of the baseline or of the candidate.
    void add_arm(const std::string& name) {
        table_.value("--" + name, "FILE",
                     name == baseline_name ? "llama-server to compare with. Default: --server-bin."
                                           : "llama-server to judge. Default: the baseline's.",
                     [this, name](const std::string& word) -> Result<void> {
                         if (word.empty()) return invalid("must not be empty");
                         arm(name).server_bin = word;
                         return {};
                     });
        table_.value("--" + name + "-args", "ARGS",
                     "Flags for this server only, in quotes: \"-ub 2048 -t 8\".",
                     [this, name](const std::string& word) { return add_words(arm(name), word); });
        table_.value("--" + name + "-env", "KEY=VALUE",
                     "A variable for this server only. Repeatable.",
                     [this, name](const std::string& word) {
                         return add_variable(arm(name).environment, word);
                     });
    }

    static Result<void> add_words(ArmOptions& arm, const std::string& text) {
        const auto words = split_words(text);
        arm.args.insert(arm.args.end(), words.begin(), words.end());
        return {};
    }

    ArmOptions& arm(const std::string& name) {
        for (auto& known : options_.arms) {
            if (known.name == name) return known;
        }
        return options_.arms.emplace_back(ArmOptions{name, {}, {}, {}});
    }

    void add_design() {
        table_.group("Design");
        table_.value("--boots", "N|MIN..MAX",
                     "Number of boots per arm. A range stops when --precision is reached; MIN "
                     "is 8 or more. Default: 10.",
                     [this](const std::string& word) -> Result<void> {
                         const auto boots = parse_boots(word);
                         if (!boots) return boots.error();
                         options_.min_boots = boots->least;
                         options_.max_boots = boots->most;
                         return {};
                     });
        table_.percent("--precision", options_.precision,
                       "Half width that every interval must reach, such as 1%.");
        table_.timespan("--time-limit", options_.time_limit,
                        "Start no round that would end after this time: 90m, 7h, or seconds.");
        table_.whole("--order-seed", seeds, options_.order_seed,
                     "Seed for the order of boots. Default: a random one, saved in the result.");
        table_.seconds("--cooldown-s", ZeroSeconds::accepted, options_.cooldown,
                       "Pause between two boots, in seconds. Default: 0.");
        table_.text("--prepare", "CMD", options_.prepare,
                    "Shell command to run before each boot. If it fails, the comparison ends.");
        table_.value("--metrics", "LIST",
                     "Metrics that get a verdict: prefill_tokens_per_s, decode_tokens_per_s, "
                     "ttft_s, latency_s. Each one widens the intervals of the others. Default: the "
                     "first two.",
                     [this](const std::string& word) { return parse_metrics(word, options_); });
        table_.percent("--noise-threshold", options_.noise_threshold,
                       "Largest change that still counts as no difference. Default: 1%.");
        table_.toggle("--aa-first", options_.aa_first,
                      "First compare the baseline with itself, over the same number of rounds. If "
                      "it differs from itself, there is no verdict.");
        table_.toggle("--interleave", options_.interleave,
                      "Keep the servers of a round alive at once and let their requests take "
                      "turns, so that a drift of the machine meets all alike. Memory must hold "
                      "them all.");
        table_.toggle("--resume", resume_,
                      "Continue the comparison saved as --out. Its flags are saved with it; what "
                      "decides about its verdict cannot be changed. More --boots than planned are "
                      "possible; the intervals are wider then.");
    }

    void add_answers() {
        table_.group("Answers (checked once per arm, not timed)");
        table_.whole("--answer-positions,--answer-tokens", from_0, options_.answers.positions,
                     "Tokens that each arm generates, beside the replies of the suite, to compare "
                     "log-probabilities with the baseline's; after a text, it gives the next token "
                     "at a sixteenth as many places. 0: only the texts of replies are compared. "
                     "Default: 2048.");
        table_.whole("--answer-text-tokens", from_0, options_.answers.text_tokens,
                     "Length in tokens of that text; longer if the suite has a longer prompt. 0: "
                     "no text. Default: 4096.");
    }

    void add_gates() {
        table_.group("Exit code");
        table_.value("--fail-if", "EXPR",
                     "Exit with 3 if this is true: prefill, decode, TTFT, latency, or a row, then "
                     ".ratio, .ratio.lo or .ratio.hi, then <, <=, > or >=, then a number. "
                     "Examples: 'decode.ratio.hi<0.97', 'pp512.prefill.ratio<0.9'. Repeatable.",
                     [this](const std::string& word) -> Result<void> {
                         auto gate = parse_gate(word);
                         if (!gate) return gate.error();
                         options_.gates.push_back(std::move(*gate));
                         return {};
                     });
        table_.toggle("--require-identical", options_.require_identical,
                      "Exit with 4 unless all answers are identical.");
        table_.toggle("--allow-inconclusive", options_.allow_inconclusive,
                      "Exit with 0 if the verdict is inconclusive or there are too few boots.");
    }

    void add_output() {
        auto& run = run_->typed();
        table_.group("Output");
        table_.text("--out", "FILE", run.out,
                    "Result, JSON. Beside it: .jsonl, one line per finished boot, and .boots, a "
                    "folder of logs and samples. Default: moebench-compare-SUITE-UTCTIME.json in "
                    "the working folder.");
        table_.text("--markdown", "FILE", options_.markdown,
                    "Write a table for a pull request; -: to stdout.");
        table_.text("--html", "FILE", options_.html, "Write a page with plots.");
        RunFlags::add_progress(table_, run.progress, run.quiet);
        table_.toggle("--plan,--dry-run", run.dry_run,
                      "Print the servers, the order of boots and the files; start no server.");
    }

    /// Names both arms of an A/A; puts the baseline first, also when only the candidate was given.
    Result<void> name_arms() {
        auto& arms = options_.arms;
        const auto named = [&](std::string_view name) {
            return std::any_of(arms.begin(), arms.end(),
                               [&](const ArmOptions& each) { return each.name == name; });
        };
        if (options_.aa) {
            if (arms.size() > 1 || (arms.size() == 1 && !named(baseline_name))) {
                return invalid("--aa compares the baseline with itself; it takes no other arm");
            }
            ArmOptions only = arms.empty() ? ArmOptions() : arms.front();
            arms.assign(2, only);
            arms[0].name = aa_arms[0];
            arms[1].name = aa_arms[1];
            return {};
        }
        const bool pair = named(baseline_name) || named(candidate_name);
        if (pair && !named(baseline_name)) {
            arms.insert(arms.begin(), ArmOptions{std::string(baseline_name), {}, {}, {}});
        }
        const auto first = std::find_if(arms.begin(), arms.end(), [](const ArmOptions& each) {
            return each.name == baseline_name;
        });
        if (first != arms.end()) std::rotate(arms.begin(), first, first + 1);
        if (arms.size() >= 2) return {};
        return invalid("give two arms: --candidate FILE, --candidate-args or --candidate-env, or "
                       "--arm NAME=FILE for each; --aa compares the baseline with itself");
    }

    FlagTable table_;
    CompareOptions options_;
    std::optional<RunFlags> run_;
    bool help_ = false, resume_ = false;
};

} // namespace

Result<CommandLine> parse_compare(std::span<const std::string> words,
                                  std::span<const std::string> after) {
    return CompareFlags().parse(words, after);
}

Result<BootCounts> parse_boots(const std::string& word) {
    constexpr WholeRange accepted = {1, 1000};
    const auto dots = word.find("..");
    auto least = parse_whole(word.substr(0, dots), accepted);
    if (!least) return least.error();
    auto most = dots == std::string::npos ? least : parse_whole(word.substr(dots + 2), accepted);
    if (!most) return most.error();
    return BootCounts{static_cast<int>(*least), static_cast<int>(*most), dots != word.npos};
}

Result<std::vector<TypedFlag>> split_compare(std::span<const std::string> words) {
    return CompareFlags().split(words);
}

std::vector<std::string> redacted_words(std::span<const std::string> words) {
    auto redacted = redacted_argv(words);
    for (auto& word : redacted) {
        const auto last = word.rfind('=');
        const auto before = last == std::string::npos ? last : word.rfind('=', last - 1);
        if (last == std::string::npos || last == 0) continue;
        const auto name = before == std::string::npos ? 0 : before + 1; // KEY of NAME=KEY=VALUE
        word = word.substr(0, name) + redacted_variable(std::string_view(word).substr(name));
    }
    return redacted;
}

} // namespace moebench::cli
