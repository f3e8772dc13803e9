// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/detail/boot_inputs.hpp>

#include <catch2/catch.hpp>

#include <functional>

namespace moebench::detail {

using test::boot_of;

namespace {

ServerFile file_of(std::string name, std::string path, std::int64_t bytes = 1000) {
    ServerFile file;
    file.name = std::move(name);
    file.path = std::move(path);
    file.bytes = bytes;
    file.modified_ns = 1'795'714'330'000'000'007;
    file.inode = 5;
    file.sha256 = std::string(64, 'a');
    return file;
}

/// A boot that shows all there is to show.
BootRecord boot(std::string arm = "a", BootPurpose purpose = BootPurpose::preliminary) {
    auto record = boot_of(std::move(arm), purpose);
    record.info.suite_sha256 = std::string(64, 'b');
    record.info.server.files = {file_of("model", "/m/x.gguf", 20 << 20),
                                file_of("start script", "/s/run.sh"),
                                file_of("--chat-template-file", "/t/chat.jinja")};
    return record;
}

ComparisonResult earlier() {
    ComparisonResult result;
    result.experiment.arms = {"a", "b"};
    result.boots = {boot(), boot("b")};
    return result;
}

std::string changed(const std::function<void(BootRecord&)>& change, std::string arm = "a") {
    auto now = boot(std::move(arm), BootPurpose::measured);
    change(now);
    return changed_input(earlier(), now);
}

} // namespace

TEST_CASE("each change of a program or file is told with its old and its new value",
          "[boot_inputs]") {
    struct Case {
        const char* told;
        std::function<void(BootRecord&)> change;
    };
    const std::string new_hash(64, 'f');
    const auto [told, change] = GENERATE_COPY(values<Case>({
        {"the suite's file changed: SHA-256 bbbbbbbbbbbbbbbb on its first boot, "
         "SHA-256 ffffffffffffffff now",
         [new_hash](BootRecord& b) { b.info.suite_sha256 = new_hash; }},
        {"the binary changed: SHA-256 aaaaaaaaaaaaaaaa on its first boot, "
         "SHA-256 ffffffffffffffff now",
         [new_hash](BootRecord& b) { b.info.server.binary_sha256 = new_hash; }},
        {"the library libggml.so changed: SHA-256 eeeeeeeeeeeeeeee on its first boot, "
         "SHA-256 ffffffffffffffff now",
         [new_hash](BootRecord& b) { b.info.server.libraries[0].second = new_hash; }},
        {"the library libggml.so changed: SHA-256 eeeeeeeeeeeeeeee on its first boot, none now",
         [&](BootRecord& b) { b.info.server.libraries.clear(); }},
        {"the library libggml-cuda.so changed: none on its first boot, "
         "SHA-256 ffffffffffffffff now",
         [new_hash](BootRecord& b) {
             b.info.server.libraries.emplace_back("libggml-cuda.so", new_hash);
         }},
        {"the file run.sh (start script) changed: SHA-256 aaaaaaaaaaaaaaaa on its first boot, "
         "SHA-256 ffffffffffffffff now",
         [new_hash](BootRecord& b) { b.info.server.files[1].sha256 = new_hash; }},
        {"the file chat.jinja (--chat-template-file) changed: ",
         [new_hash](BootRecord& b) { b.info.server.files[2].sha256 = new_hash; }},
        {"the file x.gguf (model) changed: 20971520 bytes, written 2026-11-26 17:32:10.000000007 "
         "UTC, inode 5, its first MiB SHA-256 aaaaaaaaaaaaaaaa on its first boot, ",
         [new_hash](BootRecord& b) { b.info.server.files[0].sha256 = new_hash; }},
        {", inode 6, ", [&](BootRecord& b) { b.info.server.files[0].inode = 6; }},
        {"20971521 bytes", [&](BootRecord& b) { ++b.info.server.files[0].bytes; }},
        {"17:32:10.000000008 UTC", [&](BootRecord& b) { ++b.info.server.files[0].modified_ns; }},
    }));

    CHECK_THAT(changed(change), Catch::Contains(told));
    CHECK_THAT(changed(change, "b"), Catch::Contains(told));
}

TEST_CASE("what is the same, or not known on both boots, has not changed", "[boot_inputs]") {
    const auto change = GENERATE(values<std::function<void(BootRecord&)>>({
        [](BootRecord&) {},
        [](BootRecord& b) { b.info.server_cmd.clear(); },
        [](BootRecord& b) { b.info.server.libraries[0].second.clear(); },
        [](BootRecord& b) { // another user's process
            b.info.server.binary_sha256.reset();
            b.info.server.libraries.clear();
            b.info.server.files.erase(b.info.server.files.begin() + 1);
        },
        [](BootRecord& b) { // no /props
            b.info.server.model_path.reset();
            b.info.server.files.erase(b.info.server.files.begin());
        },
        [](BootRecord& b) { // touched
            b.info.server.files[2].inode = 6;
            b.info.server.files[2].modified_ns = 8;
        },
        [](BootRecord& b) { b.arm = "c"; },
    }));

    CHECK(changed(change).empty());
    CHECK(changed_input(ComparisonResult(), boot()).empty());
}

TEST_CASE("both sides of an A/A are boots of the baseline", "[boot_inputs]") {
    auto now = boot("baseline B", BootPurpose::aa);
    CHECK(changed_input(earlier(), now).empty());
    now.info.server.binary_sha256 = std::string(64, 'f');
    CHECK_THAT(changed_input(earlier(), now), Catch::StartsWith("the binary changed"));
}

} // namespace moebench::detail
