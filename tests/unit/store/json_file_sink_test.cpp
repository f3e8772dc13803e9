// SPDX-License-Identifier: MIT
#include <moebench/store/json_file_sink.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

#include <support/json_text.hpp>
#include <support/temporary_folder.hpp>
#include <sys/stat.h>

namespace moebench {

namespace {

using Catch::Contains;
using namespace test;

Sample sample(Phase phase, std::int64_t index, RequestStatus status = RequestStatus::ok) {
    Sample sample;
    sample.phase = phase;
    sample.prompt_index = index;
    sample.status = status;
    return sample;
}

struct Fixture {
    TemporaryFolder folder;
    std::string path = folder / "result.json";
    JsonFileSink sink{path};

    void begin() { sink.begin(RunInfo()).value(); }
    void finish() { sink.finish(RunInfo(), RunReport()).value(); }
};

std::vector<std::int64_t> indices(const boost::json::object& json, const char* array) {
    std::vector<std::int64_t> result;
    for (const auto& sample : json.at(array).as_array()) {
        result.push_back(sample.at("prompt_index").as_int64());
    }
    return result;
}

} // namespace

TEST_CASE("a run without requests has three empty arrays", "[json_file_sink]") {
    Fixture f;
    f.begin();
    f.finish();

    const auto text = read_file(f.path);

    CHECK_THAT(text, Contains("\n  \"warmup\": [],\n") && Contains("\n  \"requests\": [],\n") &&
                         Contains("\n  \"failed\": [],\n"));
    parse_object(text);
    CHECK(f.folder.entries().size() == 1);
}

TEST_CASE("good, failed and warm-up samples each have their array, in order", "[json_file_sink]") {
    Fixture f;
    f.begin();
    f.sink.record(sample(Phase::warmup, 0)).value();
    f.sink.record(sample(Phase::warmup, 1, RequestStatus::timeout)).value();
    for (const int index : {3, 1, 2}) f.sink.record(sample(Phase::measured, index)).value();
    f.sink.record(sample(Phase::measured, 7, RequestStatus::http_error)).value();
    f.finish();

    const auto text = read_file(f.path);

    const auto json = parse_object(text);
    CHECK(indices(json, "warmup") == std::vector<std::int64_t>{0});
    CHECK(indices(json, "requests") == std::vector<std::int64_t>{3, 1, 2});
    CHECK(indices(json, "failed") == std::vector<std::int64_t>{1, 7});
    CHECK_THAT(text, Contains("\n  \"requests\": [\n    {\"latency_s\": ") &&
                         Contains("},\n    {") && Contains("}\n  ],\n"));
}

TEST_CASE("more samples than a buffer holds are all in the file", "[json_file_sink]") {
    Fixture f;
    f.begin();
    constexpr int many = 500; // of some 700 bytes each
    for (int i = 0; i < many; ++i) f.sink.record(sample(Phase::measured, i)).value();
    f.finish();

    const auto found = indices(parse_object(read_file(f.path)), "requests");

    REQUIRE(found.size() == many);
    CHECK(std::is_sorted(found.begin(), found.end()));
    CHECK(found.back() == many - 1);
}

TEST_CASE("the old result stays until the new one is whole", "[json_file_sink]") {
    Fixture f;
    write_file(f.path, "old");
    f.begin();
    f.sink.record(sample(Phase::measured, 0)).value();
    CHECK(read_file(f.path) == "old");
    CHECK(f.folder.entries().size() == 1); // what waits has no name

    f.finish();

    parse_object(read_file(f.path));
    CHECK(f.folder.entries().size() == 1);
}

TEST_CASE("a sink that did not finish leaves no file", "[json_file_sink]") {
    Fixture f;
    {
        JsonFileSink sink(f.path);
        sink.begin(RunInfo()).value();
        sink.record(sample(Phase::measured, 0)).value();
    }

    CHECK(f.folder.entries().empty());
}

TEST_CASE("a result has the permissions of a new file", "[json_file_sink]") {
    Fixture f;
    const ::mode_t before = ::umask(0027);
    f.begin();
    f.finish();
    const ::mode_t after = ::umask(before);

    CHECK(after == 0027);
    const auto rights = std::filesystem::status(f.path).permissions();
    CHECK(static_cast<unsigned>(rights) == 0640);
}

TEST_CASE("a result that cannot be renamed leaves the old file", "[json_file_sink]") {
    Fixture f;
    std::filesystem::create_directory(f.path); // a file cannot be renamed over a folder
    f.begin();

    const auto finished = f.sink.finish(RunInfo(), RunReport());

    CHECK(finished.error().code == boost::system::errc::is_a_directory);
    CHECK_THAT(finished.error().context, Contains("renaming") && Contains(f.path));
    CHECK(std::filesystem::is_directory(f.path));
    CHECK(f.folder.entries().size() == 1);
}

TEST_CASE("a missing folder is reported at the beginning", "[json_file_sink]") {
    Fixture f;
    JsonFileSink sink(f.folder / "missing/result.json");

    const auto begun = sink.begin(RunInfo());

    CHECK(begun.error().code == boost::system::errc::no_such_file_or_directory);
    CHECK_THAT(begun.error().context, Contains("missing/result.json"));
}

} // namespace moebench
