// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/error.hpp>
#include <moebench/model/sample.hpp>

#include <string>
#include <string_view>

namespace moebench {

/// summary: the figures of a request. full: also when each event arrived, and the text if it was
/// kept.
enum class SampleDetail { summary, full };

/// A sample as a JSON object on one line: of the samples file, or of the result file's arrays.
///
/// | key | meaning |
/// |---|---|
/// | `latency_s` | from the request's first byte to the reply's last, without connecting; seconds |
/// | `prompt_tokens` … `total_tokens` | as the server counted them |
/// | `content_chars`, `reasoning_chars` | code points |
/// | `prompt_index` | which prompt of the suite, from 0; then the suite's numbers: `turn`, `depth`
/// | | `phase` | `warmup` or `measured` | | `status`, `error`, `http_status` | `ok`, else how it
/// failed: see RequestStatus | | `name` | of the prompt: `pp512` | | `started_s` | since the phase
/// began, in seconds | | `ttft_s` | to the first event with content or reasoning, in seconds | |
/// `prefill_tokens_per_s` | `prompt_n / prompt_ms` of the server: computed tokens, not cached ones
/// | | `decode_tokens_per_s` | `(predicted_n − 1) / predicted_ms`: the first token is prefill | |
/// `inter_token_latency` | gaps between events with text, in seconds: see Distribution | |
/// `tokens_per_event` | tokens that an event carries on average | | `finish_reason`, `timings` |
/// the server's words, byte for byte | | `content_sha256` | over the reasoning, a NUL byte, and the
/// content; hexadecimal | | `reconnected` | the server had closed the connection before this
/// request | | `event_offsets_s` | full: when each event with text arrived, in seconds from the
/// start | | `content`, `reasoning` | full: the text, with RunOptions::save_content | | `absent` |
/// for each null why it could not be had |
///
/// The first six lines' keys, up to `prompt_index`, are the original script's. They are 0 where it
/// has 0: where the server did not count.
std::string encode_sample(const Sample& sample, SampleDetail detail);

/// Reads a line of encode_sample(). Errors: Errc::malformed_json; Errc::missing_field for another
/// text.
Result<Sample> parse_sample(std::string_view line);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/sample_codec.ipp>
#endif
