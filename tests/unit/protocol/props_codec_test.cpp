// SPDX-License-Identifier: MIT
#include <moebench/protocol/props_codec.hpp>

#include <catch2/catch.hpp>

namespace moebench {

TEST_CASE("props of llama-server are read", "[props_codec]") {
    const auto props = parse_props(R"({"default_generation_settings":{"params":{"n_ctx":1},
        "n_ctx":2048},"total_slots":1,"model_alias":"bench-multi-cpu-moe",
        "model_path":"/models/tiny.gguf","build_info":"b9749-d32676d77","is_sleeping":false})")
                           .value();

    CHECK(props.n_ctx == 2048);
    CHECK(props.total_slots == 1);
    CHECK(props.model_alias == "bench-multi-cpu-moe");
    CHECK(props.model_path == "/models/tiny.gguf");
    CHECK(props.build_info == "b9749-d32676d77");
    CHECK_FALSE(props.role);
    CHECK_FALSE(props.simulated);
}

TEST_CASE("missing or invalid props are absent", "[props_codec]") {
    const std::string body = GENERATE(
        "{}", R"({"default_generation_settings":null,"total_slots":null,"model_alias":null})",
        R"({"default_generation_settings":[],"total_slots":"1","model_alias":3,"simulated":1})");

    const auto props = parse_props(body).value();

    CHECK_FALSE(props.n_ctx);
    CHECK_FALSE(props.total_slots);
    CHECK_FALSE(props.model_alias);
    CHECK_FALSE(props.build_info);
    CHECK_FALSE(props.simulated);
}

TEST_CASE("a router and a simulator are recognized", "[props_codec]") {
    const auto props = parse_props(R"({"role":"router","simulated":true})").value();

    CHECK(props.role == "router");
    CHECK(props.simulated);
}

TEST_CASE("props that are not an object are a failure", "[props_codec]") {
    CHECK(parse_props("[]").error().code == Errc::missing_field);
    CHECK(parse_props("").error().code == Errc::malformed_json);
}

} // namespace moebench
