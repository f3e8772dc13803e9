// SPDX-License-Identifier: MIT
#include "parse_number.hpp"
#include "terminal.hpp"

#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace moebench::cli {

void ensure_standard_streams() {
    for (int descriptor = 0; descriptor <= 2; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            // open() takes the lowest free number, which is this one
            static_cast<void>(::open("/dev/null", O_RDWR));
        }
    }
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::size_t terminal_columns(int descriptor) {
    winsize size{};
    const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    if (known) return size.ws_col;
    const char* columns = std::getenv("COLUMNS");
    const auto typed = parse_whole(columns != nullptr ? columns : "", {1, 1000});
    return typed ? static_cast<std::size_t>(*typed) : 80;
}

ScreenOptions screen_options(int descriptor) {
    ScreenOptions screen;
    if (!is_terminal(descriptor)) return screen;
    screen.columns = std::min(screen.columns, terminal_columns(descriptor));
    const char* kind = std::getenv("TERM");
    const bool plain = kind == nullptr || std::string_view(kind) == "dumb";
    const char* no_colours = std::getenv("NO_COLOR"); // no-color.org: empty counts as unset
    screen.colours = !plain && (no_colours == nullptr || *no_colours == '\0');
    return screen;
}

bool can_write_now(int descriptor) {
    pollfd waiting{descriptor, POLLOUT, 0};
    return ::poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLOUT) != 0;
}

Result<void> write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EPIPE) return {};
        if (written < 0 && errno == EAGAIN) {
            pollfd waiting{descriptor, POLLOUT, 0};
            static_cast<void>(::poll(&waiting, 1, -1));
            continue;
        }
        if (written < 0) {
            return fail(boost::system::error_code(errno, boost::system::system_category()),
                        "writing");
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

} // namespace moebench::cli
