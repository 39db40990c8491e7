/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_audit.h"

#include "gen/sql/audit.h"
#include "view/said.h"

enum { COLUMNS = 5 };

static void head_fill(const struct ask *q, struct table_part *t)
{
    static const enum word heads[COLUMNS] = {W_audit_at, W_audit_who, W_audit_what, W_audit_about, W_audit_detail};
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0].cells.item = arena_array(q->arena, COLUMNS, sizeof(struct cell_part));
    t->heads.item[0].cells.n = COLUMNS;
    for (size_t i = 0; i < COLUMNS; i++) t->heads.item[0].cells.item[i] = (struct cell_part){.text = word(q->lang, heads[i]),
        .kind = T("head")};
}

static void row_put(const struct ask *q, struct table_part *t, const struct sql_audit_recent_out *o)
{
    struct row_part *row = &t->rows.item[t->rows.n++];
    row->cells.item = arena_array(q->arena, COLUMNS, sizeof *row->cells.item);
    row->cells.n = COLUMNS;
    struct text who = o->staff == 0 ? word(q->lang, W_audit_nobody) : text_dup(q->arena, o->staff_name);
    struct text about = o->object == 0 ? text_dup(q->arena, o->noun) : text_fmt(q->arena, "%.*s %lld", TP(o->noun),
        (long long)o->object);
    const struct text said[COLUMNS] = {moment_text(q->arena, o->at), who, text_dup(q->arena, o->action), about,
        text_dup(q->arena, o->detail)};
    for (size_t i = 0; i < COLUMNS; i++) row->cells.item[i] = (struct cell_part){.text = said[i], .kind = T("text")};
    if (o->staff != 0) row->cells.item[1].href = text_fmt(q->arena, "/audit?staff=%lld", (long long)o->staff);
}

struct read { int64_t before, least, first, last; bool more; };

static enum rc rows_read(const struct ask *q, int64_t staff, struct read *r, struct table_part *t)
{
    struct cursor c;
    struct sql_audit_recent_out o;
    struct sql_audit_recent_in in = {.county = q->scope.county, .before = r->before, .least = r->least, .staff = staff,
        .limit = AUDIT_PAGE + 1};
    TRY(sql_audit_recent(q->db, &in, &c));
    while (sql_audit_recent_next(&c, &o)) {
        if (t->rows.n == AUDIT_PAGE) {
            r->more = true;
            continue;
        }
        if (r->first == 0) r->first = o.seq;
        r->last = o.seq;
        row_put(q, t, &o);
    }
    return sql_close(&c);
}

/* Of one person: back to when was looked, and that older lines are one press further. */
static enum rc looked_say(const struct ask *q, const struct read *r, struct list_view *v)
{
    struct sql_audit_when_out when;
    struct sql_audit_when_in in = {.county = q->scope.county, .seq = r->least};
    enum rc rc = sql_audit_when_one(q->db, &in, q->arena, &when);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    struct text at = moment_text(q->arena, when.at);
    v->sentence = word_fill(q->arena, q->lang, W_audit_looked, &at, 1);
    v->table->empty = word(q->lang, W_audit_none_here);
    return RC_OK;
}

/* The lines to look through: all that are older, or of one person so many. */
static enum rc span_find(const struct ask *q, int64_t before, int64_t staff, int64_t look, struct read *r)
{
    struct sql_audit_last_out end;
    *r = (struct read){.before = before > 0 ? before : INT64_MAX, .least = 1};
    if (staff == 0) return RC_OK;
    enum rc rc = sql_audit_last_one(q->db, &(struct sql_audit_last_in){.county = q->scope.county}, q->arena, &end);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (r->before > end.seq) r->before = end.seq + 1;
    if (r->before > look) r->least = r->before - look;
    return RC_OK;
}

enum rc build_audit(const struct ask *q, int64_t before, int64_t staff, int64_t look, struct list_view *v)
{
    struct read r;
    TRY(span_find(q, before, staff, look, &r));
    *v = (struct list_view){.title = word(q->lang, W_audit_title), .sentence = word(q->lang, W_audit_lead),
        .table = arena_alloc(q->arena, sizeof *v->table)};
    if (staff != 0) v->back_href = T("/audit");
    *v->table = (struct table_part){.caption = v->title, .empty = word(q->lang, W_audit_empty)};
    head_fill(q, v->table);
    v->table->rows.item = arena_array(q->arena, AUDIT_PAGE, sizeof *v->table->rows.item);
    TRY(rows_read(q, staff, &r, v->table));
    if (!r.more && r.least > 1) {          /* what lies before has not been looked at */
        TRY(looked_say(q, &r, v));
        r.more = true;
        r.last = r.least;
        if (r.first == 0) r.first = r.before - 1;
    }
    if (!r.more && before == 0) return RC_OK;
    struct text only = staff == 0 ? T("") : text_fmt(q->arena, "&staff=%lld", (long long)staff);
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    *v->pager = (struct pager_part){.from = r.last, .to = r.first, .total = r.first,
        .prev_href = before == 0 ? T("") : text_fmt(q->arena, "/audit?before=0%.*s", TP(only)),
        .next_href = r.more ? text_fmt(q->arena, "/audit?before=%lld%.*s", (long long)r.last, TP(only)) : T("")};
    return RC_OK;
}
