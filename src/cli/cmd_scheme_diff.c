/* SPDX-License-Identifier: Apache-2.0 */
/* scheme diff: how two versions of a scheme differ, in words. */
#include "cli/care.h"
#include "cli/scheme_source.h"
#include "model/scheme_check.h"
#include "view/build_scheme_changes.h"

static void diff_words(struct cli *c, const struct scheme_changes_view *v)
{
    struct buf *b = &c->out;
    if (v->sentence.n > 0) buf_fmt(b, "%.*s\n", TP(v->sentence));
    if (v->sections.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    for (size_t i = 0; i < v->sections.n; i++) {
        const struct scheme_changes_sections *s = &v->sections.item[i];
        buf_fmt(b, "\n%.*s\n", TP(s->label));
        for (size_t k = 0; k < s->rows.n; k++) {
            const struct scheme_changes_sections_rows *r = &s->rows.item[k];
            buf_fmt(b, "  %.*s  %.*s\n", TP(r->how_label), TP(r->title));
            for (size_t m = 0; m < r->cells.n; m++) {
                const struct scheme_changes_sections_rows_cells *x = &r->cells.item[m];
                buf_fmt(b, "      %.*s: %.*s → %.*s\n", TP(x->label), TP(x->before), TP(x->after));
            }
        }
    }
}

static int newest_version(const struct ask *q, struct text id)
{
    const struct plan *p = q->ev->plan;
    int best = 0;
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (text_eq(p->scheme[i].id, id) && p->scheme[i].version > best) best = p->scheme[i].version;
    }
    return best;
}

/* A folder or a scheme that is built in, against the newest loaded version of the same id. */
static enum rc folder_diff(struct cli *c, const struct ask *q, int since, struct scheme_changes_view *v)
{
    struct plan_source source, *list;
    struct scheme_checked checked;
    size_t n;
    TRY(scheme_source(c, c->arg[0], &c->faults, &source));
    TRY(scheme_check(q->db, q->who->county, q->today, codes_builtin(c->arena, &c->faults), NULL, &source, c->arena, &c->faults,
        &checked));
    struct text id = checked.plan->scheme[checked.scheme].id;
    if (since == 0) since = newest_version(q, id);
    TRY(scheme_sources(q->db, q->who->county, c->arena, 0, &list, &n));
    struct text name = text_fmt(c->arena, "%.*s@%d", TP(id), since);
    for (size_t i = 0; i < n; i++) {
        if (!text_eq(list[i].name, name)) continue;
        build_text_changes(q, &list[i], &source, v);
        return RC_OK;
    }
    return RC_NOT_FOUND;
}

static enum rc run(struct cli *c)
{
    int64_t county, since = 0;
    struct ask q;
    struct db *db;
    struct scheme_changes_view v;
    if (!cli_int(c, "since", &since)) return RC_INVALID;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_ask(c, scope_system(county, "the operator compares schemes"), &q));
    int newest = newest_version(&q, text_of(c->arg[0]));
    enum rc rc = newest > 0 ? build_scheme_changes(&q, text_of(c->arg[0]), newest, (int)since, &v)
                            : folder_diff(c, &q, (int)since, &v);
    if (rc == RC_NOT_FOUND) fault_add(&c->faults, T("SCHEME"), W_change_no_before, text_of(c->arg[0]), TEXT_NONE);
    if (rc != RC_OK) return rc;
    if (!c->json) {
        diff_words(c, &v);
        return RC_OK;
    }
    scheme_changes_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {{"since", "VERSION", W_opt_diff_since, false}, {0}};
const struct command cmd_scheme_diff = {.name = "scheme diff", .args = "FOLDER|ID", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_scheme_diff, .options = options, .run = run};
