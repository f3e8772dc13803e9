// SPDX-License-Identifier: MIT
#include "output_files.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include <support/temporary_folder.hpp>

using namespace moebench;
using namespace moebench::cli;
using namespace moebench::test;

namespace {

OutputPaths in(const std::string& stem) { return {stem + ".json", stem + ".jsonl", stem + ".log"}; }

} // namespace

TEST_CASE("missing folders are created, and nothing else is left in them", "[output_files]") {
    TemporaryFolder scratch;

    REQUIRE(prepare_outputs(in(scratch / "a/b/run")).has_value());

    CHECK(scratch.entries() == std::vector<std::string>{"a"});
    CHECK(prepare_outputs(in(scratch / "run")).has_value());
    CHECK(scratch.entries() == std::vector<std::string>{"a"});
}

TEST_CASE("a file that cannot be written is reported with the reason", "[output_files]") {
    TemporaryFolder scratch;
    write_file(scratch / "file", "x");

    const auto below_file = prepare_outputs(in(scratch / "file/run"));
    CHECK(below_file.error().code == Errc::output_failed);
    CHECK(below_file.error().message() ==
          "cannot write " + (scratch / "file/run.json") + ": Not a directory");
    CHECK(prepare_outputs(in("/proc/run")).has_error());
}

TEST_CASE("an existing file is kept until the end of the run", "[output_files]") {
    TemporaryFolder scratch;
    const auto paths = in(scratch / "run");
    for (const auto& path : {paths.result, paths.samples, paths.log}) write_file(path, "old");

    REQUIRE(prepare_outputs(paths).has_value());
    release_outputs(paths);

    for (const auto& path : {paths.result, paths.samples, paths.log}) {
        CHECK(read_file(path) == "old");
    }
}

TEST_CASE("samples and log may go to a device, but a result does not replace one",
          "[output_files]") {
    TemporaryFolder scratch;

    CHECK(prepare_outputs({scratch / "run.json", "/dev/full", "/dev/null"}).has_value());
    const auto device = prepare_outputs({"/dev/null", scratch / "s", scratch / "l"});
    CHECK(device.error().message() == "cannot write /dev/null: it is not a regular file");
    CHECK(prepare_outputs({scratch.path(), scratch / "s", scratch / "l"}).has_error());
    CHECK(prepare_outputs({scratch / "r", scratch.path(), scratch / "l"}).has_error());
}

TEST_CASE("runs with the same default name get different names", "[output_files]") {
    TemporaryFolder scratch;
    OutputPaths wanted = in(scratch / "moebench-multi-20261123T211500Z");
    wanted.named_by_us = true;

    const auto first = prepare_outputs(wanted).value();
    const auto second = prepare_outputs(wanted).value();
    const auto third = prepare_outputs(wanted).value();

    CHECK(first.result == wanted.result);
    CHECK(second.result == scratch / "moebench-multi-20261123T211500Z-2.json");
    CHECK(second.samples == scratch / "moebench-multi-20261123T211500Z-2.jsonl");
    CHECK(second.log == scratch / "moebench-multi-20261123T211500Z-2.log");
    CHECK(third.result == scratch / "moebench-multi-20261123T211500Z-3.json");

    write_file(second.samples, "{}\n");
    for (const auto& outputs : {first, second, third}) release_outputs(outputs);
    CHECK(scratch.entries() == std::vector<std::string>{"moebench-multi-20261123T211500Z-2.jsonl"});
}
