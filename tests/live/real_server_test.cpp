// SPDX-License-Identifier: MIT
// Successful runs on a real llama-server.
#include "workplace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <set>
#include <sstream>

#include <support/hf_cache.hpp>

using namespace moebench::test;
namespace json = boost::json;

namespace {

/// The result of a run with exactly these words, which must succeed.
json::value measure(const Workplace& place, const Words& words) {
    checked(0, place.moebench(words));
    place.expect_clean();
    return place.result();
}

json::value run(const Workplace& place, const Words& more) {
    auto result = measure(place, place.run_flags(more));
    CHECK(result.at("status") == "completed");
    CHECK(result.at("failed").as_array().empty());
    return result;
}

} // namespace

TEST_CASE("profile plain streams, and records what the server and its log say", "[live]") {
    const Workplace place;

    const auto result = run(place, {"--suite", "multi", "--max-tokens", "24", "--save-content"});

    REQUIRE(result.at("requests").as_array().size() == 4);
    for (const auto& request : result.at("requests").as_array()) {
        CHECK(request.at("ttft_s").as_double() > 0);
        CHECK(request.at("ttft_s").as_double() < request.at("latency_s").as_double());
        CHECK(request.at("completion_tokens") == 24);
        CHECK(request.at("finish_reason") == "length");
        CHECK(request.at("inter_token_latency").at("count").as_int64() > 0);
        CHECK(request.at("timings").at("predicted_n") == 24);
        CHECK(request.at("timings").at("prompt_n") == request.at("prompt_tokens"));
        CHECK(request.at("decode_tokens_per_s").as_double() > 0);
        CHECK(request.at("prefill_tokens_per_s").as_double() > 0);
    }
    const auto& server = result.at("server");
    CHECK(server.at("simulated") == false);
    CHECK(server.at("build_info").as_string().starts_with('b'));
    CHECK(server.at("n_ctx") == 4096);
    CHECK(server.at("total_slots") == 1);
    CHECK(server.at("load_s").as_double() > 0);
    CHECK(server.at("binary_sha256").as_string().size() == 64);
    const auto& placement = server.at("placement");
    CHECK(placement.at("n_ctx") == 4096);
    CHECK(placement.at("n_threads") == 1);
    CHECK_FALSE(placement.at("model_buffers").as_array().empty());
    CHECK_FALSE(placement.at("kv_buffers").as_array().empty());
    CHECK(placement.at("graph_splits").is_string());
}

