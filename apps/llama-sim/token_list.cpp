// SPDX-License-Identifier: MIT
#include "token_list.hpp"

#include <moebench/protocol/json_writer.hpp>

#include <cmath>
#include <limits>

namespace llama_sim {

namespace {

using moebench::JsonWriter;

/// As in llama-server, the text of a token leaves out an incomplete character.
void write_chance(JsonWriter& json, const Chance& chance, bool broken) {
    const std::string bytes = piece(chance.token);
    json.member("id", chance.token)
        .member("token", std::string_view(bytes).substr(0, bytes.size() - incomplete_tail(bytes)));
    json.key("bytes").begin_array();
    for (const char byte : bytes) json.value(static_cast<int>(static_cast<unsigned char>(byte)));
    json.end_array();
    // NaN is null in JSON
    json.member("logprob",
                broken ? std::numeric_limits<double>::quiet_NaN() : std::log(chance.probability));
}

} // namespace

std::string token_list(const std::vector<NextToken>& tokens, bool broken) {
    std::string text;
    JsonWriter json(text);
    json.begin_array();
    for (const auto& next : tokens) {
        json.begin_object();
        write_chance(json, next.top.front(), broken);
        json.key("top_logprobs").begin_array();
        for (const auto& chance : next.top) {
            json.begin_object();
            write_chance(json, chance, broken);
            json.end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
    return text;
}

double noise(const RequestFaults& faults) {
    const auto* fault = faults.find("noise");
    return fault == nullptr ? 0 : static_cast<double>(fault->argument) * 1e-6;
}

} // namespace llama_sim
