// SPDX-License-Identifier: MIT
// Comparisons on a real llama-server. How fast it is does not matter here: the tests check that
// both sides did the same work, and the files and verdicts that follow.
#include "workplace.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

using namespace moebench::test;
namespace json = boost::json;

namespace {

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

/// Boots such as "round 2 candidate", in the planned or the actual order.
using Order = std::vector<std::string>;

/// What `--plan` prints: lines such as "round 2     candidate, baseline".
Order planned_order(const std::string& plan) {
    Order order;
    std::istringstream lines(plan);
    for (std::string line; std::getline(lines, line);) {
        const auto gap = line.find("  ");
        const std::string label = line.substr(0, gap);
        const bool boots =
            label == "preliminary" || label.starts_with("A/A ") || label.starts_with("round ");
        if (!boots) continue;
        std::istringstream names(line.substr(line.find_first_not_of(' ', gap)));
        for (std::string name; std::getline(names >> std::ws, name, ',');) {
            order.push_back(label + " " + name);
        }
    }
    return order;
}

Order booted_order(const json::value& result) {
    Order order;
    for (const auto& boot : result.at("boots").as_array()) {
        const auto purpose = text_of(boot.at("purpose"));
        const auto block = std::to_string(boot.at("block").as_int64() + 1);
        const std::string label = purpose == "preliminary" ? purpose
                                  : purpose == "aa"        ? "A/A " + block
                                                           : "round " + block;
        order.push_back(label + " " + text_of(boot.at("arm")));
    }
    return order;
}

/// What a boot was asked and how much it computed: one line per request.
std::vector<std::string> work_of(const json::value& boot) {
    std::vector<std::string> work;
    for (const auto& request : boot.at("requests").as_array()) {
        work.push_back(text_of(request.at("prompt")) + json::serialize(request.at("pass")) + ": " +
                       json::serialize(request.at("cache_n")) + " + " +
                       json::serialize(request.at("prompt_n")) + ", " +
                       json::serialize(request.at("predicted_n")));
    }
    return work;
}

/// Checks that every boot completed, and that boots with the same purpose did the same work;
/// returns the work of a measured boot.
std::vector<std::string> check_equal_work(const json::value& result) {
    std::map<std::string, std::vector<std::string>> works;
    for (const auto& boot : result.at("boots").as_array()) {
        const auto purpose = text_of(boot.at("purpose"));
        INFO(purpose << " " << boot.at("arm") << " " << boot.at("block"));
        CHECK(boot.at("outcome") == "completed");
        CHECK(boot.at("failure").is_null());
        const auto work = work_of(boot);
        CHECK_FALSE(work.empty());
        CHECK(works.try_emplace(purpose, work).first->second == work);
        for (const auto& mark : boot.at("marks").as_array()) {
            CHECK(mark.at("name") != "cache_violation");
        }
    }
    // the first pass is the same, with or without a warm-up before it and more passes after it
    const auto& first = works["preliminary"];
    const auto& measured = works["measured"];
    REQUIRE(measured.size() >= first.size());
    CHECK(std::equal(first.begin(), first.end(), measured.begin()));
    return measured;
}

/// Checks that the reports exist, and for each boot a line in the journal, a log and samples.
void check_files(const Workplace& place, const json::value& result) {
    std::size_t journal_boots = 0;
    std::istringstream journal(read_file(place.file("result.jsonl")));
    for (std::string line; std::getline(journal, line);) {
        journal_boots += json::parse(line).as_object().contains("boot") ? 1 : 0;
    }
    const auto& boots = result.at("boots").as_array();
    CHECK(journal_boots == boots.size());
    for (const auto& boot : boots) {
        for (const char* name : {"log_file", "samples_file"}) {
            const auto path = text_of(boot.at(name));
            CAPTURE(path);
            CHECK(path.starts_with(place.file("result.boots") + "/"));
            CHECK(std::filesystem::file_size(path) > 0);
        }
    }
    CHECK(read_file(place.file("report.md")).starts_with("**"));
    CHECK(read_file(place.file("report.html")).starts_with("<!DOCTYPE html>"));
}

/// The exit code that follows from the conclusion on the arm and from what its metrics show.
int expected_code(const json::value& result, const std::string& conclusion) {
    if (conclusion == "no verdict" || conclusion == "too few blocks") return 5;
    bool no_worse = result.at("experiment").at("aa").as_bool(); // which one is faster is not asked
    const auto& metrics = result.at("metrics").as_array();
    for (const auto& metric : metrics) {
        if (metric.at("regressed").as_bool()) return 3;
    }
    no_worse |= std::ranges::all_of(
        metrics, [](const auto& metric) { return metric.at("no_worse").as_bool(); });
    return no_worse ? 0 : 5;
}

/// Checks that the exit code and the sentences follow from the conclusion.
void check_conclusion(const Ending& ending, const json::value& result) {
    const auto conclusion = text_of(result.at("arms").at(0).at("conclusion"));
    CAPTURE(conclusion);
    CHECK(ending.code == expected_code(result, conclusion));
    for (const auto& arm : result.at("arms").as_array()) {
        const auto sentence = text_of(arm.at("sentence"));
        CHECK(sentence.starts_with(conclusion));
        CHECK(ending.out.find(conclusion) != std::string::npos);
    }
}

/// Runs `compare`, checks what holds for every comparison, and returns its result.
json::value compare(const Workplace& place, const Words& more, const Words& variables = {}) {
    auto options = place.options(
        Words{"compare", "-m", place.model(), "--out", place.file("result.json"), "--markdown",
              place.file("report.md"), "--html", place.file("report.html")} +
        split("--order-seed 7 --answer-positions 64 --answer-text-tokens 512 -r 2 --boots 3") +
        more);
    options.variables = options.variables + variables;
    options.words.emplace_back("--plan");
    const auto plan = Program(MOEBENCH_TEST_PROGRAM, options).wait();
    REQUIRE(plan.code == 0);
    CHECK_FALSE(std::filesystem::exists(place.file("result.json")));
    options.words.pop_back();

    const auto ending = Program(MOEBENCH_TEST_PROGRAM, options).wait();

    INFO(ending.out << ending.err);
    REQUIRE(std::set<int>{0, 3, 5}.contains(ending.code));
    place.expect_clean();
    auto result = place.result();
    CHECK(result.at("status") == "completed");
    CHECK(booted_order(result) == planned_order(plan.out));
    check_files(place, result);
    check_conclusion(ending, result);
    return result;
}

const json::value* difference(const json::value& result, std::string_view what) {
    for (const auto& each : result.at("differences").as_array()) {
        if (text_of(each.at("what")) == what) return &each;
    }
    return nullptr;
}

/// Checks that all differences follow from what the arms were asked to differ in.
void check_declared(const json::value& result, const char* what, const char* reference,
                    const char* arm) {
    for (const auto& each : result.at("differences").as_array()) {
        INFO(each);
        CHECK(each.at("declared") == true);
        CHECK(each.at("confounds") == false);
    }
    const auto* found = difference(result, what);
    REQUIRE(found != nullptr);
    CHECK(found->at("reference") == reference);
    CHECK(found->at("value") == arm);
}

/// Checks that the baseline gives the same answers in every boot, up to rounding.
const json::value& check_answers(const json::value& result) {
    const auto& answers = result.at("answers").at(0);
    INFO(answers.at("why"));
    CHECK(answers.at("reference_repeats") == true);
    for (const char* part : {"decode", "prefill"}) {
        CHECK(answers.at(part).at("positions").as_int64() > 0);
        CHECK(answers.at(part).at("broken") == 0);
        const auto& floor = answers.at("floor_" + std::string(part));
        CHECK(floor.at("top1_agree") == floor.at("positions"));
        CHECK(floor.at("largest_logprob_difference").as_double() < 1e-4);
    }
    return answers;
}

void check_close_answers(const json::value& result) {
    const auto& answers = check_answers(result);
    const auto verdict = text_of(answers.at("verdict"));
    CAPTURE(verdict);
    CHECK((verdict == "identical" || verdict == "close"));
}

void check_identical_answers(const json::value& result) {
    const auto& answers = check_answers(result);
    CHECK(answers.at("verdict") == "identical");
    CHECK(answers.at("same_texts") == answers.at("texts"));
}

const Words small_multi = split("--suite multi --max-tokens 6");

} // namespace

