// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/transport/transport.hpp>

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace moebench::detail {

namespace beast = boost::beast;
namespace http = boost::beast::http;

/// Passes a reply's body to `on_chunk` if `hand_on` is set, otherwise appends it to `text`. No
/// other copy is made.
struct ReplyBody {
    struct value_type {
        const ChunkHandler* on_chunk = nullptr;
        std::string* text = nullptr;
        std::size_t limit = 0;
        std::size_t size = 0;
        bool hand_on = false;
        TimePoint read_at{}; // when the read of these bytes returned
    };

    class reader {
    public:
        template <bool is_request, class Fields>
        reader(const http::header<is_request, Fields>&, value_type& value) : value_(value) {}

        void init(boost::optional<std::uint64_t>, boost::system::error_code& code) { code = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& code) {
            code = {};
            std::size_t taken = 0;
            for (const auto buffer : beast::buffers_range_ref(buffers)) {
                const std::string_view bytes(static_cast<const char*>(buffer.data()),
                                             buffer.size());
                value_.size += bytes.size();
                if (value_.size > value_.limit) {
                    code = http::error::body_limit;
                    return taken;
                }
                if (value_.hand_on) {
                    (*value_.on_chunk)(bytes, value_.read_at);
                } else {
                    *value_.text += bytes;
                }
                taken += bytes.size();
            }
            return taken;
        }

        void finish(boost::system::error_code& code) { code = {}; }

    private:
        value_type& value_;
    };
};

} // namespace moebench::detail
