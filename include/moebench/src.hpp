// SPDX-License-Identifier: MIT
#pragma once

// Every body of the library, for the one translation unit of moebench::compiled.
#include <moebench/impl/beast_transport.ipp>
#include <moebench/impl/bench_text.ipp>
#include <moebench/impl/block_order.ipp>
#include <moebench/impl/boost_process_launcher.ipp>
#include <moebench/impl/boot_value.ipp>
#include <moebench/impl/chat_codec.ipp>
#include <moebench/impl/comparison.ipp>
#include <moebench/impl/error.ipp>
#include <moebench/impl/holm.ipp>
#include <moebench/impl/host_facts.ipp>
#include <moebench/impl/json_reader.ipp>
#include <moebench/impl/json_writer.ipp>
#include <moebench/impl/linear_trend.ipp>
#include <moebench/impl/local_port.ipp>
#include <moebench/impl/make_sample.ipp>
#include <moebench/impl/outliers.ipp>
#include <moebench/impl/paired_t.ipp>
#include <moebench/impl/process_launcher.ipp>
#include <moebench/impl/prompt_texts.ipp>
#include <moebench/impl/props_codec.ipp>
#include <moebench/impl/result_codec.ipp>
#include <moebench/impl/sample_codec.ipp>
#include <moebench/impl/scenario_facts.ipp>
#include <moebench/impl/server_address.ipp>
#include <moebench/impl/server_command.ipp>
#include <moebench/impl/server_environment.ipp>
#include <moebench/impl/server_log.ipp>
#include <moebench/impl/server_probe.ipp>
#include <moebench/impl/sse_parser.ipp>
#include <moebench/impl/stopping_rule.ipp>
#include <moebench/impl/student_t.ipp>
#include <moebench/impl/suite_file.ipp>
#include <moebench/impl/template_codec.ipp>
#include <moebench/impl/tokenize_codec.ipp>
