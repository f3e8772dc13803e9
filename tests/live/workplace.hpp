// SPDX-License-Identifier: MIT
#pragma once

#include <boost/json/value.hpp>

#include <string>

#include <program.hpp>
#include <support/recording.hpp>
#include <support/temporary_folder.hpp>
#include <support/tiny_moe_gguf.hpp>
#include <support/words.hpp>

namespace moebench::test {

inline constexpr const char* model_repo = "moebench/tiny-moe";

// These skip the whole test if there is none. No destructor runs, so call them first.
std::string llama_server();
std::string original_script();

/// A port on which nobody listens.
std::string free_port();

boost::json::value parse_json_file(const std::string& path);

/// What a program left after a run.
struct Outcome {
    Ending ending;
    Recording recording;
    /// Null if there is none.
    boost::json::value result;
};

/// A folder with a model, where programs run; what they leave is checked at the end.
class Workplace {
public:
    explicit Workplace(const TinyMoe& size = {});

    /// Fails the test when a process or a temporary file is left.
    void expect_clean() const;

    std::string model() const { return folder_ / "tiny-moe.gguf"; }
    std::string file(const std::string& name) const { return folder_ / name; }

    /// Options of every program here: no network, one thread per server, files in this folder.
    ProgramOptions options(const Words& words) const;

    /// The flags of a run on the real server with model, result, samples and log in this folder.
    Words run_flags(const Words& more) const;

    /// Runs moebench with exactly these words.
    Ending moebench(const Words& words) const;

    /// What a run wrote to result.json.
    boost::json::value result() const { return parse_json_file(file("result.json")); }

    /// Runs moebench or the original script with (mostly) the same command line, and records all
    /// that reaches the server.
    Outcome recorded_moebench(const std::string& port, const Words& flags) const;
    Outcome recorded_script(const std::string& port, const Words& flags) const;

private:
    Outcome recorded(const std::string& name, const std::string& program, const Words& words,
                     const std::string& port, const Words& flags) const;

    std::string server_ = llama_server();
    TemporaryFolder folder_;
};

} // namespace moebench::test
