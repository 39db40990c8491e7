/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_facility.h"

#include "gen/sql/facility.h"
#include "gen/sql/matter_list.h"
#include "model/matter.h"
#include "model/place.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/table.h"

enum { KEEPERS = 300 };

static struct text number(const struct ask *q, int64_t n)
{
    return text_fmt(q->arena, "%lld", (long long)n);
}

static struct text said2(const struct ask *q, enum word w, struct text a, struct text b)
{
    struct text arg[] = {a, b};
    return word_fill(q->arena, q->lang, w, arg, 2);
}

static bool in_force(const struct ask *q, const struct plan_facility *f)
{
    const struct plan_scheme *s = &q->ev->plan->scheme[f->at.scheme];
    return s->from <= q->today && q->today < s->to;
}

size_t facility_things(const struct ask *q, struct text kind, int64_t place_key, struct facility_thing **out)
{
    const struct plan *p = q->ev->plan;
    struct facility_thing *list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < p->facility_count; i++) {
        const struct plan_facility *f = &p->facility[i];
        const struct plan_scheme *s = &p->scheme[f->at.scheme];
        if (!text_eq(f->kind, kind) || !in_force(q, f) || place_key < s->key_lo || place_key >= s->key_hi) continue;
        for (size_t k = 0; k < f->item_count; k++) {
            size_t at = 0;
            while (at < n && !text_eq(list[at].item->key, f->item[k].key)) at++;
            if (at == n) {
                list = arena_grow(q->arena, list, n, &cap, n + 1, sizeof *list);
                list[n++] = (struct facility_thing){&f->item[k], f->item[k].least, f->item[k].optional};
            }
            if (f->item[k].least > list[at].least) list[at].least = f->item[k].least;
            list[at].optional = list[at].optional && f->item[k].optional;
        }
    }
    *out = list;
    return n;
}

/* ---- what lacks ---- */

static void lack_add(const struct ask *q, struct text *said, struct text one)
{
    *said = text_empty(*said) ? one : text_fmt(q->arena, "%.*s、%.*s", TP(*said), TP(one));
}

/* 缺电话、图书（要 50，有 30）、管理人 */
static struct text lacks_said(const struct ask *q, const struct facility_state *s)
{
    struct facility_thing *thing;
    struct text said = T("");
    day_t known;
    bool keeper = false;
    size_t n = facility_things(q, s->kind, s->place_key, &thing);
    for (size_t i = 0; i < q->ev->plan->facility_count; i++) {
        const struct plan_facility *f = &q->ev->plan->facility[i];
        keeper = keeper || (f->keeper && in_force(q, f) && text_eq(f->kind, s->kind));
    }
    if (s->to <= q->today) return said;
    if (keeper && facility_part_on(s, T(FACILITY_KEEPER), q->today, q->today, &known) == 0)
        lack_add(q, &said, word(q->lang, W_facility_keeper));
    for (size_t i = 0; i < n; i++) {
        int64_t has = facility_part_on(s, thing[i].item->key, q->today, q->today, &known);
        if (thing[i].optional || has >= thing[i].least) continue;
        struct text arg[] = {thing[i].item->title[q->lang], number(q, thing[i].least), number(q, has)};
        lack_add(q, &said, has == 0 ? arg[0] : word_fill(q->arena, q->lang, W_facility_short, arg, 3));
    }
    return text_empty(said) ? said : word_fill(q->arena, q->lang, W_facility_lacks, &said, 1);
}

/* ---- what schemes ask of a place and those below it ---- */

struct count { int64_t asked, met; };
struct wanted { const struct ask *q; const struct facility_state *state; size_t states; struct count *count; };

/* Every place of the range is judged by the engine that judges what is owed, so that both say the same. */
static enum rc wanted_count(struct wanted *w)
{
    const struct ask *q = w->q;
    struct subject_space space = {.arena = q->arena};
    struct matter_stream *stream;
    struct matter m;
    TRY(matter_stream_open(q->db, q->ev, q->today, &space, q->arena, &stream));
    while (matter_stream_next(stream, &m)) {
        if (m.about.kind != ABOUT_PLACE || m.place_key < q->scope.lo || m.place_key >= q->scope.hi) continue;
        for (size_t i = 0; i < q->ev->duty_count; i++) {
            const struct plan_duty *d = &q->ev->plan->duty[q->ev->plan_index[i]];
            struct facility_place place = {m.from, m.to};
            struct cadence_obligation o;
            if (d->standing < 0 || !matter_has(q->ev, &m, i)) continue;
            const struct plan_facility *f = &q->ev->plan->facility[d->standing];
            if (!facility_owed(q->ev->plan, f, &place, m.facility, m.facility_count, m.cadence.exemptions,
                    m.cadence.exemption_count, q->ev->duty[i].id, q->today, &o)) continue;
            w->count[i].asked++;
            w->count[i].met += o.state == CADENCE_MET || o.state == CADENCE_MET_LATE || o.state == CADENCE_EXCUSED;
        }
    }
    return matter_stream_close(stream);
}

