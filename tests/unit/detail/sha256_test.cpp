// SPDX-License-Identifier: MIT
#include <moebench/detail/sha256.hpp>

#include <catch2/catch.hpp>

namespace moebench::detail {

namespace {

std::string sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.hex();
}

} // namespace

TEST_CASE("the digests are those of FIPS 180-4", "[sha256]") {
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("lengths around the end of a block are padded correctly", "[sha256]") {
    // python3 -c "import hashlib; print(hashlib.sha256(b'x' * N).hexdigest())"
    CHECK(sha256(std::string(55, 'x')) ==
          "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072");
    CHECK(sha256(std::string(56, 'x')) ==
          "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e");
    CHECK(sha256(std::string(63, 'x')) ==
          "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2");
    CHECK(sha256(std::string(64, 'x')) ==
          "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c");
    CHECK(sha256(std::string(65, 'x')) ==
          "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9");
}

TEST_CASE("the digest does not depend on how the bytes are split", "[sha256]") {
    const std::string text =
        "any bytes and more than one block of sixty-four, in pieces of all sizes";

    for (std::size_t size = 1; size < text.size(); ++size) {
        Sha256 hash;
        for (std::size_t at = 0; at < text.size(); at += size) {
            hash.update(std::string_view(text).substr(at, size));
        }
        CHECK(hash.hex() == sha256(text));
    }
}

} // namespace moebench::detail
