/* SPDX-License-Identifier: Apache-2.0 */
#include "model/place.h"

#include "gen/sql/enrolment.h"
#include "gen/sql/place.h"

static const char *const kind_keys[PLACE_KINDS] = {"bureau", "centre", "school", "class"};

const char *place_kind_key(enum place_kind k)
{
    return kind_keys[k];
}

bool place_kind_of(struct text key, enum place_kind *out)
{
    for (int k = 0; k < PLACE_KINDS; k++) {
        if (!text_eqz(key, kind_keys[k])) continue;
        *out = (enum place_kind)k;
        return true;
    }
    return false;
}

/* The statements that read places give the same columns under different names of struct. */
#define PLACE_TAKE(a, o, p)                                                                                          \
    do {                                                                                                             \
        *(p) = (struct place){.id = (o).id, .parent = (o).parent, .code = text_dup(a, (o).code),                     \
            .name = text_dup(a, (o).name), .stage = text_dup(a, (o).stage), .township = text_dup(a, (o).township),   \
            .calendar = text_dup(a, (o).calendar), .lo = (o).key_lo, .hi = (o).key_hi, .sort_no = (int)(o).sort_no,  \
            .entry_year = (int)(o).entry_year, .first_grade = (int)(o).first_grade, .years = (int)(o).years,         \
            .class_no = (int)(o).class_no, .boarding = (o).boarding != 0, .rural = (o).rural != 0,                   \
            .from = (o).from_day, .to = (o).to_day};                                                                 \
        if (!place_kind_of((o).kind, &(p)->kind)) return RC_INTERNAL;                                                \
    } while (0)

static void list_add(struct arena *a, struct place_list *l, size_t *cap, const struct place *p)
{
    l->item = arena_grow(a, l->item, l->n, cap, l->n + 1, sizeof *l->item);
    l->item[l->n++] = *p;
}

enum rc place_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct place *out)
{
    struct sql_place_row_out o;
    TRY(sql_place_row_one(db, &(struct sql_place_row_in){.county = county, .id = id}, a, &o));
    PLACE_TAKE(a, o, out);
    return RC_OK;
}

enum rc place_by_code(struct db *db, int64_t county, int64_t parent, enum place_kind kind, struct text code, struct arena *a,
                      struct place *out)
{
    struct sql_place_row_code_out o;
    struct sql_place_row_code_in in = {.county = county, .parent = parent, .kind = text_of(place_kind_key(kind)), .code = code};
    TRY(sql_place_row_code_one(db, &in, a, &o));
    PLACE_TAKE(a, o, out);
    return RC_OK;
}

enum rc place_by_key(struct db *db, int64_t county, int64_t lo, enum place_kind kind, struct arena *a, struct place *out)
{
    struct sql_place_row_key_out o;
    struct sql_place_row_key_in in = {.county = county, .key_lo = lo, .kind = text_of(place_kind_key(kind))};
    TRY(sql_place_row_key_one(db, &in, a, &o));
    PLACE_TAKE(a, o, out);
    return RC_OK;
}

enum rc place_bureau(struct db *db, int64_t county, struct arena *a, struct place *out)
{
    return place_by_key(db, county, 0, PLACE_BUREAU, a, out);
}

static enum rc named_find(struct db *db, int64_t county, enum place_kind kind, struct text code_or_name, struct arena *a,
                          struct place *out)
{
    struct cursor c;
    struct sql_place_named_out o;
    struct sql_place_named_in in = {.county = county, .kind = text_of(place_kind_key(kind)),
        .words = text_trim(code_or_name)};
    TRY(sql_place_named(db, &in, &c));
    size_t n = 0;
    bool by_code = false;
    while (sql_place_named_next(&c, &o)) {
        bool code = text_eq(o.code, in.words);
        if (n > 0 && by_code && !code) break;   /* codes come first and win over names */
        if (n++ == 0) PLACE_TAKE(a, o, out);
        by_code = code;
    }
    TRY(sql_close(&c));
    return n == 1 ? RC_OK : n == 0 ? RC_NOT_FOUND : RC_CONFLICT;
}

