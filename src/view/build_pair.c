/* SPDX-License-Identifier: Apache-2.0 */
#include "gen/sql/pairing.h"
#include "model/child.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/build_pairing.h"
#include "view/due.h"
#include "view/said.h"

/* ---- relations as tabs ---- */

static struct text tab_href(const struct ask *q, int64_t child, struct text relation)
{
    return text_fmt(q->arena, "/child/%lld/pairing?relation=%.*s", (long long)child, TP(relation));
}

/* Fills the tabs and gives the relation that is looked at; TEXT_NONE when no scheme in force wants any. */
static struct text tabs_fill(const struct ask *q, const struct pair_query *c, struct pair_view *v)
{
    const struct plan *p = q->ev->plan;
    struct text chosen = TEXT_NONE;
    v->tabs.item = arena_array(q->arena, p->relation_count + 1, sizeof *v->tabs.item);
    for (size_t i = 0; i < p->relation_count; i++) {
        struct pairing_bounds b;
        bool known = !pairing_bounds(q, p->relation[i].key, &b);
        for (size_t k = 0; k < v->tabs.n && !known; k++) known = text_eq(v->tabs.item[k].value, p->relation[i].key);
        if (known) continue;
        if (chosen.s == NULL || text_eq(p->relation[i].key, c->relation)) chosen = p->relation[i].key;
        v->tabs.item[v->tabs.n++] = (struct choice_part){.value = p->relation[i].key, .label = b.first->title[q->lang],
            .href = tab_href(q, c->child, p->relation[i].key)};
    }
    for (size_t k = 0; k < v->tabs.n; k++) v->tabs.item[k].on = text_eq(v->tabs.item[k].value, chosen);
    return chosen;
}

static struct text bounds_said(const struct ask *q, const struct pairing_bounds *b)
{
    if (b->max == 0) return said_fill(q, W_pair_bounds_least, said_int(q, b->min), TEXT_NONE);
    if (b->min == b->max) return said_fill(q, W_pair_bounds_exactly, said_int(q, b->max), TEXT_NONE);
    return said_fill(q, W_pair_bounds, said_int(q, b->min), said_int(q, b->max));
}

/* ---- who is there now ---- */

