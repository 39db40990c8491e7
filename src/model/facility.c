/* SPDX-License-Identifier: Apache-2.0 */
#include "model/facility.h"

#include "base/ids.h"
#include "gen/sql/facility.h"
#include "model/evaluator.h"
#include "model/place.h"
#include "model/staff.h"
#include "model/touched.h"

/* ---- reading ---- */

#define FACILITY_TAKE(a, o)                                                                                               \
    (struct facility){.id = (o).id, .place = (o).place, .place_key = (o).place_key, .keeper = (o).keeper,                 \
        .version = (o).version, .kind = text_dup(a, (o).kind), .name = text_dup(a, (o).name),                             \
        .keeper_name = text_dup(a, (o).keeper_name), .hours = text_dup(a, (o).hours), .note = text_dup(a, (o).note),      \
        .from = (o).from_day, .to = (o).to_day, .made_at = (o).made_at}

enum rc facility_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct facility *out)
{
    struct sql_facility_by_id_out row;
    TRY(sql_facility_by_id_one(db, &(struct sql_facility_by_id_in){.county = county, .id = id}, a, &row));
    *out = FACILITY_TAKE(a, row);
    return RC_OK;
}

enum rc facility_at(struct db *db, int64_t county, int64_t lo, int64_t hi, struct arena *a, struct facility_list *out)
{
    struct cursor c;
    struct sql_facility_at_out row;
    size_t cap = 0;
    *out = (struct facility_list){0};
    TRY(sql_facility_at(db, &(struct sql_facility_at_in){.county = county, .key_lo = lo, .key_hi = hi}, &c));
    while (sql_facility_at_next(&c, &row)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = FACILITY_TAKE(a, row);
    }
    return sql_close(&c);
}

static day_t end_of(day_t to)
{
    return to == DAY_NONE ? DAY_MAX : to;
}

static enum rc spells_read(struct db *db, int64_t county, int64_t lo, int64_t hi, struct arena *a, struct facility_state *state,
                           size_t n)
{
    struct cursor c;
    struct sql_facility_spells_at_out row;
    struct facility_spell *spell = NULL;
    size_t *first = arena_array(a, n + 1, sizeof *first), at = 0, count = 0, cap = 0;
    TRY(sql_facility_spells_at(db, &(struct sql_facility_spells_at_in){.county = county, .key_lo = lo, .key_hi = hi}, &c));
    while (sql_facility_spells_at_next(&c, &row)) {
        while (at < n && state[at].id != row.facility) first[++at] = count;
        if (at == n) break;
        spell = arena_grow(a, spell, count, &cap, count + 1, sizeof *spell);
        spell[count++] = (struct facility_spell){text_dup(a, row.part), row.from_day, end_of(row.to_day), (day_t)row.known_day,
                                                 row.n};
    }
    while (at < n) first[++at] = count;
    for (size_t i = 0; i < n; i++) {
        state[i].spell = spell ? spell + first[i] : NULL;
        state[i].spell_count = first[i + 1] - first[i];
    }
    return sql_close(&c);
}

enum rc facility_states(struct db *db, int64_t county, int64_t lo, int64_t hi, struct arena *a, struct facility_state **out,
                        size_t *n)
{
    struct cursor c;
    struct sql_facility_states_out row;
    struct facility_state *list = NULL;
    size_t cap = 0;
    *n = 0;
    TRY(sql_facility_states(db, &(struct sql_facility_states_in){.county = county, .key_lo = lo, .key_hi = hi}, &c));
    while (sql_facility_states_next(&c, &row)) {
        list = arena_grow(a, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct facility_state){.id = row.id, .place_key = row.place_key, .kind = text_dup(a, row.kind),
            .from = row.from_day, .to = end_of(row.to_day), .known = (day_t)row.known_day};
    }
    TRY(sql_close(&c));
    *out = list;
    return *n == 0 ? RC_OK : spells_read(db, county, lo, hi, a, list, *n);
}

enum rc facility_keeper_on(struct db *db, int64_t county, int64_t facility, day_t day, int64_t *staff)
{
    struct cursor c;
    struct sql_facility_keeper_on_out row;
    *staff = 0;
    TRY(sql_facility_keeper_on(db, &(struct sql_facility_keeper_on_in){.county = county, .facility = facility, .day = day}, &c));
    while (sql_facility_keeper_on_next(&c, &row)) *staff = row.staff;
    return sql_close(&c);
}

/* ---- checking ---- */

bool facility_kind_known(const struct plan *p, struct text kind)
{
    const struct code_list *l = codes_list(p->codes, T("facility"));
    if (l && code_item(l, kind)) return true;
    for (size_t i = 0; i < p->facility_count; i++) {
        if (text_eq(p->facility[i].kind, kind)) return true;
    }
    return false;
}

