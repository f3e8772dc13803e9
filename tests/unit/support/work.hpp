// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>

namespace moebench::test {

/// How often the processor time of work(size) is in that of work(4 * size): 4 if the work grows as
/// its size does, 16 if it grows as the square. Whatever else runs does not count.
template <class Work> double growth_of_work(Work work, std::size_t size) {
    const auto time_of = [&](std::size_t one_size) {
        double least = 0;
        for (int i = 0; i < 3; ++i) {
            const auto begin = std::clock();
            work(one_size);
            const auto time = static_cast<double>(std::clock() - begin);
            least = i == 0 ? time : std::min(least, time);
        }
        return least;
    };
    const double small = time_of(size);
    return time_of(4 * size) / std::max(small, 1.0);
}

} // namespace moebench::test
