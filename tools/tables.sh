#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes docs/tables.md from the sentences in sql/*.sql; --check compares instead. A column without a sentence is an error.
set -eu
cd "$(dirname "$0")/.."
exec node - "${1:-}" <<'JS'
const fs = require("fs");
const guarded = new Set(fs.readFileSync("sql/guarded.txt", "utf8").split("\n").filter(l => l && !l.startsWith("#")));
const tables = new Map();
const fail = (file, n, why) => { console.error(`${file}:${n + 1}: ${why}`); process.exit(1); };
for (const file of fs.readdirSync("sql").filter(f => f.endsWith(".sql")).sort()) {
    const said = new Map();
    let open = null;
    fs.readFileSync("sql/" + file, "utf8").split("\n").forEach((line, n) => {
        let m;
        if (!open && (m = line.match(/^-- (\w+): (.*)/))) said.set(m[1], m[2]);
        else if ((m = line.match(/^create table (\w+) \(/))) {
            if (!said.has(m[1])) fail(file, n, `table ${m[1]} has no sentence`);
            open = { sentence: said.get(m[1]), columns: [], key: "" };
            tables.set(m[1], open);
        } else if (open && (m = line.match(/^\s+primary key \((.*)\)/))) open.key = m[1];
        else if (open && line.startsWith(")")) open = null;
        else if (open && (m = line.match(/^\s+(\w+) (int|text|bytes)( not null)?,?\s*-- (.*)/))) open.columns.push([m[1], m[2], !m[3], m[4]]);
        else if (open && line.trim()) fail(file, n, "a column without a sentence");
        else if ((m = line.match(/^alter table (\w+) add column (\w+) (int|text|bytes)( not null)?[^;]*;\s*-- (.*)/)))
            tables.get(m[1]).columns.push([m[2], m[3], !m[4], m[5]]);
        else if ((m = line.match(/^alter table (\w+) rename to (\w+)/))) { tables.set(m[2], tables.get(m[1])); tables.delete(m[1]); }
        else if ((m = line.match(/^drop table (\w+)/))) tables.delete(m[1]);
    });
}
let out = "# Tables\n\nMade by `tools/tables.sh` from the sentences in `sql/`. PostgreSQL carries the same as comments. `int` has 64 bits; `*_day` counts days " +
    "since 1970-01-01, `*_at` milliseconds; spans are half-open. Tables marked 🔒 are about people: every statement on them carries a proven scope.\n";
for (const [name, t] of [...tables].sort((a, b) => a[0] < b[0] ? -1 : 1)) {
    out += `\n## ${name}${guarded.has(name) ? " 🔒" : ""}\n\n${t.sentence}\n\n| column | type | |\n|---|---|---|\n`;
    for (const [c, type, empty, say] of t.columns) out += `| ${t.key.split(/,\s*/).includes(c) ? `**${c}**` : c} | ${type}${empty ? "?" : ""} | ${say.replace(/\|/g, "\\|")} |\n`;
}
const path = "docs/tables.md";
if (process.argv[2] !== "--check") fs.writeFileSync(path, out);
else if (!fs.existsSync(path) || fs.readFileSync(path, "utf8") !== out) { console.log(`${path} is not what sql/ says: run tools/tables.sh`); process.exit(1); }
JS
