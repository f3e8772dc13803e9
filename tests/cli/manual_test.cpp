// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "manual/bash_completion.hpp"
#include "manual/man_page.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <sstream>

#include <support/temporary_folder.hpp>

using namespace moebench::cli;
using namespace moebench::test;

namespace {

/// The spellings of one flag.
std::vector<std::string> spellings(const FlagHelp& flag) {
    std::istringstream names(flag.names);
    std::vector<std::string> all;
    for (std::string name; names >> name;) {
        if (name.ends_with(',')) name.pop_back();
        all.push_back(name);
    }
    return all;
}

/// The completions that bash offers after `words`, one per line; `compopt` where it offers files.
std::string offered(const std::string& words) {
    const TemporaryFolder folder;
    write_file(folder / "moebench.bash", bash_completion(help_pages()));
    write_file(folder / "tab", "compopt() { echo compopt \"$@\"; }\n"
                               "set -u; source " +
                                   folder / "moebench.bash" + "\nCOMP_WORDS=(moebench " + words +
                                   ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                                   "_moebench\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    FILE* bash = popen(("bash " + folder / "tab" + " 2>&1").c_str(), "r");
    REQUIRE(bash != nullptr);
    std::string lines;
    for (int c = std::fgetc(bash); c != EOF; c = std::fgetc(bash)) lines += static_cast<char>(c);
    CHECK(pclose(bash) == 0);
    return lines;
}

} // namespace

TEST_CASE("the man page has every command, flag and exit code", "[manual]") {
    const auto page = man_page(help_pages());

    for (const auto& help : help_pages()) {
        const auto start = page.find(".SH moebench " + help.command + "\n");
        REQUIRE(start != std::string::npos);
        const auto section = page.substr(start, page.find(".SH", start + 1) - start);
        for (const auto& flag : help.flags) {
            std::string roff;
            for (const char c : flag.names) roff += c == '-' ? "\\-" : std::string(1, c);
            CHECK_THAT(section, Catch::Contains(".TP\n\\fB" + roff + "\\fR"));
        }
        for (const auto& [code, text] : help.exit_codes) {
            CHECK_THAT(section, Catch::Contains(".TP\n\\fB" + code + "\\fR\n"));
        }
    }
}

TEST_CASE("the manual of a comparison speaks of rounds, never of blocks", "[manual]") {
    for (const auto& help : help_pages()) {
        if (help.command == "compare") CHECK_THAT(render(help), !Catch::Contains("block"));
    }
    const auto page = man_page(help_pages());
    const auto verdicts = page.substr(page.find(".SH VERDICTS"));
    CHECK_THAT(verdicts,
               Catch::Contains("A round boots each arm once") && !Catch::Contains("block"));
}

TEST_CASE("bash completes every flag of every command", "[manual]") {
    for (const auto& help : help_pages()) {
        const auto lines = "\n" + offered(help.command + " -");
        for (const auto& flag : help.flags) {
            for (const auto& name : spellings(flag)) {
                CHECK_THAT(lines, Catch::Contains("\n" + name + "\n"));
            }
        }
    }
}

TEST_CASE("bash completes commands, flags, accepted words and files", "[manual]") {
    const auto [words, lines] = GENERATE(table<std::string, std::string>({
        {"re", "report\nrerun\n"},
        {"compare --cand", "--candidate\n--candidate-args\n--candidate-env\n"},
        {"--profile p", "plain\n"},
        {"run --suite = m", "multi\nmedium-turns\n"},
        {"compare --load-mode =", "none\nmmap\nmlock\nmmap+mlock\ndio\nauto\n"},
        {"compare --baseline build/", "compopt -o default\n\n"},
        {"demo --out ''", "compopt -o dirnames\n\n"},
        {"report ''", "compopt -o default\n\n"},
        {"-m a.gguf -- --mod", "compopt -o default\n\n"},
        {"run --port ''", "\n"},
    }));

    INFO(words);
    CHECK(offered(words) == lines);
}
