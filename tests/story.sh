#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tests/story.sh DIR   the main job on the command line, from spreadsheets to ledgers, on the small demonstration school.
# Speaks "ok NAME" and "not ok NAME".
set -uo pipefail
cd "$(dirname "$0")/.."
dir=${1:?use: tests/story.sh DIR}
x=build/chuyan failed=0 server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null' EXIT

ok() { printf 'ok %s\n' "$1"; }
bad() { printf 'not ok %s\n' "$1"; failed=1; }
# holds NAME COMMAND…   the command succeeds
holds() { local n=$1; shift; if "$@" >"$dir/out" 2>"$dir/err"; then ok "$n"; else bad "$n"; tail -n 20 "$dir/out" "$dir/err"; fi; }
# refuses NAME CODE COMMAND…   it ends with that exit code and says something
refuses() {
    local n=$1 want=$2 rc=0
    shift 2
    "$@" >"$dir/out" 2>"$dir/err" || rc=$?
    if [ $rc -eq "$want" ] && { [ -s "$dir/out" ] || [ -s "$dir/err" ]; }; then ok "$n"; return; fi
    bad "$n (exit code $rc, expected $want)"
    tail -n 20 "$dir/out" "$dir/err"
}
same() { if [ "$2" = "$3" ]; then ok "$1"; else bad "$1 ($2 | $3)"; fi; }
json() { node -e 'const d = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(eval(process.argv[1]))' "$1"; }

mkdir -p "$dir"
export CHUYAN_VAR=$dir/var
holds "the demonstration school is made from spreadsheets" ./run --small --prepare
[ $failed -eq 0 ] || exit 1
files=$dir/var/demo-small/files
export CHUYAN_DB=$dir/var/demo-small/chuyan.db
made=$(stat -c %i:%Y "$dir/var/demo-small/ready")
holds "a second start finds it there" ./run --small --prepare
same "and makes nothing anew" "$made" "$(stat -c %i:%Y "$dir/var/demo-small/ready")"
holds "the self-audit finds nothing bad" $x check
same "seven hundred children are on the roll" "$($x check --json | json 'd.find(l => l.what === "check_roll").sentence.match(/\d+/)[0]')" 700

# ---- files again ----
# The first day of the school year that is running.
term=$(date -d "$(date +%Y-%m-01) - 8 months" +%Y)-09-01
roll=$(find "$files/rolls" -type f | head -n 1)
before=$($x due --json --limit 100000 | sha256sum)
holds "the same roll file again is taken" $x roll import "$roll" --as-of "$term"
same "and changes nothing" "$before" "$($x due --json --limit 100000 | sha256sum)"
printf '姓名,班级,出生日期\n李小一,三（1）班,没有这一天\n' >"$dir/refused.csv"
refuses "a roll of which rows are refused says so" 2 $x roll import "$dir/refused.csv" --as-of "$term"
refuses "a file that is no spreadsheet is refused" 2 $x roll import HOUSE.md
refuses "a file that is not there is refused" 4 $x record add "$dir/nothing.jsonl"

# ---- records ----
row=$($x due --json --limit 100000 | json 'JSON.stringify(d.rows.find(r => r.duty === "talk_class_teacher" && r.due_state !== "overdue") || d.rows[0])')
line=$(grep -m 1 '"kind":"heart_talk"' "$files/records.jsonl")
today=$(TZ=Asia/Shanghai date +%F)
printf '%s\n' "$line" | node -e '
    const r = JSON.parse(require("fs").readFileSync(0, "utf8"));
    r.day = process.argv[1]; r.sentence = "今天谈了谈新学的课文，孩子很高兴。";
    console.log(JSON.stringify(r));
    console.log(JSON.stringify({...r, child: ["G000000000000000000"]}));
    console.log("{\"child\":");
    console.log(JSON.stringify({...r, kind: "谈心谈话", mode: "当面", met: ["孩子"], sentence: "放学后又聊了聊周末的打算。"}));
    console.log(JSON.stringify({...r, day: "2199-01-01"}));' "$today" >"$dir/records.jsonl"
