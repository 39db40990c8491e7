/* SPDX-License-Identifier: Apache-2.0 */
/* scheme year: what is due when at a place in one school year. */
#include "cli/care.h"
#include "view/build_year_plan.h"

static void row_words(struct buf *b, struct text when, struct text what, struct text who, struct text whom, struct text clause)
{
    buf_fmt(b, "  %.*s  %.*s  %.*s → %.*s  %.*s\n", TP(when), TP(what), TP(who), TP(whom), TP(clause));
}

static void year_words(struct cli *c, const struct year_plan_view *v)
{
    struct buf *b = &c->out;
    buf_fmt(b, "%.*s  %.*s\n", TP(v->place), TP(v->year_label));
    if (v->terms.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    for (size_t i = 0; i < v->terms.n; i++) {
        buf_fmt(b, "%.*s  %.*s\n", TP(v->terms.item[i].label), TP(v->terms.item[i].days));
    }
    if (v->regular.n > 0) buf_fmt(b, "\n%.*s\n", TP(word(c->lang, W_year_regular)));
    for (size_t i = 0; i < v->regular.n; i++) {
        const struct year_plan_regular *r = &v->regular.item[i];
        row_words(b, r->often, r->what, r->who, r->whom, r->clause);
    }
    for (size_t i = 0; i < v->months.n; i++) {
        const struct year_plan_months *m = &v->months.item[i];
        buf_fmt(b, "\n%.*s  %.*s\n", TP(m->label), TP(m->marks));
        for (size_t k = 0; k < m->rows.n; k++) {
            const struct year_plan_months_rows *r = &m->rows.item[k];
            row_words(b, r->due, r->what, r->who, r->whom, r->clause);
        }
    }
    if (v->events.n > 0) buf_fmt(b, "\n%.*s\n", TP(word(c->lang, W_year_events)));
    for (size_t i = 0; i < v->events.n; i++) {
        const struct year_plan_events *r = &v->events.item[i];
        row_words(b, r->often, r->what, r->who, r->whom, r->clause);
    }
}

static enum rc run(struct cli *c)
{
    const char *place = cli_option(c, "place");
    int64_t county, lo, hi, year = 0;
    struct text name;
    struct db *db;
    struct ask ask;
    struct year_plan_view v;
    if (!cli_int(c, "year", &year)) return RC_INVALID;
    if (year != 0 && (year < 1900 || year > 2200)) {
        fault_add(&c->faults, T("--year"), W_year_empty, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, &name));
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks for the year of a place"), lo, hi, 0, 0), &ask));
    TRY(build_year_plan(&ask, 0, (int)year, &v));
    if (!c->json) {
        year_words(c, &v);
        return RC_OK;
    }
    year_plan_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_due_place, false}, {"year", "YEAR", W_opt_scheme_year, false}, {0},
};
const struct command cmd_scheme_year = {.name = "scheme year", .sentence = W_cmd_scheme_year, .options = options, .run = run};
