// SPDX-License-Identifier: MIT
#include <moebench/server/detail/host_facts.hpp>

#include <catch2/catch.hpp>

#include <sstream>
#include <vector>

#include <support/temporary_folder.hpp>
#include <sys/utsname.h>

namespace moebench {

TEST_CASE("host facts agree with the kernel", "[host_facts]") {
    std::istringstream cpuinfo(test::read_file("/proc/cpuinfo"));
    std::int64_t threads = 0;
    for (std::string line; std::getline(cpuinfo, line);) threads += line.starts_with("processor\t");
    REQUIRE(threads > 0);
    ::utsname names{};
    REQUIRE(::uname(&names) == 0);

    const auto facts = detail::read_host_facts({});

    CHECK(facts.cpu_threads == threads);
    if (facts.cpu_cores) CHECK((*facts.cpu_cores >= 1 && *facts.cpu_cores <= threads));
    if (facts.cpu_model) CHECK_FALSE(facts.cpu_model->empty());
    CHECK(facts.kernel == std::string("Linux ") + names.release);
    CHECK(facts.memory_bytes.value_or(0) > (1 << 20));
    CHECK(facts.gpu_driver.has_value() == std::filesystem::exists("/proc/driver/nvidia/version"));
    CHECK(facts.variables.empty());
}

TEST_CASE("variables that affect the server are recorded, secrets are not", "[host_facts]") {
    const std::vector<std::string> environment = {"HOME=/root", "LLAMA_API_KEY=hush",
                                                  "GGML_CUDA_X=1", "CUDA_VISIBLE_DEVICES=0"};

    CHECK(detail::read_host_facts(environment).variables ==
          std::vector<std::string>{"CUDA_VISIBLE_DEVICES=0", "GGML_CUDA_X=1",
                                   "LLAMA_API_KEY=<redacted>"});
}

} // namespace moebench
