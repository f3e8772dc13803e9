// SPDX-License-Identifier: MIT
#include "gguf_writer.hpp"

#include <bit>
#include <fstream>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace moebench::test {

namespace {

static_assert(std::endian::native == std::endian::little);

enum GgufType : std::uint32_t { u32 = 4, i32 = 5, f32 = 6, string = 8, array = 9 };
constexpr std::uint32_t tensor_f32 = 0;
constexpr std::uint64_t alignment = 32;

template <class T> void put(std::string& out, T value) {
    static_assert(std::is_arithmetic_v<T>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put(std::string& out, std::string_view text) {
    put(out, std::uint64_t{text.size()});
    out += text;
}

constexpr std::uint64_t aligned(std::uint64_t size) {
    return (size + alignment - 1) / alignment * alignment;
}

} // namespace

std::uint64_t GgufWriter::Tensor::elements() const {
    std::uint64_t result = 1;
    for (const auto dimension : shape) result *= dimension;
    return result;
}

void GgufWriter::add_key(std::string_view key, std::uint32_t type) {
    put(values_, key);
    put(values_, type);
    ++value_count_;
}

void GgufWriter::add(std::string_view key, std::uint32_t value) {
    add_key(key, u32);
    put(values_, value);
}

void GgufWriter::add(std::string_view key, float value) {
    add_key(key, f32);
    put(values_, value);
}

void GgufWriter::add(std::string_view key, std::string_view value) {
    add_key(key, string);
    put(values_, value);
}

void GgufWriter::add(std::string_view key, const std::vector<std::string>& values) {
    add_key(key, array);
    put(values_, std::uint32_t{string});
    put(values_, std::uint64_t{values.size()});
    for (const auto& value : values) put(values_, std::string_view(value));
}

void GgufWriter::add(std::string_view key, const std::vector<std::int32_t>& values) {
    add_key(key, array);
    put(values_, std::uint32_t{i32});
    put(values_, std::uint64_t{values.size()});
    for (const auto value : values) put(values_, value);
}

void GgufWriter::add_tensor(std::string name, std::vector<std::uint64_t> shape, Fill fill) {
    tensors_.push_back({std::move(name), std::move(shape), std::move(fill)});
}

void GgufWriter::write(const std::string& path) const {
    std::string header = "GGUF";
    put(header, std::uint32_t{3});
    put(header, std::uint64_t{tensors_.size()});
    put(header, value_count_);
    header += values_;
    std::uint64_t offset = 0;
    for (const auto& tensor : tensors_) {
        put(header, std::string_view(tensor.name));
        put(header, static_cast<std::uint32_t>(tensor.shape.size()));
        for (const auto dimension : tensor.shape) put(header, dimension);
        put(header, tensor_f32);
        put(header, offset);
        offset += aligned(tensor.elements() * sizeof(float));
    }
    header.resize(aligned(header.size()));

    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << header;
    std::uint64_t position = header.size();
    std::vector<float> numbers;
    for (const auto& tensor : tensors_) {
        const auto count = tensor.elements();
        if (tensor.fill) {
            numbers.resize(count);
            for (std::uint64_t i = 0; i < count; ++i) numbers[i] = tensor.fill(i);
            file.seekp(static_cast<std::streamoff>(position));
            file.write(reinterpret_cast<const char*>(numbers.data()),
                       static_cast<std::streamsize>(count * sizeof(float)));
        }
        position += aligned(count * sizeof(float));
    }
    file.seekp(static_cast<std::streamoff>(position - 1));
    file.put('\0');
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
}

} // namespace moebench::test