refuses "a file with wrong lines is told so" 2 $x record add "$dir/records.jsonl" --json
same "its good lines stand, the others do not" "$(json '[d.added, d.refused].join()' <"$dir/out")" "2,3"
same "each line has its report" "$(json 'd.rows.map(r => r.outcome).join()' <"$dir/out")" "added,refused,refused,added,refused"
same "a refusal says why" "$(json 'd.rows.filter(r => r.outcome === "refused" && r.faults.length && r.faults[0].sentence).length' <"$dir/out")" 3
count() { $x check --json | json 'd.find(l => l.what === "check_sealed").sentence.match(/\d+/)[0]'; }
sealed=$(count)
refuses "all or nothing keeps nothing" 2 $x record add "$dir/records.jsonl" --all-or-nothing
same "really nothing" "$sealed" "$(count)"
refuses "a dry run finds the same faults" 2 $x record add "$dir/records.jsonl" --dry-run
same "and keeps nothing either" "$sealed" "$(count)"

# ---- one child ----
child=$(printf '%s' "$line" | json 'd.child[0]')
holds "the child's file is shown" $x child show "$child" --json
same "it has people, duties and a timeline" "$(json '[d.people.length > 0, d.members.length > 0, d.months.length > 0].join()' <"$dir/out")" "true,true,true"
same "numbers stay masked" "$(grep -c '99010[12][0-9]\{11\}[0-9X]' "$dir/out")" 0
same "the look is on record" "$(json 'd.looks.length >= 0' <"$dir/out")" true
holds "the duties of a child are explained" $x scheme explain "$child" --json
same "each with clause and place" "$(json 'd.duties.every(r => r.clause && /:\d+$/.test(r.place)) && d.duties.some(r => r.applies)' <"$dir/out")" true
refuses "a child that nobody has is refused" 4 $x child show G000000000000000000

# ---- the school itself, and its staff ----
owed() { $x due --json --limit 100000 | json "d.rows.filter(r => r.about === \"$1\").length"; }
same "something is owed for the school and by its staff" "$([ "$(owed place)" -gt 0 ] && [ "$(owed staff)" -gt 0 ] && echo yes)" yes
places=$(owed place)
printf '{"place": "2199000001", "staff": "2199000001/T019", "kind": "工作会议", "day": "%s", "sentence": "研究了这学期的关爱工作。", "form": {"议题": "推进情况"}}\n' \
    "$today" >"$dir/meeting.jsonl"
printf '{"place": "2199000001", "staff": "2199000001/T019", "kind": "filing", "day": "%s", "form": {"what": "ledger"}}\n' "$today" >>"$dir/meeting.jsonl"
holds "a meeting and a filing of the school are recorded" $x record add "$dir/meeting.jsonl" --json
same "what was owed is done, or was already" "$([ "$(owed place)" -le "$places" ] && echo yes)" yes
places=$(owed place)
holds "a committee of the school gets its head" $x body set 2199000001 yx-youxi:school_group leader --staff 2199000001/T019 --from "$term"
same "and still lacks a member" "$(owed place)" "$places"
holds "and its member" $x body set 2199000001 yx-youxi:school_group member --staff 2199000001/T020 --from "$term"
same "and the school owes one thing less" "$(owed place)" $((places - 1))
holds "what is asked of the school is explained" $x scheme explain --place 2199000001 --json
same "with its clauses" "$(json 'd.duties.length > 0 && d.duties.every(r => r.clause)' <"$dir/out")" true
holds "the self-audit counts places and staff too" $x check

# ---- one child changes class, leaves, comes back; the opposite takes it back ----
sum() { $x due --json --limit 100000 | sha256sum; }
before=$(sum)
home=$($x child show "$child" --json | json 'd.school_name + "/" + d.class_name')
holds "a child leaves" $x child leave "$child" --reason transfer_out --json
same "and whoever stood by it stands by it no longer" "$(json 'd.pairings_ended >= 0' <"$dir/out")" true
refuses "once" 2 $x child leave "$child" --reason transfer_out
refuses "no class of that name" 4 $x child return "$child" --to "${home%/*}/九（9）班"
holds "it was a mistake: back to the same class on the same day" $x child return "$child" --to "$home" --json
same "as if it had never left" "$before" "$(sum)"

