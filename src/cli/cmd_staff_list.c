/* SPDX-License-Identifier: Apache-2.0 */
/* staff list: colleagues of a place, their posts, background checks and accounts. */
#include "cli/act.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/build_staff.h"

/* The page's list is read on until its end. */
static enum rc page_after(const struct ask *q, int64_t last, struct staff_query *in)
{
    struct staff s;
    struct place p;
    TRY(staff_by_id(q->db, q->scope.county, last, q->arena, &s));
    TRY(place_by_id(q->db, q->scope.county, s.place, q->arena, &p));
    in->after_key = p.lo;
    in->after_id = last;
    return RC_OK;
}

static enum rc all_read(const struct ask *q, struct staff_query in, struct staff_view *all)
{
    size_t cap = 0;
    for (;;) {
        struct staff_view v;
        TRY(build_staff(q, &in, NULL, &v));
        if (all->title.n == 0) all->title = v.title;
        all->total = v.total;
        all->empty = v.empty;
        all->rows.item = arena_grow(q->arena, all->rows.item, all->rows.n, &cap, all->rows.n + v.rows.n, sizeof *all->rows.item);
        for (size_t i = 0; i < v.rows.n; i++) all->rows.item[all->rows.n++] = v.rows.item[i];
        if (v.rows.n < STAFF_PAGE) return RC_OK;
        TRY(page_after(q, v.rows.item[v.rows.n - 1].id, &in));
    }
}

static void list_words(struct cli *c, const struct staff_view *v)
{
    struct buf *b = &c->out;
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct staff_rows *r = &v->rows.item[i];
        buf_fmt(b, "#%lld  %.*s  %.*s  %.*s  %.*s  %.*s\n", (long long)r->id, TP(r->name), TP(r->place), TP(r->roles),
            TP(r->check_label), TP(r->account_label));
    }
    if (v->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
}

static enum rc run(struct cli *c)
{
    const char *place = cli_option(c, "place"), *which = cli_option(c, "which");
    struct staff_query in = {.which = which ? text_of(which) : T(""), .after_key = -1};
    struct staff_view v = {0};
    struct text name;
    struct db *db;
    struct ask ask;
    int64_t county;
    if (in.which.n && !text_eqz(in.which, "stale") && !text_eqz(in.which, "unsigned")) {
        fault_add(&c->faults, T("--which"), W_staff_list_which, in.which, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &in.key_lo, &in.key_hi, &name));
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks who works here"), in.key_lo, in.key_hi, 0, 0), &ask));
    TRY(all_read(&ask, in, &v));
    if (!c->json) {
        list_words(c, &v);
        return RC_OK;
    }
    staff_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_due_place, false}, {"which", "stale|unsigned", W_opt_staff_list_which, false}, {0}};
const struct command cmd_staff_list = {.name = "staff list", .sentence = W_cmd_staff_list, .options = options, .run = run};
