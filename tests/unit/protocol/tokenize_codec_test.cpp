// SPDX-License-Identifier: MIT
#include <moebench/protocol/detail/tokenize_codec.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

TEST_CASE("the tokenize request has the original script's members, in the same order",
          "[tokenize_codec]") {
    CHECK(encode_tokenize_request("a\n\"b\" \u00FC") ==
          "{\"content\": \"a\\n\\\"b\\\" \u00FC\", \"add_special\": false, "
          "\"parse_special\": true}");
}

TEST_CASE("tokens are counted whatever they look like", "[tokenize_codec]") {
    const auto [body, count] = GENERATE(table<std::string, std::size_t>({
        {R"({"tokens":[]})", 0},
        {R"({"tokens":[1,2,3]})", 3},
        {R"({"tokens":[{"id":1,"piece":"a"},{"id":2,"piece":[195]}],"more":1})", 2},
    }));

    CHECK(parse_token_count(body).value() == count);
}

TEST_CASE("the error for a tokenize reply without a list of tokens names what is missing",
          "[tokenize_codec]") {
    const std::string body =
        GENERATE("{}", "[]", "3", R"({"tokens":null})", R"({"tokens":3})", R"({"tokens":{"0":1}})");

    const auto count = parse_token_count(body);

    CHECK(count.error().code == Errc::missing_field);
    CHECK(count.error().context.find("tokens") != std::string::npos);
}

TEST_CASE("a tokenize reply that is not JSON is malformed", "[tokenize_codec]") {
    CHECK(parse_token_count("").error().code == Errc::malformed_json);
    CHECK(parse_token_count("{\"tokens\":[1,2").error().code == Errc::malformed_json);
}

TEST_CASE("a prompt is tokenized with the special tokens around it", "[tokenize_codec]") {
    CHECK(encode_prompt_tokenize_request("<s>a") ==
          R"({"content": "<s>a", "add_special": true, "parse_special": true})");
}

TEST_CASE("token ids are returned in order", "[tokenize_codec]") {
    CHECK(parse_token_ids(R"({"tokens":[3,1,2]})").value() == std::vector<std::int64_t>{3, 1, 2});
    CHECK(parse_token_ids(R"({"tokens":[]})").value().empty());
}

TEST_CASE("the error for tokens that are not ids names the member", "[tokenize_codec]") {
    const std::string body = GENERATE("{}", "[]", R"({"tokens":null})", R"({"tokens":["a"]})",
                                      R"({"tokens":[{"id":1,"piece":"a"}]})");

    const auto ids = parse_token_ids(body);

    CHECK(ids.error().code == Errc::missing_field);
    CHECK(ids.error().context.find("tokens") != std::string::npos);
    CHECK(parse_token_ids("").error().code == Errc::malformed_json);
}

} // namespace moebench::detail
