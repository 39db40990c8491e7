/* SPDX-License-Identifier: Apache-2.0 */
/* child show: the file of one child, as its page has it; numbers stay masked, and the look is on record. */
#include "cli/care.h"
#include "view/build_child.h"

static void head_words(struct buf *b, const struct child_view *v)
{
    buf_fmt(b, "%.*s  %.*s %.*s", TP(v->name), TP(v->school_name), TP(v->class_name));
    buf_fmt(b, "  %.*s %.*s %.*s  #%lld\n", TP(v->gender), TP(v->age), TP(v->left), (long long)v->id);
    for (size_t i = 0; i < v->dots.n; i++) buf_fmt(b, "%s%.*s", i == 0 ? "  " : " · ", TP(v->dots.item[i].label));
    if (v->dots.n > 0) buf_char(b, '\n');
}

static void people_words(struct buf *b, const struct child_view *v)
{
    for (size_t i = 0; i < v->people.n; i++) {
        const struct child_people *p = &v->people.item[i];
        buf_fmt(b, "  %.*s  %.*s  %.*s  %.*s %.*s\n", TP(p->relation), TP(p->name), TP(p->phone_shown), TP(p->note), TP(p->warn));
    }
    for (size_t i = 0; i < v->members.n; i++) {
        const struct child_members *m = &v->members.item[i];
        buf_fmt(b, "  %s %.*s  %.*s\n", m->in ? "+" : "-", TP(m->rule), TP(m->why));
    }
}

static void owed_words(struct buf *b, const struct child_view *v)
{
    for (size_t i = 0; i < v->owed.n; i++) {
        const struct owed_part *o = &v->owed.item[i];
        buf_fmt(b, "  %.*s  %.*s  %.*s", TP(o->due_label), TP(o->label), TP(o->window_label));
        buf_fmt(b, "  %lld/%lld  %.*s\n", (long long)o->have, (long long)o->need, TP(o->clause));
    }
}

static void file_words(struct buf *b, const struct child_view *v)
{
    for (size_t i = 0; i < v->folds.n; i++) {
        const struct child_folds *f = &v->folds.item[i];
        buf_fmt(b, "  %.*s %lld/%lld\n", TP(f->title), (long long)f->done, (long long)f->total);
        for (size_t k = 0; k < f->facts.n; k++) {
            const struct fact_part *x = &f->facts.item[k];
            if (!x->missing) buf_fmt(b, "    %.*s: %.*s  %.*s\n", TP(x->label), TP(x->value), TP(x->since));
        }
    }
    for (size_t i = 0; i < v->months.n; i++) {
        for (size_t k = 0; k < v->months.item[i].rows.n; k++) {
            const struct child_months_rows *r = &v->months.item[i].rows.item[k];
            buf_fmt(b, "  %.*s %.*s  %.*s", TP(v->months.item[i].label), TP(r->day), TP(r->what));
            buf_fmt(b, "  %.*s  %.*s%s\n", TP(r->who), TP(r->note), r->voided ? "  ×" : "");
        }
    }
}

static enum rc run(struct cli *c)
{
    int64_t child;
    struct ask ask;
    struct child_view v;
    TRY(care_child_read(c, text_of(c->arg[0]), &child));
    TRY(care_ask(c, scope_narrow(scope_system(c->county, "the operator asks about one child"), 0, 0, child, 0), &ask));
    TRY(build_child(&ask, child, DAY_NONE, &v));
    TRY(care_seen(c, child));
    if (c->json) {
        child_view_json(&c->out, &v);
        buf_char(&c->out, '\n');
        return RC_OK;
    }
    head_words(&c->out, &v);
    people_words(&c->out, &v);
    owed_words(&c->out, &v);
    file_words(&c->out, &v);
    return RC_OK;
}

const struct command cmd_child_show = {.name = "child show", .args = "ID|ROLLNO", .args_min = 1, .args_max = 1,
    .sentence = W_cmd_child_show,
                                       .run = run};
