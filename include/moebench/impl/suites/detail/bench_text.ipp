// SPDX-License-Identifier: MIT
#pragma once

#include <moebench/suites/detail/bench_text.hpp>

#include <algorithm>

namespace moebench::detail {

// NOLINTNEXTLINE(readability-function-size): one text
MOEBENCH_DECL std::string_view bench_text() {
    return R"TEXT(
The ferry left the island at six, an hour late, because the mechanic had gone home for his other
glasses. Nobody complained. The passengers sat on the warm deck with their bags between their
feet and watched the harbour get smaller: first the nets, then the church, then the long wall
where children jump into the water in August. A woman in a yellow coat asked whether the bridge
would really be built. The captain said that he had been asked this for thirty years, and that
he had stopped answering when the third minister cut the third ribbon.

def merge_intervals(intervals):
    """Join overlapping [start, end) pairs; the input may come in any order."""
    merged = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return [tuple(pair) for pair in merged]

A cache is a bet on the past: what was asked for will be asked for again, and soon. The bet pays
when requests cluster and loses when they stream by, each once, like cars on a motorway.
Engineers like to speak of hit rates, but a hit rate says little without the price of a miss.
Ninety-nine hits that save a microsecond each are worth less than one miss that costs a second.
So the first question is not how large the cache should be; it is what happens, exactly, when
the answer is not in it, and who waits.

#include <stdio.h>
#include <string.h>

static size_t count_lines(const char *text, size_t length) {
    size_t lines = 0;
    const char *end = text + length;
    while (text < end) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        if (next == NULL) return lines + 1;
        lines++;
        text = next + 1;
    }
    return lines;
}

In the laboratory on the second floor, three people repeated the same measurement for a week. On
Monday the pump was new and the numbers were too good. On Tuesday somebody opened a window. By
Wednesday they had learned to note the temperature, the time, and who had been standing where,
and the curve began to look like a curve. It was not the result they had promised, but it was
the first they could explain, and on Friday they wrote down a smaller claim than the one they
had started with. The reviewers liked the smaller claim better.

SELECT customer.region, COUNT(*) AS orders, AVG(invoice.total) AS mean_total
FROM invoice
JOIN customer ON customer.id = invoice.customer_id
WHERE invoice.issued_on >= DATE '2024-01-01' AND invoice.cancelled_on IS NULL
GROUP BY customer.region
HAVING COUNT(*) > 20
ORDER BY mean_total DESC;

Bread wants three things that cannot be bought: time, attention, and a kitchen that is neither
cold nor proud. Mix the flour with most of the water and leave it alone; it does its best work
while you read the paper. Salt comes later, and the rest of the water with it. Fold the dough
over itself every half hour until it holds its shape and sighs when it is touched. If the crust
is pale, the oven was afraid; if it is black, you were. In between there is an evening's worth
of supper.

interface Job { id: string; attempts: number; run(): Promise<void>; }

async function drain(queue: Job[], limit = 3): Promise<string[]> {
  const failed: string[] = [];
  while (queue.length > 0) {
    const job = queue.shift()!;
    try {
      await job.run();
    } catch (error) {
      job.attempts += 1;
      if (job.attempts < limit) queue.push(job); else failed.push(job.id);
    }
  }
  return failed;
}

The contract runs for twenty-four months from the date of signature and is renewed by twelve
months unless either party gives notice in writing no later than ninety days before it ends. The
supplier delivers within ten working days of an order; where a delivery is late by more than
five working days, the customer may withdraw from that order without stating a reason. Risk
passes with the handover at the customer's gate. Oral agreements are not valid, and a waiver of
this clause must itself be written.

fn longest_run(values: &[i64]) -> (usize, usize) {
    let (mut best, mut start) = ((0, 0), 0);
    for i in 1..=values.len() {
        if i == values.len() || values[i] < values[i - 1] {
            if i - start > best.1 - best.0 {
                best = (start, i);
            }
            start = i;
        }
    }
    best
}

Glaciers move even when nobody looks. At the edge, where the ice is thin, the marks that were
painted on the rock in one summer stand a hand's breadth from the ice in the next, and after ten
summers a child can lie down between them. People who live below have learned the sounds: the
dry crack of the morning, the long groan at noon, and the rush of water that means the lake
behind the wall has found a way. They keep their cattle on the other side of the valley and a
bell on the school roof.

for file in "$@"; do
  if [ ! -r "$file" ]; then
    printf 'cannot read %s\n' "$file" >&2
    status=1
    continue
  fi
  sum=$(sha256sum < "$file" | cut -d' ' -f1)
  printf '%s  %s\n' "$sum" "$file"
done
exit "${status:-0}"

When two explanations fit, ask each what it forbids. The first says that the machine was slow
because it was warm; then it must have been fast in the morning, and the log of the morning
decides. The second says that the new version does more work; then the count of operations
differs, warm or cold. An explanation that forbids nothing has explained nothing, however well
it is told. It is worth the ten minutes to find the one observation on which the two disagree,
and to make it before lunch.

)TEXT";
}

MOEBENCH_DECL std::string first_words(std::string_view text, std::int64_t words) {
    constexpr std::string_view spaces = " \n\r\t";
    std::string result;
    if (text.find_first_not_of(spaces) == std::string_view::npos) return result;
    while (words > 0) {
        std::size_t end = 0;
        while (words > 0 && end < text.size()) {
            const std::size_t word = text.find_first_not_of(spaces, end);
            if (word == std::string_view::npos) {
                end = text.size();
                break;
            }
            end = std::min(text.find_first_of(spaces, word), text.size());
            --words;
        }
        result += text.substr(0, end);
    }
    return result;
}

} // namespace moebench::detail
