/* SPDX-License-Identifier: Apache-2.0 */
#include "model/staff.h"

#include "gen/sql/grant.h"
#include "gen/sql/staff.h"
#include "model/body.h"
#include "model/grant.h"
#include "model/place.h"
#include "model/sounds.h"

#include <string.h>

static struct text or_none(struct text t)
{
    return text_empty(t) ? TEXT_NONE : t;
}

static struct text or_empty(struct text t)
{
    return t.s ? t : T("");
}

#define STAFF_TAKE(a, o)                                                                                             \
    (struct staff){.id = (o).id, .place = (o).place, .name = text_dup(a, (o).name), .pinyin = text_dup(a, (o).pinyin), \
        .initials = text_dup(a, (o).initials), .code = text_dup(a, (o).code), .post = text_dup(a, (o).post),         \
        .phone = text_dup(a, (o).phone), .id_no = text_dup(a, (o).id_no),                                            \
        .check_result = text_dup(a, (o).check_result), .sex = (int)(o).sex, .party = (o).party != 0,                 \
        .check_day = (o).check_day, .from = (o).from_day, .to = (o).to_day}

enum rc staff_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct staff *out)
{
    struct sql_staff_row_out o;
    TRY(sql_staff_row_one(db, &(struct sql_staff_row_in){.county = county, .id = id}, a, &o));
    *out = STAFF_TAKE(a, o);
    return RC_OK;
}

enum rc staff_by_code(struct db *db, int64_t county, int64_t place, struct text code, struct arena *a, struct staff *out)
{
    struct sql_staff_row_code_out o;
    TRY(sql_staff_row_code_one(db, &(struct sql_staff_row_code_in){.county = county, .place = place, .code = code}, a, &o));
    *out = STAFF_TAKE(a, o);
    return RC_OK;
}

enum rc staff_by_path(struct db *db, int64_t county, struct text path, struct arena *a, struct staff *out)
{
    struct text rest = path, school = TEXT_NONE;
    struct place p;
    if (!text_cut(&rest, '/', &school) || text_empty(rest)) return RC_NOT_FOUND;
    TRY(place_work_find(db, county, school, a, &p));
    return staff_by_code(db, county, p.id, rest, a, out);
}

