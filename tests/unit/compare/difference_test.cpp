// SPDX-License-Identifier: MIT
#include "support/boot_fixture.hpp"

#include <moebench/compare/difference.hpp>

#include <catch2/catch.hpp>

#include <functional>

namespace moebench {

using test::boot_of;

namespace {

const std::vector<std::string> arms = {"a", "b"};

/// Boots of "a", and of a "b" that `change` makes special.
template <class Change> std::vector<Difference> differences(Change change) {
    std::vector<BootRecord> boots = {boot_of("a"), boot_of("b")};
    change(boots[1]);
    return find_differences(arms, boots);
}

const Difference* find(const std::vector<Difference>& all, std::string_view what) {
    for (const auto& difference : all) {
        if (difference.what == what) return &difference;
    }
    return nullptr;
}

bool confounded(const std::vector<Difference>& all) {
    for (const auto& difference : all) {
        if (difference.confounds()) return true;
    }
    return false;
}

} // namespace

TEST_CASE("equal arms have no differences, whatever their port and free memory", "[difference]") {
    const std::vector<BootRecord> boots = {boot_of("a"), boot_of("b"),
                                           boot_of("a", BootPurpose::measured, 1),
                                           boot_of("b", BootPurpose::measured, 1)};
    CHECK(find_differences(arms, boots).empty());
    CHECK(find_differences(arms, {}).empty());
}

TEST_CASE("a different binary declares a different build, but no different placement",
          "[difference]") {
    const auto another_build = [](BootRecord& b) {
        b.info.server_cmd[0] = "/builds/patched/llama-server";
        b.info.server.build_info = "b2-def";
        b.info.server.version = "version: 2 (def)";
        b.info.server.libraries = {{"libggml.so", std::string(64, 'f')}};
    };
    auto found = differences(another_build);
    CHECK_FALSE(confounded(found));
    REQUIRE(find(found, "build") != nullptr);
    CHECK(find(found, "build")->declared);
    CHECK(find(found, "binary")->value == "/builds/patched/llama-server");
    CHECK(find(found, "version")->value == "2 (def)");
    CHECK(find(found, "libraries") != nullptr);

    found = differences([&](BootRecord& b) {
        another_build(b);
        b.info.server.placement.model_buffers = {{"CUDA0", 300}, {"CPU_Mapped", 700.75}};
    });
    REQUIRE(find(found, "weights") != nullptr);
    CHECK(find(found, "weights")->confounds());
    CHECK(find(found, "weights")->baseline == "CUDA0 100 MiB, CPU_Mapped 901 MiB");
}

TEST_CASE("a difference that follows from a flag or variable of the arm is declared",
          "[difference]") {
    const auto flag = [](std::vector<std::string> words, auto change) {
        return differences([&](BootRecord& b) {
            b.info.server_cmd.insert(b.info.server_cmd.end(), words.begin(), words.end());
            change(b);
        });
    };
    const auto smaller_batch = [](BootRecord& b) { b.info.server.placement.n_ubatch = 16; };
    const auto found = flag({"-ub", "16"}, smaller_batch);
    CHECK_FALSE(confounded(found));
    CHECK(find(found, "server flags")->value == "-ub 16");
    CHECK(confounded(flag({"-t", "4"}, smaller_batch)));

    const auto smaller_buffers = [](BootRecord& b) {
        b.info.server.placement.compute_buffers = {{"CPU", 1}};
    };
    const auto buffers_declared = [&](std::vector<std::string> words) {
        return find(flag(std::move(words), smaller_buffers), "compute buffers")->declared;
    };
    CHECK(buffers_declared({"-ub", "16"}));
    CHECK(buffers_declared({"--ctx-size", "512"}));
    CHECK(buffers_declared({"-fa", "off"}));
    CHECK(buffers_declared({"--n-cpu-moe", "2"}));
    CHECK_FALSE(buffers_declared({"-t", "4"}));

    const auto moved = [](BootRecord& b) {
        b.info.server.placement.model_buffers = {{"CUDA0", 500}, {"CPU_Mapped", 500}};
    };
    CHECK_FALSE(confounded(flag({"--n-cpu-moe", "2"}, moved)));
    const auto by_variable = differences([&](BootRecord& b) {
        b.info.host.variables.emplace_back("LLAMA_ARG_N_CPU_MOE=2");
        moved(b);
    });
    CHECK_FALSE(confounded(by_variable));
    CHECK(find(by_variable, "environment")->value == "LLAMA_ARG_N_CPU_MOE=2");
    CHECK(confounded(differences(moved)));
}

TEST_CASE("an undeclared difference that decides speed confounds", "[difference]") {
    CHECK(confounded(differences([](BootRecord& b) { b.info.server.n_ctx = 2048; })));
    CHECK(confounded(differences([](BootRecord& b) { b.info.server.placement.n_threads = 4; })));
    CHECK(confounded(
        differences([](BootRecord& b) { b.info.server.placement.flash_attn = "disabled"; })));
    CHECK(confounded(differences(
        [](BootRecord& b) { b.info.server.model_head_sha256 = std::string(64, '0'); })));
    CHECK(confounded(differences([](BootRecord& b) { // a build without a GPU
        b.info.server.placement.offloaded_layers.reset();
    })));
    CHECK_FALSE(confounded(differences([](BootRecord& b) {
        b.info.server.placement.compute_buffers = {{"CUDA0", 77}};
    })));
}

TEST_CASE("what is unknown in one arm or in both is told, and is neither equal nor different",
          "[difference]") {
    const auto no_placement = [](BootRecord& b) {
        b.info.server.placement = PlacementFacts(); // a log of another shape
    };
    const auto [what, source, forget] =
        GENERATE_COPY(table<std::string, std::string, std::function<void(BootRecord&)>>({
            {"weights", "log", no_placement},
            {"GPU offload", "log", no_placement},
            {"devices", "log", no_placement},
            {"KV cache", "log", no_placement},
            {"flash attention", "log", no_placement},
            {"threads", "log", no_placement},
            {"graph splits", "log", no_placement},
            {"n_ctx", "/props", [](BootRecord& b) { b.info.server.n_ctx.reset(); }},
            {"model", "/props", [](BootRecord& b) { b.info.server.model_head_sha256.reset(); }},
            {"build", "/props", [](BootRecord& b) { b.info.server.build_info.reset(); }},
            {"version", "--version", [](BootRecord& b) { b.info.server.version.reset(); }},
            {"libraries", "/proc", [](BootRecord& b) { b.info.server.binary_sha256.reset(); }},
            {"libraries", "/proc", [](BootRecord& b) { b.info.server.libraries[0].second = ""; }},
            {"SHA-256 of the binary", "/proc",
             [](BootRecord& b) { b.info.server.binary_sha256.reset(); }},
        }));
    CAPTURE(what);
    const bool in_both = GENERATE(true, false);
    std::vector<BootRecord> boots = {boot_of("a"), boot_of("b"),
                                     boot_of("a", BootPurpose::measured, 1),
                                     boot_of("b", BootPurpose::measured, 1)};
    forget(boots[3]);
    if (in_both) {
        for (auto& boot : boots) forget(boot);
    }
    const auto found = find_differences(arms, boots);

    CHECK_FALSE(confounded(found));
    REQUIRE(find(found, what) != nullptr);
    CHECK(find(found, what)->missing_from == source);
    if (in_both) CHECK(find(found, what)->baseline == "unknown");
}

TEST_CASE("an arm that changes from boot to boot confounds, declared or not", "[difference]") {
    std::vector<BootRecord> boots = {boot_of("a"), boot_of("b"),
                                     boot_of("b", BootPurpose::measured, 1)};
    for (auto& boot : boots) {
        auto& words = boot.info.server_cmd;
        if (boot.arm == "b") words.insert(words.end(), {"-fit", "on"});
    }
    boots[2].info.server.placement.model_buffers = {{"CUDA0", 50}, {"CPU_Mapped", 950}};
    const auto found = find_differences(arms, boots);
    REQUIRE(find(found, "weights from boot to boot") != nullptr);
    CHECK(find(found, "weights from boot to boot")->confounds());
}

} // namespace moebench
