// SPDX-License-Identifier: MIT
#include <moebench/protocol/detail/completion_codec.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

namespace {

CompletionRequest request_with_probs(std::int64_t n_probs = 2) {
    CompletionRequest request({7, 8});
    request.n_probs = n_probs;
    return request;
}

Result<CompletionReply> parse(std::string_view body) {
    return parse_completion_reply(body, request_with_probs());
}

/// A reply as llama-server b11434 writes it, with `chances` instead of its list.
std::string reply_with(const std::string& chances) {
    return R"({"index":0,"content":"x CPU","tokens":[120,418],"id_slot":0,"stop":true,)"
           R"("timings":{"cache_n":0,"prompt_n":41,"prompt_ms":1.926},)"
           R"("completion_probabilities":)" +
           chances + "}";
}

constexpr const char* good_chances =
    R"([{"id":120,"token":"x","bytes":[120],"logprob":-4.25,"top_logprobs":[)"
    R"({"id":120,"token":"x","bytes":[120],"logprob":-4.25},)"
    R"({"id":491,"token":" g","bytes":[32,103],"logprob":-4.5}]},)"
    R"({"id":418,"token":" CPU","bytes":[],"logprob":-3.5,"top_logprobs":[)"
    R"({"id":418,"token":" CPU","bytes":[],"logprob":-3.5}]}])";

} // namespace

TEST_CASE("a completion request is greedy, uses one slot, and asks for token ids",
          "[completion_codec]") {
    CHECK(encode_completion_request(request_with_probs(20)) ==
          R"({"prompt": [7, 8], "n_predict": 1, "n_probs": 20, "temperature": 0, )"
          R"("cache_prompt": false, "return_tokens": true, "id_slot": 0, "stream": false})");
}

TEST_CASE("a completion may use the cache, and go on to its maximum length", "[completion_codec]") {
    CompletionRequest request;
    request.n_predict = 64;
    request.cache_prompt = true;
    request.ignore_eos = true;

    CHECK(encode_completion_request(request) ==
          R"({"prompt": [], "n_predict": 64, "n_probs": 0, "temperature": 0, )"
          R"("cache_prompt": true, "return_tokens": true, "ignore_eos": true, "id_slot": 0, )"
          R"("stream": false})");
}

TEST_CASE("a completion has text, ids, the evaluated tokens, and the candidates",
          "[completion_codec]") {
    const auto reply = parse(reply_with(good_chances)).value();

    CHECK(reply.text == "x CPU");
    CHECK(reply.tokens == std::vector<std::int64_t>{120, 418});
    CHECK(reply.prompt_n == 41);
    REQUIRE(reply.candidates.size() == 2);
    REQUIRE(reply.candidates[0].size() == 2);
    CHECK(reply.candidates[0][1].token == 491);
    CHECK(reply.candidates[0][1].text == " g");
    CHECK(reply.candidates[0][1].logprob == -4.5);
    CHECK(reply.candidates[1].size() == 1);
}

TEST_CASE("a log-probability that is not finite is absent", "[completion_codec]") {
    const std::string number = GENERATE("null", "1e999", "-1e999");

    const auto reply = parse(
        reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"token":"a","logprob":)" + number + "}]}]"));

    REQUIRE(reply.has_value());
    CHECK_FALSE(reply->candidates[0][0].logprob.has_value());
}

TEST_CASE("the log-probability of zero in single precision is a number", "[completion_codec]") {
    const auto reply = parse(reply_with(
        R"([{"id":1,"top_logprobs":[{"id":1,"token":"a","logprob":-3.4028234663852886e+38}]}])"));

    CHECK(reply->candidates[0][0].logprob.value() < -3.4e38);
}

TEST_CASE("a token that is half a character keeps the server's bytes", "[completion_codec]") {
    const std::string text = GENERATE("\xc3", "\\ud83d", "\xef\xbf\xbd");

    const auto reply = parse(reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"token":")" + text +
                                        R"(","logprob":-1}]}])"));

    REQUIRE(reply.has_value());
    CHECK_FALSE(reply->candidates[0][0].text.empty());
}

TEST_CASE("log-probabilities that were not requested may be missing", "[completion_codec]") {
    const auto reply =
        parse_completion_reply(R"({"content":"x","tokens":[1]})", request_with_probs(0));

    CHECK(reply->candidates.empty());
    CHECK_FALSE(reply->prompt_n.has_value());
}

TEST_CASE("the error for an incomplete completion names what is missing", "[completion_codec]") {
    const auto [body, field] = GENERATE(table<std::string, std::string>({
        {"[]", "content"},
        {"3", "content"},
        {R"({"tokens":[]})", "content"},
        {R"({"content":null,"tokens":[]})", "content"},
        {R"({"content":"x"})", "tokens"},
        {R"({"content":"x","tokens":null})", "tokens"},
        {R"({"content":"x","tokens":[]})", "tokens"},
        {R"({"content":"x","tokens":["x"]})", "tokens"},
        {R"({"content":"x","tokens":[1]})", "completion_probabilities"},
        {reply_with("null"), "completion_probabilities"},
        {reply_with("[3]"), "top_logprobs"},
        // servers of 2024
        {reply_with(R"([{"content":"x","probs":[{"tok_str":"x","prob":1.0}]}])"), "top_logprobs"},
        {reply_with(R"([{"id":1,"prob":1.0,"top_probs":[]}])"), "top_logprobs"},
        {reply_with(R"([{"id":1,"top_logprobs":[{"token":"x","logprob":-1}]}])"), "id"},
        {reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"token":"x"}]}])"), "logprob"},
        {reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"logprob":"NaN"}]}])"), "logprob"},
    }));
    CAPTURE(body);

    const auto reply = parse(body);

    CHECK(reply.error().code == Errc::missing_field);
    CHECK(reply.error().context.find("POST /completion: ") == 0);
    CHECK(reply.error().context.find(field) != std::string::npos);
}

TEST_CASE("a completion that is not JSON is malformed", "[completion_codec]") {
    const std::string body =
        GENERATE(std::string(), "<html>", R"({"content":"x","tokens":[1)",
                 reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"token":"a","logprob":NaN}]}])"),
                 reply_with(R"([{"id":1,"top_logprobs":[{"id":1,"token":"a","logprob":-inf}]}])"));

    CHECK(parse(body).error().code == Errc::malformed_json);
}

} // namespace moebench::detail
