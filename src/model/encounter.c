/* SPDX-License-Identifier: Apache-2.0 */
#include "model/encounter.h"

#include "format/json.h"
#include "gen/sql/encounter.h"
#include "gen/sql/matter.h"
#include "model/encounter_check.h"

struct text encounter_form(const struct encounter_input *in, struct buf *b)
{
    if (in->answer_count == 0) return TEXT_NONE;
    json_open(b, '{');
    for (size_t i = 0; i < in->answer_count; i++) {
        json_key(b, in->answer[i].name);
        json_text(b, in->answer[i].value);
    }
    json_close(b, '}');
    return buf_text(b);
}

static enum rc head_insert(struct work *w, const struct encounter_input *in, const struct encounter_checked *ok, int64_t id)
{
    struct buf form = buf_new(ENCOUNTER_FORM_BYTES);
    enum rc rc = sql_encounter_insert_run(w->db,
        &(struct sql_encounter_insert_in){
            .id = id,
            .kind = ok->kind->key,
            .mode = ok->mode->key,
            .occurred_day = in->day,
            .occurred_minute = in->minute,
            .minutes = in->minutes,
            .met = ok->met_keys,
            .place_key = ok->place_key,
            .actor = ok->actor,
            .recorder = w->staff,
            .recorded_at = w->now,
            .recorded_day = w->today,
            .device_at = in->device_at == 0 ? NULL_INT : in->device_at,
            .sentence = text_empty(in->sentence) ? TEXT_NONE : in->sentence,
            .form = encounter_form(in, &form),
            .follow_day = in->follow == DAY_NONE ? NULL_INT : in->follow,
            .replaces = in->replaces,
            .source = text_of(w->source),
            .batch = in->batch,
            .county = w->county,
        },
        NULL);
    buf_free(&form);
    return rc;
}

static enum rc line_insert(struct work *w, const struct encounter_input *in, const struct encounter_checked *ok, int64_t id,
    size_t i)
{
    struct recorded *r = arena_alloc(w->arena, sizeof *r);
    int64_t minutes = in->minutes == NULL_INT ? 0 : in->minutes;
    *r = (struct recorded){.before = ok->gist[i], .line = {.id = id, .day = in->day, .known = w->today, .met = ok->met,
        .roles = ok->roles[i], .minutes = (uint16_t)minutes, .kind = (uint16_t)ok->kind->number,
        .mode = (uint8_t)ok->mode->number}};
    touched_add_work(w->touched, in->child[i], r);
    return sql_encounter_child_insert_run(w->db,
        &(struct sql_encounter_child_insert_in){
            .county = w->county,
            .child = in->child[i],
            .occurred_day = in->day,
            .encounter = id,
            .kind = ok->kind->number,
            .mode = ok->mode->number,
            .met = ok->met,
            .minutes = minutes,
            .roles = ok->roles[i],
            .actor = ok->actor,
            .recorded_day = w->today,
        },
        NULL);
}

static enum rc about_insert(struct work *w, const struct encounter_input *in, const struct encounter_checked *ok, int64_t id,
    size_t i)
{
    struct about about = in->about[i];
    touched_about(w->touched, about.kind, about.id, false);
    return sql_matter_line_insert_run(w->db,
        &(struct sql_matter_line_insert_in){
            .county = w->county,
            .about_kind = about.kind,
            .about = about.id,
            .occurred_day = in->day,
            .encounter = id,
            .kind = ok->kind->number,
            .mode = ok->mode->number,
            .met = ok->met,
            .minutes = in->minutes == NULL_INT ? 0 : in->minutes,
            .roles = ok->roles[i],
            .actor = ok->actor,
            .recorded_day = w->today,
            .place_key = ok->about_key[i],
        },
        NULL);
}

static bool any_late(const struct work *w, const struct encounter_input *in, const struct encounter_result *r)
{
    bool late = w->today - in->day > ENCOUNTER_LATE_DAYS;
    for (size_t i = 0; i < r->credit_count; i++) late = late || r->credit[i].late;
    return late;
}