static enum rc staff_check_words(struct work *w, const struct staff *s)
{
    struct staff twin;
    if (text_empty(s->name)) {
        fault_add(w->faults, T("name"), W_staff_nameless, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (text_empty(s->code)) return RC_OK;
    enum rc rc = staff_by_code(w->db, w->county, s->place, s->code, w->arena, &twin);
    if (rc == RC_OK && twin.id != s->id && twin.to == DAY_NONE) {
        fault_add(w->faults, T("code"), W_staff_code_twice, s->code, TEXT_NONE);
        return RC_CONFLICT;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The last check stands with the staff; every one is kept, for the yearly duty on days gone by. Who comes new brings what was
 * known elsewhere. */
static enum rc check_note(struct work *w, int64_t staff, day_t day, struct text result, day_t known)
{
    return sql_staff_check_note_run(w->db,
        &(struct sql_staff_check_note_in){.county = w->county, .staff = staff, .check_day = day, .result = result,
            .known_day = known > day ? known : day}, NULL);
}

enum rc staff_add(struct work *w, struct staff *s, int64_t batch)
{
    s->id = 0;
    TRY(staff_check_words(w, s));
    struct sound sound = work_sound(w, s->name);
    s->id = ids_next(w->ids, w->now);
    s->pinyin = sound.pinyin;
    s->initials = sound.initials;
    if (s->from == 0) s->from = w->today;
    if (s->to == 0) s->to = DAY_NONE;
    if (text_empty(s->check_result)) s->check_result = T("none");
    struct sql_staff_insert_in in = {
        .county = w->county,
        .id = s->id,
        .name = s->name,
        .pinyin = s->pinyin,
        .initials = s->initials,
        .sex = s->sex,
        .place = s->place,
        .code = or_empty(s->code),
        .post = or_empty(s->post),
        .phone = or_none(s->phone),
        .phone_key = or_none(s->phone),
        .id_no = or_none(s->id_no),
        .id_key = or_none(s->id_no),
        .party = s->party,
        .check_day = text_eqz(s->check_result, "none") ? DAY_NONE : s->check_day,
        .check_result = s->check_result,
        .from_day = s->from,
        .to_day = s->to,
        .batch = batch,
    };
    touched_about(w->touched, ABOUT_STAFF, s->id, false);
    TRY(sql_staff_insert_run(w->db, &in, NULL));
    return in.check_day == DAY_NONE ? RC_OK : check_note(w, s->id, in.check_day, in.check_result, in.check_day);
}

enum rc staff_change(struct work *w, const struct staff *s)
{
    int64_t changed = 0;
    TRY(staff_check_words(w, s));
    struct sound sound = work_sound(w, s->name);
    struct sql_staff_update_in in = {
        .county = w->county,
        .id = s->id,
        .name = s->name,
        .pinyin = sound.pinyin,
        .initials = sound.initials,
        .sex = s->sex,
        .place = s->place,
        .code = or_empty(s->code),
        .post = or_empty(s->post),
        .phone = or_none(s->phone),
        .phone_key = or_none(s->phone),
        .id_no = or_none(s->id_no),
        .id_key = or_none(s->id_no),
        .party = s->party,
    };
    touched_about(w->touched, ABOUT_STAFF, s->id, false);
    TRY(sql_staff_update_run(w->db, &in, &changed));
    return changed ? RC_OK : RC_NOT_FOUND;
}

enum rc staff_leave(struct work *w, int64_t staff, day_t on)
{
    int64_t changed = 0;
    touched_about(w->touched, ABOUT_STAFF, staff, false);
    TRY(sql_staff_end_run(w->db, &(struct sql_staff_end_in){.county = w->county, .id = staff, .to_day = on}, &changed));
    TRY(body_touch_staff(w, staff));
    return changed ? grant_end_staff(w, staff, on) : RC_NOT_FOUND;
}

static enum rc search_chars(struct db *db, const struct sql_staff_contains_in *in, size_t limit, struct arena *a,
                            struct staff_list *out)
{
    struct cursor c;
    struct sql_staff_contains_out o;
    size_t cap = 0;
    TRY(sql_staff_contains(db, in, &c));
    while (sql_staff_contains_next(&c, &o)) {
        if (out->n == limit) {
            out->more = true;
            break;
        }
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = STAFF_TAKE(a, o);
    }
    return sql_close(&c);
}

static bool latin(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] < 'a' || t.s[i] > 'z') return false;
    return t.n > 0;
}

enum rc staff_search(struct db *db, int64_t county, int64_t lo, int64_t hi, struct text query, size_t limit, struct arena *a,
                     struct staff_list *out)
{
    struct text words = text_trim(query);
    *out = (struct staff_list){0};
    if (latin(words)) {
        struct cursor c;
        struct sql_staff_sounds_out o;
        struct sql_staff_sounds_in in = {.county = county, .key_lo = lo, .key_hi = hi, .words = words,
                                         .words_end = text_fmt(a, "%.*s{", TP(words)), .limit = (int64_t)limit};
        size_t cap = 0;
        TRY(sql_staff_sounds(db, &in, &c));
        while (sql_staff_sounds_next(&c, &o)) {
            out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
            out->item[out->n++] = STAFF_TAKE(a, o);
        }
        TRY(sql_close(&c));
        if (out->n > 0) return RC_OK;
    }
    struct sql_staff_contains_in in = {
        .county = county, .key_lo = lo, .key_hi = hi, .words = or_empty(words), .limit = (int64_t)limit + 1};
    return search_chars(db, &in, limit, a, out);
}

enum rc staff_check_set(struct work *w, int64_t staff, day_t day, const char *result)
{
    int64_t changed = 0;
    if (strcmp(result, "pass") != 0 && strcmp(result, "blocked") != 0) {
        fault_add(w->faults, T("result"), W_staff_check_word, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    struct sql_staff_check_in in = {.county = w->county, .id = staff, .check_day = day, .check_result = text_of(result)};
    TRY(sql_staff_check_run(w->db, &in, &changed));
    touched_about(w->touched, ABOUT_STAFF, staff, false);
    return changed ? check_note(w, staff, day, in.check_result, w->today) : RC_NOT_FOUND;
}

bool staff_check_valid(day_t check_day, struct text result, day_t on)
{
    return text_eqz(result, "pass") && check_day != DAY_NONE && check_day <= on &&
           on < day_add_months(check_day, STAFF_CHECK_MONTHS);
}

enum rc staff_grant(struct work *w, int64_t staff, struct text role, int64_t place, day_t from, int64_t batch)
{
    struct place p;
    struct cursor c;
    struct sql_grant_of_staff_out o;
    bool held = false;
    TRY(place_by_id(w->db, w->county, place, w->arena, &p));
    TRY(sql_grant_of_staff(w->db, &(struct sql_grant_of_staff_in){.county = w->county, .staff = staff}, &c));
    while (sql_grant_of_staff_next(&c, &o)) held |= text_eq(o.role, role) && o.place == place && o.to_day == NULL_INT;
    TRY(sql_close(&c));
    if (held) return RC_OK;
    struct sql_grant_insert_in in = {.county = w->county,
                                     .id = ids_next(w->ids, w->now),
                                     .staff = staff,
                                     .role = role,
                                     .place = place,
                                     .key_lo = p.lo,
                                     .key_hi = p.hi,
                                     .from_day = from,
                                     .to_day = NULL_INT,
                                     .batch = batch};
    TRY(grant_touch(w, staff, role, p.lo, p.hi, from));
    return sql_grant_insert_run(w->db, &in, NULL);
}
