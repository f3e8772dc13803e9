#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# expect.sh REGEX PROGRAM [WORD...]: PROGRAM must exit with 0 and its output must match REGEX (Perl,
# over the whole output). CTest's own PASS_REGULAR_EXPRESSION ignores the exit code.
set -euo pipefail
regex=$1
shift
code=0
output=$("$@") || code=$?
printf '%s\n' "$output"
((code == 0)) || exit "$code"
grep -Pzq -- "$regex" <<<"$output" || { echo "the output does not match: $regex" >&2; exit 1; }
