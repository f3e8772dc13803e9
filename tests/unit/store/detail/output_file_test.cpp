// SPDX-License-Identifier: MIT
#include <moebench/detail/memory_file.hpp>
#include <moebench/detail/read_file.hpp>
#include <moebench/store/detail/output_file.hpp>

#include <catch2/catch.hpp>

#include <filesystem>

#include <support/temporary_folder.hpp>

namespace moebench::detail {

namespace {

using Catch::StartsWith;
using test::write_file;

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) != -1; }

} // namespace

TEST_CASE("a file is replaced, written, and closed with its owner", "[output_file]") {
    test::TemporaryFolder folder;
    const auto path = folder / "a";
    write_file(path, "something longer");
    int descriptor = -1;
    {
        auto file = OutputFile::replace(path).value();
        descriptor = file.descriptor();
        CHECK((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
        file.write("new").value();
        file.write("").value();
        file.sync().value();
        OutputFile other(std::move(file));
        other.write("er").value();
        CHECK(is_open(descriptor));
    }

    CHECK_FALSE(is_open(descriptor));
    CHECK(read_file(path) == "newer");
}

TEST_CASE("a file that is assigned another one closes its own", "[output_file]") {
    test::TemporaryFolder folder;
    auto file = OutputFile::replace(folder / "a").value();
    const int first = file.descriptor();

    file = OutputFile::replace(folder / "b").value();

    CHECK_FALSE(is_open(first));
    CHECK(file.path() == folder / "b");
}

TEST_CASE("a symbolic link is kept, and the file that it names is replaced", "[output_file]") {
    namespace fs = std::filesystem;
    test::TemporaryFolder folder;
    fs::create_directory(folder / "d");
    const bool exists = GENERATE(true, false);
    if (exists) write_file(folder / "d/real", "old");
    fs::create_symlink("d/real", folder / "link");
    fs::create_symlink("link", folder / "second");

    const auto write = [](OutputFile& file) { return file.write("new"); };
    CHECK(replace_atomically(folder / "second", write).has_value());

    CHECK(fs::read_symlink(folder / "second") == "link");
    CHECK(fs::read_symlink(folder / "link") == "d/real");
    CHECK(read_file(folder / "d/real") == "new");
    CHECK(std::distance(fs::directory_iterator(folder / "d"), {}) == 1);
}

TEST_CASE("a pipe and a device are written through", "[output_file]") {
    test::TemporaryFolder folder;
    const auto path = folder / "pipe";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);

    const auto write = [](OutputFile& file) { return file.write("new"); };
    CHECK(replace_atomically(path, write).has_value());

    char text[8];
    CHECK(::read(reader, text, sizeof text) == 3);
    ::close(reader);
    CHECK(std::filesystem::is_fifo(path));
    CHECK(replace_atomically("/dev/null", write).has_value());
    CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("a link to a standard stream writes behind what is there", "[output_file]") {
    test::TemporaryFolder folder;
    const auto path = folder / "redirected", link = folder / "stdout";
    std::filesystem::create_symlink("/proc/self/fd/1", link);
    const int saved = ::dup(STDOUT_FILENO);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    std::fflush(stdout);
    REQUIRE(::dup2(file, STDOUT_FILENO) == STDOUT_FILENO);
    const bool begun = ::write(STDOUT_FILENO, "before ", 7) == 7;

    const auto replaced =
        replace_atomically(link, [](OutputFile& out) { return out.write("new"); });

    ::dup2(saved, STDOUT_FILENO);
    ::close(saved);
    ::close(file);
    CHECK((begun && replaced.has_value()));
    CHECK(read_file(path) == "before new");
    CHECK(std::filesystem::is_symlink(link));
}

TEST_CASE("an atomic replacement is whole, or nothing", "[output_file]") {
    test::TemporaryFolder folder;
    const auto path = folder / "a";
    write_file(path, "old");

    SECTION("whole") {
        const auto write = [&](OutputFile& file) -> Result<void> {
            file.write("new").value();
            CHECK(read_file(path) == "old");
            return {};
        };
        CHECK(replace_atomically(path, write).has_value());
        CHECK(read_file(path) == "new");
    }
    SECTION("nothing") {
        const auto write = [](OutputFile& file) -> Result<void> {
            file.write("half").value();
            return fail(Errc::output_failed, "stopped");
        };
        const auto replaced = replace_atomically(path, write);
        CHECK(replaced.error().context == "stopped");
        CHECK(read_file(path) == "old");
    }
    CHECK(folder.entries().size() == 1);
}

TEST_CASE("an error of the system is reported with the file's name", "[output_file]") {
    const auto full = OutputFile::replace("/dev/full").value().write("x");
    CHECK(full.error().code == boost::system::errc::no_space_on_device);
    CHECK(full.error().context == "writing /dev/full");

    const auto missing = OutputFile::temporary_beside("/no/such/folder/a");
    CHECK_THAT(missing.error().context, StartsWith("opening /no/such/folder/a."));
}

TEST_CASE("a missing file has no text", "[read_file]") {
    test::TemporaryFolder folder;
    CHECK_FALSE(read_file(folder / "a"));

    write_file(folder / "a", std::string("\0\r\n", 3));
    CHECK(read_file(folder / "a") == std::string("\0\r\n", 3));
}

TEST_CASE("a memory file is written by its path, and its owner removes it", "[memory_file]") {
    std::string path;
    {
        auto file = MemoryFile::create().value();
        path = file.path();
        CHECK(file.read().empty());
        write_file(path, "text");
        const auto moved = std::move(file);
        CHECK(moved.read() == "text");
        CHECK(moved.path() == path);
    }

    CHECK_FALSE(std::filesystem::exists(path));
}

} // namespace moebench::detail
