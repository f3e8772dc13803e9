// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/detail/clean_text.hpp>
#include <moebench/transport/detail/beast_reply_body.hpp>
#include <moebench/transport/transport.hpp>

#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace moebench::detail {

/// Finds the reply to one request in the bytes that a connection brings. Interim replies (1xx) are
/// passed over: the reply is the one after them. No I/O. Beast's own read parses before it returns;
/// here the caller takes the time before parsing. Lifetime: `buffer` and `on_chunk` outlive it.
class BeastReplyReader {
public:
    BeastReplyReader(beast::flat_buffer& buffer, const ChunkHandler& on_chunk, std::size_t limit)
        : buffer_(buffer), on_chunk_(on_chunk), limit_(limit) {
        buffer_.clear();
        expect_reply();
    }

    /// Where the next bytes are read to.
    auto space() { return buffer_.prepare(65536); }

    /// Parses the bytes that were read into space().
    boost::system::error_code take(std::size_t bytes, TimePoint read_at) {
        buffer_.commit(bytes);
        boost::system::error_code code;
        while (buffer_.size() > 0 && !parser_->is_done()) {
            parser_->get().body().read_at = read_at;
            const bool in_header = !parser_->is_header_done();
            const std::size_t parsed = parser_->put(buffer_.data(), code);
            buffer_.consume(parsed);
            if (in_header) header_size_ += parsed;
            // Beast limits neither all fields together, nor interim replies, nor the line of a
            // chunk's size, nor trailers
            const bool need_more = code == http::error::need_more;
            if (header_size_ > most_header || (need_more && buffer_.size() > most_header)) {
                return http::error::header_limit;
            }
            if (need_more) return {};
            if (!code && in_header && parser_->is_header_done()) code = check_header();
            if (code) return code;
            if (parser_->is_done() && is_interim()) expect_reply();
        }
        return code;
    }

    /// The connection has ended: so does a body without a length.
    boost::system::error_code take_end() {
        boost::system::error_code code = http::error::end_of_stream;
        if (parser_->got_some()) parser_->put_eof(code);
        return code;
    }

    /// The reply is complete.
    bool done() const { return parser_->is_done(); }
    /// The header of the reply is complete; its status is known.
    bool header_done() const { return parser_->is_header_done() && !is_interim(); }
    bool is_error() const { return parser_->get().result_int() >= 400; }
    /// What is wrong with the reply, where the error's code does not say it.
    const std::string& why() const noexcept { return why_; }

    /// The next request may use the same connection. Not after anything that is unusual: what comes
    /// next could be taken for the reply to that request.
    bool reusable() const {
        return parser_->keep_alive() && parser_->get().version() == 11 && !is_error() &&
               !interim_ && buffer_.size() == 0;
    }

    HttpResponse response() {
        HttpResponse response;
        response.status = parser_->get().result_int();
        response.content_type = std::string(parser_->get()[http::field::content_type]);
        response.body = std::move(text_);
        return response;
    }

private:
    static constexpr std::uint32_t most_header = 65536;

    bool is_interim() const { return parser_->get().result_int() / 100 == 1; }

    void expect_reply() {
        interim_ = parser_.has_value();
        parser_.emplace();
        // ReplyBody counts the bytes itself, because chunked bodies have no length to check
        parser_->body_limit(boost::none);
        parser_->header_limit(most_header);
        auto& body = parser_->get().body();
        body.on_chunk = &on_chunk_;
        body.text = &text_;
        body.limit = limit_;
    }

    boost::system::error_code check_header() {
        const auto& header = parser_->get();
        if (header.result_int() == 101) {
            why_ = "HTTP 101: it switched to another protocol, unasked";
            return http::error::bad_status;
        }
        if (is_interim()) return {};
        for (const auto& field : header) {
            const bool content = field.name() == http::field::content_encoding;
            if (!content && field.name() != http::field::transfer_encoding) continue;
            if (field.value().empty() || beast::iequals(field.value(), "identity")) continue;
            if (!content && beast::iequals(field.value(), "chunked")) continue;
            why_ = "HTTP " + std::to_string(header.result_int()) + " with " +
                   clean_beginning(field.name_string()) + ": " + clean_beginning(field.value()) +
                   ", which was not asked for";
            return http::error::bad_value;
        }
        parser_->get().body().hand_on = on_chunk_ && header.result_int() == 200;
        return {};
    }

    beast::flat_buffer& buffer_;
    const ChunkHandler& on_chunk_;
    std::size_t limit_;
    std::string text_;
    std::optional<http::response_parser<ReplyBody>> parser_;
    std::size_t header_size_ = 0;
    bool interim_ = false;
    std::string why_;
};

} // namespace moebench::detail
