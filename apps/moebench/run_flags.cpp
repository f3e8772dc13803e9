// SPDX-License-Identifier: MIT
#include "run_flags.hpp"

#include <algorithm>

namespace moebench::cli {

Result<void> add_variable(std::vector<std::string>& environment, const std::string& word) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) return invalid("expected KEY=VALUE");
    environment.push_back(word);
    return {};
}

Result<void> RunFlags::check_together() {
    const auto given = std::count_if(sources_.begin(), sources_.end(),
                                     [](const auto* source) { return source->count() > 0; });
    if (given != 1) {
        return invalid(compares_ ? "give exactly one of --repo USER/REPO and --model FILE"
                                 : "give exactly one of --repo USER/REPO, --model FILE and "
                                   "--url URL");
    }
    auto& scenario = options_.scenario;
    const bool seed = scenario.server.profile == Profile::seed;
    if (seed && suite_->count() == 0) scenario.suite.builtin = BuiltinSuite::multi; // the script has no bench
    if (stream_ || no_stream_) options_.stream = stream_;
    return options_.scenario.url.empty() ? Result<void>() : check_attached();
}

Result<void> RunFlags::check_attached() const {
    for (const auto* option : started_only_) {
        if (option->count() == 0) continue;
        return invalid(flag(option) + " is for a server that moebench starts, but --url names a "
                                      "running one");
    }
    if (!options_.scenario.server.extra_args.empty()) {
        return invalid("flags after -- are for a server that moebench starts, but --url names a "
                       "running one");
    }
    return {};
}

} // namespace moebench::cli
