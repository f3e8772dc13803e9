// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/error.hpp>
#include <moebench/model/completion.hpp>
#include <moebench/model/sample.hpp>
#include <moebench/protocol/json_reader.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace moebench::detail {

/// The enumerator of that name, else the last one: to_string() gives every number beyond it that
/// one's name.
template <class Enum> Enum enumerator(std::string_view name) {
    int number = 0;
    const auto is = [&](std::string_view text) {
        return to_string(static_cast<Enum>(number)) == text;
    };
    while (!is(name) && !is(to_string(static_cast<Enum>(255)))) ++number;
    return static_cast<Enum>(number);
}

/// Reads what fields(archive, value) names from the members of a JSON object; JsonSaver wrote them.
/// A member that is missing or of another type leaves the value as it is; a list leaves out such
/// elements.
class JsonLoader {
public:
    /// Both outlive it. `text`: what the object was parsed from, for raw().
    explicit JsonLoader(const boost::json::object& object, std::string_view text = {})
        : object_(object), text_(text) {}

    template <class T, class... Context>
    JsonLoader& operator()(std::string_view key, T& value, const Context&... context) {
        if (const auto* json = object_.if_contains(key)) read(*json, value, context...);
        return *this;
    }

    template <class T> void or_null(std::string_view key, T& value, std::string_view = {}) {
        (*this)(key, value);
    }

    void or_zero(std::string_view key, std::optional<std::int64_t>& count, std::string_view = {}) {
        const auto* absent = json_object(object_, "absent");
        if (absent == nullptr || !absent->contains(key)) (*this)(key, count);
    }

    template <class T> void if_present(std::string_view key, std::optional<T>& value) {
        (*this)(key, value);
    }

    template <class T> void if_any(std::string_view key, std::vector<T>& values) {
        (*this)(key, values);
    }

    template <class T> void derived(std::string_view, const T&) {}

    void facts(std::string_view after, Facts& numbers, std::string_view before) {
        const auto* member = object_.find(after);
        if (member == object_.end()) return;
        while (++member != object_.end() && member->key() != before) {
            std::int64_t number = 0;
            if (read(member->value(), number)) numbers.emplace_back(member->key(), number);
        }
    }

    template <class T> void raw(std::string_view key, T& timings, std::string_view) {
        (*this)(key, timings);
        if (json_object(object_, key) != nullptr) timings.raw = json_member(text_, key);
    }

private:
    using Json = boost::json::value;

    // Each tells whether the JSON is of the value's type.

    template <class T, class... Context>
    static bool read(const Json& json, T& value, const Context&... context) {
        const auto* object = json.if_object();
        if (object == nullptr) return false;
        JsonLoader loader(*object);
        fields(loader, value, context...);
        return true;
    }

    static bool read(const Json& json, bool& value) {
        if (json.is_bool()) value = json.get_bool();
        return json.is_bool();
    }

    template <std::integral T> static bool read(const Json& json, T& value) {
        boost::system::error_code not_exact;
        const T number = json.to_number<T>(not_exact);
        if (!not_exact) value = number;
        return !not_exact;
    }

    /// null is what JsonSaver makes of NaN and infinity.
    static bool read(const Json& json, double& value) {
        if (json.is_null()) value = std::numeric_limits<double>::quiet_NaN();
        if (json.is_number()) value = json.to_number<double>();
        return json.is_null() || json.is_number();
    }

    static bool read(const Json& json, std::string& value) {
        if (const auto* text = json.if_string()) value.assign(text->data(), text->size());
        return json.is_string();
    }

    template <class T>
        requires std::is_enum_v<T>
    static bool read(const Json& json, T& value) {
        if (const auto* name = json.if_string()) value = enumerator<T>(*name);
        return json.is_string();
    }

    static bool read(const Json& json, Duration& value) {
        double seconds = 0;
        constexpr double most = 9e9; // of what 64 bits of nanoseconds hold
        if (!read(json, seconds) || !(std::abs(seconds) < most)) return false;
        value = std::chrono::round<Duration>(std::chrono::duration<double>(seconds));
        return true;
    }

    /// The message is all that is kept of it.
    static bool read(const Json& json, Failure& value) {
        std::string message;
        if (!read(json, message)) return false;
        value = fail(Errc{}, std::move(message));
        return true;
    }

    static bool read(const Json& json, TokenLogprob& value) {
        auto& [token, logprob, text] = value;
        const auto* array = json.if_array();
        return array != nullptr && array->size() == 3 && read((*array)[0], token) &&
               read((*array)[1], logprob) && read((*array)[2], text);
    }

    template <class T, class... Context>
    static bool read(const Json& json, std::optional<T>& value, const Context&... context) {
        T found{};
        value.reset();
        if (!json.is_null() && read(json, found, context...)) value = std::move(found);
        return true;
    }

    template <class T, class... Context>
    static bool read(const Json& json, std::vector<T>& values, const Context&... context) {
        const auto* array = json.if_array();
        if (array == nullptr) return false;
        values.clear();
        for (const auto& element : *array) {
            T value{};
            if (read(element, value, context...)) values.push_back(std::move(value));
        }
        return true;
    }

    const boost::json::object& object_;
    std::string_view text_;
};

} // namespace moebench::detail
