// SPDX-License-Identifier: MIT
#include "commands/dry_run.hpp"
#include "compare_plan_text.hpp"

#include <moebench/compare/boot_plan.hpp>

#include <cmath>
#include <sstream>
#include <string>
#include <utility>

namespace moebench::cli {

namespace {

/// "5", or "8 to 20, until every interval is within ±1 %".
std::string blocks_text(const StoppingRule& rule) {
    std::ostringstream text;
    text << rule.min_boots;
    if (rule.precision) {
        text << " to " << rule.max_boots << ", until every interval is within ±"
             << 100 * *rule.precision << " %";
    }
    return std::move(text).str();
}

std::string order_text(const Experiment& experiment) {
    std::string text;
    std::string line;
    const auto end_line = [&] {
        if (!line.empty()) text += line + "\n";
        line.clear();
    };
    for (const auto& boot : planned_boots(experiment)) {
        if (boot.place == 0) {
            end_line();
            line = boot.purpose == BootPurpose::preliminary ? "beforehand"
                   : boot.purpose == BootPurpose::aa ? "A/A " + std::to_string(boot.block + 1)
                                                     : "block " + std::to_string(boot.block + 1);
            constexpr std::size_t column = 12; // of every value of a plan
            line.resize(column, ' ');
        }
        line += (boot.place == 0 ? "" : ", ") + boot.name;
    }
    end_line();
    return text;
}

} // namespace

std::string about(Duration duration) {
    const double seconds = to_seconds(duration);
    if (seconds < 90) return "about " + std::to_string(std::lround(seconds)) + " s";
    if (seconds < 5400) return "about " + std::to_string(std::lround(seconds / 60)) + " min";
    return "about " + std::to_string(std::lround(seconds / 360) / 10) + "." +
           std::to_string(std::lround(seconds / 360) % 10) + " h";
}

Result<std::string> render_compare_plan(const ComparePlan& plan, const Surroundings& surroundings) {
    const auto& experiment = plan.experiment;
    const auto facts = facts_of(experiment);
    std::string text;
    for (const auto& arm : experiment.arms) {
        auto command = command_text(arm.server, surroundings);
        if (!command) return prefixed(arm.name, command.error());
        text +=
            arm.name + (arm.declared.empty() ? "" : " (" + arm.declared + ")") + "\n  " + *command;
    }
    text += "\nsuite       " + facts.suite + ": " + facts.work + "; " +
            std::to_string(facts.repetitions) + (facts.repetitions == 1 ? " pass" : " passes") +
            " a boot\n";
    text += "blocks      " + blocks_text(experiment.boots) + "\n";
    text += "order       seed " + std::to_string(facts.order_seed) + "\n";
    text += order_text(experiment);
    text += "answers     " + std::to_string(facts.answers.reply_tokens) +
            " tokens of 4 replies one by one, " + std::to_string(facts.answers.text_tokens) +
            " tokens of text in batches\n";
    text += "result      " + plan.outputs.result + "\nboots       " + plan.outputs.samples + ", " +
            experiment.boot_folder + "/\n";
    return text;
}

} // namespace moebench::cli