static void wanted_add(const struct ask *q, const struct place *p, const struct plan_duty *d, int64_t stored,
    const struct count *n, struct facilities_view *v)
{
    const struct plan_facility *f = &q->ev->plan->facility[d->standing];
    int64_t missing = n->asked - n->met;
    struct text arg[] = {number(q, n->asked), number(q, n->met), number(q, missing)};
    bool one = n->asked == 1;
    struct facilities_wanted *row = &v->wanted.item[v->wanted.n++];
    *row = (struct facilities_wanted){.title = f->title[q->lang], .clause = due_clause(q, d),
        .clause_href = text_fmt(q->arena, "%.*s", TP(due_clause_href(q, d))), .missing = missing, .missing_href = T(""),
        .add_href = T("")};
    if (one) row->label = word(q->lang, missing ? W_facility_missing : W_facility_there);
    else row->label = word_fill(q->arena, q->lang, W_facility_counts, arg, 3);
    if (missing > 0 && !one && ask_may(q, CAP_child_list, p->lo, p->hi))
        row->missing_href = text_fmt(q->arena, "/board/duty?place=%lld&duty=%lld", (long long)p->id, (long long)stored);
    if (missing > 0 && one && ask_may(q, CAP_facility_edit, p->lo, p->hi))
        row->add_href = text_fmt(q->arena, "/facility?place=%lld&kind=%.*s", (long long)p->id, TP(f->kind));
}

static enum rc wanted_fill(const struct ask *q, const struct place *p, struct facilities_view *v)
{
    struct wanted w = {.q = q, .count = arena_array(q->arena, q->ev->duty_count + 1, sizeof(struct count))};
    TRY(wanted_count(&w));
    v->wanted.item = arena_array(q->arena, q->ev->duty_count + 1, sizeof *v->wanted.item);
    for (int missing = 1; missing >= 0; missing--) {
        for (size_t i = 0; i < q->ev->duty_count; i++) {
            const struct count *n = &w.count[i];
            if (n->asked == 0 || (n->met < n->asked) != (missing == 1)) continue;
            wanted_add(q, p, &q->ev->plan->duty[q->ev->plan_index[i]], q->ev->duty[i].id, n, v);
        }
    }
    return RC_OK;
}

/* ---- those that stand ---- */

static int log_kind(const struct ask *q, struct text kind)
{
    for (size_t i = 0; i < q->ev->plan->facility_count; i++) {
        const struct plan_facility *f = &q->ev->plan->facility[i];
        if (f->log >= 0 && in_force(q, f) && text_eq(f->kind, kind)) return f->log;
    }
    const struct code_kind *k = codes_kind(q->ev->codes, T("facility_log"));
    return k == NULL ? -1 : k->number;
}

static struct text log_href(const struct ask *q, const struct facility *f)
{
    int kind = log_kind(q, f->kind);
    bool mine = f->keeper != 0 && f->keeper == q->who->staff;
    if (kind < 0 || f->to != DAY_NONE || (!mine && !ask_may(q, CAP_record_add, f->place_key, f->place_key + 1))) return T("");
    return text_fmt(q->arena, "/record?kind=%.*s&facility=%lld", TP(q->ev->codes->kind_of[kind]->key), (long long)f->id);
}

static enum rc last_days(const struct ask *q, const struct facility_list *l, day_t *last)
{
    struct cursor c;
    struct sql_facility_last_out row;
    struct sql_facility_last_in in = {.county = q->scope.county, .key_lo = q->scope.lo, .key_hi = q->scope.hi};
    for (size_t i = 0; i < l->n; i++) last[i] = DAY_NONE;
    TRY(sql_facility_last(q->db, &in, &c));
    while (sql_facility_last_next(&c, &row)) {
        for (size_t i = 0; i < l->n; i++) {
            if (l->item[i].id == row.facility) last[i] = (day_t)row.day;
        }
    }
    return sql_close(&c);
}

