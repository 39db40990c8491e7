#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/engines.sh DIR   the small demonstration school on SQLite and on PostgreSQL: what they answer must be the same.
# Uses $CHUYAN_TEST_PG, or starts a cluster of its own. Speaks "ok NAME" and "not ok NAME".
set -uo pipefail
cd "$(dirname "$0")/.."
dir=${1:?use: tests/engines.sh DIR}
x=build/chuyan failed=0
mkdir -p "$dir"
own=""
if [ -z "${CHUYAN_TEST_PG:-}" ]; then
    CHUYAN_TEST_PG=$(tools/pgtest.sh START "$dir/pg") || exit 1
    own=1
fi
schema=story$$
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
finish() {
    "$bin/psql" -q "$CHUYAN_TEST_PG" -c "drop schema if exists $schema cascade" >/dev/null 2>&1
    [ -z "$own" ] || tools/pgtest.sh STOP "$dir/pg"
}
trap finish EXIT
"$bin/psql" -q "$CHUYAN_TEST_PG" -c "create schema $schema" || exit 1
case $CHUYAN_TEST_PG in *\?*) join='&' ;; *) join='?' ;; esac
pg="$CHUYAN_TEST_PG${join}options=-csearch_path%3D$schema"

make_on() {
    CHUYAN_VAR=$dir/$1 CHUYAN_DEMO_DB=$2 CHUYAN_KEY_FILE=$dir/$1.key ./run --small --prepare >"$dir/$1.log" 2>&1 && return 0
    printf 'not ok the demonstration on %s\n' "$1"
    tail -n 20 "$dir/$1.log"
    exit 1
}
make_on sqlite "$dir/sqlite.db"
make_on postgresql "$pg"
printf 'ok the demonstration on both engines\n'

# Row ids are made from the clock, so they differ; everything else may not.
answer() {
    CHUYAN_DB=$1 CHUYAN_KEY_FILE=$2 "${@:3}" 2>"$dir/stderr" | node -e '
        const strip = v => Array.isArray(v) ? v.map(strip) : v && typeof v === "object"
            ? Object.fromEntries(Object.entries(v).filter(([k]) => !/(^|_)(id|href|batch|seq|at|digest|staff)$/.test(k)).map(([k, w]) => [k, strip(w)])) : v;
        console.log(JSON.stringify(strip(JSON.parse(require("fs").readFileSync(0, "utf8"))), null, 1));'
}
child=$(head -n 1 "$dir/sqlite/demo-small/files/records.jsonl" | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).child[0])')
month=$(TZ=Asia/Shanghai date -d '30 days ago' +%F)
agree() {
    local name=$1
    shift
    answer "$dir/sqlite.db" "$dir/sqlite.key" "$@" >"$dir/a"
    answer "$pg" "$dir/postgresql.key" "$@" >"$dir/b"
    if [ -s "$dir/a" ] && cmp -s "$dir/a" "$dir/b"; then printf 'ok both say the same: %s\n' "$name"; else
        printf 'not ok both say the same: %s\n' "$name"
        diff "$dir/a" "$dir/b" | head -n 20
        failed=1
    fi
}
agree "schemes" $x scheme list --json
agree "what is due" $x due --json --limit 100000
agree "what was due a month ago" $x due --json --limit 100000 --as-of "$month"
agree "one child's duties" $x scheme explain "$child" --json
agree "the burden of a scheme" $x scheme try xp-xinping --json
school=$(find "$dir/sqlite/demo-small/files/rolls" -type f -printf '%f\n' | head -n 1 | cut -d- -f1)
agree "a school's ledger" $x ledger school --place "$school" --json
agree "the county ledger" $x ledger county --json
agree "the county ledger a month ago" $x ledger county --json --as-of "$month"
exit $failed