TEST_CASE("a smaller micro-batch is a declared difference, and so is all that follows from it",
          "[compare]") {
    const Workplace place;

    const auto result = compare(place, {"--baseline-args", "-ub 512", "--candidate-args", "-ub 16",
                                        "--pp", "128", "--tg", "8", "--depth", "0"});

    const auto work = check_equal_work(result);
    CHECK(work.size() == 4); // two rows, twice
    check_declared(result, "n_ubatch", "512", "16");
    check_close_answers(result);
    CHECK(result.at("null_spread").is_null());
    CHECK(result.at("metrics").as_array().size() == 2);
    CHECK(result.at("rows").as_array().size() == 3); // TTFT, and one of each row
}

TEST_CASE("another number of threads is declared, by flag or by variable", "[compare]") {
    const auto [words, asked] = GENERATE(table<Words, std::string>({
        {{"--baseline-args", "-t 1", "--candidate-args", "-t 2"}, "server flags"},
        {{"--candidate-env", "LLAMA_ARG_THREADS=2"}, "environment"},
    }));
    const Workplace place;

    const auto result = compare(place, small_multi + words);

    INFO(asked);
    check_equal_work(result);
    check_declared(result, "threads", "1", "2");
    CHECK(difference(result, asked) != nullptr);
    check_close_answers(result);
}

