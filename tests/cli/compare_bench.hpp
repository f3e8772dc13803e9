// SPDX-License-Identifier: MIT
#pragma once

#include "program.hpp"
#include "scratch_folder.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace moebench::test {

using Words = std::vector<std::string>;

Words operator+(Words one, const Words& other);

/// Four short replies, and the answer pass in small: no time in it means anything.
extern const Words short_replies;
/// One block: enough for answers and differences, too few for a verdict of speed.
extern const Words one_block;
/// Verdicts of what the simulation says alone: what a client times is the machine under the test.
extern const Words rates_only;
/// A prompt that takes the simulated server 170 ms or so, and no answer pass.
extern const Words timed_bench;

/// `moebench compare` and its relatives on llama-sim, in a folder of their own: the server is a
/// thousand times as fast as time, and without noise.
class CompareBench {
public:
    CompareBench();

    /// `words` follow a `compare` of what the bench has, with --out r.json.
    ProgramOptions options(const Words& words, const Words& variables = {}) const;
    Ending compare(const Words& words, const Words& variables = {}) const;
    /// Any command.
    Ending run(const Words& words) const;

    /// llama-sim, started by a shell: every boot hashes its binary, and llama-sim's own is large.
    std::string server() const { return programs_ / "llama-sim"; }
    /// A program that is llama-sim with `shell` run before it, as another build would be.
    std::string other_build(const std::string& shell) const;

    boost::json::value result(const std::string& name = "r.json") const;
    /// Of the journal, whole ones.
    std::vector<boost::json::value> journal(const std::string& name = "r.jsonl") const;
    std::string text(const std::string& name) const { return read_file(folder_ / name); }
    const ScratchFolder& folder() const { return folder_; }

private:
    static void write_program(const std::string& path, const std::string& shell);

    ScratchFolder folder_;
    ScratchFolder programs_;
};

std::string text(const boost::json::value& value);
bool holds(const std::string& text, const std::string& needle);

/// "block 1: a, b": the measured boots in their order, a line per block.
Words order_of(const boost::json::value& result);
/// The same, as --plan prints it.
Words order_in_plan(const std::string& plan);

/// The element of `array` that has `value` under `key`; a failure where there is none.
const boost::json::value& element(const boost::json::value& array, const std::string& key,
                                  const std::string& value);

} // namespace moebench::test