TEST_CASE("the tests' model gives the same answer in every boot, in printable ASCII", "[live]") {
    const Workplace place;
    const Words words{"--suite", "base", "--save-content"};

    const auto first = run(place, words).at("requests").at(0);
    const auto second = run(place, words).at("requests").at(0);

    CHECK(first.at("completion_tokens") == 192); // the reply does not end early
    CHECK(first.at("content_sha256") == second.at("content_sha256"));
    const auto text = parse_json_file(place.file("result.jsonl")).at("content").as_string();
    CHECK(text.size() > 192);
    CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

TEST_CASE("a repository is found in the Hugging Face cache, without a network", "[live]") {
    const Workplace place;
    write_hf_cache(place.file("hub"), model_repo, place.model());
    auto options = place.options(
        Words{"run", "--repo", model_repo} +
        split("--offline --suite base --duration-s 0 --warmup-s 0 --out result.json"));
    std::erase(options.variables, "LLAMA_ARG_OFFLINE=1");

    SECTION("the model is there") {
        checked(0, Program(MOEBENCH_TEST_PROGRAM, options).wait());

        const auto result = place.result();
        CHECK(result.at("summary").at("repo") == model_repo);
        CHECK(result.at("server").at("model_path").as_string().starts_with(place.file("hub")));
    }
    SECTION("the model is missing") {
        std::replace(options.words.begin(), options.words.end(), std::string(model_repo),
                     std::string("moebench/absent"));
        const auto ending = checked(1, Program(MOEBENCH_TEST_PROGRAM, options).wait());

        CHECK(ending.err.find("exited with code 1") != std::string::npos);
    }
    place.expect_clean();
}

TEST_CASE("n-cpu-moe 3 overrides the experts of three layers and no more", "[live]") {
    TinyMoe size;
    size.layers = 8;
    const Workplace place(size);
    const std::string profile = GENERATE("seed", "plain", "measure", "bare");

    run(place, {"--suite", "base", "--max-tokens", "2", "--n-cpu-moe", "3", "--profile", profile,
                "--", "-lv", "5"});

    std::set<std::string> overridden;
    std::istringstream log(read_file(place.file("result.log")));
    for (std::string line; std::getline(log, line);) {
        if (line.find("buffer type overridden to CPU") == std::string::npos) continue;
        const auto name = line.find("blk.");
        REQUIRE(name != std::string::npos);
        overridden.insert(line.substr(name, line.find(' ', name) - name));
    }
    std::set<std::string> expected;
    for (const char* layer : {"blk.0", "blk.1", "blk.2"}) {
        for (const char* matrix : {"up", "gate", "down"}) {
            expected.insert(std::string(layer) + ".ffn_" + matrix + "_exps.weight");
        }
    }
    INFO(profile);
    CHECK(overridden == expected);
}

TEST_CASE("profile measure warms up by count and finds nothing in the cache", "[live]") {
    const Workplace place;

    const auto result = measure(
        place, Words{"run", "-m", place.model()} +
                   split("--profile measure --out result.json -r 2 --max-tokens 8 --suite multi"));

    CHECK(result.at("warmup").as_array().size() == 4);
    CHECK(result.at("requests").as_array().size() == 8);
    CHECK(result.at("summary").at("cached_prompt_tokens") == 0);
}

TEST_CASE("a row of bench uses the cache for its depth and for nothing else", "[live]") {
    const Workplace place;

    const auto result =
        measure(place, Words{"run", "-m", place.model()} +
                           split("--profile measure --out result.json -r 2 --suite bench "
                                 "--pp 64,300 --tg 16 --depth 0,512"));

    CHECK(result.at("requests").as_array().size() == 14);
    for (const auto& request : result.at("requests").as_array()) {
        const auto name = request.at("name").as_string();
        INFO(name.c_str());
        const auto cached = request.at("cached_prompt_tokens").as_int64();
        if (name.ends_with("@ d512")) {
            CHECK(cached >= 512);
        } else {
            CHECK(cached < 16); // the chat template at the start of every prompt
        }
        const auto processed = request.at("processed_prompt_tokens").as_int64();
        if (name.starts_with("pp300")) CHECK((processed >= 290 && processed <= 310));
        CHECK(request.at("completion_tokens") == (name.starts_with("tg") ? 16 : 1));
    }
}

TEST_CASE("no sample is lost when the server closes its connection after 100 requests", "[live]") {
    const Workplace place;

    const auto result =
        measure(place, Words{"run", "-m", place.model()} +
                           split("--suite base -r 130 --max-tokens 1 --warmup-s 0") +
                           Words{"--out", "result.json"});

    CHECK(result.at("requests").as_array().size() == 130);
}

TEST_CASE("a running server is measured at its address and left running", "[live]") {
    const Workplace place;
    const std::string socket = place.file("server.sock");
    const std::string port = free_port();
    const bool by_socket = GENERATE(false, true);
    const Words address = by_socket ? Words{"--host", socket} : Words{"--port", port};
    Program server(llama_server(),
                   place.options(Words{"-m", place.model(), "-c", "4096"} + address));
    server.wait_for_error_text("listening on");

    const std::string url = by_socket ? "unix://" + socket : "http://127.0.0.1:" + port;
    checked(0, place.moebench(Words{"run", "--url", url, "--suite", "multi"} +
                              split("--max-tokens 8 --duration-s 0 --warmup-s 0") +
                              Words{"--out", "result.json"}));

    const auto result = place.result();
    CHECK(result.at("server_cmd").as_array().empty());
    CHECK(result.at("requests").as_array().size() == 4);
    server.signal(SIGINT);
    CHECK(server.wait().code == 0);
    place.expect_clean();
}

TEST_CASE("an API key is sent to the server and is written nowhere", "[live]") {
    const Workplace place;
    const std::string key = "hush-4711";

    const auto ending =
        checked(0, place.moebench(place.run_flags(
                       {"--suite", "base", "--max-tokens", "4", "--api-key", key})));

    for (const char* name : {"result.json", "result.jsonl", "result.log"}) {
        INFO(name);
        CHECK(read_file(place.file(name)).find(key) == std::string::npos);
    }
    CHECK(ending.err.find(key) == std::string::npos);
    CHECK(ending.out.find(key) == std::string::npos);
    place.expect_clean();
}
