// SPDX-License-Identifier: MIT
#pragma once

/// @mainpage The map of the library
///
/// moebench starts a llama-server (or uses a running one), sends it the chat requests of a suite,
/// and passes the results to a sink. The [README](README.md) explains its purpose, the man page its
/// terms; `examples/` has a program for each way to use it. Include this header, or only the
/// headers that you need.
///
/// Where to begin:
/// - a whole run in one call: moebench::run_scenario() on a moebench::Scenario
///   (@ref 01_run_builtin_suite.cpp);
/// - in your own event loop: moebench::async_run_scenario()
///   (@ref 03_embed_in_harness.cpp); without one: moebench::sync_wait();
/// - with your own client: moebench::SuiteRunner;
/// - with your own suite, sink or transport: a type that meets moebench::Suite
///   (@ref 02_custom_suite.cpp), moebench::ResultSink (@ref 04_custom_sink.cpp) or
///   moebench::Transport (@ref 07_custom_transport.cpp);
/// - comparing two builds or settings: moebench::run_comparison()
///   (@ref 05_compare_builds.cpp).
///
/// Parts that do I/O are coroutines (moebench::Task) that return a moebench::Result; parts that
/// decide are plain functions. Parts depend on concepts, so each can be replaced:
/// moebench::Transport, moebench::ChatClient, moebench::Suite, moebench::ResultSink,
/// moebench::ProcessLauncher, moebench::SteadyClock. Nothing here writes to stdout or stderr or
/// handles signals. The only extra thread is Asio's, which looks up host names.
///
/// The body of moebench/ROOM/x.hpp is moebench/impl/ROOM/x.ipp, and what only moebench itself
/// includes is in moebench/ROOM/detail/. The fifteen headers that matter first:
/// - model/scenario.hpp: one run, fully described
/// - scenario_runner.hpp: one run from a server binary or address to its report
/// - suite.hpp: what a suite is, and what it sees of the pass so far
/// - suite_runner.hpp: one suite on one client: prepare, warm up, measure
/// - result_sink.hpp: what a sink is; several as one
/// - model/sample.hpp: the figures of one request
/// - model/run_report.hpp: what is known before a run, and its result
/// - server_process.hpp: a started server, from launch to its end
/// - prompt_calibrator.hpp: a prompt of a wanted number of tokens
/// - compare/experiment.hpp: a comparison, fully described
/// - compare/scenario_booter.hpp: running a comparison with real servers
/// - compare/comparison_result.hpp: the result of a comparison
/// - error.hpp: codes, failures with their context, results
/// - task.hpp: coroutines that give results, and running one to its end
/// - store/json_file_sink.hpp: the result file
///
/// ### moebench/: other top-level headers
/// - progress.hpp, logger.hpp: callbacks of a run: progress, log
/// - clock.hpp, duration.hpp: the monotonic clock, and spans of time
/// - config.hpp: the macro of the two build modes
/// - version.hpp: the version
/// - src.hpp: the bodies that are not templates, for moebench::compiled
///
/// ### moebench/model/: plain data
/// - server_config.hpp: the server to start
/// - suite_spec.hpp: a built-in suite and its sizes
/// - run_options.hpp: how often, how long, how many failures
/// - chat.hpp: a chat request and its reply
/// - completion.hpp: a continuation of tokens, with its log-probabilities
/// - summary.hpp: the figures of a run
/// - server_facts.hpp: facts about the server and the machine
/// - boot_record.hpp: what one boot of a comparison gave
/// - answer_record.hpp: what an answer pass asked and got
///
/// ### moebench/server/: llama-server
/// - server_command.hpp: argv and environment
/// - server_probe.hpp: asking a binary what it is
/// - readiness.hpp: waiting until a server answers
/// - llama_client.hpp: the endpoints, over any transport
/// - scenario_facts.hpp: what is recorded of a run and its machine
/// - process_launcher.hpp, boost_process_launcher.hpp: launchers of processes; the real one
///
/// ### moebench/transport/: HTTP
/// - transport.hpp: what a transport is
/// - beast_transport.hpp: TCP and Unix sockets; each read has its time before it is parsed
/// - server_address.hpp: where a server listens
///
/// ### moebench/protocol/: wire formats, without I/O
/// - chat_codec.hpp: chat requests and replies
/// - props_codec.hpp: the properties of a server
/// - json_reader.hpp, json_writer.hpp: JSON
///
/// ### moebench/suites/: what is asked
/// - bench.hpp: `bench`, llama-bench's rows over the chat endpoint
/// - long_prompt.hpp: `long`, one long prompt
/// - medium_turns.hpp: `medium-turns`, a chat that grows
/// - prompt_list.hpp: `base`, `multi`, and prompts of a file
/// - builtin_suite.hpp: the list of them, with their names and traits
///
/// ### moebench/stats/: mathematics, without I/O
/// - summarize.hpp: the figures of a run, sample by sample
/// - distribution.hpp: mean, deviation, quantiles
/// - linear_trend.hpp: drift
///
/// ### moebench/store/: every file that is written and read
/// - json_lines_sink.hpp: a line for each request, at once
/// - memory_sink.hpp: values, for callers that want values instead of files
/// - perf_metrics_sink.hpp: the original script's PERF_METRICS block
/// - text_file.hpp: a whole file or none
/// - result_codec.hpp, run_result.hpp, sample_codec.hpp: the files of a run
/// - comparison_codec.hpp, journal_file.hpp: a comparison, whole and boot by boot
///
/// ### moebench/compare/: is one faster?
/// - comparison_runner.hpp: running a comparison with any booter
/// - comparison_journal.hpp: what keeps each boot as it ends
/// - boot_plan.hpp, stopping_rule.hpp: which boots, in which order, how many
/// - expectation.hpp: how long it will take and what it will reach, from an earlier one
/// - design_change.hpp: what may not change when a comparison is resumed
/// - boot_measurement.hpp: the figures of a boot, prompt by prompt
/// - comparison.hpp, null_spread.hpp: ratios, intervals, verdicts; the baseline against itself
/// - disturbance.hpp: carry-over, and a first pass that only one arm has slow
/// - difference.hpp: the settings and facts in which the arms differ
///
/// ### moebench/answers/: does it still say the same?
/// - answer_verdict.hpp, answer_judgement.hpp: the verdict, and the figures behind it
/// - answer_limits.hpp: how much the answers of two arms may differ
/// - judge_answers.hpp: judging the boots of a comparison
///
/// ### moebench/report/: results for people
/// - comparison_text.hpp, comparison_markdown.hpp, comparison_html.hpp: a comparison
/// - screen_options.hpp: the width and the colours of a terminal
/// - arm_sentence.hpp: the conclusion on an arm in one sentence
/// - run_results.hpp: runs in one table
/// - side_by_side.hpp: a result and its rerun in one table

