// SPDX-License-Identifier: MIT
#include "tiny_moe_gguf.hpp"

#include <charconv>
#include <cstring>
#include <exception>
#include <iostream>

namespace {

constexpr const char* usage = "usage: tiny-moe-gguf FILE [LAYERS]\n"
                              "Writes a random-weight Mixture-of-Experts model, 4 layers unless "
                              "said, for tests of llama-server.\n";

} // namespace

int main(int argc, char** argv) {
    moebench::test::TinyMoe size;
    bool good = argc == 2;
    if (argc == 3) {
        const char* end = argv[2] + std::strlen(argv[2]);
        const auto [stop, error] = std::from_chars(argv[2], end, size.layers);
        good = error == std::errc() && stop == end && size.layers > 0;
    }
    if (!good) {
        std::cerr << usage;
        return 2;
    }
    try {
        moebench::test::write_tiny_moe_gguf(argv[1], size);
    } catch (const std::exception& error) {
        std::cerr << "tiny-moe-gguf: " << error.what() << '\n';
        return 1;
    }
}
