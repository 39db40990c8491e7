/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_move.h"

#include "model/child.h"
#include "model/enrolment.h"
#include "model/place.h"
#include "model/roll_change.h"
#include "view/due.h"
#include "view/said.h"

#include <string.h>

enum { FIELDS = 8, FORMS = 2 };

struct moving {
    const struct ask *q;
    const struct move_query *c;
    const struct field_state *state;
    struct child child;
    struct place school;           /* whose classes are offered; id 0: still to be chosen */
    struct child_move_view *v;
};

static struct form_part *form_new(struct moving *m, const char *key, enum word title, enum word lead, enum word save)
{
    const struct ask *q = m->q;
    struct form_part *f = &m->v->forms.item[m->v->forms.n++];
    bool back = m->c->form != NULL && strcmp(m->c->form, key) == 0;
    *f = (struct form_part){.key = text_of(key), .title = word(q->lang, title), .save_label = word(q->lang, save),
        .lead = lead == W_none ? T("") : word(q->lang, lead), .open = back || m->c->form == NULL,
        .action_href = m->c->child == 0 ? T("/children/add") : text_fmt(q->arena, "/child/%lld/%s", (long long)m->c->child, key)};
    f->fields.item = arena_array(q->arena, FIELDS, sizeof *f->fields.item);
    if (m->c->child == 0) return f;
    f->fields.item[f->fields.n++] = (struct field_part){.name = T("version"), .type = T("hidden"),
        .value = said_int(q, m->child.version)};
    return f;
}

static struct field_part *field_new(struct moving *m, struct form_part *f, const char *name, const char *type, enum word label,
                                    struct text preset, bool required)
{
    struct field_part *one = &f->fields.item[f->fields.n++];
    bool back = m->c->form != NULL && text_eqz(f->key, m->c->form);
    *one = field_plain(m->q, back ? m->state : NULL, name, type, label, preset, required);
    return one;
}

static void form_end(struct moving *m, struct form_part *f)
{
    bool back = m->c->form != NULL && text_eqz(f->key, m->c->form);
    f->error = back && m->state != NULL ? said_faults(m->q, m->state->faults, f->fields.item, f->fields.n) : T("");
}

static enum rc class_put(struct moving *m, struct form_part *f, int64_t preset)
{
    struct field_part *one = field_new(m, f, "class", "select", W_move_class, preset == 0 ? T("") : said_int(m->q, preset), true);
    int64_t chosen = 0;
    (void)text_int(one->value, &chosen);
    TRY(said_places(m->q, m->school.lo, m->school.hi, "class", W_none, chosen, &one->options.item, &one->options.n));
    size_t kept = 0;
    for (size_t i = 0; i < one->options.n; i++) {
        int64_t id = 0;
        struct place p;
        if (!text_int(one->options.item[i].value, &id)) continue;
        TRY(place_by_id(m->q->db, m->q->scope.county, id, m->q->arena, &p));
        bool stays = m->child.enrolled && id == m->child.class_id;
        if (!stays && !class_graduated(&p, m->q->today)) one->options.item[kept++] = one->options.item[i];
    }
    one->options.n = kept;
    said_choose(m->q, one);
    return RC_OK;
}

static void day_put(struct moving *m, struct form_part *f, enum word label)
{
    struct field_part *day = field_new(m, f, "day", "date", label, day_text(m->q->arena, m->q->today), true);
    day->max = day_text(m->q->arena, m->q->today);
}

static void reasons_put(struct moving *m, struct form_part *f)
{
    struct field_part *one = field_new(m, f, "reason", "chips", W_move_reason, T(""), true);
    struct text rest = text_of(roll_change_reasons), key;
    one->options.item = arena_array(m->q->arena, 8, sizeof *one->options.item);
    while (text_cut(&rest, ' ', &key)) {
        one->options.item[one->options.n++] = (struct choice_part){.value = key, .label = said_key(m->q, "leave_reason", key),
            .on = text_eq(one->value, key)};
    }
}

/* ---- the forms ---- */

static enum rc change_forms(struct moving *m)
{
    m->v->forms.item = arena_array(m->q->arena, FORMS, sizeof *m->v->forms.item);
    if (m->school.id != 0) {
        bool here = m->child.enrolled;
        struct form_part *f = form_new(m, here ? "move" : "return", here ? W_move_title : W_move_back_title,
            here ? W_move_lead : W_move_back_lead, here ? W_move_go : W_move_back_go);
        TRY(class_put(m, f, 0));
        day_put(m, f, here ? W_move_day : W_move_back_day);
        form_end(m, f);
    }
    if (!m->child.enrolled) return RC_OK;
    struct form_part *f = form_new(m, "leave", W_move_leave_title, W_move_leave_lead, W_move_leave_go);
    f->danger = true;
    f->open = m->c->form != NULL && strcmp(m->c->form, "leave") == 0;
    reasons_put(m, f);
    day_put(m, f, W_move_leave_day);
    form_end(m, f);
    return RC_OK;
}

static void sexes_put(struct moving *m, struct field_part *f)
{
    static const struct { const char *key; enum word w; } sex[] = {{"1", W_sex_male}, {"2", W_sex_female}};
    f->options.item = arena_array(m->q->arena, 2, sizeof *f->options.item);
    for (size_t i = 0; i < 2; i++)
        f->options.item[f->options.n++] = (struct choice_part){.value = text_of(sex[i].key), .label = word(m->q->lang, sex[i].w),
            .on = text_eqz(f->value, sex[i].key)};
}

