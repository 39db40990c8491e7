/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "gen/sql/encounter.h"
#include "view/due.h"
#include "view/icon.h"
#include "view/see.h"

static enum data_class class_of(const struct code_kind *kind)
{
    return kind == NULL ? CLASS_CHILD : kind->class;
}

/* Whoever did or wrote it sees it again. */
static bool readable(const struct ask *q, const struct sql_encounter_timeline_out *e, uint8_t data)
{
    bool own = q->who->staff != 0 && (e->actor == q->who->staff || e->recorder == q->who->staff);
    return own || see_class(data, class_of(codes_kind(q->ev->codes, e->kind)));
}

static void row_fill(const struct ask *q, const struct sql_encounter_timeline_out *e, bool words, struct child_months_rows *out)
{
    const struct code_kind *kind = codes_kind(q->ev->codes, e->kind);
    const struct code_item *mode = code_item(q->ev->codes->modes, e->mode);
    struct text what = kind == NULL ? text_dup(q->arena, e->kind) : kind->title[q->lang];
    if (mode != NULL && kind != NULL && mode->number != kind->mode) {
        what = text_fmt(q->arena, "%.*s（%.*s）", TP(what), TP(mode->title[q->lang]));
    }
    *out = (struct child_months_rows){
        .day = day_short(q, (day_t)e->occurred_day),
        .icon = record_icon(e->kind),
        .what = what,
        .who = text_dup(q->arena, e->actor_name),
        .note = !words ? T("") : e->voided_at != NULL_INT ? text_dup(q->arena, e->void_reason) : text_dup(q->arena, e->sentence),
        .href = text_fmt(q->arena, "/record/%lld", (long long)e->id),
        .late = e->late != 0,
        .voided = e->voided_at != NULL_INT,
    };
    if (out->note.s == NULL) out->note = T("");
}

static struct child_months *month_of(const struct ask *q, day_t day, struct child_view *v)
{
    struct ymd y = day_ymd(day);
    struct text arg[] = {text_fmt(q->arena, "%d", y.year), text_fmt(q->arena, "%d", y.month)};
    struct text label = word_fill(q->arena, q->lang, W_year_month, arg, 2);
    if (v->months.n > 0 && text_eq(v->months.item[v->months.n - 1].label, label)) return &v->months.item[v->months.n - 1];
    struct child_months *m = &v->months.item[v->months.n++];
    m->label = label;
    m->rows.item = arena_array(q->arena, CHILD_TIMELINE, sizeof *m->rows.item);
    return m;
}

enum rc build_child_timeline(const struct ask *q, day_t before, uint8_t data, struct child_view *v)
{
    struct cursor c;
    struct sql_encounter_timeline_out row;
    day_t last = before;
    size_t n = 0;
    v->months.item = arena_array(q->arena, CHILD_TIMELINE, sizeof *v->months.item);
    TRY(sql_encounter_timeline(q->db, &q->scope,
        &(struct sql_encounter_timeline_in){.before_day = before, .limit = CHILD_TIMELINE}, &c));
    while (sql_encounter_timeline_next(&c, &row) && n < CHILD_TIMELINE) {
        last = (day_t)row.occurred_day;
        n++;
        bool words = readable(q, &row, data);
        if (!words && see_closed(class_of(codes_kind(q->ev->codes, row.kind)))) continue;
        struct child_months *m = month_of(q, last, v);
        row_fill(q, &row, words, &m->rows.item[m->rows.n++]);
    }
    /* The day itself is asked for again, so that no record of that day is lost between two parts. */
    if (n == CHILD_TIMELINE) {
        v->months_more_href = text_fmt(q->arena, "/child/%lld?before=%.*s", (long long)q->scope.child,
            TP(day_text(q->arena, last + 1 < before ? last + 1 : last)));
    }
    return sql_close(&c);
}
