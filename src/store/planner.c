/* SPDX-License-Identifier: Apache-2.0 */
/* What SQLite's planner has to know about our keys.
 *
 * Every key of a table about people leads with the county, which is nearly always the same. Without statistics SQLite
 * takes any column to be selective, prefers the primary key by county alone to an index by county and child, and reads
 * the whole table. So each index is given the statistics of a typical county, made from the names of its columns, once,
 * when the layout changes: plans then neither depend on what a table happened to hold, nor change while the house is in
 * use. tests/unit/test_plans.c looks at every statement. */
#include "store/engine.h"

/* In 1,000,000 rows: how many rows share the first column, the first two, and so on. The numbers are how many different
 * values a column has in a county, to the nearest power of ten or so; a unique index ends with one row. `analyze
 * migration` makes the table of statistics. */
static const char teach[] =
    "analyze migration;"
    "delete from sqlite_stat1;"
    "insert into sqlite_stat1 (tbl, idx, stat) "
    "with recursive part(tbl, idx, seq, n) as materialized ("
    " select m.name, case l.origin when 'pk' then m.name else l.name end, i.seqno,"
    "  case when i.name = 'county' then 1"
    "   when l.\"unique\" and i.seqno + 1 = (select count(*) from pragma_index_info(l.name)) then 1000000"
    "   when i.name in ('kind', 'relation', 'role', 'ledger', 'state', 'noun', 'scheme', 'key', 'target', 'stage',"
    "    'duty') then 20"
    "   when i.name in ('place_key', 'key_lo', 'place', 'parent', 'class', 'owner', 'actor', 'staff') then 2000"
    "   when substr(i.name, -4) = '_day' then 200 else 100000 end"
    " from sqlite_schema m join pragma_index_list(m.name) l join pragma_index_info(l.name) i where m.type = 'table'),"
    "rows(tbl, idx, seq, n, line) as ("
    " select tbl, idx, 0, 1000000, '1000000 1000000' from part where seq = 0 and n = 1"
    " union all"
    " select r.tbl, r.idx, p.seq, max(1, r.n / p.n), r.line || ' ' || max(1, r.n / p.n)"
    " from rows r join part p on p.tbl = r.tbl and p.idx = r.idx and p.seq = r.seq + 1) "
    "select tbl, idx, line from rows r"
    " where not exists (select 1 from part p where p.tbl = r.tbl and p.idx = r.idx and p.seq = r.seq + 1);"
    "analyze sqlite_schema";

enum rc planner_teach(struct db *db)
{
    return db->engine == ENGINE_SQLITE ? db->face->script(db, teach) : RC_OK; /* PostgreSQL keeps its own */
}
