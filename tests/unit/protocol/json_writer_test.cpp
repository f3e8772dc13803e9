// SPDX-License-Identifier: MIT
#include <moebench/protocol/json_writer.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <limits>

namespace moebench {

namespace {

std::string write_sample(int indent) {
    std::string out;
    JsonWriter json(out, indent);
    json.begin_object().member("text", "a").member("whole", 3).member("real", 60.0);
    json.key("empty_list").begin_array().end_array();
    json.key("empty_object").begin_object().end_object();
    json.key("list").begin_array().value(1).null().value(true);
    json.begin_object().member("x", -1).end_object().end_array();
    json.key("raw").raw("{\"n\":1e3}").end_object();
    return out;
}

} // namespace

TEST_CASE("without indent everything is on one line, spaced as Python does", "[json_writer]") {
    CHECK(write_sample(0) == R"({"text": "a", "whole": 3, "real": 60.0, "empty_list": [], )"
                             R"("empty_object": {}, "list": [1, null, true, {"x": -1}], )"
                             R"("raw": {"n":1e3}})");
}

TEST_CASE("with indent every member has its own line, as Python does", "[json_writer]") {
    CHECK(write_sample(2) == R"({
  "text": "a",
  "whole": 3,
  "real": 60.0,
  "empty_list": [],
  "empty_object": {},
  "list": [
    1,
    null,
    true,
    {
      "x": -1
    }
  ],
  "raw": {"n":1e3}
})");
}

TEST_CASE("numbers are plain decimals with a point", "[json_writer]") {
    const auto [number, text] = GENERATE(table<double, std::string>({
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {60.0, "60.0"},
        {0.1, "0.1"},
        {-1.5, "-1.5"},
        {1e-7, "0.0000001"},
        {1e15, "1000000000000000.0"},
        {1e22, "10000000000000000000000.0"},
        {123456.789, "123456.789"},
        {1.0 / 3.0, "0.3333333333333333"},
    }));

    CHECK(json_number(number) == text);
}

TEST_CASE("every number reads back as the same", "[json_writer]") {
    using Limits = std::numeric_limits<double>;
    const double number =
        GENERATE(Limits::max(), Limits::lowest(), Limits::min(), Limits::denorm_min(),
                 Limits::epsilon(), 0.1 + 0.2, 5e-324, 9007199254740993.0, 2.2250738585072011e-308);

    const auto text = json_number(number);

    CHECK(std::strtod(text.c_str(), nullptr) == number);
    CHECK(text.find_first_of("eE") == std::string::npos);
}

TEST_CASE("NaN and infinity are null", "[json_writer]") {
    using Limits = std::numeric_limits<double>;
    CHECK(json_number(Limits::quiet_NaN()) == "null");
    CHECK(json_number(Limits::infinity()) == "null");
    CHECK(json_number(-Limits::infinity()) == "null");
}

TEST_CASE("integers keep all their digits", "[json_writer]") {
    std::string out;
    JsonWriter json(out);

    json.begin_array();
    json.value(std::numeric_limits<std::int64_t>::min());
    json.value(std::numeric_limits<std::uint64_t>::max());
    json.end_array();

    CHECK(out == "[-9223372036854775808, 18446744073709551615]");
}

TEST_CASE("text is quoted, and only what JSON requires is escaped", "[json_writer]") {
    const auto [text, quoted] = GENERATE(table<std::string, std::string>({
        {"", R"("")"},
        {"a \"b\" \\c/", R"("a \"b\" \\c/")"},
        {"\n\r\t\b\f", R"("\n\r\t\u0008\u000c")"},
        {std::string("\0\x1F", 2), R"("\u0000\u001f")"},
        {"\x7F", "\"\x7F\""},
        {"gr\u00FC\u00DFe \U0001F600", "\"gr\u00FC\u00DFe \U0001F600\""},
    }));

    CHECK(json_quoted(text) == quoted);
}

TEST_CASE("bytes that are not UTF-8 become the replacement character", "[json_writer]") {
    CHECK(json_quoted("a\xFFz") == "\"a\uFFFDz\"");
    CHECK(json_quoted("\xE2\x82") == "\"\uFFFD\uFFFD\"");
    CHECK(json_quoted("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST_CASE("an optional is its value or null", "[json_writer]") {
    std::string out;
    JsonWriter json(out);

    json.begin_object();
    json.member("a", std::optional<double>(2.0)).member("b", std::optional<std::int64_t>());
    json.member("c", std::optional<std::string>("x")).end_object();

    CHECK(out == R"({"a": 2.0, "b": null, "c": "x"})");
}

TEST_CASE("a list of texts is an array, keys are quoted like text", "[json_writer]") {
    std::string out;
    JsonWriter json(out);

    json.begin_object().member("a\"b", std::vector<std::string>{"x", "y"}).end_object();

    CHECK(out == R"({"a\"b": ["x", "y"]})");
}

TEST_CASE("the writer appends to existing text", "[json_writer]") {
    std::string out = "PERF_METRICS_START\n";

    JsonWriter(out).begin_array().value("a").value("b").end_array();

    CHECK(out == "PERF_METRICS_START\n[\"a\", \"b\"]");
}

} // namespace moebench
