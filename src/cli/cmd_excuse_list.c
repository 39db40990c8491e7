/* SPDX-License-Identifier: Apache-2.0 */
/* excuse list: what waits for a decision, the oldest first, and what was decided last. */
#include "cli/act.h"
#include "view/build_excuse.h"

static void list_words(struct cli *c, const struct excuse_view *v)
{
    struct buf *b = &c->out;
    for (size_t i = 0; i < v->waiting.n; i++) {
        const struct excuse_waiting *w = &v->waiting.item[i];
        buf_fmt(b, "#%lld  %.*s%s%.*s  %.*s  %.*s  %.*s  %.*s\n", (long long)w->id, TP(w->place_name), w->place_name.n ? " " : "",
                TP(w->child_name), TP(w->what),
                TP(w->window_label), TP(w->reason), TP(w->asked));
    }
    if (v->waiting.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    for (size_t i = 0; i < v->decided.n; i++) {
        const struct event_part *e = &v->decided.item[i];
        buf_fmt(b, "  %.*s  %.*s  %.*s\n", TP(e->at), TP(e->who), TP(e->what));
    }
}

static enum rc run(struct cli *c)
{
    const char *place = cli_option(c, "place");
    int64_t county, lo, hi;
    struct text name;
    struct db *db;
    struct ask ask;
    struct excuse_view v;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, &name));
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks what waits"), lo, hi, 0, 0), &ask));
    TRY(build_excuses(&ask, &v));
    if (!c->json) {
        list_words(c, &v);
        return RC_OK;
    }
    excuse_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {{"place", "CODE", W_opt_due_place, false}, {0}};
const struct command cmd_excuse_list = {.name = "excuse list", .sentence = W_cmd_excuse_list, .options = options, .run = run};
