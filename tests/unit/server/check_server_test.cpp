// SPDX-License-Identifier: MIT
#include <moebench/server/detail/check_server.hpp>

#include <catch2/catch.hpp>

#include <filesystem>

#include <support/temporary_folder.hpp>

namespace moebench::detail {

namespace {

ServerConfig asked_for(const std::string& model) {
    ServerConfig config;
    (model.starts_with('/') ? config.model : config.repo) = model;
    return config;
}

ServerFacts found(const std::string& model_path) {
    ServerFacts facts;
    facts.model_path = model_path;
    return facts;
}

Result<void> check(const ServerConfig& config, const ServerFacts& facts,
                   const ServerProbe& probe = ServerProbe()) {
    return check_asked(config, probe, facts, Logger());
}

} // namespace

TEST_CASE("a server that loaded what it was asked for is accepted", "[check_server]") {
    const auto [asked, path] = GENERATE(table<std::string, std::string>({
        {"/m/x.gguf", "/m/x.gguf"},
        {"/m/x.gguf", "/in/a/container/x.gguf"},
        {"/m/x\xff.gguf", "/m/x\xef\xbf\xbd.gguf"},
        {"User/Repo-GGUF:Q4_K_M", "/c/hub/models--User--Repo-GGUF/snapshots/0/x-Q4_K_M.gguf"},
        {"user/repo-GGUF", "/c/hub/models--User--Repo-GGUF/snapshots/0/x.gguf"},
        {"user/repo-GGUF:Q8_0", "/home/u/.cache/llama.cpp/user_repo-GGUF_x-Q8_0.gguf"},
        {"user/repo", ""}, // the server does not tell
    }));
    CAPTURE(asked, path);
    CHECK(check(asked_for(asked), found(path)).has_value());
    CHECK(check(asked_for(asked), ServerFacts()).has_value());
}

TEST_CASE("the same file under another name is the model that was asked for", "[check_server]") {
    const test::TemporaryFolder folder;
    test::write_file(folder / "blob", "GGUF");
    std::filesystem::create_symlink("blob", folder / "x.gguf");
    CHECK(check(asked_for(folder / "x.gguf"), found(folder / "blob")).has_value());
}

TEST_CASE("a server with another model is refused, with both names and a way out",
          "[check_server]") {
    const test::TemporaryFolder folder;
    const auto other = folder / "x.gguf";
    test::write_file(other, "GGUF");
    const auto asked =
        GENERATE(as<std::string>(), "/m/x.gguf", "/m/y.gguf", "user/repo:Q8_0", "u/x");
    const auto refused = check(asked_for(asked), found(other));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::unexpected_model);
    CHECK_THAT(refused.error().message(),
               Catch::Contains("asked for the model " + asked + ", but it loaded " + other) &&
                   Catch::Contains("config.ini"));
}

TEST_CASE("an extra flag is what was asked for", "[check_server]") {
    auto config = asked_for("/m/x.gguf");
    CHECK(asked_model(config) == "/m/x.gguf");
    config.extra_args = {"--model", "/m/y.gguf", "--ctx_size", "512"};
    CHECK(asked_model(config) == "/m/y.gguf");
    CHECK(asked_context(config) == 512);
    CHECK(check(config, found("/m/y.gguf")).has_value());
    CHECK(check(config, found("/m/x.gguf")).has_error());
    config.extra_args = {"-hf", "user/repo"};
    CHECK(asked_model(config) == "user/repo");
    CHECK(asked_context(config) == 4096);
}

TEST_CASE("a context that is smaller than asked for is refused, and only that", "[check_server]") {
    const auto [asked, n_ctx, slots, good] = GENERATE(table<int, int, int, bool>({
        {4096, 4096, 1, true},
        {4000, 4096, 1, true}, // rounded up
        {4096, 1024, 4, true}, // divided
        {4096, 1365, 3, true}, // and rounded down
        {4096, 4096, 4, true}, // shared by all slots
        {0, 2048, 1, true},    // the server's choice
        {-1, 2048, 1, true},
        {8192, 4096, 1, false},
        {8192, 1024, 4, false},
    }));
    CAPTURE(asked, n_ctx, slots);
    ServerConfig config = asked_for("/m/x.gguf");
    config.ctx_size = asked;
    ServerFacts facts;
    facts.n_ctx = n_ctx;
    CHECK(check(config, facts).has_value()); // nobody knows how many slots share it
    facts.total_slots = slots;
    CHECK(check(config, facts).has_value() == good);

    config.ctx_size_is_default = true;
    std::string warned;
    const Logger logger([&](LogLevel, std::string_view text) { warned = text; });
    CHECK(check_asked(config, ServerProbe(), facts, logger).has_value());
    CHECK(warned.empty() == good);
    config.extra_args = {"-c", std::to_string(asked)};
    CHECK(check(config, facts).has_value() == good);
}

TEST_CASE("a server of another build than its binary is refused", "[check_server]") {
    const auto [version, build_info, good] = GENERATE(table<std::string, std::string, bool>({
        {"version: 11434 (82bb48500)", "b11434-82bb48500", true},
        {"version: 11434 (82bb4850)", "b11434-82bb48500aa", true},
        {"version: 0.6.0-dev (build 11434, commit unknown)", "b11434-unknown", true},
        {"version: 0 (unknown)", "b11434-82bb48500", true},
        {"version: 11434 (82bb48500)", "b0-unknown", true},
        {"my own server", "b11434-82bb48500", true},
        {"version: 11434 (82bb48500)", "another spelling", true},
        {"version: 11434 (82bb48500)", "b11435-82bb48500", false},
        {"version: 11434 (82bb48500)", "b11434-123456789", false},
    }));
    CAPTURE(version, build_info);
    ServerFacts facts;
    facts.build_info = build_info;
    const auto checked =
        check(asked_for("/m/x.gguf"), facts, parse_server_probe(version + "\n", ""));
    CHECK(checked.has_value() == good);
    if (!good)
        CHECK_THAT(checked.error().message(),
                   Catch::Contains(version) && Catch::Contains(build_info));
}

} // namespace moebench::detail
