// SPDX-License-Identifier: MIT
#include "help_text.hpp"

#include <moebench/version.hpp>

#include <boost/version.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace moebench::cli {

namespace {

constexpr std::size_t text_column = 34;
constexpr std::size_t last_column = 100;

/// Breaks `text` between words, each line but the first indented to the text's column.
std::string wrapped(std::string_view text) {
    std::string lines;
    std::size_t column = text_column;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool first = lines.empty();
        if (!first && column + 1 + word.size() > last_column) {
            lines += "\n" + std::string(text_column, ' ');
            column = text_column;
        } else if (!first) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += word.size();
    }
    return lines;
}

constexpr std::string_view run_head =
    R"(moebench measures llama-server with Mixture-of-Experts models: it starts the server, sends a
suite of prompts one at a time, and writes what it measured. Stdout gets the summary, no more.

Usage:
  moebench [run] --repo USER/REPO[:QUANT] [flags] [-- flags of llama-server]
  moebench [run] --model FILE [flags] [-- flags of llama-server]
  moebench [run] --url URL [flags]
  moebench compare --help             is one server faster than another, and does it say the same?
  moebench report --help              saved results as a page or a table
  moebench rerun --help               a saved result again, here
  moebench demo [--out FOLDER]        the same on a simulated server, in under a minute

Examples:
  moebench --server-bin build/bin/llama-server --repo unsloth/Qwen3.6-35B-A3B-GGUF:UD-Q4_K_M \
      --suite long --long-prompt-tokens 60000 --duration-s 0 --out results/long60k.json
  moebench --model qwen.gguf --n-cpu-moe 24 --repetitions 3 -- --ubatch-size 2048 --threads 8
  moebench --url http://127.0.0.1:8080 --suite base --duration-s 10
)";

constexpr std::string_view run_tail = R"(
A flag of llama-server after -- takes the place of moebench's own of the same meaning; --host,
--port and -a stay moebench's. The server inherits the environment, with LLAMA_ARG_FLASH_ATTN=auto
unless it is set. Secrets are better given by environment: MOEBENCH_API_KEY, HF_TOKEN.

Exit codes: 0 measured; 1 the run failed; 2 the command line is wrong; 3 more requests failed than
--max-failures; 130 interrupted (a second Ctrl-C kills the server at once).
)";

constexpr std::string_view compare_head =
    R"(moebench compare says whether one llama-server (or setting) is faster than another, by how
much, and whether both still say the same. It boots each arm several times in balanced random order,
gives all the same work, and judges boot against boot: ratios with intervals, and answers beside
them.

Usage:
  moebench compare --baseline FILE --candidate FILE -m FILE [flags] [-- flags of llama-server]
  moebench compare --baseline FILE --candidate-args "-ub 2048" -m FILE [flags]
  moebench compare --baseline FILE --aa -m FILE [flags]

Examples:
  moebench compare --baseline ./main/llama-server --candidate ./patch/llama-server -m qwen.gguf \
      --boots 5 --markdown pr.md
  moebench compare --server-bin llama-server -m qwen.gguf \
      --candidate-env GGML_OP_OFFLOAD_MIN_BATCH=1
  moebench compare --server-bin llama-server -m qwen.gguf --arm a= --arm b= --arm c= \
      --arm-args "b=-ub 2048" --arm-args "c=-ub 4096" --boots 8..20 --precision 1%
)";

constexpr std::string_view compare_tail = R"(
Stdout gets the closing screen (with --markdown -, the Markdown). What was finished is on disk after
every boot: a comparison that was stopped goes on with --resume and the same --out.

Exit codes: 0 not slower, and the answers are acceptable; 1 it failed, or an arm did; 2 the command
line is wrong; 3 slower, or --fail-if; 4 answers broken or divergent; 5 no verdict: inconclusive,
confounded, too few boots; 130 interrupted.
)";

constexpr std::string_view report_head =
    R"(moebench report shows saved results: a page with plots, or a Markdown table. It needs no
server.

Usage:
  moebench report COMPARISON.json [-o FILE.html|FILE.md]
  moebench report RUN.json... [-o FILE.html|FILE.md]

Example:
  moebench report moebench-compare-bench-20261125T101500Z.json -o patch.html
)";

constexpr std::string_view rerun_head =
    R"(moebench rerun does again, here, what a result says: the same command line, prompts and
order of boots; and prints both figures side by side. It refuses another model.

Usage:
  moebench rerun RESULT.json [flags]

Example:
  moebench rerun theirs.json --server-bin build/bin/llama-server --model qwen.gguf
)";

constexpr std::string_view demo_head =
    R"(moebench demo measures llama-sim, a simulated llama-server that comes with moebench: the main
job in under a minute, without model, GPU or network. Its figures say nothing about any machine.

Usage:
  moebench demo [--out FOLDER]

llama-sim is taken from LLAMA_SIM_PATH, else from beside moebench.
)";

std::string render_flags(const std::vector<FlagHelp>& flags) {
    std::string out;
    std::string_view group;
    for (const auto& flag : flags) {
        if (flag.group != group) {
            group = flag.group;
            out += "\n" + flag.group + ":\n";
        }
        std::string names = "  " + flag.names + (flag.value.empty() ? "" : " " + flag.value);
        if (names.size() + 2 > text_column) {
            names += "\n";
            names.append(text_column, ' ');
        } else {
            names.resize(text_column, ' ');
        }
        out += names + wrapped(flag.text) + "\n";
    }
    return out;
}

} // namespace

HelpPage run_help(std::vector<FlagHelp> flags) {
    return {"run", run_head, run_tail, std::move(flags)};
}

HelpPage compare_help(std::vector<FlagHelp> flags) {
    return {"compare", compare_head, compare_tail, std::move(flags)};
}

HelpPage report_help(std::vector<FlagHelp> flags) {
    return {"report", report_head, {}, std::move(flags)};
}

HelpPage rerun_help(std::vector<FlagHelp> flags) {
    return {"rerun", rerun_head, {}, std::move(flags)};
}

HelpPage demo_help(std::vector<FlagHelp> flags) {
    return {"demo", demo_head, {}, std::move(flags)};
}

std::string render(const HelpPage& page) {
    return std::string(page.head) + render_flags(page.flags) + std::string(page.tail);
}

std::string version_text() {
#ifdef __clang__
    const std::string compiler = std::string("clang ") + __clang_version__;
#else
    const std::string compiler = std::string("g++ ") + __VERSION__;
#endif
    return "moebench " MOEBENCH_VERSION "\ncompiler " + compiler + "\nBoost " +
           std::to_string(BOOST_VERSION / 100000) + "." +
           std::to_string(BOOST_VERSION / 100 % 1000) + "\n";
}

} // namespace moebench::cli
