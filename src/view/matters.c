/* SPDX-License-Identifier: Apache-2.0 */
#include "view/matters.h"

#include "gen/sql/matter_list.h"
#include "model/place.h"
#include "view/ledger_due.h"
#include "view/todo.h"

static struct matter_row *row_add(const struct ask *q, struct matter_rows *out)
{
    out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
    return &out->item[out->n++];
}

enum rc matters_mine(const struct ask *q, day_t to, struct matter_rows *out)
{
    struct cursor c;
    struct sql_matter_mine_out r;
    *out = (struct matter_rows){0};
    TRY(sql_matter_mine(q->db, &q->scope, &(struct sql_matter_mine_in){.to_day = to}, &c));
    while (sql_matter_mine_next(&c, &r)) {
        if (evaluator_plan_duty(q->ev, r.duty) == NULL) continue;
        *row_add(q, out) = (struct matter_row){.about = {(enum about_kind)r.about_kind, r.about}, .place = r.place,
            .place_key = r.place_key, .duty = r.duty, .staff_name = text_dup(q->arena, r.staff_name), .owner_name = T(""),
            .from = (day_t)r.window_day, .due = (day_t)r.due_day, .have = (int)r.have, .need = (int)r.need,
            .asked = r.asked != 0};
    }
    return sql_close(&c);
}

enum rc matters_at(const struct ask *q, day_t to, day_t due_before, int64_t duty, size_t limit, struct matter_rows *out)
{
    struct cursor c;
    struct sql_matter_at_out r;
    struct sql_matter_at_in in = {.to_day = to, .due_before = due_before, .duty = duty, .limit = (int64_t)limit};
    *out = (struct matter_rows){0};
    TRY(sql_matter_at(q->db, &q->scope, &in, &c));
    while (sql_matter_at_next(&c, &r)) {
        if (evaluator_plan_duty(q->ev, r.duty) == NULL) continue;
        *row_add(q, out) = (struct matter_row){.about = {(enum about_kind)r.about_kind, r.about}, .place = r.place,
            .place_key = r.place_key, .duty = r.duty, .staff_name = text_dup(q->arena, r.staff_name),
            .owner_name = text_dup(q->arena, r.owner_name), .from = (day_t)r.window_day, .due = (day_t)r.due_day,
            .have = (int)r.have, .need = (int)r.need, .asked = r.asked != 0};
    }
    return sql_close(&c);
}

/* ---- lines ---- */

static bool person_again(const struct matter_rows *rows, size_t i, bool late, day_t today)
{
    const struct matter_row *one = &rows->item[i];
    for (size_t k = 0; k < i; k++) {
        const struct matter_row *r = &rows->item[k];
        bool same = r->duty == one->duty && r->about.kind == one->about.kind && r->about.id == one->about.id;
        if (same && (r->due < today) == late) return true;
    }
    return false;
}

/* Rows come with the oldest first: of what a place let pass the latest window stands in the line, of the staff the oldest. */
static void line_take(struct matter_line *line, const struct matter_row *row, bool late, bool again)
{
    bool staff = row->about.kind == ABOUT_STAFF;
    if (staff && !again) line->people++;
    if (row->asked && !again) line->asked++;
    if (staff || !late || row->due <= line->row.due) return;
    line->missed++;
    line->row = *row;
}

void matters_fold(const struct ask *q, const struct matter_rows *rows, struct matter_lines *out)
{
    *out = (struct matter_lines){0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct matter_row *row = &rows->item[i];
        bool late = row->due < q->today, again = row->about.kind == ABOUT_STAFF && person_again(rows, i, late, q->today);
        struct matter_line *line = NULL;
        for (size_t k = 0; k < out->n && line == NULL; k++) {
            const struct matter_row *r = &out->item[k].row;
            bool other = row->about.kind == ABOUT_FACILITY && r->about.id != row->about.id;
            bool same = !other && r->duty == row->duty && r->place_key == row->place_key && (r->due < q->today) == late;
            if (same && (late || row->about.kind == ABOUT_STAFF || r->from == row->from)) line = &out->item[k];
        }
        if (line != NULL) {
            line_take(line, row, late, again);
            continue;
        }
        out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct matter_line){.row = *row, .people = row->about.kind == ABOUT_STAFF, .missed = late,
            .asked = row->asked};
    }
}

/* ---- words ---- */

