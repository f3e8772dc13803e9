// SPDX-License-Identifier: MIT
#include "manual/bash_completion.hpp"

#include <string_view>

namespace moebench::cli {

namespace {

constexpr std::string_view top = R"(# bash completion for moebench, generated from its flags
_moebench() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local command=run flags i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; ++i)); do
        # flags of llama-server follow --
        if [[ ${COMP_WORDS[i]} == -- ]]; then compopt -o default; return; fi
    done
    # bash splits --flag=value at the equals sign
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    fi
)";

constexpr std::string_view bottom = R"(    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$flags" -- "$word"))
    else
        compopt -o default
    fi
}
complete -F _moebench moebench
)";

/// "-m, --model" with `between` in place of the comma.
std::string joined(std::string names, std::string_view between) {
    const auto comma = names.find(", ");
    return comma == std::string::npos ? names : names.replace(comma, 2, between);
}

/// The bash code that completes the value of a flag.
std::string values(const FlagHelp& flag) {
    if (flag.value.find("FILE") != std::string::npos) return "compopt -o default";
    if (flag.value == "FOLDER") return "compopt -o dirnames";
    std::string words;
    for (const auto& choice : flag.choices) words += (words.empty() ? "" : " ") + choice;
    return words.empty() ? ":" : "COMPREPLY=($(compgen -W '" + words + "' -- \"$word\"))";
}

} // namespace

std::string bash_completion(std::span<const HelpPage> pages) {
    std::string commands, cases;
    for (const auto& page : pages) {
        commands += (commands.empty() ? "" : " ") + page.command;
        std::string flags, flag_cases;
        for (const auto& flag : page.flags) {
            flags += (flags.empty() ? "" : " ") + joined(flag.names, " ");
            if (flag.value.empty()) continue;
            flag_cases +=
                "        " + joined(flag.names, "|") + ") " + values(flag) + "; return;;\n";
        }
        cases += "    " + page.command + ")\n        flags='" + flags +
                 "'\n        case $before in\n" + flag_cases + "        esac;;\n";
    }
    std::string script(top); // one sum of strings would be a false alarm of g++ 12's -Warray-bounds
    script += "    local commands='" + commands + R"('
    if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
        COMPREPLY=($(compgen -W "$commands" -- "$word"))
        return
    fi
    if [[ " $commands " == *" ${COMP_WORDS[1]} "* ]]; then command=${COMP_WORDS[1]}; fi
    case $command in
)" + cases + "    esac\n";
    return script.append(bottom);
}

} // namespace moebench::cli
