/* SPDX-License-Identifier: Apache-2.0 */
/* Who holds a post from now on; and the name list for paper. */
#include "gen/sql/body.h"
#include "gen/sql/matter_list.h"
#include "view/bodies_part.h"
#include "view/due.h"
#include "view/ledger.h"
#include "view/said.h"

enum { STAFF_MOST = 500, PUPILS_MOST = 300, FIELDS = 14, COLUMNS = 6, SEVERAL_MOST = 64 };

/* ---- the form ---- */

static enum rc staff_field(const struct bodies *b, const struct field_state *s, bool required, struct field_part *f)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_matter_staff_pick_out o;
    size_t cap = 0;
    struct place home = b->at;
    if (b->at.kind == PLACE_CLASS) TRY(place_by_id(q->db, q->scope.county, b->at.parent, q->arena, &home));
    *f = field_plain(q, s, "staff", "select", W_bodies_staff, T(""), required);
    struct sql_matter_staff_pick_in in = {.county = q->scope.county, .place = home.id, .day = q->today, .limit = STAFF_MOST};
    TRY(sql_matter_staff_pick(q->db, &in, &c));
    while (sql_matter_staff_pick_next(&c, &o)) {
        struct text id = said_int(q, o.id), post = text_empty(o.post) ? T("") : text_fmt(q->arena, "（%.*s）", TP(o.post));
        f->options.item = arena_grow(q->arena, f->options.item, f->options.n, &cap, f->options.n + 1, sizeof *f->options.item);
        f->options.item[f->options.n++] = (struct choice_part){.value = id,
            .label = text_fmt(q->arena, "%.*s%.*s", TP(o.name), TP(post)), .on = text_eq(f->value, id)};
    }
    TRY(sql_close(&c));
    if (required) said_choose(q, f);
    return RC_OK;
}

static enum rc pupil_field(const struct bodies *b, const struct field_state *s, struct field_part *f)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_body_pupil_pick_out o;
    size_t cap = 0;
    *f = field_plain(q, s, "child", "select", W_bodies_child, T(""), true);
    TRY(sql_body_pupil_pick(q->db, &q->scope, &(struct sql_body_pupil_pick_in){.limit = PUPILS_MOST}, &c));
    while (sql_body_pupil_pick_next(&c, &o)) {
        struct text id = said_int(q, o.id);
        f->options.item = arena_grow(q->arena, f->options.item, f->options.n, &cap, f->options.n + 1, sizeof *f->options.item);
        f->options.item[f->options.n++] = (struct choice_part){.value = id, .label = text_dup(q->arena, o.name),
            .on = text_eq(f->value, id)};
    }
    TRY(sql_close(&c));
    said_choose(q, f);
    return RC_OK;
}

static void unit_field(const struct ask *q, const struct field_state *s, const struct plan_post *p, struct field_part *f)
{
    *f = field_plain(q, s, "unit", "select", W_bodies_unit, T(""), true);
    f->options.item = arena_array(q->arena, p->unit_count + 1, sizeof *f->options.item);
    for (size_t i = 0; i < p->unit_count; i++) {
        f->options.item[f->options.n++] = (struct choice_part){.value = p->unit[i], .label = p->unit[i],
            .on = text_eq(f->value, p->unit[i])};
    }
    said_choose(q, f);
}

static enum rc holder_fields(const struct bodies *b, const struct plan_post *p, const struct field_state *s, struct field_part *f,
    size_t *n)
{
    const struct ask *q = b->q;
    bool outside = (p->holders & HOLDER_OUTSIDE) != 0;
    if (p->unit_count > 0) unit_field(q, s, p, &f[(*n)++]);
    if (p->holders & HOLDER_STAFF) TRY(staff_field(b, s, !outside, &f[(*n)++]));
    if (p->holders & HOLDER_CHILD && ask_may(q, CAP_child_list, b->at.lo, b->at.hi)) TRY(pupil_field(b, s, &f[(*n)++]));
    if (!outside) return RC_OK;
    f[*n] = field_plain(q, s, "person", "text", W_bodies_person, T(""), !(p->holders & HOLDER_STAFF));
    f[(*n)++].hint = word(q->lang, p->holders & HOLDER_STAFF ? W_bodies_person_hint : W_bodies_person_only);
    if (p->unit_count == 0) f[(*n)++] = field_plain(q, s, "house", "text", W_bodies_house, T(""), false);
    f[(*n)++] = field_plain(q, s, "job", "text", W_bodies_job, p->from, false);
    return RC_OK;
}

/* What the form is about goes with it; an address says it too, so that a reload asks the same. */
static size_t hidden_fields(const struct ask *q, const struct bodies_query *c, struct field_part *f)
{
    const struct { const char *name; struct text value; } all[] = {{"place", said_int(q, c->place)}, {"scheme", c->scheme},
        {"body", c->key}, {"post", c->post}, {"group", c->body > 0 ? said_int(q, c->body) : T("")}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (text_empty(all[i].value)) continue;
        f[n++] = (struct field_part){.name = text_of(all[i].name), .type = T("hidden"), .value = all[i].value};
    }
    return n;
}

