#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/browse.sh SCRIPT.mjs   runs a browser test against a server of its own, on a copy of the small demonstration school.
# The script finds: CHUYAN_URL, CHUYAN_PASSWORD, CHUYAN_FILES (the spreadsheets and accounts.csv), CHROMIUM, CHUYAN_SHOTS (a folder for pictures).
set -uo pipefail
cd "$(dirname "$0")/.."
script=${1:?use: tests/browse.sh SCRIPT.mjs}
dir=$(mktemp -d /tmp/chuyan-browse.XXXXXX)
server=""
finish() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
    rm -rf "$dir"
}
trap finish EXIT
# Made once for all scripts of a run.
base=${CHUYAN_BROWSE_BASE:-build/browse}
(
    flock 9
    CHUYAN_VAR=$base ./run --small --prepare >"$dir/run.log" 2>&1
) 9>build/browse.lock || { tail -n 20 "$dir/run.log"; exit 1; }
build/chuyan backup "$dir/chuyan.db" --db "$base/demo-small/chuyan.db" >/dev/null 2>&1 || { echo "not ok a copy of the demonstration"; exit 1; }
cp "$base/demo-small/chuyan.db.key" "$dir/chuyan.db.key"
port=$((20000 + RANDOM % 20000))
build/chuyan serve --db "$dir/chuyan.db" --port $port --quiet >"$dir/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -fs -o /dev/null "http://127.0.0.1:$port/health" && break; sleep 0.1; done
mkdir -p build/shots
export CHUYAN_URL=http://127.0.0.1:$port CHUYAN_PASSWORD=chuyan-demo-2026 CHUYAN_FILES=$PWD/$base/demo-small/files CHUYAN_SHOTS=$PWD/build/shots
CHROMIUM=$(command -v chromium || command -v chromium-browser) && export CHROMIUM
node "$script"
rc=$?
[ $rc -eq 0 ] || tail -n 20 "$dir/serve.log"
exit $rc
