/* SPDX-License-Identifier: Apache-2.0 */
#include "model/enrolment.h"

#include "gen/sql/enrolment.h"
#include "model/work_sum.h"

enum rc enrolment_of(struct db *db, int64_t county, int64_t child, struct arena *a, struct enrolment_list *out)
{
    struct cursor c;
    struct sql_enrolment_for_out o;
    size_t cap = 0;
    *out = (struct enrolment_list){0};
    TRY(sql_enrolment_for(db, &(struct sql_enrolment_for_in){.county = county, .child = child}, &c));
    while (sql_enrolment_for_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct enrolment){.class_id = o.class,
                                                 .place_key = o.place_key,
                                                 .from = o.from_day,
                                                 .to = o.to_day,
                                                 .reason_in = text_dup(a, o.reason_in),
                                                 .reason_out = text_dup(a, o.reason_out)};
    }
    return sql_close(&c);
}

static bool overlaps(const struct enrolment_list *l, day_t from)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->item[i].to == DAY_NONE || l->item[i].to > from || l->item[i].from >= from) return true;
    return false;
}

enum rc enrolment_open(struct work *w, int64_t child, int64_t class_id, int64_t place_key, day_t from, const char *reason_in,
                       int64_t batch)
{
    struct enrolment_list l;
    TRY(enrolment_of(w->db, w->county, child, w->arena, &l));
    if (overlaps(&l, from)) {
        fault_add(w->faults, T("from"), W_enrolment_overlap, day_text(w->arena, from), TEXT_NONE);
        return RC_CONFLICT;
    }
    if (from < w->today) touched_roles(w->touched, child);
    struct sql_enrolment_insert_in in = {.county = w->county,
                                         .child = child,
                                         .from_day = from,
                                         .to_day = DAY_NONE,
                                         .class = class_id,
                                         .place_key = place_key,
                                         .reason_in = text_of(reason_in),
                                         .batch = batch};
    return sql_enrolment_insert_run(w->db, &in, NULL);
}

enum rc enrolment_close(struct work *w, int64_t child, day_t to, const char *reason_out)
{
    struct enrolment_list l;
    TRY(enrolment_of(w->db, w->county, child, w->arena, &l));
    if (l.n == 0 || l.item[l.n - 1].to != DAY_NONE) return RC_NOT_FOUND;
    day_t from = l.item[l.n - 1].from;
    if (to < from) {
        fault_add(w->faults, T("to"), W_enrolment_before, day_text(w->arena, to), day_text(w->arena, from));
        return RC_INVALID;
    }
    if (to < w->today) touched_roles(w->touched, child);
    if (to == from) TRY(work_sums_stale(w->db, w->county, child)); /* of the class it has never been in now */
    if (to == from)
        return sql_enrolment_delete_run(
            w->db, &(struct sql_enrolment_delete_in){.county = w->county, .child = child, .from_day = from}, NULL);
    struct sql_enrolment_end_in in = {
        .county = w->county, .child = child, .from_day = from, .to_day = to, .reason_out = text_of(reason_out)};
    return sql_enrolment_end_run(w->db, &in, NULL);
}