static enum rc check_warn(const struct ask *q, int64_t staff, struct text *out)
{
    struct staff s;
    const char *state;
    *out = T("");
    if (staff == 0) return RC_OK;
    enum rc rc = staff_by_id(q->db, q->scope.county, staff, q->arena, &s);
    if (rc == RC_OK && !staff_check_valid(s.check_day, s.check_result, q->today)) *out = said_check(q, s.check_day,
        s.check_result, &state);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc people_fill(const struct ask *q, const struct pair_query *c, struct text relation, struct pair_view *v)
{
    struct cursor cur;
    struct sql_pairing_of_child_out o;
    int64_t staff[PAIR_FOUND] = {0};
    v->people.item = arena_array(q->arena, PAIR_FOUND, sizeof *v->people.item);
    TRY(sql_pairing_of_child(q->db, &q->scope, &cur));
    while (sql_pairing_of_child_next(&cur, &o)) {
        bool open = o.to_day == NULL_INT || o.to_day > q->today;
        if (!open || !text_eq(o.relation, relation) || v->people.n == PAIR_FOUND) continue;
        struct text name = o.staff != 0 ? o.staff_name : o.peer != 0 ? o.peer_name : o.helper_name;
        staff[v->people.n] = o.staff;
        v->people.item[v->people.n++] = (struct pair_people){
            .id = o.id, .name = text_dup(q->arena, name), .kind = said_helper_kind(q, o.helper_kind),
            .since = said_fill(q, W_pair_since, day_short(q, (day_t)o.from_day), TEXT_NONE),
            .end_href = o.to_day == NULL_INT ? text_fmt(q->arena, "/child/%lld/pairing/end", (long long)c->child) : T("")};
    }
    TRY(sql_close(&cur));
    for (size_t i = 0; i < v->people.n; i++) TRY(check_warn(q, staff[i], &v->people.item[i].warn));
    return RC_OK;
}

/* ---- who could be ---- */

static enum rc load_of(const struct ask *q, int64_t staff, struct text relation, int64_t *n)
{
    struct cursor c;
    struct sql_pairing_of_staff_out o;
    *n = 0;
    TRY(sql_pairing_of_staff(q->db, &(struct sql_pairing_of_staff_in){.county = q->scope.county, .staff = staff}, &c));
    while (sql_pairing_of_staff_next(&c, &o)) *n += text_eq(o.relation, relation);
    return sql_close(&c);
}

static enum rc staff_choice(const struct ask *q, const struct staff *s, struct text relation, struct text chosen,
    struct choice_part *out)
{
    const char *state;
    int64_t load;
    TRY(load_of(q, s->id, relation, &load));
    struct text post = text_empty(s->post) ? said_place(q, s->place) : s->post;
    struct text arg[] = {post, said_check(q, s->check_day, s->check_result, &state), said_int(q, load)};
    *out = (struct choice_part){.value = said_int(q, s->id), .label = s->name, .hint = word_fill(q->arena, q->lang,
        W_pair_staff_hint, arg, 3)};
    out->on = text_eq(out->value, chosen);
    return RC_OK;
}

/* Colleagues of the child's school; with a name that nobody there has, of the whole county (volunteers, people of the bureau). */
static enum rc staff_find(const struct ask *q, const struct pair_query *c, struct staff_list *out)
{
    struct place class, school;
    TRY(place_by_id(q->db, q->scope.county, c->class_id, q->arena, &class));
    TRY(place_by_id(q->db, q->scope.county, class.parent, q->arena, &school));
    TRY(staff_search(q->db, q->scope.county, school.lo, school.hi, c->words, PAIR_FOUND, q->arena, out));
    if (out->n > 0 || text_empty(c->words)) return RC_OK;
    return staff_search(q->db, q->scope.county, 0, PLACE_KEY_END, c->words, PAIR_FOUND, q->arena, out);
}

static enum rc staff_options(const struct ask *q, const struct pair_query *c, struct text relation, struct field_part *f)
{
    struct staff_list found;
    TRY(staff_find(q, c, &found));
    f->options.item = arena_array(q->arena, found.n + 1, sizeof *f->options.item);
    for (size_t i = 0; i < found.n; i++) {
        if (found.item[i].to != DAY_NONE && found.item[i].to <= q->today) continue;
        TRY(staff_choice(q, &found.item[i], relation, f->value, &f->options.item[f->options.n++]));
    }
    return RC_OK;
}

static enum rc peer_options(const struct ask *q, const struct pair_query *c, struct field_part *f)
{
    struct child_hits hits;
    TRY(child_search_by(q->names, q->db, &c->around, c->words, false, PAIR_FOUND, q->arena, &hits));
    f->options.item = arena_array(q->arena, hits.n + 1, sizeof *f->options.item);
    for (size_t i = 0; i < hits.n; i++) {
        if (hits.item[i].id == c->child) continue;
        struct text id = said_int(q, hits.item[i].id);
        f->options.item[f->options.n++] = (struct choice_part){.value = id, .label = hits.item[i].name,
            .hint = said_place(q, hits.item[i].class_id), .on = text_eq(id, f->value)};
    }
    return RC_OK;
}

/* ---- the form ---- */

static void kinds_put(const struct ask *q, const struct field_state *s, const struct pairing_bounds *b, struct pair_view *v)
{
    const struct code_list *list = codes_list(q->ev->codes, T("helper_kind"));
    if (list == NULL || b->peer) return;
    struct field_part f = field_plain(q, s, "helper_kind", "chips", W_pair_kind, T(""), false);
    field_options(q, &f, list, b->kinds == 0 || b->kinds > UINT32_MAX ? UINT32_MAX : (uint32_t)b->kinds, f.value);
    if (f.options.n == 1) f.options.item[0].on = true;
    v->fields.item[v->fields.n++] = f;
}

static void hidden_put(struct pair_view *v, const char *name, struct text value)
{
    v->fields.item[v->fields.n++] = (struct field_part){.name = text_of(name), .type = T("hidden"), .value = value};
}

static enum rc form_fill(const struct ask *q, const struct pair_query *c, const struct field_state *s, struct text relation,
                         const struct pairing_bounds *b, struct pair_view *v)
{
    v->fields.item = arena_array(q->arena, 8, sizeof *v->fields.item);
    hidden_put(v, "relation", relation);
    hidden_put(v, "q", text_empty(c->words) ? T("") : c->words);
    struct field_part f = field_plain(q, s, b->peer ? "peer" : "staff", "chips", b->peer ? W_pair_peer : W_pair_staff, T(""),
        true);
    TRY(b->peer ? peer_options(q, c, &f) : staff_options(q, c, relation, &f));
    if (f.options.n == 0) v->empty = word(q->lang, b->peer ? W_pair_no_peer : W_pair_no_staff);
    v->fields.item[v->fields.n++] = f;
    kinds_put(q, s, b, v);
    v->fields.item[v->fields.n++] = field_plain(q, s, "from", "date", W_pair_from, day_text(q->arena, q->today), true);
    bool full = b->max > 0 && v->people.n >= (size_t)b->max;
    if (full) hidden_put(v, "replace", T("1"));
    v->save_label = full ? said_fill(q, W_pair_replace, v->people.item[0].name, TEXT_NONE) : word(q->lang, W_pairing_go);
    v->error = said_faults(q, s == NULL ? NULL : s->faults, v->fields.item + 2, v->fields.n - 2);
    return RC_OK;
}

static void reasons_fill(const struct ask *q, struct pair_view *v)
{
    static const struct { const char *key; enum word w; } reasons[] = {
        {"changed", W_pair_reason_changed}, {"left", W_pair_reason_left}, {"moved", W_pair_reason_moved},
            {"error", W_pair_reason_error}};
    v->reasons.item = arena_array(q->arena, 4, sizeof *v->reasons.item);
    for (size_t i = 0; i < 4; i++) {
        v->reasons.item[v->reasons.n++] = (struct choice_part){.value = text_of(reasons[i].key),
            .label = word(q->lang, reasons[i].w)};
    }
}

enum rc build_pair(const struct ask *q, const struct pair_query *c, const struct field_state *state, struct pair_view *v)
{
    struct child child;
    struct pairing_bounds b;
    TRY(child_by_id(q->db, &q->scope, c->child, q->arena, &child));
    *v = (struct pair_view){
        .title = said_fill(q, W_pairing_for, child.name, TEXT_NONE),
        .child_href = text_fmt(q->arena, "/child/%lld", (long long)c->child),
        .class_name = said_class(q, child.class_id),
        .today = day_text(q->arena, q->today),
        .q = text_empty(c->words) ? T("") : c->words,
    };
    struct text relation = tabs_fill(q, c, v);
    if (relation.s == NULL || !pairing_bounds(q, relation, &b)) {
        v->bounds = word(q->lang, W_pairing_no_scheme);
        return RC_OK;
    }
    v->relation = relation;
    v->bounds = bounds_said(q, &b);
    v->clause = b.clause;
    reasons_fill(q, v);
    TRY(people_fill(q, c, relation, v));
    if (!child.enrolled) return RC_OK;
    v->search_href = text_fmt(q->arena, "/child/%lld/pairing", (long long)c->child);
    v->search_label = word(q->lang, b.peer ? W_children_search : W_staff_search);
    v->action_href = text_fmt(q->arena, "/child/%lld/pairing/add", (long long)c->child);
    return form_fill(q, c, state, relation, &b, v);
}
