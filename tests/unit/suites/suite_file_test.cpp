// SPDX-License-Identifier: MIT
#include <moebench/suites/detail/suite_file.hpp>

#include <catch2/catch.hpp>

#include <support/temporary_folder.hpp>

namespace moebench::detail {

namespace {

Failure failure_of(std::string_view text) {
    const auto requests = parse_suite_file(text, "mine.json");
    REQUIRE(requests.has_error());
    return requests.error();
}

} // namespace

TEST_CASE("prompts are read from an array or from lines", "[suite_file]") {
    const std::string text = GENERATE(R"([
            {"prompt": "one"},
            {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
             "max_tokens": 7, "name": "two"}
        ])",
                                      "{\"prompt\": \"one\"}\r\n"
                                      "\n"
                                      "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, "
                                      "{\"role\": \"user\", \"content\": \"u\"}], "
                                      "\"max_tokens\": 7, \"name\": \"two\"}");

    const auto requests = parse_suite_file(text, "mine.json").value();

    REQUIRE(requests.size() == 2);
    REQUIRE(requests[0].messages.size() == 1);
    CHECK(requests[0].messages[0].role == "user");
    CHECK(requests[0].messages[0].content == "one");
    CHECK_FALSE(requests[0].max_tokens);
    CHECK(requests[0].name.empty());
    REQUIRE(requests[1].messages.size() == 2);
    CHECK(requests[1].messages[0].role == "system");
    CHECK(requests[1].messages[1].content == "u");
    CHECK(requests[1].max_tokens == 7);
    CHECK(requests[1].name == "two");
}

TEST_CASE("one object is one prompt", "[suite_file]") {
    CHECK(parse_suite_file("{\"prompt\": \"x\"}\n", "mine.json").value().size() == 1);
}

TEST_CASE("the error of an invalid entry names file and entry", "[suite_file]") {
    const auto [text, code, told] = GENERATE(table<std::string, Errc, std::string>({
        {R"([{"prompt": "x"}, {}])", Errc::missing_field, "mine.json: entry 2: needs exactly one"},
        {"{\"prompt\": \"x\"}\n\n{\"promt\": \"y\"}", Errc::missing_field,
         "mine.json: line 3: 'promt' is not expected"},
        {"{\"prompt\": \"x\"}\n{oops", Errc::malformed_json, "mine.json: line 2: not valid JSON"},
        {R"([3])", Errc::missing_field, "entry 1: not an object"},
        {R"([{"prompt": 3}])", Errc::missing_field, "'prompt'"},
        {R"([{"prompt": "x", "name": 3}])", Errc::missing_field, "'name'"},
        {R"([{"prompt": "x", "messages": [{"role": "user", "content": "y"}]}])",
         Errc::missing_field, "exactly one"},
        {R"([{"messages": []}])", Errc::missing_field, "'messages' is not a list"},
        {R"([{"messages": "x"}])", Errc::missing_field, "'messages' is not a list"},
        {R"([{"messages": ["x"]}])", Errc::missing_field, "'role' and 'content'"},
        {R"([{"messages": [{"role": "user"}]}])", Errc::missing_field, "'role' and 'content'"},
        {R"([{"messages": [{"role": "user", "content": null}]}])", Errc::missing_field,
         "'role' and 'content'"},
        {R"([{"prompt": "x", "max_tokens": 0}])", Errc::missing_field, "'max_tokens'"},
        {R"([{"prompt": "x", "max_tokens": "9"}])", Errc::missing_field, "'max_tokens'"},
        {R"([{"prompt": "x", "max_tokens": 1.5}])", Errc::missing_field, "'max_tokens'"},
    }));

    const auto failure = failure_of(text);

    INFO(text);
    CHECK(failure.code == code);
    CHECK(failure.context.find(told) != std::string::npos);
}

TEST_CASE("a file without a prompt is an empty suite", "[suite_file]") {
    const std::string text = GENERATE("", "\n \n\t\r\n", "[]");

    CHECK(failure_of(text).code == Errc::empty_suite);
}

TEST_CASE("a file is read from disk", "[suite_file]") {
    const test::TemporaryFolder folder;
    const auto path = folder / "suite.jsonl";
    test::write_file(path, "{\"prompt\": \"gr\u00FC\u00DFe\"}\n");

    const auto requests = read_suite_file(path).value();

    REQUIRE(requests.size() == 1);
    CHECK(requests[0].messages[0].content == "gr\u00FC\u00DFe");
}

TEST_CASE("a file that cannot be read fails with the system's message", "[suite_file]") {
    const auto [path, words] = GENERATE(table<std::string, std::string>({
        {"/nonexistent/suite.json", "No such file or directory"},
        {"/tmp", "Is a directory"},
    }));

    const auto requests = read_suite_file(path);

    CHECK(requests.error().message() == "reading " + path + ": " + words);
}

} // namespace moebench::detail
