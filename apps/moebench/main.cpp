// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "commands/compare.hpp"
#include "commands/demo.hpp"
#include "commands/report.hpp"
#include "commands/rerun.hpp"
#include "commands/resume.hpp"
#include "commands/run.hpp"
#include "exit_code.hpp"
#include "terminal.hpp"

#include <csignal>
#include <exception>
#include <string>
#include <variant>
#include <vector>

#include <unistd.h>

namespace {

using namespace moebench::cli;

void print_error(const std::string& text) {
    static_cast<void>(write_all(STDERR_FILENO, "moebench: " + text + "\n"));
}

struct Dispatch {
    ExitCode operator()(const CliOptions& options) const { return run(options); }
    ExitCode operator()(const CompareOptions& options) const { return compare(options); }
    ExitCode operator()(const ResumeOptions& options) const { return resume(options); }
    ExitCode operator()(const ReportOptions& options) const { return report(options); }
    ExitCode operator()(const RerunOptions& options) const { return rerun(options); }
    ExitCode operator()(const DemoOptions& options) const { return demo(options); }
    ExitCode operator()(const HelpPage& page) const { return print(render(page)); }
    ExitCode operator()(const PrintText& version) const { return print(version.text); }

    static ExitCode print(const std::string& text) {
        return write_all(STDOUT_FILENO, text) ? ExitCode::ok : ExitCode::failed;
    }
};

ExitCode run_main(const std::vector<std::string>& words) {
    const auto command = parse_command_line(words);
    if (!command) {
        const bool compares = !words.empty() && words.front() == "compare";
        print_error(command.error().message() +
                    (compares ? "; see moebench compare --help" : "; see moebench --help"));
        return ExitCode::usage;
    }
    return std::visit(Dispatch(), *command);
}

} // namespace

int main(int argc, char** argv) {
    ensure_standard_streams();
    std::signal(SIGCHLD, SIG_DFL); // with SIG_IGN the server's exit code would be lost
    std::signal(SIGPIPE, SIG_IGN); // a closed stdout must not cost the result file
    try {
        return static_cast<int>(
            run_main(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc)));
    } catch (const std::exception& error) {
        print_error(std::string("internal error: ") + error.what());
        return static_cast<int>(ExitCode::failed);
    }
}
