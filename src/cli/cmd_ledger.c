/* SPDX-License-Identifier: Apache-2.0 */
/* ledger class|school|centre|county: the same ledgers as on the pages, as words, JSON or a spreadsheet. The operator of the
 * machine sees
 * them masked, as the pages show them; that names were read is on record. */
#include "cli/ledger_at.h"
#include "gen/sql/scheme.h"
#include "paper/ledger_paper.h"
#include "view/build_ledger.h"

/* ---- output ---- */

static void row_say(struct buf *b, const struct row_part *row)
{
    for (size_t i = 0; i < row->cells.n; i++) {
        if (i > 0) buf_char(b, '\t');
        buf_add(b, row->cells.item[i].text);
    }
    buf_char(b, '\n');
}

static void words_say(struct cli *c, const struct ledger_part *v)
{
    struct buf *b = &c->out;
    buf_fmt(b, "%.*s\n%.*s · %.*s\n", TP(v->title), TP(v->unit_name), TP(v->as_of_label));
    if (v->balance.n > 0) buf_fmt(b, "%.*s\n", TP(v->balance));
    for (size_t i = 0; i < v->faults.n; i++) buf_fmt(b, "! %.*s\n", TP(v->faults.item[i].sentence));
    for (size_t i = 0; i < v->table->heads.n; i++) row_say(b, &v->table->heads.item[i]);
    for (size_t i = 0; i < v->table->rows.n; i++) row_say(b, &v->table->rows.item[i]);
    if (v->table->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->table->empty));
    for (size_t i = 0; v->changes != NULL && i < v->changes->rows.n; i++) row_say(b, &v->changes->rows.item[i]);
}

static enum rc file_make(struct cli *c, const struct ask *q, const struct ledger_part *v, const char *path)
{
    struct sql_county_by_id_out county;
    TRY(sql_county_by_id_one(q->db, &(struct sql_county_by_id_in){.id = q->scope.county}, c->arena, &county));
    struct paper_mark mark = {.now = c->now, .demo = county.demo != 0};
    struct buf out = buf_new(PAPER_BYTES);
    enum rc rc = ledger_paper(q, v, &mark, &out);
    if (rc == RC_OK) rc = file_write(path, buf_text(&out), 0600);
    buf_free(&out);
    if (rc == RC_OK) cli_note(c, W_ledger_cli_written, text_of(path), TEXT_NONE);
    return rc;
}

struct seen { struct cli *c; int64_t place; const char *detail; };

static enum rc seen_write(struct db *db, void *p)
{
    const struct seen *s = p;
    return cli_audit_read(s->c, db, "place", s->place, s->detail);
}

static enum rc seen_note(struct cli *c, const struct ledger *l)
{
    struct db *db;
    struct seen s = {.c = c, .place = l->place.id};
    s.detail = text_z(c->arena, text_fmt(c->arena, "ledger=%s rows=%zu", ledger_kind_key(l->kind), l->part->table->rows.n));
    if (!l->part->confidential) return RC_OK;
    care_read_end(c);
    TRY(cli_write(c, &db));
    return db_transact(db, seen_write, &s);
}

static enum rc run(struct cli *c, enum ledger_kind kind)
{
    struct db *db;
    struct ask q;
    struct ledger l;
    int64_t county;
    struct ledger_query in = {.from = DAY_NONE, .as_of = c->as_of, .rule = ledger_rule_key(c)};
    struct place place;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    if (!cli_day(c, "from", &in.from)) return RC_INVALID;
    TRY(ledger_place(c, db, county, kind, &place));
    in.place = place.id;
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks for a ledger"), place.lo, place.hi, 0, 0), &q));
    enum rc rc = build_ledger(&q, kind, &in, &l);
    if (rc == RC_NOT_FOUND) fault_add(&c->faults, T("--rule"), W_ledger_cli_rule, in.rule, TEXT_NONE);
    if (rc != RC_OK) return rc;
    const char *path = cli_option(c, "xlsx");
    if (path != NULL) TRY(file_make(c, &q, l.part, path));
    if (c->json) {
        ledger_part_json(&c->out, l.part);
        buf_char(&c->out, '\n');
    } else if (path == NULL) {
        words_say(c, l.part);
    }
    if (l.part->faults.n > 0) return RC_CONFLICT;
    return seen_note(c, &l);
}

static enum rc run_class(struct cli *c) { return run(c, LEDGER_CLASS); }
static enum rc run_school(struct cli *c) { return run(c, LEDGER_SCHOOL); }
static enum rc run_centre(struct cli *c) { return run(c, LEDGER_CENTRE); }
static enum rc run_county(struct cli *c) { return run(c, LEDGER_COUNTY); }

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_ledger_place, false},
    {"rule", "ID", W_opt_ledger_rule, false},
    {"from", "DAY", W_opt_ledger_from, false},
    {"xlsx", "FILE", W_opt_ledger_xlsx, false},
    {0},
};

const struct command cmd_ledger_class = {.name = "ledger class", .sentence = W_cmd_ledger_class, .options = options,
    .run = run_class};
const struct command cmd_ledger_school = {.name = "ledger school", .sentence = W_cmd_ledger_school, .options = options,
    .run = run_school};
const struct command cmd_ledger_centre = {.name = "ledger centre", .sentence = W_cmd_ledger_centre, .options = options,
    .run = run_centre};
const struct command cmd_ledger_county = {.name = "ledger county", .sentence = W_cmd_ledger_county, .options = options,
    .run = run_county};
