// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::test {

/// Writes a GGUF file, version 3: numbers little endian, tensors F32.
class GgufWriter {
public:
    void add(std::string_view key, std::uint32_t value);
    void add(std::string_view key, float value);
    void add(std::string_view key, std::string_view value);
    void add(std::string_view key, const std::vector<std::string>& values);
    void add(std::string_view key, const std::vector<std::int32_t>& values);

    /// The value of element `i`; null leaves a hole in the file, which reads as zeros.
    using Fill = std::function<float(std::uint64_t i)>;

    /// `shape` has the innermost dimension first.
    void add_tensor(std::string name, std::vector<std::uint64_t> shape, Fill fill);

    void write(const std::string& path) const;

private:
    struct Tensor {
        std::string name;
        std::vector<std::uint64_t> shape;
        Fill fill;

        std::uint64_t elements() const;
    };

    void add_key(std::string_view key, std::uint32_t type);

    std::string values_;
    std::uint64_t value_count_ = 0;
    std::vector<Tensor> tensors_;
};

} // namespace moebench::test