enum rc matter_place_name(const struct ask *q, int64_t place, bool long_name, struct text *out)
{
    struct place p, school;
    *out = T("");
    enum rc rc = place_by_id(q->db, q->scope.county, place, q->arena, &p);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    *out = place_name(q->arena, q->lang, &p, q->today);
    if (!long_name || p.kind != PLACE_CLASS) return RC_OK;
    rc = place_by_id(q->db, q->scope.county, p.parent, q->arena, &school);
    if (rc == RC_OK) *out = text_fmt(q->arena, "%.*s%s%.*s", TP(school.name), q->lang == LANG_EN ? " " : "", TP(*out));
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc matter_name(const struct ask *q, const struct matter_row *row, struct text *out)
{
    *out = row->staff_name;
    return row->about.kind != ABOUT_PLACE ? RC_OK : matter_place_name(q, row->place, false, out);
}

enum rc matter_record_href(const struct ask *q, const struct matter_row *row, struct text *out)
{
    const struct code_kind *kind = todo_kind(q, row->duty);
    struct place p;
    const struct plan_duty *d = evaluator_plan_duty(q->ev, row->duty);
    *out = T("");
    if (d != NULL && d->body >= 0) {
        *out = text_fmt(q->arena, "/bodies?place=%lld", (long long)row->place);
        return RC_OK;
    }
    if (d != NULL && d->standing >= 0) {
        *out = text_fmt(q->arena, "/facilities?place=%lld", (long long)row->place);
        return RC_OK;
    }
    if (kind == NULL) return RC_OK;
    if (row->about.kind == ABOUT_FACILITY) {
        *out = text_fmt(q->arena, "/record?kind=%.*s&facility=%lld", TP(kind->key), (long long)row->about.id);
        return RC_OK;
    }
    enum rc rc = place_by_id(q->db, q->scope.county, row->place, q->arena, &p);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (text_eqz(kind->key, "ledger_up")) {
        if (ask_may(q, CAP_ledger_submit, p.lo, p.hi)) *out = ledger_due_href(q, &p);
    } else if (kind->kept) {
        if (ask_may(q, CAP_staff_edit, p.lo, p.hi)) *out = text_fmt(q->arena, "/staff?which=stale&place=%lld", (long long)p.id);
    } else if (ask_may(q, CAP_record_add, p.lo, p.hi)) {
        *out = text_fmt(q->arena, "/record?kind=%.*s&place=%lld%s", TP(kind->key), (long long)p.id,
            row->about.kind == ABOUT_STAFF ? "&many=1" : "");
    }
    return RC_OK;
}

/* For the window that stands in the line; the staff are ticked on the form. */
static enum rc excuse_href(const struct ask *q, const struct matter_line *line, struct text *out)
{
    const struct matter_row *row = &line->row;
    struct place p;
    *out = T("");
    /* An excuse is asked for a place or its staff. */
    if (row->about.kind == ABOUT_FACILITY) return RC_OK;
    enum rc rc = place_by_id(q->db, q->scope.county, row->place, q->arena, &p);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (!ask_may(q, CAP_excuse_ask, p.lo, p.hi)) return RC_OK;
    *out = text_fmt(q->arena, "/excuse?place=%lld&duty=%lld&from=%.*s&last=%.*s", (long long)row->place, (long long)row->duty,
        TP(day_text(q->arena, row->from)), TP(day_text(q->arena, row->due)));
    return RC_OK;
}

enum rc matter_fill(const struct ask *q, const struct matter_line *line, struct matter_part *out)
{
    const struct matter_row *row = &line->row;
    const struct plan_duty *d = evaluator_plan_duty(q->ev, row->duty);
    struct text people = text_fmt(q->arena, "%lld", (long long)line->people);
    *out = (struct matter_part){
        .what = d->title[q->lang],
        .people_label = line->people > 0 ? word_fill(q->arena, q->lang, W_matter_people, &people, 1) : T(""),
        .due_state = text_of(due_state(row->from, row->due, q->today)),
        .due_label = due_label(q, row->from, row->due),
        .window_label = due_window(q, d, row->from, row->due),
        .progress = row->need > 1 && line->people == 0 ? text_fmt(q->arena, "%d/%d", row->have, row->need) : T(""),
        .owner = row->owner_name,
        .clause = due_clause(q, d),
        .clause_href = due_clause_href(q, d),
    };
    if (line->missed > 1) {
        struct text arg[] = {out->window_label, text_fmt(q->arena, "%d", line->missed)};
        out->window_label = word_fill(q->arena, q->lang, W_window_missed, arg, 2);
    }
    if (line->asked > 0) {
        struct text n = text_fmt(q->arena, "%lld", (long long)line->asked);
        bool some = line->people > 1;
        out->asked_label = some ? word_fill(q->arena, q->lang, W_matter_asked_of, &n, 1) : word(q->lang, W_matter_asked);
    }
    TRY(excuse_href(q, line, &out->excuse_href));
    TRY(matter_record_href(q, row, &out->record_href));
    if (text_starts(out->record_href, T("/staff"))) out->record_label = word(q->lang, W_matter_to_staff);
    else if (text_starts(out->record_href, T("/ledger"))) out->record_label = word(q->lang, W_matter_to_ledger);
    else if (text_starts(out->record_href, T("/bodies"))) out->record_label = word(q->lang, W_matter_to_bodies);
    else if (text_starts(out->record_href, T("/facilities"))) out->record_label = word(q->lang, W_facility_to_list);
    else out->record_label = word(q->lang, W_record_once);
    if (row->about.kind == ABOUT_FACILITY) out->people_label = row->staff_name;
    return matter_place_name(q, row->place, false, &out->place_name);
}

struct text matters_title(const struct ask *q, const struct matter_lines *lines)
{
    static const enum word titles[] = {[SUBJECT_STAFF] = W_matters_school, [SUBJECT_CLASS] = W_matters_class,
        [SUBJECT_SCHOOL] = W_matters_school, [SUBJECT_COUNTY] = W_matters_county, [SUBJECT_CENTRE] = W_matters_centre,
        [SUBJECT_FACILITY] = W_matters_mixed};
    enum word title = W_none;
    for (size_t i = 0; i < lines->n; i++) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, lines->item[i].row.duty);
        enum word one = titles[d->subject];
        title = title == W_none || title == one ? one : W_matters_mixed;
    }
    return word(q->lang, title == W_none ? W_matters_mixed : title);
}
