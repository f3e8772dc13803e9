// SPDX-License-Identifier: MIT
#include "compare_flags.hpp"
#include "run_flags.hpp"

#include <moebench/compare/stopping_rule.hpp>
#include <moebench/server/server_command.hpp>

#include <algorithm>

namespace moebench::cli {

namespace {

constexpr WholeRange boot_counts = {1, 1000};
constexpr std::string_view reference_name = "baseline";
constexpr std::string_view candidate_name = "candidate";

/// "5" or "8..20".
Result<void> parse_boots(const std::string& word, CompareOptions& options) {
    const auto dots = word.find("..");
    auto least = parse_whole(word.substr(0, dots), boot_counts);
    if (!least) return least.error();
    auto most = dots == std::string::npos ? least : parse_whole(word.substr(dots + 2), boot_counts);
    if (!most) return most.error();
    options.min_boots = static_cast<int>(*least);
    options.max_boots = static_cast<int>(*most);
    return {};
}

Result<void> parse_metrics(const std::string& word, CompareOptions& options) {
    options.metrics = CLI::detail::split(word, ',');
    for (const auto& metric : options.metrics) {
        const bool known = std::find(std::begin(tested_metric_names), std::end(tested_metric_names),
                                     metric) != std::end(tested_metric_names);
        if (!known) return invalid("there is no metric '" + metric + "'");
    }
    return {};
}

/// NAME=REST, both not empty.
Result<std::pair<std::string, std::string>> split_named(const std::string& word,
                                                        const char* shape) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
        return invalid(std::string("is given as ") + shape);
    }
    return std::pair(word.substr(0, equals), word.substr(equals + 1));
}