/// @namespace moebench
/// All public names. Everything in moebench::detail and in the folders detail/ and impl/ may change
/// in any version.

#include <moebench/answers/answer_judgement.hpp>
#include <moebench/answers/answer_limits.hpp>
#include <moebench/answers/answer_verdict.hpp>
#include <moebench/answers/judge_answers.hpp>
#include <moebench/clock.hpp>
#include <moebench/compare/boot_measurement.hpp>
#include <moebench/compare/boot_plan.hpp>
#include <moebench/compare/comparison.hpp>
#include <moebench/compare/comparison_journal.hpp>
#include <moebench/compare/comparison_result.hpp>
#include <moebench/compare/comparison_runner.hpp>
#include <moebench/compare/design_change.hpp>
#include <moebench/compare/difference.hpp>
#include <moebench/compare/disturbance.hpp>
#include <moebench/compare/expectation.hpp>
#include <moebench/compare/experiment.hpp>
#include <moebench/compare/null_spread.hpp>
#include <moebench/compare/scenario_booter.hpp>
#include <moebench/compare/stopping_rule.hpp>
#include <moebench/config.hpp>
#include <moebench/duration.hpp>
#include <moebench/error.hpp>
#include <moebench/logger.hpp>
#include <moebench/model/answer_record.hpp>
#include <moebench/model/boot_record.hpp>
#include <moebench/model/chat.hpp>
#include <moebench/model/completion.hpp>
#include <moebench/model/run_options.hpp>
#include <moebench/model/run_report.hpp>
#include <moebench/model/sample.hpp>
#include <moebench/model/scenario.hpp>
#include <moebench/model/server_config.hpp>
#include <moebench/model/server_facts.hpp>
#include <moebench/model/suite_spec.hpp>
#include <moebench/model/summary.hpp>
#include <moebench/progress.hpp>
#include <moebench/prompt_calibrator.hpp>
#include <moebench/protocol/chat_codec.hpp>
#include <moebench/protocol/json_reader.hpp>
#include <moebench/protocol/json_writer.hpp>
#include <moebench/protocol/props_codec.hpp>
#include <moebench/report/arm_sentence.hpp>
#include <moebench/report/comparison_html.hpp>
#include <moebench/report/comparison_markdown.hpp>
#include <moebench/report/comparison_text.hpp>
#include <moebench/report/run_results.hpp>
#include <moebench/report/screen_options.hpp>
#include <moebench/report/side_by_side.hpp>
#include <moebench/result_sink.hpp>
#include <moebench/scenario_runner.hpp>
#include <moebench/server/boost_process_launcher.hpp>
#include <moebench/server/llama_client.hpp>
#include <moebench/server/process_launcher.hpp>
#include <moebench/server/readiness.hpp>
#include <moebench/server/scenario_facts.hpp>
#include <moebench/server/server_command.hpp>
#include <moebench/server/server_probe.hpp>
#include <moebench/server_process.hpp>
#include <moebench/stats/distribution.hpp>
#include <moebench/stats/linear_trend.hpp>
#include <moebench/stats/summarize.hpp>
#include <moebench/store/comparison_codec.hpp>
#include <moebench/store/journal_file.hpp>
#include <moebench/store/json_file_sink.hpp>
#include <moebench/store/json_lines_sink.hpp>
#include <moebench/store/memory_sink.hpp>
#include <moebench/store/perf_metrics_sink.hpp>
#include <moebench/store/result_codec.hpp>
#include <moebench/store/run_result.hpp>
#include <moebench/store/sample_codec.hpp>
#include <moebench/store/text_file.hpp>
#include <moebench/suite.hpp>
#include <moebench/suite_runner.hpp>
#include <moebench/suites/bench.hpp>
#include <moebench/suites/builtin_suite.hpp>
#include <moebench/suites/long_prompt.hpp>
#include <moebench/suites/medium_turns.hpp>
#include <moebench/suites/prompt_list.hpp>
#include <moebench/task.hpp>
#include <moebench/transport/beast_transport.hpp>
#include <moebench/transport/server_address.hpp>
#include <moebench/transport/transport.hpp>
#include <moebench/version.hpp>
