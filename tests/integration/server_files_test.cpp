// SPDX-License-Identifier: MIT
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/detail/server_files.hpp>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include <support/temporary_folder.hpp>

namespace moebench::detail {

namespace {

namespace fs = std::filesystem;

/// A copy of `sleep` that has loaded "libggml-x.so", a copy of the C library's mathematics.
struct Process {
    test::TemporaryFolder folder;
    ServerCommand command;
    asio::io_context context;
    BoostProcessLauncher launcher{context.get_executor()};
    FileHashes hashes;
    std::string binary = folder / "llama-server", library = folder / "libggml-x.so";

    Process() {
        fs::copy_file("/bin/sleep", binary);
        fs::copy_file(mathematics(), library);
        command.argv = {binary, "1000"};
        command.environment = {"LD_PRELOAD=" + library, "HOME=" + folder.path()};
    }

    ServerFacts facts() {
        LaunchCommand launch;
        launch.argv = command.argv;
        launch.environment = command.environment;
        launch.output_file = folder / "output";
        const auto child = launcher.launch(launch).value();
        for (int i = 0; i < 1000 && !has_started(child.pid()); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        if (while_it_runs) while_it_runs();
        ServerFacts facts;
        read_process(facts, child.pid(), command, hashes);
        return facts;
    }

    std::function<void()> while_it_runs;

private:
    static std::string mathematics() {
        for (const char* folder : {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64"}) {
            const std::string path = std::string(folder) + "/libm.so.6";
            if (fs::exists(path)) return path;
        }
        throw std::runtime_error("no libm.so.6");
    }

    /// It waits, so everything is loaded.
    static bool has_started(int pid) {
        const auto stat = read_file("/proc/" + std::to_string(pid) + "/stat").value_or("");
        return stat.find("(llama-server) S") != std::string::npos;
    }
};

const ServerFile* find(const ServerFacts& facts, const std::string& name) {
    for (const auto& file : facts.files) {
        if (file.name == name) return &file;
    }
    return nullptr;
}

} // namespace

TEST_CASE("program and libraries are those that the process runs", "[server_files]") {
    Process process;
    const auto facts = process.facts();

    CHECK(facts.binary_sha256 == process.hashes.sha256("/bin/sleep"));
    REQUIRE(facts.libraries.size() == 1); // the system's C library does not count
    CHECK(facts.libraries[0].first == "libggml-x.so");
    CHECK(facts.libraries[0].second == process.hashes.sha256(process.library));
    CHECK(facts.files.empty());
}

TEST_CASE("a program and a library that were replaced since the start do not count",
          "[server_files]") {
    Process process;
    const auto replace = [&](const std::string& path) {
        test::write_file(path + ".new", "another");
        fs::rename(path + ".new", path);
    };
    process.while_it_runs = [&] {
        replace(process.binary);
        replace(process.library);
    };
    const auto facts = process.facts();

    CHECK(facts.binary_sha256 == process.hashes.sha256("/bin/sleep"));
    REQUIRE(facts.libraries.size() == 1);
    CHECK(facts.libraries[0].second.empty());
}

TEST_CASE("a script is a file beside the program that it starts", "[server_files]") {
    Process process;
    const auto script = process.folder / "script";
    test::write_file(script, "#!/bin/sh\nexec " + process.binary + " 1000\n");
    fs::permissions(script, fs::perms::owner_all);
    process.command.argv = {script};
    const auto facts = process.facts();

    CHECK(facts.binary_sha256 == process.hashes.sha256("/bin/sleep"));
    REQUIRE(find(facts, "start script") != nullptr);
    CHECK(find(facts, "start script")->path == script);
}

TEST_CASE("without a process only the named files are known", "[server_files]") {
    ServerFacts facts;
    FileHashes hashes;
    ServerCommand command;
    command.argv = {"/bin/sleep", "1000"};
    read_process(facts, 0, command, hashes);
    CHECK_FALSE(facts.binary_sha256);
    CHECK(facts.libraries.empty());
    CHECK(facts.files.empty());
}

TEST_CASE("files that flags, variables and llama.cpp itself name are read", "[server_files]") {
    const test::TemporaryFolder folder;
    fs::create_directories(folder / ".config/llama.cpp");
    for (const char* name : {"template", "grammar", "key", "log", ".config/llama.cpp/config.ini"}) {
        test::write_file(folder / name, name);
    }
    ServerCommand command;
    command.argv = {"llama-server",
                    "--chat-template-file",
                    folder / "template",
                    "--api-key-file",
                    folder / "key",
                    "--log-file",
                    folder / "log",
                    "-c",
                    "4096",
                    "--mmproj",
                    folder / "none"};
    command.environment = {"HOME=" + folder.path(), "LLAMA_ARG_GRAMMAR=" + (folder / "grammar"),
                           "OTHER=" + (folder / "grammar"),
                           "LLAMA_SIM_COUNTER=" + (folder / "template")};
    ServerFacts facts;
    FileHashes hashes;
    read_process(facts, 0, command, hashes);

    CHECK(facts.files.size() == 3);
    REQUIRE(find(facts, "--chat-template-file") != nullptr);
    CHECK(find(facts, "--chat-template-file")->sha256 == hashes.sha256(folder / "template"));
    CHECK(find(facts, "--chat-template-file")->bytes == 8);
    CHECK(find(facts, "LLAMA_ARG_GRAMMAR") != nullptr);
    CHECK(find(facts, "config.ini") != nullptr);
}

TEST_CASE("all parts of a split model are files, and a large one is hashed at its head",
          "[server_files]") {
    const test::TemporaryFolder folder;
    ServerFacts facts;
    facts.model_path = folder / "m-00001-of-00012.gguf";
    for (const char* number : {"01", "02", "12"}) {
        test::write_file(folder / ("m-000" + std::string(number) + "-of-00012.gguf"), number);
    }
    const auto large = folder / "m-00002-of-00012.gguf";
    fs::resize_file(large, ServerFile::whole_bytes + 1);
    FileHashes hashes;
    ServerCommand command;
    command.argv = {"llama-server", "-m", *facts.model_path};
    read_process(facts, 0, command, hashes);

    REQUIRE(facts.files.size() == 3);
    CHECK(facts.files[0].name == "model");
    CHECK(facts.files[2].path == folder / "m-00012-of-00012.gguf");
    CHECK(facts.files[1].bytes == ServerFile::whole_bytes + 1);
    CHECK(facts.files[1].sha256 == hashes.sha256(large, ServerFile::head_bytes));
    CHECK(facts.files[1].modified_ns > 0);
}

TEST_CASE("a file that was changed is hashed again, whatever its times say", "[server_files]") {
    const test::TemporaryFolder folder;
    const auto path = folder / "file";
    FileHashes hashes;
    test::write_file(path, "abc");
    const auto before = hashes.sha256(path);
    const auto time = fs::last_write_time(path);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(20)); // the clock of a file system is coarse
    test::write_file(path, "abd");
    fs::last_write_time(path, time);

    CHECK(before == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hashes.sha256(path) != before);
    CHECK_FALSE(hashes.sha256(folder.path()));
    CHECK_FALSE(hashes.sha256(folder / "none"));
}

} // namespace moebench::detail