static enum rc row_add(const struct ask *q, const struct facility *f, const struct facility_state *state, size_t n, day_t last,
    struct facilities_view *v)
{
    struct facilities_rows *row = &v->rows.item[v->rows.n++];
    *row = (struct facilities_rows){.id = f->id, .name = f->name, .kind = plan_facility_title(q->ev->plan, f->kind, q->lang),
        .keeper = f->keeper == 0 ? word(q->lang, W_facility_no_keeper) : f->keeper_name, .hours = f->hours, .lacks = T(""),
        .closed = T(""), .record_href = log_href(q, f)};
    row->href = text_fmt(q->arena, "/facility?place=%lld&id=%lld", (long long)f->place, (long long)f->id);
    if (f->to != DAY_NONE) row->closed = said2(q, W_facility_closed_since, day_text(q->arena, f->to), TEXT_NONE);
    if (last == DAY_NONE) row->last = word(q->lang, W_facility_no_entry);
    else row->last = said2(q, W_facility_last, day_short(q, last), TEXT_NONE);
    for (size_t i = 0; i < n; i++) {
        if (state[i].id == f->id) row->lacks = lacks_said(q, &state[i]);
    }
    return matter_place_name(q, f->place, true, &row->place);
}

static enum rc rows_fill(const struct ask *q, struct facilities_view *v)
{
    struct facility_list l;
    struct facility_state *state;
    size_t n;
    TRY(facility_at(q->db, q->scope.county, q->scope.lo, q->scope.hi, q->arena, &l));
    TRY(facility_states(q->db, q->scope.county, q->scope.lo, q->scope.hi, q->arena, &state, &n));
    day_t *last = arena_array(q->arena, l.n + 1, sizeof *last);
    TRY(last_days(q, &l, last));
    v->rows.item = arena_array(q->arena, l.n + 1, sizeof *v->rows.item);
    for (int closed = 0; closed < 2; closed++) {
        for (size_t i = 0; i < l.n; i++) {
            if ((l.item[i].to != DAY_NONE) == (closed == 1)) TRY(row_add(q, &l.item[i], state, n, last[i], v));
        }
    }
    return RC_OK;
}

enum rc build_facilities(const struct ask *q, int64_t place, struct facilities_view *v)
{
    struct place p;
    TRY(ask_place(q, place, &p));
    *v = (struct facilities_view){.title = word(q->lang, W_facility_title), .place_id = p.id, .add_href = T(""),
        .xlsx_href = T(""), .empty = word(q->lang, W_facility_none)};
    TRY(matter_place_name(q, p.id, true, &v->place));
    if (ask_may(q, CAP_facility_edit, p.lo, p.hi)) v->add_href = text_fmt(q->arena, "/facility?place=%lld", (long long)p.id);
    if (ask_may(q, CAP_export, p.lo, p.hi)) v->xlsx_href = text_fmt(q->arena, "/facilities/file?place=%lld", (long long)p.id);
    TRY(wanted_fill(q, &p, v));
    return rows_fill(q, v);
}

static const struct table_head heads[] = {
    {W_ledger_no, 6, true}, {W_facility_name, 20, false}, {W_facility_kind, 16, false}, {W_facility_place, 24, false},
    {W_facility_keeper, 12, false}, {W_facility_hours, 20, false}, {W_facility_log, 18, false}, {W_facility_state, 30, false},
};
enum { COLUMNS = sizeof heads / sizeof *heads };

enum rc build_facilities_paper(const struct ask *q, int64_t place, struct list_view *v)
{
    struct facilities_view rows;
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    size_t cap = 0;
    TRY(build_facilities(q, place, &rows));
    *v = (struct list_view){.title = rows.title, .sentence = rows.place, .table = t, .back_href = T(""), .xlsx_href = T("")};
    table_heads(q, t, heads, COLUMNS);
    t->caption = rows.title;
    t->empty = rows.empty;
    for (size_t i = 0; i < rows.rows.n; i++) {
        const struct facilities_rows *r = &rows.rows.item[i];
        struct text state = text_empty(r->closed) ? r->lacks : r->closed;
        struct text said[COLUMNS] = {number(q, (int64_t)i + 1), r->name, r->kind, r->place, r->keeper, r->hours, r->last, state};
        table_row(q, t, &cap, heads, said, COLUMNS, text_empty(state) ? "" : "warn");
    }
    return RC_OK;
}

