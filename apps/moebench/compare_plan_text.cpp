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
std::string rounds_text(const StoppingRule& rule) {
    std::ostringstream text;
    text << rule.min_boots;
    if (rule.precision) {
        text << " to " << rule.max_boots << ", until every interval is within ±"
             << 100 * *rule.precision << " %";
    }
    return std::move(text).str();
}

/// One line for the preliminary boots and one per round.
std::string order_text(const Experiment& experiment) {
    std::string text;
    for (const auto& boot : planned_boots(experiment)) {
        const auto number = std::to_string(boot.block + 1);
        const bool first = boot.place == 0;
        if (first && !text.empty()) text += "\n";
        text += !first                                     ? ", "
                : boot.purpose == BootPurpose::preliminary ? plan_label("preliminary")
                : boot.purpose == BootPurpose::aa          ? plan_label("A/A " + number)
                                                           : plan_label("round " + number);
        text += boot.name;
    }
    return text + "\n";
}

std::string answers_text(const Experiment& experiment) {
    if (!passes_answers(experiment)) return "only the texts of replies (--answer-positions 0)";
    const auto& answers = experiment.answers;
    std::string text = "the replies of the suite, and up to " + std::to_string(answers.positions) +
                       " generated tokens, on each preliminary boot";
    if (answers.text_tokens > 0) {
        text += "; a text of at least " + std::to_string(answers.text_tokens) + " tokens, cut at " +
                std::to_string(answers.positions / 16) + " places";
    }
    return text;
}

} // namespace

std::string plan_label(std::string name) {
    name.resize(13, ' ');
    return name;
}

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
    text += "\n" + plan_label("suite") + facts.suite + ": " + facts.work + "; " +
            std::to_string(facts.repetitions) + (facts.repetitions == 1 ? " pass" : " passes") +
            " per boot\n";
    text += plan_label("rounds") + rounds_text(experiment.boots);
    if (experiment.extended_boots > 0) {
        text += ", extended to " + std::to_string(experiment.extended_boots);
    }
    text += "\n";
    if (facts.interleave) text += plan_label("servers") + "all of a round at once, in turn\n";
    text += plan_label("order") + "seed " + std::to_string(facts.order_seed) + "\n";
    text += order_text(experiment);
    text += plan_label("answers") + answers_text(experiment) + "\n";
    text += plan_label("result") + plan.outputs.result + "\n";
    text += plan_label("boots") + plan.outputs.samples + ", " + experiment.boot_folder + "/\n";
    return text;
}

} // namespace moebench::cli
