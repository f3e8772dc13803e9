// SPDX-License-Identifier: MIT
#pragma once

#include "program.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include <support/temporary_folder.hpp>
#include <support/words.hpp>

namespace moebench::test {

/// Four short replies and a small answer pass, for tests that do not look at times.
extern const Words short_replies;
/// One block: enough for answers and differences, not for a verdict on speed.
extern const Words one_block;
/// Only metrics from the simulated server's timings; times of the client depend on the machine.
extern const Words rates_only;
/// A prompt that takes the simulated server about 170 ms, and no answer pass.
extern const Words timed_bench;

/// Runs `moebench compare` and related commands in a scratch folder, on a llama-sim whose time
/// passes a thousand times as fast and without noise.
class CompareBench {
public:
    CompareBench();

    /// `words` are appended to `compare --server-bin ... --model ... --out r.json`.
    ProgramOptions options(const Words& words, const Words& variables = {}) const;
    /// Removes the journal of an earlier comparison, unless it is resumed.
    Ending compare(const Words& words, const Words& variables = {}) const;
    /// The same, which must exit with `code`.
    Ending compare(int code, const Words& words, const Words& variables = {}) const;
    /// Any command.
    Ending run(const Words& words) const;
    /// The same, which must exit with `code`.
    Ending run(int code, const Words& words) const;

    /// A small shell script that starts llama-sim: every boot hashes the binary, and llama-sim is
    /// large.
    std::string server() const { return programs_ / "llama-sim"; }
    /// Another build: llama-sim, with the commands `shell` before it.
    std::string other_build(const std::string& shell) const;

    boost::json::value result(const std::string& name = "r.json") const;
    /// The complete lines of the journal.
    std::vector<boost::json::value> journal(const std::string& name = "r.jsonl") const;
    std::string text(const std::string& name) const { return read_file(folder_ / name); }
    const TemporaryFolder& folder() const { return folder_; }

private:
    TemporaryFolder folder_;
    TemporaryFolder programs_;
};

std::string text(const boost::json::value& value);
bool holds(const std::string& text, const std::string& needle);

/// The measured boots in order, one line per round: "round 1: a, b".
Words order_of(const boost::json::value& result);
/// The same from the text of --plan.
Words order_in_plan(const std::string& plan);

/// Makes llama-sim of the candidate fail in this way.
Words fault_in_candidate(const std::string& fault);

/// The element of `array` whose `key` is `value`. Throws if there is none.
const boost::json::value& element(const boost::json::value& array, const std::string& key,
                                  const std::string& value);

} // namespace moebench::test
