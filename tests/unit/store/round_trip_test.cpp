// SPDX-License-Identifier: MIT
#include "support/filler.hpp"

#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/detail/json_loader.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/store/sample_codec.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <regex>

#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

using test::filled, test::Filling;

void check_equal(const std::string& written, const std::string& again) {
    const auto differs =
        std::mismatch(written.begin(), written.end(), again.begin(), again.end()).first;
    const auto at = static_cast<std::size_t>(differs - written.begin());
    INFO("written " << written.substr(at > 60 ? at - 60 : 0, 120));
    INFO("again   " << again.substr(at > 60 ? at - 60 : 0, 120));
    CHECK((at == written.size() && at == again.size()));
}

template <class T> void survives(const Filling& filling) {
    const auto written = detail::json_text(0, filled<T>(filling));
    const auto json = parse_json_exactly(written, "what was written").value();
    T read;
    detail::JsonLoader loader(json.get_object(), written);
    detail::fields(loader, read);
    check_equal(written, detail::json_text(0, read));
}

/// A sample, a result file and a comparison's, with something in every field.
std::string every_field(const Filling& filling) {
    const auto run = filled<detail::ResultFile>(filling);
    const auto frame = encode_result(run.info, run.report);
    ComparisonResult comparison;
    comparison.failure = "why";
    comparison.experiment = filled<ExperimentFacts>(filling);
    comparison.script = filled<AnswerScript>(filling);
    comparison.boots = {filled<BootRecord>(filling)};
    comparison.arms = {{"an arm", ArmConclusion::slower}};
    comparison.tested.metrics = comparison.rows.metrics = {filled<MetricComparison>(filling)};
    comparison.tested.arms = comparison.rows.arms = {filled<ArmFigures>(filling)};
    comparison.disturbances = {filled<Disturbance>(filling)};
    comparison.answers = {filled<AnswerJudgement>(filling)};
    auto& judged = comparison.answers[0];
    judged.verdict = AnswerVerdict::divergent;
    judged.worst_answer.prompt = "a prompt";
    judged.worst_answer.reason = AnswerReason::other_numbers;
    for (auto& prompt : judged.prompts) prompt.reason = AnswerReason::other_numbers;
    comparison.differences = {filled<Difference>(filling)};
    comparison.null_spread = {filled<NullSpread>(filling)};
    std::string text = encode_sample(filled<Sample>(filling), SampleDetail::full) + "\n" +
                       frame.before_warmup + "[]" + frame.before_requests + "[]" +
                       frame.before_failed + "[]" + frame.after_failed +
                       encode_comparison(comparison);
    const std::string version = MOEBENCH_VERSION;
    for (auto at = text.find(version); at < text.size(); at = text.find(version, at)) {
        text.replace(at, version.size(), "VERSION");
    }
    return std::regex_replace(text, std::regex("\n +"), " "); // other tests see the indentation
}

template <class Enum> void names_are_read_back(Enum last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        CHECK(detail::enumerator<Enum>(to_string(value)) == value);
    }
    CHECK(detail::enumerator<Enum>("of a newer version") == last);
}

} // namespace

TEST_CASE("every stored value that is read and written again has the same bytes", "[round_trip]") {
    using Limits = std::numeric_limits<double>;
    const std::string hostile("\x01\x1f \0 \xff\xed\xa0\x80 \"\\\n\t\xe2\x80\xa8", 17);
    const auto filling = GENERATE_COPY(
        Filling(), Filling{.elements = 0}, Filling{.text = std::string()}, Filling{.text = hostile},
        Filling{.number = 1e300, .greatest = true}, Filling{.number = -5e-324, .least = true},
        Filling{.number = 10000 / 7.0}, Filling{.number = Limits::max()},
        Filling{.number = Limits::quiet_NaN()}, Filling{.number = Limits::infinity()});

    survives<Sample>(filling);
    survives<detail::ResultFile>(filling);
    survives<ExperimentFacts>(filling);
    survives<AnswerScript>(filling);
    survives<BootRecord>(filling);
}

TEST_CASE("every stored value has the keys, the order and the spelling of its golden file",
          "[round_trip]") {
    const auto golden = test::read_file(MOEBENCH_TEST_STORE_FOLDER "/every_field.txt");

    check_equal(golden, every_field(Filling()) + every_field(Filling{.elements = 0}));
}

TEST_CASE("every enumerator is read back by its name, and another name is the last one",
          "[round_trip]") {
    names_are_read_back(Phase::measured);
    names_are_read_back(RequestStatus::cancelled);
    names_are_read_back(Outcome::failed);
    names_are_read_back(BootPurpose::measured);
    names_are_read_back(ComparisonEnd::failed);
}

} // namespace moebench
