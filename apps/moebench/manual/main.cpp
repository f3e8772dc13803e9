// SPDX-License-Identifier: MIT
#include "cli_options.hpp"
#include "manual/bash_completion.hpp"
#include "manual/man_page.hpp"

#include <moebench/store/text_file.hpp>

#include <iostream>

// moebench_manual FOLDER: writes moebench.1 and moebench.bash into the folder.
int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const std::string folder = argv[1];
    const auto pages = moebench::cli::help_pages();
    for (const auto& [name, text] :
         {std::pair("moebench.1", moebench::cli::man_page(pages)),
          std::pair("moebench.bash", moebench::cli::bash_completion(pages))}) {
        const auto written = moebench::write_text_file(folder + "/" + name, text);
        if (written) continue;
        std::cerr << written.error().message() << "\n";
        return 1;
    }
}
