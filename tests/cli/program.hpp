// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::test {

/// Where a program's stdout goes. `pipe` is what the test reads.
enum class Stdout { pipe, full_device, closed };
enum class Stderr { pipe, terminal };

struct ProgramOptions {
    std::vector<std::string> words;
    /// `KEY=VALUE`; replaces what is inherited.
    std::vector<std::string> variables;
    std::string working_folder;
    Stdout out = Stdout::pipe;
    Stderr err = Stderr::pipe;
};

struct Ending {
    /// 128 + number when a signal ended it.
    int code = -1;
    std::string out;
    std::string err;
};

/// A started program. Its orphans become this process's children, so that none can be left unseen.
/// What should happen and does not is a test failure after `patience`, never a hang.
class Program {
public:
    static constexpr std::chrono::seconds patience{240};

    Program(const std::string& path, const ProgramOptions& options);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();

    int pid() const noexcept { return pid_; }
    void signal(int number) const;

    /// Until stderr, or stdout, holds `text`.
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

/// Fails when a child or an orphan of this process lives longer than `grace`.
void expect_no_process_left(std::chrono::milliseconds grace = {});

} // namespace moebench::test
