// SPDX-License-Identifier: MIT
#include <moebench/detail/sha256.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

#include <support/recording.hpp>

namespace moebench::test {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_whole_text = 500;

} // namespace

Recording parse_recording(std::string_view lines) {
    Recording recording;
    std::istringstream in{std::string(lines)};
    for (std::string line; std::getline(in, line);) {
        json::object entry = json::parse(line).as_object();
        if (const auto* argv = entry.if_contains("argv")) {
            recording.argv = json::value_to<std::vector<std::string>>(*argv);
            recording.variables = json::value_to<std::vector<std::string>>(entry.at("variables"));
            continue;
        }
        auto& exchanges = entry.at("target") == "/tokenize" ? recording.tokenize : recording.chat;
        exchanges.push_back({std::move(entry.at("request")), std::move(entry.at("reply"))});
    }
    return recording;
}

json::value compact_text(std::string_view text) {
    if (text.size() <= longest_whole_text) return json::string(text);
    detail::Sha256 hash;
    hash.update(text);
    return json::object{{"bytes", text.size()}, {"sha256", hash.hex()}};
}

json::value compact_request(json::value request) {
    for (auto& message : request.at("messages").as_array()) {
        auto& content = message.at("content");
        content = compact_text(content.as_string());
    }
    return request;
}

json::array golden_argv(const std::vector<std::string>& argv) {
    json::array words;
    for (std::size_t i = 1; i < argv.size(); ++i) {
        words.emplace_back(argv[i - 1] == "--port" ? "PORT" : argv[i]);
    }
    return words;
}

json::object golden_data(const SeedCase& seed_case, const Recording& recording) {
    json::array tokenize;
    for (const auto& [request, reply] : recording.tokenize) {
        json::array point{request.at("content").as_string().size(),
                          reply.at("tokens").as_array().size()};
        if (std::find(tokenize.begin(), tokenize.end(), point) == tokenize.end()) {
            tokenize.push_back(std::move(point));
        }
    }
    json::array requests;
    json::array replies;
    for (const auto& [request, reply] : recording.chat) {
        requests.push_back(compact_request(request));
        replies.push_back(
            json::object{{"content", reply.at_pointer("/choices/0/message/content")},
                         {"prompt_tokens", reply.at_pointer("/usage/prompt_tokens")}});
    }
    return {{"flags", json::value_from(seed_case.flags)},
            {"argv", golden_argv(recording.argv)},
            {"tokenize", std::move(tokenize)},
            {"requests", std::move(requests)},
            {"replies", std::move(replies)}};
}

std::string golden_text(const json::object& golden) {
    std::string text = "{";
    for (const auto& member : golden) {
        text += text == "{" ? "\n" : ",\n";
        text += json::serialize(member.key()) + ": ";
        const auto& items = member.value().as_array();
        if (items.empty() || !items.front().is_object()) {
            text += json::serialize(items);
            continue;
        }
        for (const auto& item : items) {
            text += &item == items.begin() ? "[\n" : ",\n";
            text += json::serialize(item);
        }
        text += "\n]";
    }
    return text + "\n}\n";
}

} // namespace moebench::test
