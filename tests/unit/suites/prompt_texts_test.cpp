// SPDX-License-Identifier: MIT
#include <moebench/detail/sha256.hpp>
#include <moebench/suites/detail/prompt_texts.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

namespace {

std::string sha256(const std::string& text) {
    Sha256 hash;
    hash.update(text);
    return hash.hex();
}

std::string joined(const std::vector<std::string>& prompts) {
    std::string text;
    for (const auto& prompt : prompts) text += (text.empty() ? "" : std::string(1, '\0')) + prompt;
    return text;
}

} // namespace

// The digests are of the original script's own output: hashlib.sha256 of
// "\0".join(PROMPTS[suite]), long_prompt_blocks(n) and medium_turn_blocks(turn, n).

TEST_CASE("the fixed prompts equal the original script's byte for byte", "[prompt_texts]") {
    CHECK(base_prompts().size() == 1);
    CHECK(sha256(joined(base_prompts())) ==
          "173d4bf000148e0e5a0f6d4877461c2e4db8d9e663db86e7ef1524fc1aa20f30");
    CHECK(multi_prompts().size() == 4);
    CHECK(sha256(joined(multi_prompts())) ==
          "c31b4010d885f42851dc1f3570e1e0a4d764516bc39206ea391c18b0df7f9ca5");
}

TEST_CASE("the first hundred long prompts equal the original script's", "[prompt_texts]") {
    Sha256 hash;
    for (int n = 1; n <= 100; ++n) hash.update(render_long_prompt(n));

    CHECK(hash.hex() == "1b2ddf5a7c7f3a0c906a283297612639fae7d70d2ef33500f928a811ec279bf8");
}

TEST_CASE("numbers longer than their padding equal the original script's", "[prompt_texts]") {
    const auto text = render_long_prompt(100'001);

    CHECK(text.size() == 16'800'539);
    CHECK(text.find("\ncase=99999 hardware=") != std::string::npos);
    CHECK(text.find("\nlayer=100000 route_a=35 route_b=37 stage=") != std::string::npos);
    CHECK(sha256(render_medium_turn(100, 5)) ==
          "2d956b92d26001d46f59a52ec0c037fd9bc8c2373dd91d67ec2a843c73819b63");
}

TEST_CASE("the first forty chunks of twenty turns equal the original script's", "[prompt_texts]") {
    Sha256 hash;
    for (int turn = 1; turn <= 20; ++turn) {
        for (int n = 1; n <= 40; ++n) hash.update(render_medium_turn(turn, n));
    }

    CHECK(hash.hex() == "002a465d9bed99149d6e11d778d0987b79ac71ec621d12233ac2d5a0ce468024");
}

} // namespace moebench::detail
