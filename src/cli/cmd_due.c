/* SPDX-License-Identifier: Apache-2.0 */
/* due: what is open and overdue, at a place or for one person; evaluate: everything worked out anew. */
#include "cli/care.h"
#include "model/staff.h"
#include "view/build_due.h"

enum { DUE_ROWS = 2000 };

/* ---- evaluate ---- */

static enum rc run_evaluate(struct cli *c)
{
    int64_t county;
    TRY(cli_county(c, &county));
    TRY(care_evaluate(c, cli_option(c, "rebuild") ? CARE_REBUILD : CARE_DIFFER));
    cli_say(c, W_evaluate_done, day_text(c->arena, moment_day(c->now)), TEXT_NONE);
    return RC_OK;
}

/* ---- due ---- */

static enum rc scope_find(struct cli *c, struct scope *out, struct text *name)
{
    const char *staff = cli_option(c, "staff"), *place = cli_option(c, "place");
    struct db *db;
    int64_t county, lo, hi;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    struct scope whole = scope_system(county, "the operator asks what is due");
    if (staff) {
        struct staff s;
        enum rc rc = staff_by_path(db, county, text_of(staff), c->arena, &s);
        if (rc == RC_NOT_FOUND) fault_add(&c->faults, T("--staff"), W_account_no_staff, text_of(staff), TEXT_NONE);
        if (rc != RC_OK) return rc;
        *name = s.name;
        *out = scope_narrow(whole, 0, 0, 0, s.id);
        return RC_OK;
    }
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, name));
    *out = scope_narrow(whole, lo, hi, 0, 0);
    return RC_OK;
}

static void words(struct cli *c, const struct due_list_view *v)
{
    struct buf *b = &c->out;
    struct text rows = text_fmt(c->arena, "%lld", (long long)v->total),
        overdue = text_fmt(c->arena, "%lld", (long long)v->overdue);
    struct text head[] = {v->place, v->day, rows, overdue};
    buf_add(b, word_fill(c->arena, c->lang, W_due_list_head, head, 4));
    buf_char(b, '\n');
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct due_list_rows *r = &v->rows.item[i];
        struct text owner = r->owner.n ? r->owner : word(c->lang, W_burden_nobody);
        buf_fmt(b, "%.*s  %.*s  %.*s  %.*s", TP(r->due_label), TP(r->class_name), TP(r->child_name), TP(r->what));
        buf_fmt(b, "  %.*s  %lld/%lld", TP(r->window_label), (long long)r->have, (long long)r->need);
        buf_fmt(b, "  %.*s  %.*s\n", TP(owner), TP(r->clause));
    }
    if (v->more) cli_say(c, W_due_list_more, TEXT_NONE, TEXT_NONE);
}

static enum rc run_due(struct cli *c)
{
    struct scope scope;
    struct ask ask;
    struct due_list_view v = {0};
    int64_t limit = DUE_ROWS, ahead = 0;
    if (!cli_int(c, "limit", &limit) || !cli_int(c, "ahead", &ahead)) return RC_INVALID;
    if (limit < 1 || limit > 1000000 || ahead < 0 || ahead > EVALUATE_AHEAD) {
        fault_add(&c->faults, T("--limit"), W_due_list_limits, text_fmt(c->arena, "%d", EVALUATE_AHEAD), TEXT_NONE);
        return RC_INVALID;
    }
    TRY(scope_find(c, &scope, &v.place));
    /* Today's list is stored and brought up to date first; that of any other day is worked out and leaves nothing behind. */
    bool stored = c->as_of == moment_day(c->now);
    if (stored) TRY(care_evaluate(c, CARE_ROLL));
    TRY(care_ask(c, scope, &ask));
    day_t to = c->as_of + (day_t)ahead;
    TRY(stored ? build_due(&ask, to, (size_t)limit, &v) : build_due_on(&ask, to, (size_t)limit, &v));
    if (c->json) {
        due_list_view_json(&c->out, &v);
        buf_char(&c->out, '\n');
    } else {
        words(c, &v);
    }
    return RC_OK;
}

static const struct option_spec due_options[] = {
    {"place", "CODE", W_opt_due_place, false}, {"staff", "SCHOOL/CODE", W_opt_due_staff, false},
    {"ahead", "DAYS", W_opt_due_ahead, false}, {"limit", "N", W_opt_due_limit, false}, {0},
};
static const struct option_spec evaluate_options[] = {{"rebuild", NULL, W_opt_evaluate_rebuild, false}, {0}};
const struct command cmd_due = {.name = "due", .sentence = W_cmd_due, .options = due_options, .run = run_due};
const struct command cmd_evaluate = {.name = "evaluate", .sentence = W_cmd_evaluate, .options = evaluate_options,
                                     .run = run_evaluate};