static void words_check(struct work *w, const struct facility *f)
{
    const struct { const char *field; struct text said; size_t most; } words[] = {
        {"name", f->name, FACILITY_NAME}, {"hours", f->hours, FACILITY_HOURS}, {"note", f->note, FACILITY_NOTE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_utf8(words[i].said) && text_chars(words[i].said) <= words[i].most) continue;
        fault_add(w->faults, text_of(words[i].field), W_encounter_text_long, text_fmt(w->arena, "%zu", words[i].most), TEXT_NONE);
    }
}

/* Who keeps it works at the place, above it, or in it. */
static enum rc keeper_check(struct work *w, const struct facility *f, const struct place *p)
{
    struct staff s;
    struct place home;
    if (f->keeper == 0) return RC_OK;
    enum rc rc = staff_by_id(w->db, w->county, f->keeper, w->arena, &s);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    bool here = rc == RC_OK && (s.to == DAY_NONE || s.to > w->today);
    if (here) {
        TRY(place_by_id(w->db, w->county, s.place, w->arena, &home));
        here = (home.lo <= p->lo && p->hi <= home.hi) || (p->lo <= home.lo && home.hi <= p->hi);
    }
    if (!here) fault_add(w->faults, T("keeper"), W_facility_keeper_where, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

/* Only things that a scheme asks for are counted; the keeper is no thing. */
static bool part_known(const struct work *w, struct text part)
{
    const struct plan *p = w->ev == NULL ? NULL : w->ev->plan;
    for (size_t i = 0; p != NULL && i < p->facility_count; i++) {
        for (size_t k = 0; k < p->facility[i].item_count; k++) {
            if (text_eq(p->facility[i].item[k].key, part)) return !text_eqz(part, FACILITY_KEEPER);
        }
    }
    return false;
}

static void parts_check(struct work *w, const struct facility_part *part, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (part_known(w, part[i].part) && part[i].n >= 0 && part[i].n <= FACILITY_PART_MOST) continue;
        fault_add(w->faults, part[i].part, W_encounter_number_range, T("0"), text_fmt(w->arena, "%d", FACILITY_PART_MOST));
    }
}

static enum rc twin_check(struct work *w, const struct facility *f, const struct place *p)
{
    struct facility_list l;
    TRY(facility_at(w->db, w->county, p->lo, p->lo + 1, w->arena, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct facility *o = &l.item[i];
        bool twin = o->id != f->id && o->place == p->id && o->to == DAY_NONE && text_eq(o->kind, f->kind);
        if (!twin || !text_eq(o->name, f->name)) continue;
        fault_add(w->faults, T("name"), W_facility_twice, f->name, TEXT_NONE);
        return RC_CONFLICT;
    }
    return RC_OK;
}

/* ---- writing ---- */

/* The place and all above it may owe that it stands; the facility itself owes its log. */
static enum rc touch(struct work *w, int64_t id, int64_t place, bool roles)
{
    struct place_list path;
    TRY(place_path(w->db, w->county, place, w->arena, &path));
    for (size_t i = 0; i < path.n; i++) touched_about(w->touched, ABOUT_PLACE, path.item[i].id, false);
    touched_about(w->touched, ABOUT_FACILITY, id, roles);
    return RC_OK;
}

static enum rc part_begin(struct work *w, int64_t id, struct text part, int64_t n, day_t from)
{
    return sql_facility_spell_put_run(w->db,
        &(struct sql_facility_spell_put_in){.county = w->county, .facility = id, .part = part, .from_day = from,
            .known_day = w->today, .n = n}, NULL);
}

/* From today on; what was told today already is told anew. */
static enum rc part_set(struct work *w, int64_t id, struct text part, int64_t n)
{
    struct sql_facility_spell_open_out now;
    struct sql_facility_spell_open_in in = {.county = w->county, .facility = id, .part = part};
    enum rc rc = sql_facility_spell_open_one(w->db, &in, w->arena, &now);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    if ((rc == RC_NOT_FOUND && n == 0) || (rc == RC_OK && now.n == n)) return RC_OK;
    if (rc == RC_OK && now.from_day < w->today) {
        TRY(sql_facility_spell_end_run(w->db,
            &(struct sql_facility_spell_end_in){.county = w->county, .facility = id, .part = part, .to_day = w->today}, NULL));
    } else if (rc == RC_OK) {
        TRY(sql_facility_spell_drop_run(w->db,
            &(struct sql_facility_spell_drop_in){.county = w->county, .facility = id, .part = part, .from_day = now.from_day},
            NULL));
    }
    if (n == 0) return RC_OK;
    TRY(sql_facility_spell_cut_run(w->db,
        &(struct sql_facility_spell_cut_in){.county = w->county, .facility = id, .part = part, .day = w->today}, NULL));
    return part_begin(w, id, part, n, w->today);
}

enum rc facility_add(struct work *w, struct facility *f, const struct facility_part *part, size_t n)
{
    struct place p;
    size_t before = w->faults->errors;
    TRY(place_by_id(w->db, w->county, f->place, w->arena, &p));
    if (w->ev == NULL || !facility_kind_known(w->ev->plan, f->kind))
        fault_add(w->faults, T("kind"), W_facility_kind_unknown, f->kind, TEXT_NONE);
    if (f->from == 0) f->from = w->today;
    if (f->from > w->today) fault_add(w->faults, T("from"), W_encounter_day_future, day_text(w->arena, f->from),
        day_text(w->arena, w->today));
    if (text_empty(text_trim(f->name)) && w->ev) f->name = plan_facility_title(w->ev->plan, f->kind, LANG_ZH);
    words_check(w, f);
    parts_check(w, part, n);
    TRY(keeper_check(w, f, &p));
    if (w->faults->errors > before) return RC_INVALID;
    TRY(twin_check(w, f, &p));
    f->id = ids_next(w->ids, w->now);
    f->place_key = p.lo;
    f->version = 1;
    TRY(sql_facility_insert_run(w->db,
        &(struct sql_facility_insert_in){.county = w->county, .id = f->id, .kind = f->kind, .place = p.id, .place_key = p.lo,
            .name = f->name, .keeper = f->keeper, .hours = f->hours.s ? f->hours : T(""), .note = f->note.s ? f->note : T(""),
            .from_day = f->from, .known_day = w->today, .made_by = w->staff, .made_at = w->now}, NULL));
    if (f->keeper != 0) TRY(part_begin(w, f->id, T(FACILITY_KEEPER), f->keeper, f->from));
    for (size_t i = 0; i < n; i++) {
        if (part[i].n > 0) TRY(part_begin(w, f->id, part[i].part, part[i].n, f->from));
    }
    return touch(w, f->id, p.id, false);
}

enum rc facility_change(struct work *w, const struct facility *f, const struct facility_part *part, size_t n)
{
    struct facility was;
    struct place p;
    int64_t changed = 0;
    size_t before = w->faults->errors;
    TRY(facility_by_id(w->db, w->county, f->id, w->arena, &was));
    TRY(place_by_id(w->db, w->county, was.place, w->arena, &p));
    struct facility now = *f;
    now.kind = was.kind;
    if (text_empty(text_trim(now.name))) now.name = was.name;
    words_check(w, &now);
    parts_check(w, part, n);
    if (now.keeper != was.keeper) TRY(keeper_check(w, &now, &p));
    if (w->faults->errors > before) return RC_INVALID;
    TRY(twin_check(w, &now, &p));
    TRY(sql_facility_update_run(w->db,
        &(struct sql_facility_update_in){.county = w->county, .id = now.id, .version = now.version, .name = now.name,
            .keeper = now.keeper, .hours = now.hours.s ? now.hours : T(""), .note = now.note.s ? now.note : T("")}, &changed));
    if (changed == 0) {
        fault_add(w->faults, T("version"), W_facility_changed, TEXT_NONE, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(part_set(w, now.id, T(FACILITY_KEEPER), now.keeper));
    for (size_t i = 0; i < n; i++) TRY(part_set(w, now.id, part[i].part, part[i].n));
    return touch(w, now.id, was.place, now.keeper != was.keeper);
}

enum rc facility_close(struct work *w, int64_t id, day_t on)
{
    struct facility was;
    int64_t changed = 0;
    TRY(facility_by_id(w->db, w->county, id, w->arena, &was));
    if (on < was.from || on > w->today) {
        fault_add(w->faults, T("day"), W_facility_close_day, day_text(w->arena, was.from), TEXT_NONE);
        return RC_INVALID;
    }
    TRY(sql_facility_close_run(w->db, &(struct sql_facility_close_in){.county = w->county, .id = id, .to_day = on}, &changed));
    return changed == 0 ? RC_CONFLICT : touch(w, id, was.place, false);
}

enum rc facility_keeper_leaves(struct work *w, int64_t staff, day_t on)
{
    struct cursor c;
    struct sql_facility_kept_out row, *list = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_facility_kept(w->db, &(struct sql_facility_kept_in){.county = w->county, .keeper = staff}, &c));
    while (sql_facility_kept_next(&c, &row)) {
        list = arena_grow(w->arena, list, n, &cap, n + 1, sizeof *list);
        list[n++] = row;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        struct sql_facility_keeper_drop_in drop = {.county = w->county, .id = list[i].id};
        if (on <= w->today) TRY(sql_facility_keeper_drop_run(w->db, &drop, NULL));
        TRY(sql_facility_spell_end_run(w->db,
            &(struct sql_facility_spell_end_in){.county = w->county, .facility = list[i].id, .part = T(FACILITY_KEEPER),
                .to_day = on}, NULL));
        TRY(touch(w, list[i].id, list[i].place, true));
    }
    return RC_OK;
}