enum rc bodies_form(const struct bodies *b, const struct bodies_query *c, const struct field_state *s, struct bodies_view *v)
{
    const struct ask *q = b->q;
    int body = body_asked(q->ev, &b->at, c->scheme, c->key, q->today);
    if (body < 0 || !bodies_may(q, &b->at)) return RC_NOT_FOUND;
    const struct plan_body *p = &q->ev->plan->body[body];
    int post = text_empty(c->post) ? -1 : plan_post(p, c->post);
    if (post < 0 && (!p->several || !text_empty(c->post))) return RC_NOT_FOUND;
    struct text name = T("");
    for (size_t i = 0; i < b->stand_n; i++) name = b->stand[i].id == c->body ? b->stand[i].name : name;
    struct text what = post < 0 ? word(q->lang, W_bodies_found) : p->post[post].title[q->lang];
    struct text where = text_empty(name) ? p->title[q->lang] : name;
    v->form = arena_alloc(q->arena, sizeof *v->form);
    *v->form = (struct bodies_form){.title = text_fmt(q->arena, "%.*s · %.*s", TP(where), TP(what)),
        .action_href = T("/bodies/set"),
        .save_label = word(q->lang, W_bodies_save), .back_href = text_fmt(q->arena, "/bodies?place=%lld", (long long)c->place)};
    struct field_part *f = v->form->fields.item = arena_array(q->arena, FIELDS, sizeof *f);
    size_t n = hidden_fields(q, c, f);
    if (post < 0) f[n++] = field_plain(q, s, "name", "text", W_bodies_name, T(""), true);
    else TRY(holder_fields(b, &p->post[post], s, f, &n));
    f[n] = field_plain(q, s, "from", "date", W_bodies_from, day_text(q->arena, q->today), true);
    f[n++].max = day_text(q->arena, q->today);
    v->form->fields.n = n;
    v->form->error = said_faults(q, s == NULL ? NULL : s->faults, f, n);
    return RC_OK;
}

/* ---- the name list ---- */

static void name_row(const struct bodies *b, const struct plan_body *p, const struct bodies_stand *stand,
    const struct plan_post *post, const struct bodies_holder *h, struct table_part *t)
{
    const struct ask *q = b->q;
    struct text title = stand == NULL || text_empty(stand->name) ? p->title[q->lang] : stand->name;
    struct row_part *row = &t->rows.item[t->rows.n++];
    *row = (struct row_part){.kind = h == NULL ? T("warn") : T("")};
    struct cell_part *c = row->cells.item = arena_array(q->arena, COLUMNS, sizeof *c);
    row->cells.n = COLUMNS;
    struct text does = T("");
    for (size_t i = 0; i < post->does_count; i++)
        does = i == 0 ? post->does[i] : text_fmt(q->arena, "%.*s；%.*s", TP(does), TP(post->does[i]));
    const struct text cell[COLUMNS] = {title, post->title[q->lang], h == NULL ? word(q->lang, W_bodies_vacant) : h->name,
        h == NULL ? post->from : bodies_note(b, h), does, h == NULL ? T("") : day_text(q->arena, h->from)};
    for (int i = 0; i < COLUMNS; i++) c[i] = ledger_cell(cell[i], "text");
}

static void body_rows(const struct bodies *b, size_t body, const struct bodies_stand *stand, struct table_part *t)
{
    const struct plan_body *p = &b->q->ev->plan->body[body];
    int64_t group = stand == NULL ? 0 : stand->id;
    for (size_t i = 0; i < p->post_count; i++) {
        size_t held = 0;
        for (size_t k = 0; k < b->holder_n; k++) {
            const struct bodies_holder *h = &b->holder[k];
            bool on = h->from <= b->q->today && b->q->today < h->to;
            if (!on || h->body != group || !text_eq(h->post, p->post[i].key)) continue;
            name_row(b, p, stand, &p->post[i], h, t);
            held++;
        }
        if (held == 0 && p->post[i].min > 0) name_row(b, p, stand, &p->post[i], NULL, t);
    }
}

enum rc build_bodies_paper(const struct ask *q, int64_t place, struct list_view *v)
{
    static const enum word heads[COLUMNS] = {W_bodies_col_body, W_bodies_col_post, W_bodies_col_name, W_bodies_col_house,
        W_bodies_col_does, W_bodies_col_since};
    static const int64_t width[COLUMNS] = {26, 14, 12, 24, 40, 12};
    struct bodies *b = arena_alloc(q->arena, sizeof *b);
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(bodies_read(q, place, b));
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    struct text name = place_name(q->arena, q->lang, &b->at, q->today);
    *v = (struct list_view){.title = text_fmt(q->arena, "%.*s%.*s", TP(name), TP(word(q->lang, W_bodies_paper))),
        .sentence = said_fill(q, W_bodies_as_of, day_text(q->arena, q->today), TEXT_NONE), .table = t};
    *t = (struct table_part){.caption = v->title, .empty = word(q->lang, W_bodies_empty), .fixed = true};
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0] = (struct row_part){.kind = T("")};
    t->heads.item[0].cells.item = arena_array(q->arena, COLUMNS, sizeof *t->heads.item[0].cells.item);
    t->columns.item = arena_array(q->arena, COLUMNS, sizeof *t->columns.item);
    for (int i = 0; i < COLUMNS; i++) {
        t->heads.item[0].cells.item[t->heads.item[0].cells.n++] = ledger_head(word(q->lang, heads[i]), 1, 1);
        t->columns.item[t->columns.n++] = (struct column_part){.width = width[i], .kind = T("text")};
    }
    size_t posts = b->holder_n;
    for (size_t i = 0; i < q->ev->plan->body_count; i++) posts += q->ev->plan->body[i].post_count * (b->stand_n + 1);
    t->rows.item = arena_array(q->arena, posts + 1, sizeof *t->rows.item);
    for (size_t i = 0; i < q->ev->plan->body_count; i++) {
        const struct bodies_stand *stand[SEVERAL_MOST];
        if (!body_for(q->ev, i, &b->at, q->today)) continue;
        size_t n = bodies_standing(b, i, stand, SEVERAL_MOST);
        for (size_t k = 0; k < n; k++) body_rows(b, i, stand[k], t);
        if (n == 0 && !q->ev->plan->body[i].several) body_rows(b, i, NULL, t);
    }
    return RC_OK;
}
