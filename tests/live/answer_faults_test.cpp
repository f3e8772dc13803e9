// SPDX-License-Identifier: MIT
// Does the answer check find wrong weights on a real llama-server?
#include "workplace.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <string>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// The answers of a candidate that is started with `words`.
json::value answers(const Workplace& place, const Words& words) {
    Words all{"compare",
              "-m",
              place.model(),
              "--out",
              place.file("result.json"),
              "--suite",
              "multi",
              "-r",
              "1",
              "--max-tokens",
              "16",
              "--boots",
              "1",
              "--port",
              "0",
              "--answer-positions",
              "512",
              "--answer-text-tokens",
              "1024"};
    all.insert(all.end(), words.begin(), words.end());
    const auto ending = place.moebench(all);
    INFO(ending.out << ending.err);
    place.expect_clean();
    return parse_json_file(place.file("result.json")).at("answers").at(0);
}

std::string verdict_of(const json::value& judged) {
    return std::string(judged.at("verdict").as_string());
}

} // namespace

TEST_CASE("rounded weights and a stale expert are found, and the same weights are identical",
          "[answers]") {
    const auto [change, verdict] = GENERATE(table<TinyMoe, std::string>({
        {TinyMoe(), "identical"},
        {TinyMoe{.expert_bits = 12}, "close"},
        {TinyMoe{.expert_bits = 4}, "divergent"},
        {TinyMoe{.stale_expert = 3}, "divergent"},
    }));
    const Workplace place;
    write_tiny_moe_gguf(place.file("changed.gguf"), change);
    const Words other_model = {"--candidate-args", "-m " + place.file("changed.gguf")};
    const auto judged = answers(place, other_model);
    INFO(json::serialize(judged));
    CHECK(verdict_of(judged) == verdict);
    CHECK(judged.at("floor_decode").at("same") == judged.at("floor_decode").at("positions"));
    CHECK(judged.at("decode").at("positions").as_int64() > 500);
}
