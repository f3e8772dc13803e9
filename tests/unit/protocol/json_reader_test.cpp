// SPDX-License-Identifier: MIT
#include <moebench/protocol/json_reader.hpp>

#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <limits>

namespace moebench {

namespace {

boost::json::object object_of(std::string_view text) {
    return parse_json(text, "test").value().get_object();
}

std::string text_of(std::string_view json) {
    return std::string(parse_json(json, "test").value().get_string());
}

} // namespace

TEST_CASE("text that is not JSON is a failure that says where it came from", "[json_reader]") {
    const std::string text =
        GENERATE("", " ", "{", "{\"a\":}", "[1,]", "nul", "{} {}", "'a'", "\xEF\xBB\xBF{}", "NaN");

    const auto parsed = parse_json(text, "GET /props");

    CHECK(parsed.error().code == Errc::malformed_json);
    CHECK(parsed.error().context.starts_with("GET /props: not valid JSON ("));
}

TEST_CASE("the error for an empty body says that it is empty", "[json_reader]") {
    CHECK(parse_json("", "chat reply").error().context.ends_with("empty body"));
}

TEST_CASE("only the beginning of malformed text is shown", "[json_reader]") {
    const std::string page = "<html>" + std::string(1 << 20, 'x');

    const auto failure = parse_json(page, "chat reply").error();

    CHECK(failure.context.find("<html>xxx") != std::string::npos);
    CHECK(failure.context.size() < 300);
}

TEST_CASE("endless nesting is refused", "[json_reader]") {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');

    CHECK(parse_json(deep, "test").error().code == Errc::malformed_json);
}

TEST_CASE("lone surrogates become the replacement character, pairs stay", "[json_reader]") {
    const auto [json, text] = GENERATE(table<std::string, std::string>({
        {R"("\ud800")", "\uFFFD"},
        {R"("\udfff!")", "\uFFFD!"},
        {R"("\ud83d\ude00")", "\U0001F600"},
        {R"("\uD83D\uDE00\ud800")", "\U0001F600\uFFFD"},
        {R"("\ud83dx\ude00")", "\uFFFDx\uFFFD"},
        {R"("\ud83d\ud83d\ude00")", "\uFFFD\U0001F600"},
        {R"("\ude00\ud83d")", "\uFFFD\uFFFD"},
        {R"("\ud83d\u0041")", "\uFFFDA"},
        {R"("\\ud800 \ud800")", "\\ud800 \uFFFD"}, // the first is a backslash and letters
        {R"("\ud800\n\"")", "\uFFFD\n\""},
    }));

    CHECK(text_of(json) == text);
}

TEST_CASE("an incomplete escape is malformed", "[json_reader]") {
    const std::string json = GENERATE(R"("\ud8)", R"("\ud800\)", R"("\ud800\u)", R"("\ud8zz")");

    CHECK(parse_json(json, "test").error().code == Errc::malformed_json);
}

TEST_CASE("bytes that are not UTF-8 are accepted", "[json_reader]") {
    CHECK(text_of("\"a\xFFz\"") == "a\xFFz");
    CHECK(text_of("\"\xE2\x82\"") == "\xE2\x82");
}

TEST_CASE("a whole number is read however it is written", "[json_reader]") {
    const auto object = object_of(R"({"a": 3, "b": 3.0, "c": 3e2, "d": -7, "e": 0})");

    CHECK(json_integer(object, "a") == 3);
    CHECK(json_integer(object, "b") == 3);
    CHECK(json_integer(object, "c") == 300);
    CHECK(json_integer(object, "d") == -7);
    CHECK(json_integer(object, "e") == 0);
}

TEST_CASE("a value that is not a whole number gives nothing", "[json_reader]") {
    const auto object = object_of(R"({"half": 0.5, "text": "3", "null": null, "flag": true,
        "list": [3], "huge": 18446744073709551615, "vast": 1e300})");

    const std::string name =
        GENERATE("half", "text", "null", "flag", "list", "huge", "vast", "absent");
    CHECK_FALSE(json_integer(object, name));
}

TEST_CASE("numbers, texts and objects are read by type", "[json_reader]") {
    const auto object =
        object_of(R"({"number": 1.5, "whole": 2, "text": "t", "object": {"x": 1}, "null": null})");

    CHECK(json_double(object, "number") == 1.5);
    CHECK(json_double(object, "whole") == 2.0);
    CHECK(json_string(object, "text") == "t");
    REQUIRE(json_object(object, "object") != nullptr);
    CHECK(json_integer(*json_object(object, "object"), "x") == 1);

    const std::string other = GENERATE("null", "absent");
    CHECK_FALSE(json_double(object, other));
    CHECK_FALSE(json_string(object, other));
    CHECK(json_object(object, other) == nullptr);
    CHECK_FALSE(json_double(object, "text"));
    CHECK_FALSE(json_string(object, "number"));
    CHECK(json_object(object, "text") == nullptr);
}

TEST_CASE("a file's numbers are read exactly", "[json_reader]") {
    const std::string text =
        R"({"1.5": "2.5 \"", "list": [-7, 3e2, true, {"rate": 1428.5714285714287}], "last": 1e-320,
            "most": 179769313486231570000e288, "seed": 18446744073709551615})";

    const auto object = parse_json_exactly(text, "a file").value().as_object();

    CHECK(object.at("list").at(3).at("rate").as_double() == 10000 / 7.0);
    CHECK(object.at("last").as_double() == 1e-320);
    CHECK(object.at("most").as_double() == std::numeric_limits<double>::max());
    CHECK(object.at("seed").as_uint64() == std::numeric_limits<std::uint64_t>::max());
    CHECK(object.at("list").at(0).as_int64() == -7);
    CHECK(parse_json_exactly("{", "a file").has_error());
}

TEST_CASE("a key that is there twice does not take another key's number", "[json_reader]") {
    const auto object = parse_json_exactly(R"({"a": 1.5, "b": 2.5, "a": 3.5})", "").value();

    CHECK(object.at("a").as_double() == 3.5);
    CHECK(object.at("b").as_double() == 2.5);
}

TEST_CASE("the text of a member is returned unchanged", "[json_reader]") {
    const auto [json, value] = GENERATE(table<std::string, std::string>({
        {R"({"timings":{"a":1e3,"b":0.10}})", R"({"a":1e3,"b":0.10})"},
        {R"({ "x" : [1,{"timings":2}] , "timings" : { "a" : 1 } , "y":0})", R"({ "a" : 1 })"},
        {R"({"x":{"timings":1},"timings":2})", "2"},
        {R"({"x":"\"timings\":1,","timings":"}\\"})", R"("}\\")"},
        {R"({"x":"timings","timings":[]})", "[]"},
        {"{\"timings\" :\t6E1 \n}", "6E1"},
        {R"({"timings":null,"z":1})", "null"},
        {R"({"timings":-1})", "-1"},
        {R"({"timing":1,"timingss":2})", ""},
        {R"({})", ""},
    }));

    CHECK(json_member(json, "timings") == value);
}

} // namespace moebench