enum rc place_school_find(struct db *db, int64_t county, struct text code_or_name, struct arena *a, struct place *out)
{
    return named_find(db, county, PLACE_SCHOOL, code_or_name, a, out);
}

enum rc place_work_find(struct db *db, int64_t county, struct text code_or_name, struct arena *a, struct place *out)
{
    if (text_eqz(code_or_name, "bureau")) return place_bureau(db, county, a, out);
    enum rc rc = place_school_find(db, county, code_or_name, a, out);
    if (rc == RC_NOT_FOUND) rc = named_find(db, county, PLACE_CENTRE, code_or_name, a, out);
    if (rc == RC_NOT_FOUND) rc = named_find(db, county, PLACE_BUREAU, code_or_name, a, out);
    return rc;
}

enum rc place_children(struct db *db, int64_t county, int64_t parent, struct arena *a, struct place_list *out)
{
    struct cursor c;
    struct sql_place_below_out o;
    struct place p;
    size_t cap = 0;
    *out = (struct place_list){0};
    TRY(sql_place_below(db, &(struct sql_place_below_in){.county = county, .parent = parent}, &c));
    while (sql_place_below_next(&c, &o)) {
        PLACE_TAKE(a, o, &p);
        list_add(a, out, &cap, &p);
    }
    return sql_close(&c);
}

enum rc place_under(struct db *db, int64_t county, int64_t lo, int64_t hi, enum place_kind kind, day_t on, struct arena *a,
                    struct place_list *out)
{
    struct cursor c;
    struct sql_place_within_out o;
    struct place p;
    size_t cap = 0;
    struct sql_place_within_in in = {.county = county, .key_lo = lo, .key_hi = hi, .kind = text_of(place_kind_key(kind)),
                                     .day = on == DAY_NONE ? day_of(1900, 1, 1) : on};
    *out = (struct place_list){0};
    TRY(sql_place_within(db, &in, &c));
    while (sql_place_within_next(&c, &o)) {
        PLACE_TAKE(a, o, &p);
        list_add(a, out, &cap, &p);
    }
    return sql_close(&c);
}

enum rc place_path(struct db *db, int64_t county, int64_t id, struct arena *a, struct place_list *out)
{
    struct place last, p;
    *out = (struct place_list){0};
    TRY(place_by_id(db, county, id, a, &last));
    struct cursor c;
    struct sql_place_over_out o;
    size_t cap = 0;
    TRY(sql_place_over(db, &(struct sql_place_over_in){.county = county, .key_lo = last.lo, .key_hi = last.hi}, &c));
    while (sql_place_over_next(&c, &o)) {
        PLACE_TAKE(a, o, &p);
        list_add(a, out, &cap, &p);
    }
    return sql_close(&c);
}

/* ---- writing ---- */

static bool kind_fits(enum place_kind parent, enum place_kind kind)
{
    if (kind == PLACE_CENTRE) return parent == PLACE_BUREAU;
    if (kind == PLACE_SCHOOL) return parent == PLACE_BUREAU || parent == PLACE_CENTRE;
    return kind == PLACE_CLASS && parent == PLACE_SCHOOL;
}

/* The next free range below a parent. Keys are never given out twice as long as the last place of a kind is not deleted, and undo
 * deletes only what nothing refers to. */
static enum rc key_next(struct work *w, const struct place *parent, enum place_kind kind, int64_t *lo, int64_t *hi)
{
    int64_t step = kind == PLACE_CENTRE   ? INT64_C(1) << PLACE_CENTRE_BITS
                   : kind == PLACE_SCHOOL ? INT64_C(1) << PLACE_SCHOOL_BITS
                                          : 1;
    int64_t end = kind == PLACE_SCHOOL && parent->kind == PLACE_BUREAU ? INT64_C(1) << PLACE_CENTRE_BITS : parent->hi;
    struct sql_place_last_key_out last;
    struct sql_place_last_key_in in = {.county = w->county, .parent = parent->id, .kind = text_of(place_kind_key(kind))};
    TRY(sql_place_last_key_one(w->db, &in, w->arena, &last));
    /* The first slot below a parent is left free, so that no child place begins where its parent begins. */
    *lo = last.key_hi > parent->lo + step ? last.key_hi : parent->lo + step;
    *hi = *lo + step;
    if (*hi <= end) return RC_OK;
    fault_add(w->faults, TEXT_NONE, W_place_full, parent->name, TEXT_NONE);
    return RC_INVALID;
}

