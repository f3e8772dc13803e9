// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/store/detail/comparison_fields.hpp>
#include <moebench/store/detail/conclusion_fields.hpp>
#include <moebench/store/detail/run_fields.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace moebench::test {

/// What a Filler puts everywhere. Without a value: another one in each place.
struct Filling {
    std::optional<double> number{};
    std::optional<std::string> text{};
    /// Of whole numbers: the least or the greatest of their type.
    bool least = false, greatest = false;
    /// Of each list; zero also leaves out what is optional.
    std::size_t elements = 2;
};

/// Gives every member that fields() names a value that is not its default; an archive, as
/// JsonSaver.
class Filler {
public:
    explicit Filler(Filling filling) : filling_(std::move(filling)) {}

    template <class T, class... Context>
    Filler& operator()(std::string_view, T& value, const Context&... context) {
        fill(value, context...);
        return *this;
    }
    template <class T> void or_null(std::string_view, T& value, std::string_view = {}) {
        fill(value);
    }
    template <class T> void or_zero(std::string_view, T& value, std::string_view = {}) {
        fill(value);
    }
    template <class T> void if_present(std::string_view, T& value) { fill(value); }
    template <class T> void if_any(std::string_view, std::vector<T>& values) { fill(values); }
    template <class T> void derived(std::string_view, const T&) {}
    void facts(std::string_view, Facts& numbers, std::string_view) {
        fill(numbers, "key", "number");
        for (auto& [key, number] : numbers) key += std::to_string(++count_);
    }
    void raw(std::string_view, ServerTimings& timings, std::string_view) {
        if (filling_.elements > 0) timings.raw = "{\"cache_n\": " + std::to_string(++count_) + "}";
    }

private:
    template <class T, class... Context> void fill(T& value, const Context&... context) {
        detail::fields(*this, value, context...);
    }
    void fill(bool& value) { value = !value; }
    template <std::integral T> void fill(T& value) {
        using Limits = std::numeric_limits<T>;
        value = filling_.least      ? Limits::min()
                : filling_.greatest ? Limits::max()
                                    : static_cast<T>(++count_);
    }
    void fill(double& value) { value = filling_.number.value_or(++count_ + 0.25); }
    void fill(Duration& value) { value = std::chrono::milliseconds(++count_); }
    void fill(std::string& value) {
        value = filling_.text.value_or("text " + std::to_string(++count_));
    }
    void fill(Failure& value) { fill(value.context); }
    void fill(TokenLogprob& value) {
        fill(value.token);
        fill(value.logprob);
        fill(value.text);
    }
    template <class T>
        requires std::is_enum_v<T>
    void fill(T& value) {
        value = static_cast<T>(value == T{} ? 1 : 0);
    }
    template <class T> void fill(std::optional<T>& value) {
        value.reset();
        if (filling_.elements > 0) fill(value.emplace());
    }
    template <class T, class... Context>
    void fill(std::vector<T>& values, const Context&... context) {
        values.resize(filling_.elements);
        for (auto& value : values) fill(value, context...);
    }

    Filling filling_;
    int count_ = 0;
};

/// A T of such values.
template <class T> T filled(const Filling& filling = {}) {
    T value;
    Filler filler(filling);
    detail::fields(filler, value);
    return value;
}

} // namespace moebench::test