/* ---- one ---- */

struct one {
    const struct ask *q;
    const struct facility_query *in;
    struct place place;
    struct facility f;
    struct facility_state state;
    struct facility_view *v;
};

static void option_add(const struct ask *q, struct field_part *f, size_t *cap, struct text value, struct text label,
    struct text hint)
{
    f->options.item = arena_grow(q->arena, f->options.item, f->options.n, cap, f->options.n + 1, sizeof *f->options.item);
    f->options.item[f->options.n++] = (struct choice_part){.value = value, .label = label, .hint = hint,
        .on = text_eq(f->value, value), .href = T("")};
}

static struct field_part kind_ask(const struct one *o)
{
    const struct ask *q = o->q;
    const struct code_list *l = codes_list(q->ev->codes, T("facility"));
    struct field_part f = field_plain(q, o->in->state, "kind", "select", W_facility_kind, o->in->kind, true);
    size_t cap = 0;
    for (size_t i = 0; i < q->ev->plan->facility_count; i++) {
        const struct plan_facility *p = &q->ev->plan->facility[i];
        bool known = !in_force(q, p);
        for (size_t k = 0; k < f.options.n; k++) known = known || text_eq(f.options.item[k].value, p->kind);
        if (!known) option_add(q, &f, &cap, p->kind, plan_facility_title(q->ev->plan, p->kind, q->lang), T(""));
    }
    for (size_t i = 0; l && i < l->n; i++) {
        bool known = false;
        for (size_t k = 0; k < f.options.n; k++) known = known || text_eq(f.options.item[k].value, l->item[i].key);
        if (!known) option_add(q, &f, &cap, l->item[i].key, l->item[i].title[q->lang], T(""));
    }
    return f;
}

static enum rc keeper_ask(const struct one *o, struct field_part *f)
{
    const struct ask *q = o->q;
    struct place home = o->place;
    struct cursor c;
    struct sql_matter_staff_pick_out row;
    size_t cap = 0;
    *f = field_plain(q, o->in->state, "keeper", "select", W_facility_keeper, o->f.keeper ? number(q, o->f.keeper) : T(""), false);
    if (home.kind == PLACE_CLASS) TRY(place_by_id(q->db, q->scope.county, home.parent, q->arena, &home));
    struct sql_matter_staff_pick_in in = {.county = q->scope.county, .place = home.id, .day = q->today, .limit = KEEPERS};
    bool there = o->f.keeper == 0;        /* who keeps it stays a choice, wherever they work now */
    TRY(sql_matter_staff_pick(q->db, &in, &c));
    while (sql_matter_staff_pick_next(&c, &row)) {
        there = there || row.id == o->f.keeper;
        option_add(q, f, &cap, number(q, row.id), text_dup(q->arena, row.name), text_dup(q->arena, row.post));
    }
    TRY(sql_close(&c));
    if (!there) option_add(q, f, &cap, number(q, o->f.keeper), o->f.keeper_name, T(""));
    return RC_OK;
}

static struct field_part things_ask(const struct one *o, const struct facility_thing *t)
{
    const struct ask *q = o->q;
    day_t known;
    int64_t has = facility_part_on(&o->state, t->item->key, q->today, q->today, &known);
    struct field_part f = field_plain(q, o->in->state, "n_", "number", W_facility_number, has ? number(q, has) : T(""), false);
    f.name = text_fmt(q->arena, "n_%.*s", TP(t->item->key));
    f.value = field_typed(o->in->state, f.name, has ? number(q, has) : T(""));
    f.label = t->item->title[q->lang];
    f.hint = said2(q, t->optional ? W_facility_optional : W_facility_least, number(q, t->least), TEXT_NONE);
    f.min = T("0");
    return f;
}

