// SPDX-License-Identifier: MIT
// measured-run FILE PROGRAM [ARGUMENT...]: runs a program and writes what it used, as JSON.
//
// A process keeps the peak memory of what it was before exec: started from an interpreter, a small
// program seems as big as the interpreter. This one is smaller than whatever it measures.
#include <chrono>
#include <cstdio>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const auto started = std::chrono::steady_clock::now();
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::execv(argv[2], argv + 2);
        ::_exit(127);
    }
    int status = 0;
    rusage used{};
    if (::wait4(pid, &status, 0, &used) != pid) return 1;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started;
    const auto seconds = [](timeval t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    std::FILE* file = std::fopen(argv[1], "w");
    if (!file) return 1;
    std::fprintf(file, "{\"wall_s\": %.9f, \"cpu_s\": %.6f, \"peak_bytes\": %ld}\n", wall.count(),
                 seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss * 1024);
    std::fclose(file);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
