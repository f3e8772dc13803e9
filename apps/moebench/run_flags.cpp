// SPDX-License-Identifier: MIT
#include "run_flags.hpp"

namespace moebench::cli {

Result<void> RunFlags::add_variable(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) {
        // the word may be a secret on its own: it is not repeated
        return invalid("a variable is given as KEY=VALUE");
    }
    options_.environment.push_back(word);
    return {};
}

Result<void> RunFlags::check_together() {
    int sources = 0;
    for (const auto* source : sources_) sources += source->count() > 0 ? 1 : 0;
    if (sources != 1) {
        return invalid(compares_ ? "give exactly one of --repo USER/REPO and --model FILE"
                                 : "give exactly one of --repo USER/REPO, --model FILE and "
                                   "--url URL");
    }
    auto& scenario = options_.scenario;
    const bool seed = scenario.server.profile == Profile::seed;
    if (seed && suite_->count() == 0)
        scenario.suite.builtin = BuiltinSuite::multi; // the script knows no bench
    if (stream_ && no_stream_) return invalid("--stream and --no-stream exclude each other");
    if (stream_ || no_stream_) options_.stream = stream_;
    for (const auto& [one, other] :
         {std::pair(suite_, suite_file_), std::pair(duration_, repetitions_)}) {
        if (one != nullptr && one->count() > 0 && other->count() > 0) {
            return invalid(flag(one) + " and " + flag(other) + " exclude each other");
        }
    }
    return options_.scenario.url.empty() ? Result<void>() : check_attached();
}

Result<void> RunFlags::check_attached() const {
    for (const auto* option : started_only_) {
        if (option->count() == 0) continue;
        return invalid(flag(option) + " is for a server that moebench starts; --url names one "
                                      "that runs");
    }
    if (!options_.scenario.server.extra_args.empty()) {
        return invalid("flags after -- are for a server that moebench starts; --url names one "
                       "that runs");
    }
    return {};
}

} // namespace moebench::cli
