// SPDX-License-Identifier: MIT
#include "exit_code.hpp"
#include "help_text.hpp"

#include <moebench/version.hpp>

#include <boost/version.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <sstream>
#include <utility>

namespace moebench::cli {

namespace {

constexpr std::size_t last_column = 80;
constexpr std::size_t flag_text_column = 30;
constexpr std::size_t code_text_column = 7;

constexpr std::string_view run_head =
    R"(moebench measures llama-server with Mixture-of-Experts models. It starts the
server, sends the prompts of a suite one at a time, and saves what it measured.
The PERF_METRICS block goes to stdout, all else to stderr.

Usage:
  moebench [run] --repo USER/REPO[:QUANT] [flags] [-- flags of llama-server]
  moebench [run] --model FILE [flags] [-- flags of llama-server]
  moebench [run] --url URL [flags]

Other commands, each with its own --help:
  moebench compare    is one server or setting faster than another, and does it
                      still give the same answers?
  moebench report     show saved results as a page or a table
  moebench rerun      repeat a saved run or comparison on this machine
  moebench demo       measure a simulated server, in under a minute

Examples:
  moebench --server-bin build/bin/llama-server --suite long \
      --repo unsloth/Qwen3.6-35B-A3B-GGUF:UD-Q4_K_M \
      --long-prompt-tokens 60000 --duration-s 0 --out results/long60k.json
  moebench --model qwen.gguf --n-cpu-moe 24 --repetitions 3 \
      -- --ubatch-size 2048 --threads 8
  moebench --url http://127.0.0.1:8080 --suite base --duration-s 10
)";

constexpr std::string_view run_tail = R"(
A flag of llama-server after -- replaces the flag that moebench would set for
the same purpose. --host, --port and --alias are not accepted there: moebench
sets them itself.

The server inherits the environment. LLAMA_ARG_FLASH_ATTN=auto is added unless
the variable is set. Secrets are safer in the environment than on the command
line: MOEBENCH_API_KEY, HF_TOKEN. Its server ends whenever moebench ends.
)";

constexpr std::string_view compare_head =
    R"(moebench compare says whether one llama-server or setting is faster than
another, by how much, and whether both still give the same answers. It boots
each arm several times in balanced random order, gives every boot the same
work, and reports ratios with confidence intervals.

Usage:
  moebench compare --baseline FILE --candidate FILE -m FILE [flags] \
      [-- flags of llama-server]
  moebench compare --baseline FILE --candidate-args "-ub 2048" -m FILE [flags]
  moebench compare --baseline FILE --aa -m FILE [flags]

Examples:
  moebench compare --baseline ./main/llama-server \
      --candidate ./patch/llama-server -m qwen.gguf --boots 20 --markdown pr.md
  moebench compare --server-bin llama-server -m qwen.gguf \
      --candidate-env GGML_OP_OFFLOAD_MIN_BATCH=1
  moebench compare --server-bin llama-server -m qwen.gguf --arm a= --arm b= \
      --arm c= --arm-args "b=-ub 2048" --arm-args "c=-ub 4096" \
      --boots 8..20 --precision 1%
)";

constexpr std::string_view compare_tail = R"(
The closing screen goes to stdout; with --markdown -, the Markdown table takes
its place. Every finished boot is saved at once, and so are the flags:
moebench compare --resume --out RESULT.json continues a comparison that was
stopped. What decides about its verdict can no longer be changed.
)";

constexpr std::string_view report_head =
    R"(moebench report shows saved results as a page with plots or as a Markdown table.
It needs no server.

Usage:
  moebench report COMPARISON.json... [-o FILE.html|FILE.md]
  moebench report RUN.json... [-o FILE.html|FILE.md]

Example:
  moebench report moebench-compare-bench-20261125T101500Z.json -o patch.html
)";

constexpr std::string_view rerun_head =
    R"(moebench rerun repeats a saved run or comparison on this machine, with the same
command line, prompts and order of boots, and prints both results side by side.
The model must be the same.

Usage:
  moebench rerun RESULT.json [flags]

Example:
  moebench rerun theirs.json --server-bin build/bin/llama-server \
      --model qwen.gguf

Exit codes are those of the repeated command.
)";

constexpr std::string_view demo_head =
    R"(moebench demo measures llama-sim, a simulated llama-server that comes with
moebench. It takes less than a minute and needs no model, GPU or network. Its
figures say nothing about a real machine.

Usage:
  moebench demo [--out FOLDER]

The variable LLAMA_SIM_PATH names another llama-sim than the one next to
moebench.
)";

struct HelpText {
    std::string_view command, head, tail;
    std::string_view ExitCodeText::*codes;
};

constexpr HelpText help_texts[] = {{"run", run_head, run_tail, &ExitCodeText::run},
                                   {"compare", compare_head, compare_tail, &ExitCodeText::compare},
                                   {"report", report_head, {}, nullptr},
                                   {"rerun", rerun_head, {}, nullptr},
                                   {"demo", demo_head, {}, nullptr}};

/// `name`, and `text` from `text_column` on, wrapped.
std::string row(const std::string& name, const std::string& text, std::size_t text_column) {
    const std::string next_line = "\n" + std::string(text_column, ' ');
    std::string out = "  " + name;
    if (out.size() + 2 > text_column)
        out += next_line;
    else
        out.resize(text_column, ' ');
    std::size_t column = text_column;
    std::istringstream words(text);
    for (std::string word; words >> word; column += word.size()) {
        if (column + 1 + word.size() > last_column) {
            out += next_line;
            column = text_column;
        } else if (column > text_column) {
            out += ' ';
            ++column;
        }
        out += word;
    }
    return out + "\n";
}

std::vector<Definition> exit_codes(std::string_view ExitCodeText::*text) {
    std::vector<Definition> codes;
    if (text == nullptr) return codes;
    for (const auto& each : exit_code_texts) {
        if ((each.*text).empty()) continue;
        codes.push_back({std::to_string(static_cast<int>(each.code)), std::string(each.*text)});
    }
    return codes;
}

} // namespace

HelpPage help_page(std::string_view command, std::vector<FlagHelp> flags) {
    const auto text = std::find_if(std::begin(help_texts), std::end(help_texts),
                                   [&](const HelpText& each) { return each.command == command; });
    return {std::string(command), text->head, text->tail, std::move(flags),
            exit_codes(text->codes)};
}

std::string render(const HelpPage& page) {
    std::string out(page.head);
    std::string_view group;
    for (const auto& flag : page.flags) {
        if (flag.group != group) out += "\n" + flag.group + ":\n";
        group = flag.group;
        const auto name = flag.names + (flag.value.empty() ? "" : " " + flag.value);
        out += row(name, flag.text, flag_text_column);
    }
    out += page.tail;
    if (!page.exit_codes.empty()) out += "\nExit codes:\n";
    for (const auto& [code, text] : page.exit_codes) out += row(code, text, code_text_column);
    return out;
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