static enum rc form_fill(struct one *o, struct form_part *form)
{
    const struct ask *q = o->q;
    bool new = o->f.id == 0;
    struct facility_thing *thing;
    struct text kind = new ? o->in->kind : o->f.kind;
    size_t n = facility_things(q, kind, o->place.lo, &thing);
    *form = (struct form_part){.key = T("save"), .title = word(q->lang, new ? W_facility_new : W_facility_edit), .open = new,
        .action_href = text_fmt(q->arena, "/facility?place=%lld", (long long)o->place.id),
        .save_label = word(q->lang, W_facility_save)};
    if (text_eqz(o->in->form, "save")) form->open = true;
    struct field_part *f = form->fields.item = arena_array(q->arena, n + 10, sizeof *f);
    size_t k = 0;
    if (!new) f[k++] = field_plain(q, NULL, "id", "hidden", W_facility_name, number(q, o->f.id), false);
    if (!new) f[k++] = field_plain(q, NULL, "version", "hidden", W_facility_name, number(q, o->f.version), false);
    if (new) f[k++] = kind_ask(o);
    f[k] = field_plain(q, o->in->state, "name", "text", W_facility_name, o->f.name, false);
    if (new) f[k].hint = word(q->lang, W_facility_name_hint);
    k++;
    TRY(keeper_ask(o, &f[k++]));
    f[k++] = field_plain(q, o->in->state, "hours", "text", W_facility_hours, o->f.hours, false);
    for (size_t i = 0; i < n; i++) f[k++] = things_ask(o, &thing[i]);
    f[k++] = field_plain(q, o->in->state, "note", "text", W_facility_note, o->f.note, false);
    if (new) f[k++] = field_plain(q, o->in->state, "from", "date", W_facility_from, day_text(q->arena, q->today), true);
    form->fields.n = k;
    return RC_OK;
}

static void close_fill(struct one *o, struct form_part *form)
{
    const struct ask *q = o->q;
    *form = (struct form_part){.key = T("close"), .title = word(q->lang, W_facility_close), .danger = true,
        .open = text_eqz(o->in->form, "close"), .save_label = word(q->lang, W_facility_close),
        .action_href = text_fmt(q->arena, "/facility/close?place=%lld", (long long)o->place.id)};
    form->fields.item = arena_array(q->arena, 2, sizeof *form->fields.item);
    form->fields.item[0] = field_plain(q, NULL, "id", "hidden", W_facility_name, number(q, o->f.id), false);
    form->fields.item[1] = field_plain(q, o->in->state, "day", "date", W_facility_close_on, day_text(q->arena, q->today), true);
    form->fields.n = 2;
}

static enum rc log_fill(struct one *o)
{
    const struct ask *q = o->q;
    struct cursor c;
    struct sql_facility_log_out row;
    struct sql_facility_log_in in = {.county = q->scope.county, .facility = o->f.id, .limit = FACILITY_LOG};
    o->v->log.item = arena_array(q->arena, FACILITY_LOG, sizeof *o->v->log.item);
    TRY(sql_facility_log(q->db, &in, &c));
    while (sql_facility_log_next(&c, &row)) {
        const struct code_kind *k = codes_kind(q->ev->codes, row.kind);
        o->v->log.item[o->v->log.n++] = (struct facility_log){
            .label = text_fmt(q->arena, "%.*s · %.*s", TP(k ? k->title[q->lang] : text_dup(q->arena, row.kind)),
                TP(day_short(q, (day_t)row.occurred_day))),
            .note = text_dup(q->arena, row.actor_name), .voided = row.voided_at != NULL_INT,
            .href = text_fmt(q->arena, "/record/%lld", (long long)row.id)};
    }
    return sql_close(&c);
}

static struct text part_title(const struct ask *q, struct text kind, struct text part)
{
    if (text_eqz(part, FACILITY_KEEPER)) return word(q->lang, W_facility_keeper);
    for (size_t i = 0; i < q->ev->plan->facility_count; i++) {
        const struct plan_facility *f = &q->ev->plan->facility[i];
        for (size_t k = 0; text_eq(f->kind, kind) && k < f->item_count; k++) {
            if (text_eq(f->item[k].key, part)) return f->item[k].title[q->lang];
        }
    }
    return part;
}

