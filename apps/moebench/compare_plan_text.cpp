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

/// The name of a line, padded to the column where its value begins.
std::string label(std::string name) {
    name.resize(13, ' ');
    return name;
}

/// One line for the preliminary boots and one per block.
std::string order_text(const Experiment& experiment) {
    std::string text;
    for (const auto& boot : planned_boots(experiment)) {
        const auto number = std::to_string(boot.block + 1);
        const bool first = boot.place == 0;
        if (first && !text.empty()) text += "\n";
        text += !first                                     ? ", "
                : boot.purpose == BootPurpose::preliminary ? label("preliminary")
                : boot.purpose == BootPurpose::aa          ? label("A/A " + number)
                                                           : label("block " + number);
        text += boot.name;
    }
    return text + "\n";
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
    text += "\n" + label("suite") + facts.suite + ": " + facts.work + "; " +
            std::to_string(facts.repetitions) + (facts.repetitions == 1 ? " pass" : " passes") +
            " per boot\n";
    text += label("blocks") + blocks_text(experiment.boots);
    if (experiment.extended_boots > 0) {
        text += ", extended to " + std::to_string(experiment.extended_boots);
    }
    text += "\n";
    text += label("order") + "seed " + std::to_string(facts.order_seed) + "\n";
    text += order_text(experiment);
    text += label("answers") + "4 replies of " + std::to_string(facts.answers.reply_tokens) +
            " tokens, token by token; a text of " + std::to_string(facts.answers.text_tokens) +
            " tokens, in whole batches\n";
    text += label("result") + plan.outputs.result + "\n";
    text += label("boots") + plan.outputs.samples + ", " + experiment.boot_folder + "/\n";
    return text;
}

} // namespace moebench::cli
