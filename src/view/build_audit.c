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

enum rc build_audit(const struct ask *q, int64_t before, int64_t staff, struct list_view *v)
{
    struct cursor c;
    struct sql_audit_recent_out o;
    int64_t last = 0, first = 0;
    struct sql_audit_recent_in in = {.county = q->scope.county, .before = before > 0 ? before : INT64_MAX, .staff = staff,
        .limit = AUDIT_PAGE + 1};
    *v = (struct list_view){.title = word(q->lang, W_audit_title), .sentence = word(q->lang, W_audit_lead),
        .table = arena_alloc(q->arena, sizeof *v->table)};
    if (staff != 0) v->back_href = T("/audit");
    *v->table = (struct table_part){.caption = v->title, .empty = word(q->lang, W_audit_empty)};
    head_fill(q, v->table);
    v->table->rows.item = arena_array(q->arena, AUDIT_PAGE, sizeof *v->table->rows.item);
    bool more = false;
    TRY(sql_audit_recent(q->db, &in, &c));
    while (sql_audit_recent_next(&c, &o)) {
        if (v->table->rows.n == AUDIT_PAGE) {
            more = true;
            continue;
        }
        if (first == 0) first = o.seq;
        last = o.seq;
        row_put(q, v->table, &o);
    }
    TRY(sql_close(&c));
    if (!more && before == 0) return RC_OK;
    struct text only = staff == 0 ? T("") : text_fmt(q->arena, "&staff=%lld", (long long)staff);
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    *v->pager = (struct pager_part){.from = last, .to = first, .total = first,
        .prev_href = before == 0 ? T("") : text_fmt(q->arena, "/audit?before=0%.*s", TP(only)),
        .next_href = more ? text_fmt(q->arena, "/audit?before=%lld%.*s", (long long)last, TP(only)) : T("")};
    return RC_OK;
}
