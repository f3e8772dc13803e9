// SPDX-License-Identifier: MIT
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/server_probe.hpp>

#include <catch2/catch.hpp>

#include <support/run_coroutine.hpp>
#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

struct Fixture {
    test::TemporaryFolder folder;
    asio::io_context context;
    BoostProcessLauncher launcher{context.get_executor()};

    /// Probes a server whose program is this script.
    Result<ServerProbe> probe(const std::string& script) {
        const auto path = folder / "server";
        test::write_script(path, script);
        return test::run_coroutine(context, probe_server(launcher, path, {"LC_ALL=C"}));
    }
};

} // namespace

TEST_CASE("a program's version and help are read from both of its streams", "[probe_server]") {
    Fixture f;

    const auto probe = f.probe("case $1 in\n"
                               "--version) echo 'version: 9749 (d32676d77)' >&2;;\n"
                               "--help) echo '-c, --ctx-size N  size';;\n"
                               "esac")
                           .value();

    CHECK(probe.build_number == 9749);
    CHECK(probe.flags.size() == 2);
    CHECK(probe.knows("--ctx-size"));
    CHECK_FALSE(probe.knows("--version"));
}

TEST_CASE("the output of a program that fails is ignored", "[probe_server]") {
    Fixture f;

    const auto probe = f.probe("echo 'version: 9749 (x)'; echo '-c, --ctx-size N'; exit 1").value();

    CHECK(probe.version.empty());
    CHECK(probe.flags.empty());
}

TEST_CASE("a program that is killed by a signal is a failure", "[probe_server]") {
    Fixture f;

    const auto probe = f.probe("[ $1 = --version ] || kill -KILL $$");

    CHECK(probe.error().code == Errc::server_exited);
    CHECK_THAT(probe.error().context, Catch::Contains("--help was killed by signal 9"));
}

TEST_CASE("a missing program is a failure", "[probe_server]") {
    Fixture f;

    const auto probe =
        test::run_coroutine(f.context, probe_server(f.launcher, f.folder / "missing", {}));

    CHECK(probe.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_THAT(probe.error().context, Catch::Contains(f.folder / "missing"));
}

} // namespace moebench