enum rc encounter_add(struct work *w, const struct encounter_input *in, struct encounter_result *out)
{
    struct encounter_checked ok;
    TRY(encounter_check_input(w, in, &ok));
    if (in->once && ok.twin != 0) {
        *out = (struct encounter_result){.id = ok.twin, .twin = true};
        return RC_OK;
    }
    *out = (struct encounter_result){.id = ids_next(w->ids, w->now)};
    TRY(head_insert(w, in, &ok, out->id));
    uint32_t held = 0;
    size_t lines = in->child_count > 0 ? in->child_count : in->about_count;    /* a record is about one or the other */
    for (size_t i = 0; i < lines; i++) held |= ok.roles[i];
    out->no_role = held == 0;
    for (size_t i = 0; i < in->child_count; i++) TRY(line_insert(w, in, &ok, out->id, i));
    for (size_t i = 0; i < in->about_count; i++) TRY(about_insert(w, in, &ok, out->id, i));
    TRY(evaluate_touched(w->db, w->ev, w->touched, w->today, w->arena, out->id, &out->credit, &out->credit_count));
    touched_clear(w->touched);
    out->late = any_late(w, in, out);
    if (!out->late) return RC_OK;
    return sql_encounter_late_mark_run(w->db, &(struct sql_encounter_late_mark_in){.county = w->county, .id = out->id}, NULL);
}

enum rc encounter_void(struct work *w, int64_t id, struct text reason)
{
    if (text_chars(text_trim(reason)) < 2) {
        fault_add(w->faults, T("reason"), W_encounter_void_reason, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    struct encounter_child *child;
    size_t n;
    TRY(encounter_children(w->db, w->county, id, w->arena, &child, &n));
    struct about *about;
    size_t abouts;
    TRY(encounter_abouts(w->db, w->county, id, w->arena, &about, &abouts));
    if (n == 0 && abouts == 0) return RC_NOT_FOUND;
    int64_t changed = 0;
    TRY(sql_encounter_void_run(w->db,
        &(struct sql_encounter_void_in){
            .id = id, .voided_at = w->now, .voided_by = w->staff, .void_reason = text_trim(reason), .county = w->county},
        &changed));
    if (changed == 0) {
        fault_add(w->faults, T("id"), W_encounter_void_twice, TEXT_NONE, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(sql_encounter_child_void_run(w->db,
        &(struct sql_encounter_child_void_in){.encounter = id, .voided_day = w->today, .county = w->county}, NULL));
    TRY(sql_matter_line_void_run(w->db,
        &(struct sql_matter_line_void_in){.encounter = id, .voided_day = w->today, .county = w->county}, NULL));
    for (size_t i = 0; i < n; i++) touched_add_work(w->touched, child[i].child, NULL);
    for (size_t i = 0; i < abouts; i++) touched_about(w->touched, about[i].kind, about[i].id, false);
    TRY(evaluate_touched(w->db, w->ev, w->touched, w->today, w->arena, 0, NULL, NULL));
    touched_clear(w->touched);
    return RC_OK;
}

enum rc encounter_children(struct db *db, int64_t county, int64_t id, struct arena *a, struct encounter_child **out, size_t *n)
{
    struct encounter_child *list = NULL;
    size_t cap = 0;
    *n = 0;
    struct cursor c;
    struct sql_encounter_children_out row;
    TRY(sql_encounter_children(db, &(struct sql_encounter_children_in){.encounter = id, .county = county}, &c));
    while (sql_encounter_children_next(&c, &row) && *n < ENCOUNTER_CHILDREN) {
        list = arena_grow(a, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct encounter_child){.child = row.child, .place_key = row.place_key, .name = text_dup(a, row.name)};
    }
    *out = list;
    return sql_close(&c);
}

enum rc encounter_abouts(struct db *db, int64_t county, int64_t id, struct arena *a, struct about **out, size_t *n)
{
    struct about *list = NULL;
    size_t cap = 0;
    *n = 0;
    struct cursor c;
    struct sql_matter_lines_out row;
    TRY(sql_matter_lines(db, &(struct sql_matter_lines_in){.encounter = id, .county = county}, &c));
    while (sql_matter_lines_next(&c, &row) && *n < ENCOUNTER_ABOUT) {
        list = arena_grow(a, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct about){(enum about_kind)row.about_kind, row.about};
    }
    *out = list;
    return sql_close(&c);
}