TEST_CASE("a server compared with itself has no differences and gives the same answers",
          "[compare]") {
    const Workplace place;

    const auto result = compare(place, small_multi + Words{"--aa"});

    check_equal_work(result);
    CHECK(result.at("experiment").at("arms") == json::array({"baseline A", "baseline B"}));
    CHECK(result.at("differences").as_array().empty());
    check_identical_answers(result);
}

TEST_CASE("an A/A before the comparison has the same number of blocks, and a spread", "[compare]") {
    const Workplace place;

    const auto result =
        compare(place, small_multi + Words{"--candidate-args", "-ub 16", "--aa-first"});

    const auto work = check_equal_work(result);
    std::map<std::string, int> boots;
    for (const auto& boot : result.at("boots").as_array()) {
        ++boots[text_of(boot.at("purpose")) + " " + text_of(boot.at("arm"))];
        if (boot.at("purpose") == "aa") CHECK(work_of(boot) == work);
    }
    CHECK(boots == std::map<std::string, int>{{"preliminary baseline", 2},
                                              {"preliminary candidate", 1},
                                              {"aa baseline A", 3},
                                              {"aa baseline B", 3},
                                              {"measured baseline", 3},
                                              {"measured candidate", 3}});
    const auto& spreads = result.at("null_spread").as_array();
    CHECK(spreads.size() == result.at("metrics").as_array().size());
    for (const auto& spread : spreads) CHECK(spread.at("spread").as_double() > 0);
    check_declared(result, "n_ubatch", "512", "16");
}

TEST_CASE("rows of bench do the same work on both sides, and use the cache for their depth",
          "[compare]") {
    const Workplace place;

    const auto result = compare(place, split("--aa --pp 64,256 --tg 16 --depth 0,512"));

    const auto work = check_equal_work(result);
    CHECK(work.size() == 14);
    for (const auto& request : result.at("boots").as_array().back().at("requests").as_array()) {
        const auto prompt = text_of(request.at("prompt"));
        INFO(prompt);
        const bool at_depth = prompt.ends_with("@ d512");
        const auto cached = request.at("cache_n").as_int64();
        CHECK((at_depth ? cached >= 512 && cached < 576 : cached < 16));
        CHECK(request.at("expected_cache_n") == (at_depth ? 512 : 0));
        CHECK(request.at("predicted_n") == (prompt.starts_with("tg") ? 16 : 1));
        const auto computed = request.at("prompt_n").as_int64();
        if (prompt.starts_with("pp256")) CHECK((computed >= 245 && computed <= 270));
    }
    CHECK(result.at("rows").as_array().size() == 8); // TTFT, and seven rows
    check_identical_answers(result);
}

TEST_CASE("a server without /completion is compared by the replies of the suite", "[compare]") {
    const Workplace place;

    const auto result =
        compare(place, small_multi + Words{"--aa", "--server-bin", MOEBENCH_TEST_RECORDING_SERVER},
                {"MOEBENCH_RECORDED_SERVER=" + llama_server(),
                 "MOEBENCH_RECORDING=" + place.file("recording.jsonl"),
                 "MOEBENCH_RECORDED_LACKS=/completion"});

    check_equal_work(result);
    const auto& answers = result.at("answers").at(0);
    CHECK(answers.at("decode").at("positions").as_int64() > 0);
    CHECK(answers.at("prefill").is_null());
    CHECK(answers.at("verdict") == "identical");
    CHECK(answers.at("texts") == 4); // asked twice each
}
