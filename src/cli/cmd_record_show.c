/* SPDX-License-Identifier: Apache-2.0 */
/* record show: one record as its page has it; what a counsellor wrote stays closed, and the look is on record. */
#include "cli/act.h"
#include "view/build_record.h"

static void show_words(struct cli *c, const struct record_show_view *v)
{
    struct buf *b = &c->out;
    buf_fmt(b, "%.*s  #%lld\n  %.*s\n", TP(v->title), (long long)v->id, TP(v->recorded));
    if (v->late.n > 0) buf_fmt(b, "  %.*s\n", TP(v->late));
    for (size_t i = 0; i < v->children.n; i++) buf_fmt(b, "  %.*s", TP(v->children.item[i].label));
    if (v->children.n > 0) buf_char(b, '\n');
    for (size_t i = 0; i < v->facts.n; i++) {
        buf_fmt(b, "  %.*s: %.*s\n", TP(v->facts.item[i].label), TP(v->facts.item[i].value));
    }
    for (size_t i = 0; i < v->credits.n; i++) {
        const struct record_show_credits *x = &v->credits.item[i];
        buf_fmt(b, "  + %.*s  %.*s  %.*s\n", TP(x->child_name), TP(x->label), TP(x->clause));
    }
    if (v->voided) buf_fmt(b, "  × %.*s  %.*s  %.*s\n", TP(v->voided->at), TP(v->voided->who), TP(v->voided->reason));
}

struct seen { struct cli *c; int64_t id; };

static enum rc seen_write(struct db *db, void *p)
{
    const struct seen *s = p;
    return cli_audit_read(s->c, db, "record", s->id, "");
}

static enum rc run(struct cli *c)
{
    int64_t county;
    struct ask ask;
    struct record_show_view v;
    struct seen s = {.c = c};
    struct db *db;
    if (!act_id(c, &s.id)) return RC_INVALID;
    TRY(cli_county(c, &county));
    TRY(care_ask(c, scope_system(county, "the operator asks for one record"), &ask));
    enum rc rc = build_record_show(&ask, s.id, &v);
    if (rc == RC_NOT_FOUND) fault_add(&c->faults, T("ID"), W_record_cli_none, text_of(c->arg[0]), TEXT_NONE);
    if (rc != RC_OK) return rc;
    if (c->json) {
        record_show_view_json(&c->out, &v);
        buf_char(&c->out, '\n');
    } else {
        show_words(c, &v);
    }
    care_read_end(c);
    TRY(cli_write(c, &db));
    return db_transact(db, seen_write, &s);
}

const struct command cmd_record_show = {.name = "record show", .args = "ID", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_record_show, .run = run};
