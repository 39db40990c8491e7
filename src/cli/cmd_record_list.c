/* SPDX-License-Identifier: Apache-2.0 */
/* record list: what was done at a place in a span of days, newest first. */
#include "cli/act.h"
#include "view/build_records.h"

static void list_words(struct cli *c, const struct records_view *v)
{
    struct buf *b = &c->out;
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct records_rows *r = &v->rows.item[i];
        buf_fmt(b, "#%lld  %.*s  %.*s  %.*s  %.*s  %.*s  %.*s", (long long)r->id, TP(r->day), TP(r->what), TP(r->children),
            TP(r->class_name), TP(r->who), TP(r->minutes));
        if (r->late) buf_fmt(b, "  %.*s", TP(word(c->lang, W_records_late)));
        if (r->voided) buf_fmt(b, "  %.*s", TP(word(c->lang, W_records_voided)));
        buf_char(b, '\n');
    }
    if (v->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    if (v->more_href.n > 0) cli_say(c, W_due_list_more, TEXT_NONE, TEXT_NONE);
}

static enum rc query_read(struct cli *c, struct records_query *in)
{
    const char *kind = cli_option(c, "kind");
    int64_t limit = 2000;
    *in = (struct records_query){.kind = kind ? text_of(kind) : T(""), .from = DAY_NONE, .to = c->as_of, .before = DAY_NONE};
    if (!cli_day(c, "from", &in->from) || !cli_int(c, "limit", &limit)) return RC_INVALID;
    if (limit < 1 || limit > RECORDS_FILE) {
        fault_add(&c->faults, T("--limit"), W_records_limit, text_fmt(c->arena, "%d", RECORDS_FILE), TEXT_NONE);
        return RC_INVALID;
    }
    in->most = (size_t)limit;
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    const char *place = cli_option(c, "place");
    int64_t county, lo, hi;
    struct text name;
    struct db *db;
    struct ask ask;
    struct records_query in;
    struct records_view v;
    TRY(query_read(c, &in));
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, &name));
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator asks what was done"), lo, hi, 0, 0), &ask));
    if (in.kind.n > 0 && codes_kind(ask.ev->codes, in.kind) == NULL) {
        fault_add(&c->faults, T("--kind"), W_records_no_kind, in.kind, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(build_records(&ask, &in, &v));
    if (!c->json) {
        list_words(c, &v);
        return RC_OK;
    }
    records_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_due_place, false}, {"kind", "KIND", W_opt_records_kind, false},
    {"from", "DAY", W_opt_records_from, false}, {"limit", "N", W_opt_due_limit, false}, {0},
};
const struct command cmd_record_list = {.name = "record list", .sentence = W_cmd_record_list, .options = options, .run = run};
