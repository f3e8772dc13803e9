// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/config.hpp>
#include <moebench/model/sample.hpp>

#include <string>

namespace moebench {

/// Summary: the figures of a request. Full: also when each event came, and the text where it was
/// kept.
enum class SampleDetail { summary, full };

/// A sample as a JSON object on one line. The seed's keys come first and keep the seed's value for
/// what is absent; a key of ours that could not be had is null, and `absent` tells why.
std::string encode_sample(const Sample& sample, SampleDetail detail);

} // namespace moebench

#ifndef MOEBENCH_SEPARATE_COMPILATION
#include <moebench/impl/store/sample_codec.ipp>
#endif
