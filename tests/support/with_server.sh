#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# with_server.sh SERVER [FLAG...] -- PROGRAM [WORD...]: starts a server on a free port, runs PROGRAM
# with the server's URL as its last word, and stops the server, which must still be running.
set -euo pipefail
server=()
while [[ $1 != -- ]]; do
  server+=("$1")
  shift
done
shift

log=$(mktemp)
setpriv --pdeathsig KILL "${server[@]}" --host 127.0.0.1 --port 0 >"$log" 2>&1 &
pid=$!
trap 'kill "$pid" || true; wait "$pid" || true; rm "$log"' EXIT
until url=$(grep -om1 'listening on http://[^ ]*' "$log"); do
  kill -0 "$pid" || { cat "$log" >&2; exit 1; }
  sleep 0.1
done
"$@" "${url#listening on }"
kill -0 "$pid"