# ---- a scheme of one's own ----
rm -rf "$dir/plan" "$dir/plan.xlsx" "$dir/plan-back"
holds "a scheme folder is made to start from" $x scheme new "$dir/plan" --id qingquan --title 清泉小学关爱方案
holds "which is in order" $x scheme check "$dir/plan"
holds "it goes into a workbook" $x scheme export "$dir/plan" "$dir/plan.xlsx"
holds "and comes back in order" $x scheme import "$dir/plan.xlsx" "$dir/plan-back"
refuses "nothing that is there is written over" 6 $x scheme import "$dir/plan.xlsx" "$dir/plan-back"
holds "it comes into force" $x scheme load "$dir/plan-back" --params talk_every=month

# ---- who works here ----
same "the list of colleagues is whole" "$($x staff list --json | json 'd.rows.length === d.total && d.total > 20')" true
refuses "no other list of them" 2 $x staff list --which nobody

# ---- what a scheme would ask ----
before=$($x due --json --limit 100000 | sha256sum)
holds "a scheme is tried" $x scheme try yx-youxi --as-of "$today" --json
same "with people and hours" "$(json 'd.children > 0 && d.roles.some(r => r.people > 0 && r.minutes > 0) && d.merged <= d.minutes' <"$dir/out")" true
same "and leaves nothing behind" "$before" "$($x due --json --limit 100000 | sha256sum)"
yesterday=$(TZ=Asia/Shanghai date -d "$today - 30 days" +%F)
holds "what was due a month ago is worked out" $x due --as-of "$yesterday" --json
same "as it was then" "$(json "d.day === '$yesterday' && d.rows.length > 0" <"$dir/out")" true
same "and today's list is untouched" "$before" "$($x due --json --limit 100000 | sha256sum)"

# ---- ledgers ----
school=$(basename "$roll" | cut -d- -f1)
holds "the class ledger" $x ledger class --place "$school/$(date -d "$term" +%Y)-01" --json --xlsx "$dir/class.xlsx"
holds "the school ledger" $x ledger school --place "$school" --json --xlsx "$dir/school.xlsx"
holds "the county ledger" $x ledger county --json --xlsx "$dir/county.xlsx"
same "papers are spreadsheets" "$(head -c 2 "$dir/county.xlsx")" PK

# ---- undo, backup ----
batch=$($x roll list --json | json 'd.find(b => b.kind === "roll" && b.state === "applied" && b.file !== "refused.csv").batch')
refuses "a roll on which records stand is not undone" 6 $x roll undo "$batch"
holds "backup" $x backup "$dir/backup.db"
cp "$CHUYAN_DB.key" "$dir/restored.db.key"
holds "restore" $x restore "$dir/backup.db" --db "$dir/restored.db"
same "what is restored says the same" "$($x due --json --limit 100000 | sha256sum)" "$($x due --db "$dir/restored.db" --json --limit 100000 | sha256sum)"
refuses "a backup does not write over a file" 6 $x backup "$dir/backup.db"
holds "the audit chain is sound" $x audit verify

# ---- the server ----
port=$((20000 + RANDOM % 20000))
$x serve --port $port --quiet >"$dir/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do curl -fs -o /dev/null "http://127.0.0.1:$port/health" && break; sleep 0.1; done
holds "the server answers" curl -fsS "http://127.0.0.1:$port/health"
holds "with a page to sign in" curl -fsSL "http://127.0.0.1:$port/"
grep -q 'name="password"' "$dir/out" && ok "that asks for a password" || bad "that asks for a password"
refuses "a second server on the same file is refused" 8 timeout 20 $x serve --port $((port + 1)) --quiet
kill $server
wait $server 2>/dev/null
same "and it stops cleanly" $? 0
server=""
exit $failed
