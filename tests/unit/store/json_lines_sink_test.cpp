// SPDX-License-Identifier: MIT
#include <moebench/store/json_lines_sink.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

#include <support/json_text.hpp>
#include <support/temporary_folder.hpp>

namespace moebench {

namespace {

using Catch::Contains;
using test::read_file;

Sample sample(std::int64_t index) {
    Sample sample;
    sample.prompt_index = index;
    sample.timings.raw = "{\n}";
    return sample;
}

} // namespace

TEST_CASE("a line is in the file as soon as it is recorded", "[json_lines_sink]") {
    test::TemporaryFolder folder;
    const auto path = folder / "samples.jsonl";
    JsonLinesSink sink(path);
    sink.begin(RunInfo()).value();
    for (int i = 0; i < 3; ++i) {
        sink.record(sample(i)).value();

        const auto text = read_file(path);
        CHECK(std::count(text.begin(), text.end(), '\n') == i + 1);
        CHECK(text.ends_with("}\n"));
    }
    sink.finish(RunInfo(), RunReport()).value();

    std::istringstream lines(read_file(path));
    int index = 0;
    for (std::string line; std::getline(lines, line); ++index) {
        const auto json = test::parse_object(line);
        CHECK(json.at("prompt_index").as_int64() == index);
        CHECK(json.contains("event_offsets_s"));
    }
    CHECK(index == 3);
}

TEST_CASE("an existing samples file is replaced at the start", "[json_lines_sink]") {
    test::TemporaryFolder folder;
    const auto path = folder / "samples.jsonl";
    test::write_file(path, "old");
    JsonLinesSink sink(path);

    sink.begin(RunInfo()).value();

    CHECK(read_file(path).empty());
    sink.finish(RunInfo(), RunReport()).value();
}

TEST_CASE("a full disk is reported with the file's name", "[json_lines_sink]") {
    JsonLinesSink sink("/dev/full");
    sink.begin(RunInfo()).value();

    const auto recorded = sink.record(sample(0));

    CHECK(recorded.error().code == boost::system::errc::no_space_on_device);
    CHECK(recorded.error().context == "writing /dev/full");
}

TEST_CASE("samples can go to a device, which cannot be synchronized", "[json_lines_sink]") {
    JsonLinesSink sink("/dev/null");
    sink.begin(RunInfo()).value();
    sink.record(sample(0)).value();

    CHECK(sink.finish(RunInfo(), RunReport()).has_value());
}

TEST_CASE("a samples file in a missing folder is refused at the start", "[json_lines_sink]") {
    test::TemporaryFolder folder;
    JsonLinesSink sink(folder / "missing/samples.jsonl");

    const auto begun = sink.begin(RunInfo());

    CHECK(begun.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_THAT(begun.error().context, Contains("missing/samples.jsonl"));
}

} // namespace moebench
