// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace moebench::test {

/// Makes `folder` a Hugging Face cache (HF_HUB_CACHE) with `model` as the only file of `repo`
/// ("user/name"); with `--offline`, llama-server's `-hf` finds it there.
inline void write_hf_cache(const std::filesystem::path& folder, std::string repo,
                           const std::filesystem::path& model) {
    const std::string revision(40, '0');
    repo.replace(repo.find('/'), 1, "--");
    const auto root = folder / ("models--" + repo);
    const auto snapshot = root / "snapshots" / revision;
    std::filesystem::create_directories(root / "refs");
    std::filesystem::create_directories(root / "blobs");
    std::filesystem::create_directories(snapshot);
    std::ofstream(root / "refs" / "main") << revision;
    std::filesystem::copy_file(model, root / "blobs" / "0");
    std::filesystem::create_symlink("../../blobs/0", snapshot / model.filename());
}

} // namespace moebench::test
