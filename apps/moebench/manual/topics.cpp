// SPDX-License-Identifier: MIT
#include "manual/topics.hpp"

namespace moebench::cli {

namespace {

Topic suites() {
    return {
        "SUITES",
        R"(A suite is measured until --duration-s is over and every prompt was sent once, or
for --repetitions passes.
)",
        {{"bench",
          "The rows of llama-bench, over the chat endpoint and on real text. pp512 is a prompt "
          "of 512 tokens, tg128 a reply of 128 tokens, and tg128 @ d16384 the same reply after "
          "a chat of 16384 tokens. The sizes are those of --pp, --tg and --depth. A prompt can "
          "exceed its size by a few tokens, after a chat by about 12; summary.rows has the "
          "number of tokens that were really computed. Every prompt begins with a salt, so "
          "that no cache helps. Only the chat of a depth is cached, by the row before it."},
         {"base", "One short prompt, repeated."},
         {"multi", "Four short prompts in turn."},
         {"long", "One prompt of --long-prompt-tokens tokens."},
         {"medium-turns", "One chat that grows by --medium-turn-tokens per turn until a prompt has "
                          "--medium-target-tokens. It uses the prompt cache."}}};
}

Topic figures() {
    return {
        "FIGURES",
        R"(A value that is not available is null, and absent says why. A percentile is null if
there are too few requests for it. Failed requests are listed in failed and are
part of no average. server.placement is what the server's log says about layers,
buffers and context. "simulated": true marks results of llama-sim.
)",
        {{"latency_s", "From writing the request's first byte to reading the reply's last byte. "
                       "Connecting is not included."},
         {"ttft_s", "Time to first token: from the same start to the first event with content or "
                    "reasoning text. Streamed replies only."},
         {"inter_token_latency",
          "Gaps between events with text. An event can hold several tokens: see "
          "tokens_per_event."},
         {"prefill_tokens_per_s",
          "prompt_n / prompt_ms of the server's timings: computed tokens, without cached ones."},
         {"decode_tokens_per_s",
          "(predicted_n - 1) / predicted_ms of the server's timings: the first token belongs "
          "to prefill."},
         {"prompt_tokens_per_s, completion_tokens_per_s, total_tokens_per_s",
          "In summary: the original script's rates, tokens / duration_s. They mix prefill and "
          "decode and measure neither."},
         {"duration_s",
          "The measured time without calibration. duration_with_calibration_s is the original "
          "script's."},
         {"content_sha256", "SHA-256 of the reasoning, a NUL byte, and the content."}}};
}