static void origins_put(struct moving *m, struct field_part *f)
{
    static const struct { const char *key; enum word w; } from[] = {{"new", W_move_from_new}, {"transfer_in", W_move_from_in}};
    f->options.item = arena_array(m->q->arena, 2, sizeof *f->options.item);
    for (size_t i = 0; i < 2; i++)
        f->options.item[f->options.n++] = (struct choice_part){.value = text_of(from[i].key),
            .label = word(m->q->lang, from[i].w), .on = text_eqz(f->value, from[i].key)};
}

static enum rc add_form(struct moving *m)
{
    m->v->forms.item = arena_array(m->q->arena, FORMS, sizeof *m->v->forms.item);
    if (m->school.id == 0) return RC_OK;
    struct form_part *f = form_new(m, "add", W_move_add_title, W_move_add_lead, W_move_add_go);
    f->open = true;
    (void)field_new(m, f, "name", "text", W_edit_name, T(""), true);
    sexes_put(m, field_new(m, f, "sex", "chips", W_edit_sex, T(""), true));
    field_new(m, f, "birth", "date", W_fact_birth, T(""), false)->hint = word(m->q->lang, W_move_birth_hint);
    field_new(m, f, "id_no", "text", W_fact_id_no, T(""), false)->autocomplete = T("off");
    field_new(m, f, "roll_no", "text", W_fact_roll_no, T(""), false)->autocomplete = T("off");
    TRY(class_put(m, f, 0));
    origins_put(m, field_new(m, f, "from", "chips", W_move_from, T("new"), true));
    day_put(m, f, W_move_add_day);
    form_end(m, f);
    return RC_OK;
}

/* ---- around them ---- */

/* Whose classes: what was asked for, the child's own school, or the only one there is. */
static enum rc school_choose(struct moving *m)
{
    const struct ask *q = m->q;
    int64_t lo, hi;
    struct choice_part *list;
    size_t n;
    m->school = (struct place){0};
    if (!may_widest(q->roles, q->who, CAP_child_move, &lo, &hi)) return RC_OK;
    TRY(said_places(q, lo, hi, "school", W_none, 0, &list, &n));
    int64_t chosen = m->c->school;
    for (size_t i = 0; i < n; i++) {
        struct place p;
        int64_t id = 0;
        if (!text_int(list[i].value, &id)) continue;
        TRY(place_by_id(q->db, q->scope.county, id, q->arena, &p));
        bool own = m->child.id != 0 && p.lo <= m->child.place_key && m->child.place_key < p.hi;
        if (id == chosen || (chosen == 0 && (own || n == 1))) m->school = p;
    }
    if (n < 2) return RC_OK;
    for (size_t i = 0; i < n; i++) list[i].on = text_eq(list[i].value, said_int(q, m->school.id));
    m->v->schools.item = list;
    m->v->schools.n = n;
    m->v->schools_href = m->c->child == 0 ? T("/children/add") : text_fmt(q->arena, "/child/%lld/move", (long long)m->c->child);
    return RC_OK;
}

static struct text why_said(const struct ask *q, const struct enrolment *e)
{
    struct text in = said_key(q, "enrolment_in", e->reason_in);
    if (e->to == DAY_NONE || text_empty(e->reason_out)) return in;
    struct text out = text_eqz(e->reason_out, "class_change") ? word(q->lang, W_move_class_change)
        : said_key(q, "leave_reason", e->reason_out);
    return text_fmt(q->arena, "%.*s → %.*s", TP(in), TP(out));
}

static enum rc spans_fill(struct moving *m)
{
    const struct ask *q = m->q;
    struct enrolment_list l;
    TRY(enrolment_of(q->db, q->scope.county, m->child.id, q->arena, &l));
    m->v->spans.item = arena_array(q->arena, l.n + 1, sizeof *m->v->spans.item);
    for (size_t i = l.n; i-- > 0;) {
        const struct enrolment *e = &l.item[i];
        struct text to = e->to == DAY_NONE ? word(q->lang, W_move_now) : day_text(q->arena, e->to - 1);
        m->v->spans.item[m->v->spans.n++] = (struct child_move_spans){.class_name = said_class(q, e->class_id),
            .days = text_fmt(q->arena, "%.*s – %.*s", TP(day_text(q->arena, e->from)), TP(to)), .why = why_said(q, e)};
    }
    return RC_OK;
}

enum rc build_move(const struct ask *q, const struct move_query *c, const struct field_state *state, struct child_move_view *v)
{
    struct moving m = {.q = q, .c = c, .state = state, .v = v};
    *v = (struct child_move_view){.title = word(q->lang, W_move_add_title)};
    if (c->child != 0) TRY(child_by_id(q->db, &q->scope, c->child, q->arena, &m.child));
    TRY(school_choose(&m));
    if (c->child == 0) {
        v->lead = word(q->lang, m.school.id == 0 ? W_move_choose_school : W_move_add_known);
        return add_form(&m);
    }
    v->title = said_fill(q, W_move_of, m.child.name, TEXT_NONE);
    v->child_href = text_fmt(q->arena, "/child/%lld", (long long)c->child);
    v->class_name = m.child.enrolled ? said_class(q, m.child.class_id) : word(q->lang, W_child_left);
    v->lead = word(q->lang, W_move_elsewhere);
    TRY(change_forms(&m));
    return spans_fill(&m);
}
