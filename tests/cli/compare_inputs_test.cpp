// SPDX-License-Identifier: MIT
// moebench compare: what is compared stays what it was at the start.
#include "compare_bench.hpp"

#include <moebench/detail/sha256.hpp>

#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>

using namespace moebench::test;
namespace json = boost::json;

namespace {

const Words few_words = split("-r 1 --max-tokens 8 --answer-positions 0 "
                              "--allow-inconclusive --aa --boots 1");

/// Any library that a program can load.
std::string mathematics() {
    for (const char* folder : {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64"}) {
        const std::string path = std::string(folder) + "/libm.so.6";
        if (std::filesystem::exists(path)) return path;
    }
    throw std::runtime_error("no libm.so.6");
}

std::string sha256(const std::string& text) {
    moebench::detail::Sha256 hash;
    hash.update(text);
    return hash.hex();
}

} // namespace

TEST_CASE("a suite file is read once, so that an edit changes nothing") {
    const CompareBench bench;
    const std::string prompts = "{\"prompt\": \"Why?\", \"name\": \"first\"}\n";
    write_file(bench.folder() / "p.jsonl", prompts);
    const Words words = few_words + Words{"--suite-file", "p.jsonl"};
    const Words edit = {"--prepare", "sed -i s/first/edited/ p.jsonl"};
    bench.compare(0, words + edit);

    const auto result = bench.result();
    CHECK(text(result.at("experiment").at("suite_sha256")) == sha256(prompts));
    for (const auto& boot : result.at("boots").as_array()) {
        CHECK(text(boot.at("requests").at(0).at("prompt")) == "first");
        CHECK(text(boot.at("suite_sha256")) == sha256(prompts));
    }

    const Words no_edit = {"--prepare", "true"};
    const Ending refused = bench.compare(2, words + no_edit + Words{"--resume"});
    CHECK(holds(refused.err, "SHA-256 of the suite's file: '" + sha256(prompts)));
    write_file(bench.folder() / "p.jsonl", prompts);
    bench.compare(0, words + no_edit + Words{"--resume"});
}

TEST_CASE("the text of bench is read once, and its SHA-256 is in the result") {
    const CompareBench bench;
    std::string prose;
    for (int i = 0; i < 200; ++i) prose += "llamas carry number " + std::to_string(i) + " and ";
    write_file(bench.folder() / "prose.txt", prose);
    const Words words =
        few_words + split("--suite bench --pp 64 --tg 4 --depth 0 --text prose.txt");
    bench.compare(0, words + Words{"--prepare", "echo nothing > prose.txt"});
    CHECK(text(bench.result().at("experiment").at("suite_sha256")) == sha256(prose));
    CHECK(holds(bench.compare(2, words + Words{"--resume"}).err, sha256(prose)));
}

TEST_CASE("a suite file may be a pipe") {
    const CompareBench bench;
    auto options = bench.options(few_words + Words{"--suite-file", "p.fifo"});
    options.words.insert(options.words.begin(),
                         {"-c", "mkfifo p.fifo; echo '{\"prompt\": \"Why?\"}' > p.fifo & \"$@\"",
                          "sh", MOEBENCH_TEST_PROGRAM});
    Program program("/bin/sh", options);
    checked(0, program.wait());
    CHECK(bench.result().at("boots").as_array().size() == 2 + 2);
}

TEST_CASE("a boot tells the files that its server ran and read") {
    const CompareBench bench;
    write_file(bench.folder() / "chat.jinja", "a template");
    bench.compare(0, short_replies + one_block +
                         split("--aa --allow-inconclusive --env LLAMA_ARG_GRAMMAR=chat.jinja"));
    const auto result = bench.result();
    const auto& boot = result.at("boots").at(0);
    CHECK(text(boot.at("server").at("binary_sha256")).size() == 64);
    const auto& files = boot.at("server").at("files");
    CHECK(text(element(files, "name", "start script").at("path")) == bench.server());
    CHECK(text(element(files, "name", "model").at("sha256")) == sha256("GGUF of a simulation"));
    CHECK(text(element(files, "name", "LLAMA_ARG_GRAMMAR").at("sha256")) == sha256("a template"));
}

TEST_CASE("a program or file that changes between two boots of an arm ends the comparison") {
    const CompareBench bench;
    const auto own_sim = bench.folder() / "sim", library = bench.folder() / "libggml-x.so";
    std::filesystem::copy_file(MOEBENCH_TEST_LLAMA_SIM, own_sim);
    std::filesystem::copy_file(mathematics(), library);
    write_file(bench.folder() / "chat.jinja", "a template");
    const auto build = bench.other_build("LD_PRELOAD=" + library + " exec " + own_sim +
                                         " \"$@\""); // the rest is not reached
    const std::string anew = "cp $f new; echo >> new; mv new $f";
    const auto [file, change, told] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"sim", anew, "the binary changed: SHA-256 "},
        {"libggml-x.so", anew, "the library libggml-x.so changed: SHA-256 "},
        {"other-build", anew, "the file other-build (start script) changed: SHA-256 "},
        {"sim.gguf", "echo >> $f", "the file sim.gguf (model) changed: SHA-256 "},
        {"chat.jinja", "echo >> $f", "the file chat.jinja (LLAMA_ARG_GRAMMAR) changed: SHA-256 "},
    }));
    CAPTURE(file);
    const Words words = short_replies + one_block +
                        Words{"--aa",  "--allow-inconclusive",        "--baseline", build,
                              "--env", "LLAMA_ARG_GRAMMAR=chat.jinja"};
    const Words edit = {"--prepare", "echo boot >> boots; f=" + file +
                                         "; cp -p $f old; [ $(wc -l < boots) -lt 3 ] || { " +
                                         change + "; }"};
    const Ending ending = bench.compare(1, words + edit);

    CHECK(holds(ending.err, "baseline"));
    CHECK(holds(ending.err, told));
    CHECK(holds(ending.err, " on its first boot, SHA-256 "));
    CHECK(text(bench.result().at("status")) == "failed");
    CHECK(bench.result().at("boots").as_array().size() == 2);

    const Words resume = {"--prepare", "true", "--resume"}; // the saved command would edit again
    const Ending still = bench.compare(1, words + resume);
    CHECK(holds(still.err, told));
    std::filesystem::rename(bench.folder() / "old", bench.folder() / file);
    bench.compare(0, words + resume);
    CHECK(bench.result().at("boots").as_array().size() == 3 + 2);
}

