// SPDX-License-Identifier: MIT
#pragma once

// Every body of the library, for the one translation unit of moebench::compiled.
#include <moebench/impl/boost_process_launcher.ipp>
#include <moebench/impl/chat_codec.ipp>
#include <moebench/impl/error.ipp>
#include <moebench/impl/json_reader.ipp>
#include <moebench/impl/json_writer.ipp>
#include <moebench/impl/process_launcher.ipp>
#include <moebench/impl/sse_parser.ipp>
