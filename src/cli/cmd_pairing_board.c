/* SPDX-License-Identifier: Apache-2.0 */
/* pairing board: which children have nobody, which colleagues carry too much. */
#include "cli/act.h"
#include "view/build_pairing.h"

static void board_words(struct cli *c, const struct pairing_view *v)
{
    struct buf *b = &c->out;
    for (size_t i = 0; i < v->stats.n; i++) {
        buf_fmt(b, "%s%.*s %.*s", i == 0 ? "" : "  ", TP(v->stats.item[i].label), TP(v->stats.item[i].value));
    }
    buf_char(b, '\n');
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct pairing_rows *r = &v->rows.item[i];
        struct text one = r->responsible.n ? r->responsible : word(c->lang, W_burden_nobody);
        buf_fmt(b, "#%lld  %.*s  %.*s  %.*s", (long long)r->child_id, TP(r->child_name), TP(r->class_name), TP(one));
        for (size_t k = 0; k < r->helpers.n; k++) {
            const struct pairing_rows_helpers *h = &r->helpers.item[k];
            buf_fmt(b, "  %.*s %.*s %.*s", TP(h->name), TP(h->kind), TP(h->warn));
        }
        if (r->peer.n) buf_fmt(b, "  1+1 %.*s", TP(r->peer));
        buf_char(b, '\n');
    }
    if (v->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    for (size_t i = 0; i < v->staff.n; i++) {
        const struct pairing_staff *s = &v->staff.item[i];
        if (!s->over && !s->check_bad) continue;
        buf_fmt(b, "! %.*s  %.*s  %.*s\n", TP(s->name), TP(s->role), TP(s->check_label));
    }
    if (v->pager && v->pager->next_href.n > 0) cli_say(c, W_due_list_more, TEXT_NONE, TEXT_NONE);
}

static enum rc run(struct cli *c)
{
    enum { ROWS = 1000, MOST = 100000 };
    const char *place = cli_option(c, "place");
    int64_t county, lo, hi, most = ROWS;
    struct text name;
    struct db *db;
    struct ask ask;
    struct pairing_view v;
    struct pairing_query in = {.bare = cli_option(c, "all") == NULL, .after_key = -1};
    if (!cli_int(c, "limit", &most)) return RC_INVALID;
    if (most < 1 || most > MOST) {
        fault_add(&c->faults, T("--limit"), W_act_limit, text_fmt(c->arena, "%d", MOST), TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, &name));
    in.place_lo = lo;
    in.place_hi = hi;
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks who is alone"), lo, hi, 0, 0), &ask));
    in.most = (size_t)most;
    TRY(build_pairing(&ask, &in, &v));
    if (!c->json) {
        board_words(c, &v);
        return RC_OK;
    }
    pairing_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_due_place, false},
    {"all", NULL, W_opt_pairing_all, false},
    {"limit", "N", W_opt_due_limit, false},
    {0},
};
const struct command cmd_pairing_board = {.name = "pairing board", .sentence = W_cmd_pairing_board, .options = options,
                                          .run = run};
