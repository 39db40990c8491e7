/* SPDX-License-Identifier: Apache-2.0 */
/* number list: the telephone numbers that a place has put on the page that says whom to call. */
#include "cli/care.h"
#include "model/place.h"
#include "view/build_numbers.h"

static enum rc run(struct cli *c)
{
    const char *place = cli_option(c, "place");
    int64_t county;
    struct db *db;
    struct place at;
    struct ask ask;
    struct numbers_edit_view v;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    enum rc rc = care_place_find(c, db, county, place ? text_of(place) : T("bureau"), &at);
    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) {
        fault_add(&c->faults, T("--place"), W_lines_place, text_of(place ? place : "bureau"), TEXT_NONE);
    }
    if (rc != RC_OK) return rc;
    TRY(care_ask(c, scope_system(county, "the operator asks for numbers on a public page"), &ask));
    TRY(build_numbers_edit(&ask, at.id, NULL, &v));
    if (c->json) {
        v.form = NULL;
        numbers_edit_view_json(&c->out, &v);
        buf_char(&c->out, '\n');
        return RC_OK;
    }
    for (size_t i = 0; i < v.rows.n; i++) {
        const struct numbers_edit_rows *n = &v.rows.item[i];
        buf_fmt(&c->out, "#%lld  %lld  %.*s  %.*s  %.*s\n", (long long)n->id, (long long)n->order, TP(n->number), TP(n->name),
            TP(n->note));
    }
    if (v.rows.n == 0) cli_say(c, W_numbers_none, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {{"place", "CODE", W_opt_number_place, false}, {0}};
const struct command cmd_number_list = {.name = "number list", .sentence = W_cmd_number_list, .options = options, .run = run};