static enum rc place_insert(struct work *w, const struct place *p, int64_t batch)
{
    struct sql_place_insert_in in = {
        .county = w->county,
        .id = p->id,
        .parent = p->parent,
        .kind = text_of(place_kind_key(p->kind)),
        .code = p->code,
        .name = p->name,
        .stage = p->stage.s ? p->stage : T(""),
        .key_lo = p->lo,
        .key_hi = p->hi,
        .sort_no = p->sort_no,
        .township = p->township.s ? p->township : T(""),
        .entry_year = p->entry_year,
        .first_grade = p->first_grade,
        .years = p->years,
        .class_no = p->class_no,
        .boarding = p->boarding,
        .rural = p->rural,
        .calendar = p->calendar.s ? p->calendar : T(""),
        .from_day = p->from,
        .to_day = p->to,
        .batch = batch,
    };
    enum rc rc = sql_place_insert_run(w->db, &in, NULL);
    if (rc == RC_CONFLICT) fault_add(w->faults, T("code"), W_place_code_taken, p->code, p->name);
    touched_about(w->touched, ABOUT_PLACE, p->id, false);
    return rc;
}

enum rc place_add(struct work *w, struct place *p, int64_t batch)
{
    struct place parent;
    if (p->kind == PLACE_BUREAU) {
        p->parent = 0;
        p->lo = 0;
        p->hi = PLACE_KEY_END;
    } else {
        TRY(place_by_id(w->db, w->county, p->parent, w->arena, &parent));
        if (!kind_fits(parent.kind, p->kind)) {
            fault_add(w->faults, T("parent"), W_place_parent_wrong, p->name, parent.name);
            return RC_INVALID;
        }
        struct place twin;
        enum rc rc = place_by_code(w->db, w->county, p->parent, p->kind, p->code, w->arena, &twin);
        if (rc == RC_OK) {
            fault_add(w->faults, T("code"), W_place_code_taken, p->code, twin.name);
            return RC_CONFLICT;
        }
        if (rc != RC_NOT_FOUND) return rc;
        TRY(key_next(w, &parent, p->kind, &p->lo, &p->hi));
    }
    if (p->from == 0) p->from = w->today;
    if (p->to == 0) p->to = DAY_NONE;
    p->id = ids_next(w->ids, w->now);
    return place_insert(w, p, batch);
}

/* A class's stage may decide to whom something is owed. */
static enum rc pupils_touch(struct work *w, const struct place *p)
{
    struct cursor c;
    struct sql_enrolment_ever_out o;
    if (p->kind != PLACE_CLASS) return RC_OK;
    TRY(sql_enrolment_ever(w->db, &(struct sql_enrolment_ever_in){.county = w->county, .place_key = p->lo}, &c));
    while (sql_enrolment_ever_next(&c, &o)) touched_add(w->touched, o.child);
    return sql_close(&c);
}

enum rc place_change(struct work *w, const struct place *p)
{
    struct sql_place_update_in in = {
        .county = w->county,
        .id = p->id,
        .code = p->code,
        .name = p->name,
        .stage = p->stage,
        .sort_no = p->sort_no,
        .township = p->township,
        .years = p->years,
        .boarding = p->boarding,
        .rural = p->rural,
        .calendar = p->calendar,
        .to_day = p->to,
    };
    int64_t changed = 0;
    touched_about(w->touched, ABOUT_PLACE, p->id, false);
    enum rc rc = sql_place_update_run(w->db, &in, &changed);
    if (rc == RC_CONFLICT) fault_add(w->faults, T("code"), W_place_code_taken, p->code, p->name);
    return rc != RC_OK ? rc : changed ? pupils_touch(w, p) : RC_NOT_FOUND;
}

