#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes the reference in docs/cli.md, between its two marks, from what the program says of itself; --check compares instead.
set -eu
cd "$(dirname "$0")/.."
exec node - "${1:-}" "$("${CHUYAN:-build/chuyan}" help --json --lang en)" "$("${CHUYAN:-build/chuyan}" help --json --lang zh)" <<'JS'
const fs = require("fs");
const [how, en, zh] = [process.argv[2], JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const path = "docs/cli.md", begin = "<!-- reference: tools/cli_doc.sh -->", end = "<!-- end -->";
const cell = s => s.replace(/\|/g, "\\|");
const options = (list, other) => list.length === 0 ? "" : "\n| option | | |\n|---|---|---|\n" + list.map((o, i) =>
    `| \`--${cell(o.name)}${o.value ? " " + cell(o.value) : ""}\`${o.required ? " (required)" : ""} | ${cell(o.sentence)} | ${cell(other[i].sentence)} |`).join("\n") + "\n";
const meaning = {
    ok: "done", not_found: "what was named is not there, or may not be seen", denied: "it may not be done",
    invalid: "the input is wrong, or part of it was refused: the faults say where and what to write instead",
    conflict: "somebody was first: a duplicate, a frozen version, a locked ledger; a self-audit or audit chain that is not sound",
    too_large: "past a stated limit", busy: "try again: another server holds the database, a queue is full", no_space: "the disk is full; nothing was kept",
    unavailable: "database, key or file cannot be reached or read", internal: "our bug",
};
let out = "## Exit codes\n\n| code | | meaning |\n|---|---|---|\n";
for (const [name, code] of Object.entries(en.exit_codes)) out += `| ${code} | ${name} | ${meaning[name]} |\n`;
out += "\n## Options of every command\n" + options(en.options, zh.options) + "\n## Commands\n";
en.commands.forEach((c, i) => {
    out += `\n### \`chuyan ${[c.name, c.args].filter(Boolean).join(" ")}\`\n\n${c.sentence}. ${zh.commands[i].sentence}。\n${options(c.options, zh.commands[i].options)}`;
});
const text = fs.readFileSync(path, "utf8"), a = text.indexOf(begin), b = text.indexOf(end);
if (a < 0 || b < a) throw new Error(`${path}: the marks are gone`);
const made = text.slice(0, a + begin.length) + "\n\n" + out + "\n" + text.slice(b);
if (how !== "--check") fs.writeFileSync(path, made);
else if (made !== text) { console.log(`${path} is not what the program says: run tools/cli_doc.sh`); process.exit(1); }
JS
