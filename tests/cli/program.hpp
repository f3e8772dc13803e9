// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <support/words.hpp>

namespace moebench::test {

/// Where a program's stdout goes. The test reads the pipe.
enum class Stdout { pipe, full_device, closed, terminal };
enum class Stderr { pipe, terminal };

struct ProgramOptions {
    Words words;
    /// `KEY=VALUE`; replaces an inherited variable.
    Words variables;
    std::string working_folder;
    Stdout out = Stdout::pipe;
    Stderr err = Stderr::pipe;
    /// Of the terminals.
    unsigned short columns = 100;
};

struct Ending {
    /// The exit code; 128 + the signal that ended it.
    int code = -1;
    std::string out;
    std::string err;
};

/// The ending. Throws, with the output, if its exit code is another.
Ending checked(int code, Ending ending);

/// A started program. Its orphans become children of this process, so that none stays unnoticed.
/// Waiting fails after `patience` and never hangs.
class Program {
public:
    static constexpr std::chrono::seconds patience{240};

    Program(const std::string& path, const ProgramOptions& options);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();

    int pid() const noexcept { return pid_; }
    void signal(int number) const;

    /// Waits until stderr contains `text`, or stdout has at least `bytes`.
    void wait_for_error_text(std::string_view text);
    void wait_for_output(std::size_t bytes);
    void close_output();

    Ending wait();

private:
    void pump_until(const std::function<bool()>& done, const std::string& awaited);
    void read_from(int& descriptor, std::string& into);

    int pid_ = -1;
    int pid_descriptor_ = -1;
    int out_ = -1;
    int err_ = -1;
    std::optional<int> status_;
    std::string out_text_;
    std::string err_text_;
};

/// Fails if a child or orphan of this process lives longer than `grace`.
void expect_no_process_left(std::chrono::milliseconds grace = {});

/// Runs a program to its end, at which it may leave no process.
Ending run_program(const std::string& path, const ProgramOptions& options);

} // namespace moebench::test