TEST_CASE("a library that both arms load is no difference, whatever folder their binaries are in") {
    const CompareBench bench;
    const auto shared = bench.folder() / "libggml-x.so";
    std::filesystem::copy_file(mathematics(), shared);
    for (const std::string arm : {"a", "b"}) {
        const auto folder = bench.folder() / arm;
        std::filesystem::create_directory(folder);
        std::filesystem::copy_file(MOEBENCH_TEST_LLAMA_SIM, folder + "/llama-server");
        write_file(folder + "/libggml-x.so", "never loaded: " + arm);
    }
    const Words words = short_replies + one_block +
                        Words{"--allow-inconclusive", "--baseline", "a/llama-server", "--candidate",
                              "b/llama-server"};
    const Ending same = bench.compare(0, words + Words{"--env", "LD_PRELOAD=" + shared});
    CHECK_FALSE(holds(same.out, "libggml-x.so"));
    CHECK(holds(same.out, "another binary was asked for, but the program and the libraries"));

    const Ending other = bench.compare(0, words + Words{"--candidate-env", "LD_PRELOAD=" + shared});
    const auto result = bench.result();
    const auto& libraries = element(result.at("differences"), "what", "libraries");
    CHECK(text(libraries.at("reference")) == "none");
    CHECK(holds(text(libraries.at("value")), "libggml-x.so "));
    CHECK(libraries.at("declared").as_bool());
    CHECK_FALSE(holds(other.out, "another binary was asked for"));
}

TEST_CASE("a placement that the log does not tell is unknown, not equal") {
    const CompareBench bench;
    const Ending ending = bench.compare(
        0, short_replies + one_block + Words{"--aa", "--allow-inconclusive", "--", "-lv", "3"});
    const auto result = bench.result();
    CHECK(text(element(result.at("differences"), "what", "weights").at("missing_from")) == "log");
    CHECK_FALSE(holds(ending.out, "differences:"));
    CHECK(holds(ending.out, "placement unknown"));
    CHECK(holds(ending.out, "not known, so not compared:"));
}

TEST_CASE("a server that is not as asked ends the comparison before anything is measured") {
    const CompareBench bench;
    const auto [shell, more, told] = GENERATE(table<std::string, Words, std::string>({
        {"set -- \"$@\" -m other.gguf",
         {},
         "asked for the model sim.gguf, but it loaded other.gguf"},
        {"export LLAMA_SIM_CTX=2048",
         {"--ctx-size", "8192"},
         "asked for a context of 8192 tokens, but a request can have only 2048"},
        {"[ \"$1\" = --version ] && echo 'version: 7 (abcdef0)' && exit",
         {},
         "the binary says that it is 'version: 7 (abcdef0)'"},
    }));
    write_file(bench.folder() / "other.gguf", "another model");
    const auto build = bench.other_build(shell);
    const Ending ending =
        bench.compare(1, short_replies + one_block + Words{"--candidate", build} + more);
    CHECK(holds(ending.err, "candidate: "));
    CHECK(holds(ending.err, told));
    const auto result = bench.result();
    CHECK(text(result.at("status")) == "arm_failed");
    CHECK(result.at("boots").as_array().back().at("requests").as_array().empty());

    const Ending run = bench.run(1, Words{"--server-bin", build, "--model", "sim.gguf", "--suite",
                                          "base", "-r", "1", "--out", "run.json"} +
                                        more);
    CHECK(holds(run.err, told));
    CHECK_FALSE(std::filesystem::exists(bench.folder() / "run.json"));
}

TEST_CASE("a result is labelled with the model that an extra flag names") {
    const CompareBench bench;
    write_file(bench.folder() / "other.gguf", "another model");
    bench.run(0, {"--server-bin", bench.server(), "--model", "sim.gguf", "--suite", "base", "-r",
                  "1", "--out", "run.json", "--warmup-s", "0", "--", "-m", "other.gguf"});
    CHECK(text(bench.result("run.json").at("summary").at("repo")) == "other.gguf");
}

TEST_CASE("a default context that the model does not have is a warning") {
    const CompareBench bench;
    const Ending ending = bench.run(0, {"--server-bin", bench.server(), "--model", "sim.gguf",
                                        "--suite", "base", "-r", "1", "--out", "run.json",
                                        "--warmup-s", "0", "--env", "LLAMA_SIM_CTX=2048"});
    CHECK(holds(ending.err, "warning: the server was asked for a context of 4096 tokens"));
}