/// Words as a shell splits them, quotes and all.
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
        table_.toggle("-h,--help", help_, "Print this and exit.");
    }

    Result<CommandLine> parse(std::span<const std::string> words, std::vector<std::string> after) {
        if (auto parsed = table_.parse(words); !parsed) return parsed.error();
        if (help_) return CommandLine(compare_help(table_.help()));
        auto run = run_->options(std::move(after));
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

private:
    void add_arms() {
        table_.group("Arms (the first is the reference; what is not special is as below, and "
                     "after --)");
        add_arm(std::string(reference_name), "baseline");
        add_arm(std::string(candidate_name), "candidate");
        table_.value("--arm", "NAME=FILE",
                     "A further arm and its llama-server; an empty FILE is the baseline's. "
                     "Repeatable.",
                     [this](const std::string& word) -> Result<void> {
                         auto named = split_named(word, "NAME=FILE");
                         if (!named) return named.error();
                         arm(named->first).server_bin = named->second;
                         return {};
                     });
        table_.value("--arm-args", "NAME=ARGS", "Flags of that arm's server.",
                     [this](const std::string& word) -> Result<void> {
                         auto named = split_named(word, "NAME=ARGS");
                         if (!named) return named.error();
                         add_words(arm(named->first), named->second);
                         return {};
                     });
        table_.value("--arm-env", "NAME=KEY=VALUE", "A variable of that arm's server.",
                     [this](const std::string& word) -> Result<void> {
                         auto named = split_named(word, "NAME=KEY=VALUE");
                         if (!named) return named.error();
                         return add_variable(arm(named->first), named->second);
                     });
        table_.toggle("--aa", options_.aa,
                      "Compare the baseline with itself: what this machine's noise looks like.");
    }

    void add_arm(std::string name, const std::string& flag) {
        const bool first = name == reference_name;
        table_.value("--" + flag, "FILE",
                     first ? "llama-server to compare with. Default: --server-bin."
                           : "llama-server to judge. Default: the baseline's.",
                     [this, name](const std::string& word) -> Result<void> {
                         if (word.empty()) return invalid("must not be empty");
                         arm(name).server_bin = word;
                         return {};
                     });
        table_.value("--" + flag + "-args", "ARGS",
                     "Flags of its server alone, in one word: \"-ub 2048 -t 8\".",
                     [this, name](const std::string& word) -> Result<void> {
                         add_words(arm(name), word);
                         return {};
                     });
        table_.value("--" + flag + "-env", "KEY=VALUE",
                     "A variable of its server alone. Repeatable.",
                     [this, name](const std::string& word) -> Result<void> {
                         return add_variable(arm(name), word);
                     });
    }

    static void add_words(ArmOptions& arm, const std::string& text) {
        const auto words = split_words(text);
        arm.args.insert(arm.args.end(), words.begin(), words.end());
    }

    static Result<void> add_variable(ArmOptions& arm, const std::string& word) {
        const auto equals = word.find('=');
        if (equals == 0 || equals == std::string::npos) {
            return invalid("a variable is given as KEY=VALUE"); // it may be a secret: not repeated
        }
        arm.environment.push_back(word);
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
                     "Fresh boots of each arm. A range stops when --precision is reached; it "
                     "begins at 8 or more. Default: 5.",
                     [this](const std::string& word) { return parse_boots(word, options_); });
        table_.percent("--precision", options_.precision,
                       "Half width of the interval that is enough: 1%.");
        table_.timespan("--time-limit", options_.time_limit,
                        "Begin no block that would end later: 90m, 7h, or seconds.");
        table_.whole("--order-seed", seeds, options_.order_seed,
                     "Seed of the order of boots. Default: another one each time, recorded.");
        table_.seconds("--cooldown-s", ZeroSeconds::accepted, options_.cooldown,
                       "Pause between two boots, in seconds. Default: 0.");
        table_.text("--prepare", "CMD", options_.prepare,
                    "Shell command to run before each boot; a failure of it ends the comparison.");
        table_.value("--metrics", "LIST",
                     "Which get a verdict: of prefill_tokens_per_s, decode_tokens_per_s, ttft_s, "
                     "latency_s. Each costs the others some of their sharpness. Default: the first "
                     "three.",
                     [this](const std::string& word) { return parse_metrics(word, options_); });
        table_.percent("--noise-threshold", options_.noise_threshold,
                       "A ratio this near to 1 is no difference. Default: 1%.");
        table_.toggle("--aa-first", options_.aa_first,
                      "First compare the baseline with itself, over as many blocks: where the "
                      "machine tells A from A there is no verdict.");
        table_.toggle("--resume", options_.resume,
                      "Go on with the comparison whose files --out names.");
    }

    void add_answers() {
        table_.group("Same answer? (untimed, once per arm)");
        table_.whole("--answer-tokens", from_0, options_.answers.reply_tokens,
                     "Tokens of each of four replies that are followed one by one; 0: none. "
                     "Default: 64.");
        table_.whole("--answer-text-tokens", from_0, options_.answers.text_tokens,
                     "Length of the text that is evaluated in whole batches, in tokens; 0: none. "
                     "Default: 4096.");
    }

    void add_gates() {
        table_.group("Exit code");
        table_.value("--fail-if", "EXPR",
                     "Exit 3 if it holds: 'decode_tokens_per_s.ratio.hi<0.97'; a metric or a row, "
                     "then ratio, ratio.lo or ratio.hi, a comparison, a number. Repeatable.",
                     [this](const std::string& word) -> Result<void> {
                         auto gate = parse_gate(word);
                         if (!gate) return gate.error();
                         options_.gates.push_back(std::move(*gate));
                         return {};
                     });
        table_.toggle("--require-identical", options_.require_identical,
                      "Exit 4 unless all answers are identical.");
        table_.toggle("--allow-inconclusive", options_.allow_inconclusive,
                      "Exit 0, not 5, without a verdict.");
    }

    void add_output() {
        auto& run = run_->typed();
        table_.group("Output");
        table_.text("--out", "FILE", run.out,
                    "Result. Beside it .jsonl, a line per boot as it ends, and .boots, a folder of "
                    "logs and samples. Default: moebench-compare-SUITE-UTCTIME.json, here.");
        table_.text("--markdown", "FILE", options_.markdown,
                    "Table for a pull request; - is stdout.");
        table_.text("--html", "FILE", options_.html, "Page with plots.");
        RunFlags::add_progress(table_, run.progress, run.quiet);
        table_.toggle("--plan,--dry-run", run.dry_run,
                      "Print servers, order of boots and files; start nothing.");
    }

    /// The reference stands first, also where only the other was described.
    Result<void> name_arms() {
        auto& arms = options_.arms;
        const auto named = [&](std::string_view name) {
            return std::any_of(arms.begin(), arms.end(),
                               [&](const ArmOptions& each) { return each.name == name; });
        };
        if (options_.aa) {
            if (arms.size() > 1 || (arms.size() == 1 && !named(reference_name))) {
                return invalid("--aa compares the baseline with itself; it takes no other arm");
            }
            ArmOptions only = arms.empty() ? ArmOptions() : arms.front();
            arms.assign(2, only);
            arms[0].name = "baseline A";
            arms[1].name = "baseline B";
            return {};
        }
        const bool pair = named(reference_name) || named(candidate_name);
        if (pair && !named(reference_name)) {
            arms.insert(arms.begin(), ArmOptions{std::string(reference_name), {}, {}, {}});
        }
        const auto first = std::find_if(arms.begin(), arms.end(), [](const ArmOptions& each) {
            return each.name == reference_name;
        });
        if (first != arms.end()) std::rotate(arms.begin(), first, first + 1);
        if (arms.size() >= 2) return {};
        return invalid("give two arms: --baseline FILE and --candidate FILE, or what is special "
                       "about the candidate (--candidate-args, --candidate-env), or --arm "
                       "NAME=FILE; --aa compares the baseline with itself");
    }

    FlagTable table_;
    CompareOptions options_;
    std::optional<RunFlags> run_;
    bool help_ = false;
};

} // namespace

Result<CommandLine> parse_compare(std::span<const std::string> words,
                                  std::vector<std::string> after) {
    return CompareFlags().parse(words, std::move(after));
}

std::vector<std::string> redacted_words(std::span<const std::string> words) {
    auto redacted = redacted_argv(words);
    for (auto& word : redacted) {
        const auto last = word.rfind('=');
        const auto before = last == std::string::npos ? last : word.rfind('=', last - 1);
        if (last == std::string::npos || last == 0) continue;
        const auto name = before == std::string::npos ? 0 : before + 1; // of NAME=KEY=VALUE
        word = word.substr(0, name) + redacted_variable(std::string_view(word).substr(name));
    }
    return redacted;
}

} // namespace moebench::cli
