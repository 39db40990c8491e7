#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/docs.sh   documents against the program: the reference of commands and exit codes, addresses of files, commands in examples.
# Speaks "ok NAME" and "not ok NAME".
set -uo pipefail
cd "$(dirname "$0")/.."
chuyan=${CHUYAN:-build/chuyan} failed=0
tell() { if [ "$1" -eq 0 ]; then printf 'ok %s\n' "$2"; else printf 'not ok %s\n' "$2"; failed=1; fi; }

tools/cli_doc.sh --check
tell $? "docs/cli.md says of every command and option what the program says"
tools/tables.sh --check
tell $? "docs/tables.md says of every table and column what sql/ says"

# Exit codes: the sentence of the help, in both languages, names the codes of the table in docs/cli.md and no others.
table=$(sed -n '/^## Exit codes/,/^## Options/s/^| \([0-9][0-9]*\) |.*/\1/p' docs/cli.md | sort -nu | tr '\n' ' ')
for lang in zh en; do
    # 4 stands for absent and, from outside, 5 for denied; every code of the table has to be said.
    said=$("$chuyan" help --lang $lang | tail -n 2 | grep -oE '[0-9]+' | sort -nu | tr '\n' ' ')
    [ "$said" = "$table" ]
    tell $? "the help in $lang names the exit codes of docs/cli.md ($table)"
done

# A few are tried.
code() { local want=$1 rc=0; shift; "$chuyan" "$@" >/dev/null 2>&1 || rc=$?; [ $rc -eq "$want" ]; tell $? "exit code $want: chuyan $*"; }
none=$(mktemp -d)
code 0 help
code 2 no-such-command
code 2 due --no-such-option
code 2 due --as-of someday
code 2 record add
code 4 check --db "$none/absent.db"
rmdir "$none"

# Files that documents lead to are there (pictures are made last).
while IFS=: read -r file target; do
    case $target in http* | '#'* | '') continue ;; esac
    [ -e "$(dirname "$file")/${target%%#*}" ]
    tell $? "$file leads to $target"
done < <(grep -oHE '\]\([^)]+\)' ./*.md docs/*.md | sed 's/](\(.*\))/\1/')

# Commands in examples exist.
known=$("$chuyan" help --json | node -e 'for (const c of JSON.parse(require("fs").readFileSync(0, "utf8")).commands) console.log(c.name)')
while IFS=: read -r file words; do
    read -r one two _ <<<"${words#chuyan }"
    grep -qxF "$one" <<<"$known" || grep -qxF "$one ${two:-}" <<<"$known"
    tell $? "$file: chuyan $one ${two:-}"
done < <(grep -ohHE 'chuyan [a-z][a-z-]+( [a-z]+)?' ./*.md docs/*.md 2>/dev/null | grep -vE 'chuyan (help|and|speaks|is|turns|COMMAND)' | sort -u)
exit $failed