static enum rc history_fill(struct one *o)
{
    const struct ask *q = o->q;
    struct cursor c;
    struct sql_facility_spells_out row;
    size_t cap = 0;
    struct facility_view *v = o->v;
    TRY(sql_facility_spells(q->db, &(struct sql_facility_spells_in){.county = q->scope.county, .facility = o->f.id}, &c));
    while (sql_facility_spells_next(&c, &row)) {
        bool keeper = text_eqz(row.part, FACILITY_KEEPER);
        struct text to = row.to_day == DAY_NONE ? word(q->lang, W_facility_still) : day_text(q->arena, row.to_day);
        v->history.item = arena_grow(q->arena, v->history.item, v->history.n, &cap, v->history.n + 1, sizeof *v->history.item);
        v->history.item[v->history.n++] = (struct event_part){
            .at = text_fmt(q->arena, "%.*s – %.*s", TP(day_text(q->arena, row.from_day)), TP(to)), .who = T(""), .comment = T(""),
            .what = text_fmt(q->arena, "%.*s %.*s", TP(part_title(q, o->f.kind, text_dup(q->arena, row.part))),
                TP(keeper ? text_dup(q->arena, row.staff_name) : number(q, row.n)))};
    }
    return sql_close(&c);
}

static enum rc owed_fill(struct one *o)
{
    const struct ask *q = o->q;
    struct matter_rows rows, own = {0};
    struct matter_lines lines;
    struct ask at = *q;
    at.scope = scope_narrow(q->scope, o->place.lo, o->place.lo + 1, 0, 0);
    TRY(matters_at(&at, q->today, DAY_MAX, 0, INT32_MAX, &rows));
    own.item = rows.item;
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.item[i].about.kind == ABOUT_FACILITY && rows.item[i].about.id == o->f.id) own.item[own.n++] = rows.item[i];
    }
    matters_fold(q, &own, &lines);
    o->v->owed.item = arena_array(q->arena, lines.n + 1, sizeof *o->v->owed.item);
    for (size_t i = 0; i < lines.n; i++) TRY(matter_fill(q, &lines.item[i], &o->v->owed.item[o->v->owed.n++]));
    return RC_OK;
}

static enum rc one_fill(struct one *o)
{
    const struct ask *q = o->q;
    struct facility_state *state;
    size_t n;
    TRY(facility_states(q->db, q->scope.county, o->f.place_key, o->f.place_key + 1, q->arena, &state, &n));
    for (size_t i = 0; i < n; i++) {
        if (state[i].id == o->f.id) o->state = state[i];
    }
    o->v->title = o->f.name;
    o->v->lacks = lacks_said(q, &o->state);
    o->v->sentence = text_fmt(q->arena, "%.*s · %.*s%s%.*s", TP(plan_facility_title(q->ev->plan, o->f.kind, q->lang)),
        TP(said2(q, W_facility_since, day_text(q->arena, o->f.from), TEXT_NONE)), o->f.hours.n ? " · " : "", TP(o->f.hours));
    if (o->f.note.n) o->v->sentence = text_fmt(q->arena, "%.*s · %.*s", TP(o->v->sentence), TP(o->f.note));
    o->v->record_href = log_href(q, &o->f);
    TRY(log_fill(o));
    TRY(history_fill(o));
    return owed_fill(o);
}

enum rc build_facility(const struct ask *q, const struct facility_query *in, struct facility_view *v)
{
    struct one o = {.q = q, .in = in, .v = v, .f = {.name = T(""), .hours = T(""), .note = T(""), .to = DAY_NONE}};
    *v = (struct facility_view){.title = word(q->lang, W_facility_new), .sentence = T(""), .lacks = T(""), .record_href = T("")};
    TRY(ask_place(q, in->place, &o.place));
    if (in->id != 0) {
        TRY(facility_by_id(q->db, q->scope.county, in->id, q->arena, &o.f));
        if (o.f.place_key < q->scope.lo || o.f.place_key >= q->scope.hi) return RC_NOT_FOUND;
        TRY(place_by_id(q->db, q->scope.county, o.f.place, q->arena, &o.place));
        TRY(one_fill(&o));
    }
    TRY(matter_place_name(q, o.place.id, true, &v->place));
    v->back_href = text_fmt(q->arena, "/facilities?place=%lld", (long long)o.place.id);
    if (!ask_may(q, CAP_facility_edit, o.place.lo, o.place.hi)) return in->id == 0 ? RC_NOT_FOUND : RC_OK;
    v->forms.item = arena_array(q->arena, 2, sizeof *v->forms.item);
    if (in->id != 0 && o.f.to != DAY_NONE) return RC_OK;
    TRY(form_fill(&o, &v->forms.item[v->forms.n++]));
    if (in->id != 0) close_fill(&o, &v->forms.item[v->forms.n++]);
    return RC_OK;
}
