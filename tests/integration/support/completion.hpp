// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/protocol/json_writer.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <support/simulator.hpp>

namespace moebench::test {

namespace json = boost::json;

using Ids = std::vector<std::int64_t>;

/// One entry of `completion_probabilities`: tokens with their log-probabilities, most probable
/// first.
struct Position {
    std::int64_t token = 0;
    std::vector<std::pair<std::int64_t, std::optional<double>>> top;

    bool operator==(const Position&) const = default;
};

/// The reply of /completion.
struct Completion {
    json::object body;

    Ids tokens() const { return json::value_to<Ids>(body.at("tokens")); }
    std::string content() const { return json::value_to<std::string>(body.at("content")); }
    std::int64_t prompt_n() const { return body.at("timings").at("prompt_n").to_number<int>(); }
    double prompt_ms() const { return body.at("timings").at("prompt_ms").to_number<double>(); }

    std::vector<Position> positions() const {
        std::vector<Position> all;
        for (const auto& entry : body.at("completion_probabilities").as_array()) {
            Position position;
            position.token = entry.at("id").to_number<std::int64_t>();
            for (const auto& chance : entry.at("top_logprobs").as_array()) {
                const auto& logprob = chance.at("logprob");
                position.top.emplace_back(
                    chance.at("id").to_number<std::int64_t>(),
                    logprob.is_null() ? std::nullopt : std::optional(logprob.to_number<double>()));
            }
            all.push_back(std::move(position));
        }
        return all;
    }
};

inline std::string json_list(const Ids& ids) { return json::serialize(json::value_from(ids)); }

/// `prompt`: JSON text. `more`: members with a comma before them.
inline Completion complete(Simulator& simulator, const std::string& prompt, int n_predict,
                           const std::string& more = R"(,"n_probs":20,"return_tokens":true)") {
    const auto reply = simulator.post(
        "/completion", R"({"prompt":)" + prompt + R"(,"n_predict":)" + std::to_string(n_predict) +
                           R"(,"temperature":0,"top_k":1,"seed":1)" + more + "}");
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return {json::parse(reply.body).as_object()};
}

inline Completion complete(Simulator& simulator, const Ids& prompt, int n_predict) {
    return complete(simulator, json_list(prompt), n_predict);
}

/// The reply of /tokenize. `more`: members with a comma before them.
inline Ids tokenized(Simulator& simulator, const std::string& text, const std::string& more = {}) {
    const auto reply =
        simulator.post("/tokenize", R"({"content":)" + json_quoted(text) + more + "}");
    REQUIRE(reply.status == 200);
    return json::value_to<Ids>(json::parse(reply.body).at("tokens"));
}

/// The ids of a chat of one user message.
inline Ids chat_ids(Simulator& simulator, const std::string& text, const std::string& more = {}) {
    const auto reply = simulator.post(
        "/apply-template", R"({"messages":[{"role":"user","content":)" + json_quoted(text) + "}]}");
    REQUIRE(reply.status == 200);
    const auto prompt = json::value_to<std::string>(json::parse(reply.body).at("prompt"));
    return tokenized(simulator, prompt, more);
}

inline Ids joined(Ids ids, const Ids& more) {
    ids.insert(ids.end(), more.begin(), more.end());
    return ids;
}

} // namespace moebench::test
