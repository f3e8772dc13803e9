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
/// | `latency_s` | from the request's first byte to the reply's last, without connecting |
/// | `prompt_tokens` … `total_tokens` | as the server counted them |
/// | `content_chars`, `reasoning_chars` | code points |
/// | `prompt_index` | which prompt of the suite, from 0 |
/// | `turn`, `depth`, … | the suite's numbers |
/// | `phase` | `warmup` or `measured` |
/// | `status`, `error`, `http_status` | `ok`, or how it failed: RequestStatus |
/// | `name` | of the prompt: `pp512` |
/// | `measures`, `expected_cache_n` | ChatRequest::measures and expected_cache_n |
/// | `started_s` | since the phase began |
/// | `ttft_s` | to the first event with content or reasoning |
/// | `prefill_tokens_per_s` | the server's `prompt_n / prompt_ms`, without cached tokens |
/// | `decode_tokens_per_s` | `(predicted_n − 1) / predicted_ms`: the first is prefill |
/// | `inter_token_latency` | gaps between events with text: Distribution |
/// | `tokens_per_event` | tokens that an event carries on average |
/// | `finish_reason`, `timings` | the server's words, byte for byte |
/// | `prompt_sha256` | over the roles and contents of the request's messages; hexadecimal |
/// | `content_sha256` | over the reasoning, a NUL byte, and the content; hexadecimal |
/// | `reconnected` | the server had closed the connection before this request |
/// | `in_one_piece` | something between collected the stream: no TTFT, no gaps |
/// | `event_offsets_s` | full: when each event with text arrived, from the start |
/// | `content`, `reasoning` | full: the text, with RunOptions::save_content |
/// | `tokens` | full: the reply token by token, if the request asked for `logprobs` |
/// | `absent` | for each null the reason |
///
/// The keys stand in store/detail/sample_fields.hpp, for writing and reading. Times are in seconds.
/// The keys up to `prompt_index` are the original script's. As there, they are 0 if the server did
/// not count.
std::string encode_sample(const Sample& sample, SampleDetail detail);

/// Reads a line of encode_sample(). Errors: Errc::malformed_json; Errc::missing_field for another
/// text.
Result<Sample> parse_sample(std::string_view line);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/sample_codec.ipp>
#endif