enum rc place_close(struct work *w, int64_t id, day_t on)
{
    int64_t changed = 0;
    touched_about(w->touched, ABOUT_PLACE, id, false);
    TRY(sql_place_end_run(w->db, &(struct sql_place_end_in){.county = w->county, .id = id, .to_day = on}, &changed));
    return changed ? RC_OK : RC_NOT_FOUND;
}

/* Classes of one school that begin in the same year at different grades (nine-year schools) need different codes. */
static const char *class_code_mark(const struct place *school, int first_grade)
{
    bool low = text_eqz(school->stage, "kindergarten"), mid = text_eqz(school->stage, "junior"),
         high = text_eqz(school->stage, "senior");
    if (first_grade < 1) return low ? "" : "K";
    if (first_grade >= 10) return high ? "" : "S";
    if (first_grade > 1) return mid ? "" : "J";
    return low || mid || high ? "P" : "";
}

static struct text stretch_stage(int first_grade)
{
    return first_grade < 1 ? T("kindergarten") : first_grade == 1 ? T("primary") : first_grade < 10 ? T("junior") : T("senior");
}

enum rc place_class(struct work *w, const struct place *school, int entry_year, int first_grade, int years, int class_no,
                    int64_t batch, struct place *out)
{
    struct text code = text_fmt(w->arena, "%s%d-%02d", class_code_mark(school, first_grade), entry_year, class_no);
    enum rc rc = place_by_code(w->db, w->county, school->id, PLACE_CLASS, code, w->arena, out);
    if (rc != RC_NOT_FOUND) return rc;
    *out = (struct place){
        .parent = school->id,
        .kind = PLACE_CLASS,
        .code = code,
        .stage = text_eqz(school->stage, "special") ? school->stage : stretch_stage(first_grade),
        .township = school->township,
        .entry_year = entry_year,
        .first_grade = first_grade,
        .years = years,
        .class_no = class_no,
        .boarding = school->boarding,
        .rural = school->rural,
        .from = school_year_first(entry_year),
        .to = DAY_NONE,
        .sort_no = (20 - first_grade) * 100000 + (2200 - entry_year) * 100 + class_no,
        .name = text_fmt(w->arena, "%d级%d班", entry_year, class_no),
    };
    return place_add(w, out, batch);
}

enum rc place_drop_unused(struct work *w, int64_t batch)
{
    struct cursor c;
    struct sql_place_of_batch_out o;
    struct { int64_t id, lo, hi; } *made = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_place_of_batch(w->db, &(struct sql_place_of_batch_in){.county = w->county, .batch = batch}, &c));
    while (sql_place_of_batch_next(&c, &o)) {
        made = arena_grow(w->arena, made, n, &cap, n + 1, sizeof *made);
        made[n].id = o.id;
        made[n].lo = o.key_lo;
        made[n++].hi = o.key_hi;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        bool used = false;
        TRY(place_in_use(w, made[i].id, made[i].lo, made[i].hi, &used));
        if (used) continue;
        touched_about(w->touched, ABOUT_PLACE, made[i].id, false);
        TRY(sql_place_delete_run(w->db, &(struct sql_place_delete_in){.county = w->county, .id = made[i].id}, NULL));
    }
    return RC_OK;
}

enum rc place_in_use(struct work *w, int64_t id, int64_t lo, int64_t hi, bool *used)
{
    struct sql_place_used_out u;
    struct sql_place_people_out people;
    TRY(sql_place_used_one(w->db, &(struct sql_place_used_in){.county = w->county, .id = id, .key_lo = lo, .key_hi = hi},
                           w->arena, &u));
    TRY(sql_place_people_one(w->db, &(struct sql_place_people_in){.county = w->county, .key_lo = lo, .key_hi = hi}, w->arena,
                             &people));
    *used = u.staff > 0 || u.below > 0 || people.n > 0;
    return RC_OK;
}
