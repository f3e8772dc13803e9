// SPDX-License-Identifier: MIT
#include <moebench/compare/detail/memory_need.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace moebench::detail {

namespace {

using Buffers = std::vector<std::pair<std::string, double>>;

BootRecord boot_with(Buffers model, const std::string& file = "model.gguf") {
    BootRecord boot;
    auto& server = boot.info.server;
    server.model_path = file;
    server.placement.model_buffers = std::move(model);
    server.placement.kv_buffers = {{"CUDA0", 100}};
    server.placement.compute_buffers = {{"CUDA0", 300}, {"CUDA_Host", 20}};
    server.placement.devices = {"CUDA0 : NVIDIA H200 (143771 MiB, 4000 MiB free)"};
    return boot;
}

} // namespace

TEST_CASE("what each device has free must hold the buffers of all servers", "[memory_need]") {
    const std::vector<BootRecord> fits(2, boot_with({{"CUDA0", 1500}, {"CPU_Mapped", 9000}}));
    CHECK(memory_shortage(fits, 20000.0).empty());

    const std::vector<BootRecord> too_large(2, boot_with({{"CUDA0", 1700}}));
    CHECK(memory_shortage(too_large, 20000.0) ==
          "CUDA0: the servers need 4200 MiB together, 4000 MiB are free");
    CHECK(memory_shortage({too_large.data(), 1}, 20000.0).empty());
}

TEST_CASE("a mapped model counts once in main memory, other buffers once per server",
          "[memory_need]") {
    const auto mapped = boot_with({{"CPU_Mapped", 9000}});
    const auto copied = boot_with({{"CPU_REPACK", 9000}});
    const auto other = boot_with({{"CPU_Mapped", 9000}}, "other.gguf");
    const std::vector<BootRecord> one_file{mapped, mapped}, two_files{mapped, other},
        copies{copied, copied};

    CHECK(memory_shortage(one_file, 9040.0).empty());
    CHECK(memory_shortage(one_file, 9039.0) ==
          "main memory: the servers need 9040 MiB together, 9039 MiB are free");
    CHECK_FALSE(memory_shortage(two_files, 18039.0).empty());
    CHECK_FALSE(memory_shortage(copies, 18039.0).empty());
    CHECK(memory_shortage(copies, 18040.0).empty());
}

TEST_CASE("what is unknown is not too small", "[memory_need]") {
    auto boot = boot_with({{"CUDA0", 1e6}});
    boot.info.server.placement.devices.clear();
    CHECK(memory_shortage({&boot, 1}, std::nullopt).empty());
    CHECK(memory_shortage(std::vector<BootRecord>(2), 0.0).empty());
    CHECK(available_memory_mib().value_or(0) > 0);
}

} // namespace moebench::detail