Topic verdicts() {
    return {
        "VERDICTS",
        R"(Each boot gives one value per prompt, the median over its passes, and one value per
metric, the geometric mean over the prompts. A round boots each arm once and gives
the logarithm of candidate / baseline. The interval is the paired t interval over
the rounds, corrected by Holm over all tested metrics: prefill and decode, unless
--metrics names others. TTFT is shown with its interval and not tested.

With --interleave, the servers of a round live at once and their requests take
turns: A B, B A, ... Each round still has fresh boots of all arms, one loading after
the other. That helps where the speed of the machine drifts; where it differs from
boot to boot, it does not. It is refused where memory does not hold all servers.

What can bias the ratios is tested, each at 2 %, and named in the first line: boots
after one arm that differ from boots after the other, and a first pass that differs
from the later ones in one arm only (two passes or more, -r).

The number of boots and everything else that decides is fixed when a comparison
starts. compare --resume --out RESULT.json --boots N makes more; then intervals and
verdicts come from a confidence sequence, which stays valid however often one looks
and goes on, and needs about 1.8 times the boots. The result says so.

The exit code answers a CI's question, with the noise threshold (1 %) as the
smallest slowdown that matters. 3: an arm is shown to be slower by more than that,
and this is wrong in at most 5 % of comparisons. 0: it is shown for every tested
metric that no arm is slower by more than that; this, too, is wrong in at most 5 %.
5: neither is shown.

Answers are compared in three ways. The texts of all replies, on every boot. The
replies of each arm's first boot, which is not measured, token by token with the
log-probabilities of ten candidates: so each row is checked at its own depth. And
on the same boot an answer pass: the arm replies to more prompts, --answer-positions
tokens in all, and where it departs from the baseline's reply, it goes on after the
baseline's token; then it walks through a text as long as the longest prompt, and
gives the next token at a sixteenth as many places. The baseline has a second such
boot, which shows how much it differs from itself.

Prompts and texts of a file are read once. Program, libraries, model and the
other files of a server must not change between its boots: a change ends the
comparison. What a server does not tell is listed as unknown; it counts as
neither equal nor different.
)",
        {{"no difference",
          "The metric is shown to be within the noise threshold, 1 % unless --noise-threshold "
          "changes it: two one-sided tests (TOST) at 5 %, or 5 % for all metrics of an arm "
          "together."},
         {"faster, slower", "Otherwise, if the interval excludes 1. An arm is faster if one metric "
                            "is faster and none is slower."},
         {"mixed", "One metric of the arm is faster, another is slower."},
         {"inconclusive", "Nothing is shown. The screen says how many more rounds would likely "
                          "decide."},
         {"confounded",
          "Something that affects speed differs although nobody asked for it: program, "
          "libraries, context, placement, GPU, threads, flash attention or model."},
         {"answers identical",
          "The same texts on every boot, and the same log-probabilities to the last digit."},
         {"answers close",
          "A text departs only where the baseline's probabilities show a near tie. Mean KL "
          "divergence (0.002), number of positions that are far off, and change of the "
          "log-probability are within limits that another kernel and 8-bit weights meet, or "
          "within what the baseline's own two boots differ by."},
         {"answers divergent", "Differences are larger than that."},
         {"answers broken",
          "Failed requests, missing numbers, empty replies, or replies that repeat "
          "themselves, where the baseline has none."}}};
}

Topic gates() {
    return {"GATES",
            R"(run --fail-if EXPR ends with 3 if EXPR is true of the run, and also if the run
does not have the figure: a percentile of too few requests, a value that the
server did not report, no good request. It is checked against the suite before
anything starts. A metric alone is over all requests; in bench, it is every row
that measures it. Speeds are in tok/s and times in s. Without .mean, .p50, .p90,
.p95 or .p99, a speed is the mean and a time the median.

A percentage is a share of the same figure in --against FILE, the result of an
earlier complete run: --fail-if 'decode<95%' --against OLD.json. Other work or
another model is refused; then every number needs its unit. One run on each side
has no confidence interval, and the machine may have changed in between: for a
verdict, use compare.

compare --fail-if takes ratios to the baseline: 'decode.ratio.hi<0.97'.
)",
            {}};
}

Topic files() {
    return {"FILES",
            R"(Names are those of --out; by default they are made of suite and UTC time. The
headers in moebench/store of the library list every key.
)",
            {{"NAME.json", "The result of a run or a comparison, written whole at the end."},
             {"NAME.jsonl",
              "Of a run: one line per request, written before the next request starts. Of a "
              "comparison: one line per finished boot. These lines survive a crash."},
             {"NAME.log", "Output of the server of a run."},
             {"NAME.boots", "Folder with the servers' logs and the samples of a comparison."}}};
}

Topic environment() {
    return {
        "ENVIRONMENT",
        {},
        {{"LLAMA_SERVER_BIN_PATH", "The llama-server to start, without --server-bin."},
         {"MOEBENCH_API_KEY, LLAMA_API_KEY",
          "The key to send, without --api-key. The second is the server's own variable."},
         {"LLAMA_ARG_FLASH_ATTN", "The server gets LLAMA_ARG_FLASH_ATTN=auto unless it is set."},
         {"LLAMA_SIM_PATH",
          "The llama-sim of moebench demo; by default the one next to moebench."}}};
}

} // namespace

std::vector<Topic> topics() {
    return {suites(), figures(), verdicts(), gates(), files(), environment()};
}

} // namespace moebench::cli
