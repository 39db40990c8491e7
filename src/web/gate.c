/* SPDX-License-Identifier: Apache-2.0 */
/* From "what is it about" to "may they": finds the place or child of the subject, and makes the scope. Absent and denied look
 * alike. */
#include "gen/sql/gate.h"
#include "web/server.h"

struct range { int64_t place, lo, hi; };

static enum rc scope_range(struct job *j, struct range g)
{
    struct request *q = &j->q;
    TRY(scope_at(q->roles, q->who, q->route->cap, g.lo, g.hi, &q->scope));
    q->place = g.place;
    q->place_lo = g.lo;
    q->place_hi = g.hi;
    return RC_OK;
}

static enum rc range_of_place(struct job *j, struct db *db, int64_t id, struct range *g)
{
    struct sql_gate_place_out row;
    TRY(sql_gate_place_one(db, &(struct sql_gate_place_in){.county = j->q.who->county, .id = id}, j->q.arena, &row));
    *g = (struct range){id, row.key_lo, row.key_hi};
    return RC_OK;
}

static enum rc pass_place(struct job *j, struct db *db)
{
    struct request *q = &j->q;
    struct range g = {0};
    for (size_t i = 0; i < q->values; i++) {
        const struct value *v = &q->value[i];
        bool names_it =
            text_eqz(v->name, "place") || (text_eqz(v->name, "id") && text_find(text_of(q->route->path), T("{id}")) >= 0);
        if (names_it && !v->bad && v->number > 0) {
            TRY(range_of_place(j, db, v->number, &g));
            q->subject = g.place;
            return scope_range(j, g);
        }
        if (names_it && v->bad) return RC_NOT_FOUND;
    }
    if (!may_widest(q->roles, q->who, q->route->cap, &g.lo, &g.hi)) return RC_DENIED;
    struct sql_gate_place_key_out row;
    enum rc rc = sql_gate_place_key_one(
        db, &(struct sql_gate_place_key_in){.county = q->who->county, .key_lo = g.lo, .key_hi = g.hi}, q->arena, &row);
    if (rc != RC_OK) return rc;
    g.place = row.id;
    q->subject = g.place;
    return scope_range(j, g);
}

static enum rc pass_county(struct job *j, struct db *db)
{
    struct sql_gate_bureau_out row;
    TRY(sql_gate_bureau_one(db, &(struct sql_gate_bureau_in){.county = j->q.who->county}, j->q.arena, &row));
    return scope_range(j, (struct range){row.id, row.key_lo, row.key_hi});
}

static enum rc sighted(struct job *j, struct db *db, int64_t child, bool *yes)
{
    const struct who *who = j->q.who;
    struct sql_gate_sight_out row;
    TRY(sql_gate_sight_one(
        db, &(struct sql_gate_sight_in){.county = who->county, .staff = who->staff, .child = child, .day = who->day},
        j->q.arena, &row));
    *yes = row.n > 0;
    return RC_OK;
}

static enum rc pass_child_id(struct job *j, struct db *db, int64_t child)
{
    struct request *q = &j->q;
    struct sql_gate_child_out row;
    TRY(sql_gate_child_one(db, &(struct sql_gate_child_in){.county = q->who->county, .id = child}, q->arena, &row));
    bool seen = false;
    if (may(q->roles, q->who, q->route->cap, row.place_key, row.place_key + 1) != MAY_YES) TRY(sighted(j, db, child, &seen));
    TRY(scope_child(q->roles, q->who, q->route->cap, child, row.place_key, seen, &q->scope));
    q->place = row.class;
    q->place_lo = row.place_key;
    q->place_hi = row.place_key + 1;
    return RC_OK;
}

/* A record is read through one of its children: by where that child stands today, or by sight of it. Where it was written
 * down does not matter, so that it goes with the child to another class and leaves the former one. */
static enum rc record_by_sight(struct job *j, struct db *db, int64_t id, int64_t *place_key)
{
    struct request *q = &j->q;
    struct sql_gate_record_sight_out seen;
    struct sql_gate_record_sight_in in = {.county = q->who->county, .id = id, .staff = q->who->staff, .day = q->who->day};
    TRY(sql_gate_record_sight_one(db, &in, q->arena, &seen));
    *place_key = seen.place_key;
    return scope_child(q->roles, q->who, q->route->cap, seen.child, seen.place_key, true, &q->scope);
}

/* One that is with no child: by a place that it is about, or where one of its people works. */
static enum rc record_by_place(struct job *j, struct db *db, int64_t id, int64_t *place_key)
{
    struct request *q = &j->q;
    struct cursor c;
    struct sql_gate_record_about_out row;
    TRY(sql_gate_record_about(db, &(struct sql_gate_record_about_in){.county = q->who->county, .id = id}, &c));
    while (*place_key < 0 && sql_gate_record_about_next(&c, &row)) {
        enum rc rc = scope_at(q->roles, q->who, q->route->cap, row.place_key, row.place_key + 1, &q->scope);
        if (rc == RC_OK) *place_key = row.place_key;
    }
    return sql_close(&c);
}

static enum rc pass_record(struct job *j, struct db *db, int64_t id)
{
    struct request *q = &j->q;
    struct cursor c;
    struct sql_gate_record_children_out row;
    int64_t place_key = -1;
    TRY(sql_gate_record_children(db, &(struct sql_gate_record_children_in){.county = q->who->county, .id = id}, &c));
    while (place_key < 0 && sql_gate_record_children_next(&c, &row)) {
        enum rc rc = scope_child(q->roles, q->who, q->route->cap, row.child, row.place_key, false, &q->scope);
        if (rc == RC_OK) place_key = row.place_key;
    }
    TRY(sql_close(&c));
    if (place_key < 0) TRY(record_by_place(j, db, id, &place_key));
    if (place_key < 0) TRY(record_by_sight(j, db, id, &place_key));
    q->place_lo = place_key;
    q->place_hi = place_key + 1;
    return RC_OK;
}

static enum rc pass_excuse(struct job *j, struct db *db, int64_t id)
{
    struct sql_gate_excuse_out row;
    struct sql_gate_excuse_about_out at;
    struct sql_gate_excuse_about_in in = {.county = j->q.who->county, .id = id};
    enum rc rc = sql_gate_excuse_one(db, &(struct sql_gate_excuse_in){.county = in.county, .id = id}, j->q.arena, &row);
    if (rc == RC_OK) return pass_child_id(j, db, row.child);
    if (rc != RC_NOT_FOUND) return rc;
    TRY(sql_gate_excuse_about_one(db, &in, j->q.arena, &at));
    return scope_range(j, (struct range){at.place, at.key_lo, at.key_hi});
}

static enum rc pass_batch(struct job *j, struct db *db, int64_t id)
{
    struct sql_gate_batch_out row;
    TRY(sql_gate_batch_one(db, &(struct sql_gate_batch_in){.county = j->q.who->county, .id = id}, j->q.arena, &row));
    return scope_range(j, (struct range){row.place, row.key_lo, row.key_hi});
}

static enum rc pass_submission(struct job *j, struct db *db, int64_t id)
{
    struct sql_gate_submission_out row;
    TRY(sql_gate_submission_one(db, &(struct sql_gate_submission_in){.county = j->q.who->county, .id = id}, j->q.arena, &row));
    return scope_range(j, (struct range){row.place, row.key_lo, row.key_hi});
}

static enum rc pass_staff(struct job *j, struct db *db, int64_t id)
{
    struct sql_gate_staff_out row;
    TRY(sql_gate_staff_one(db, &(struct sql_gate_staff_in){.county = j->q.who->county, .id = id}, j->q.arena, &row));
    return scope_range(j, (struct range){row.place, row.key_lo, row.key_hi});
}

/* The id that the route's gate is about: of the path, or a parameter of that name. */
static int64_t subject_id(const struct request *q)
{
    for (size_t i = 0; i < q->values; i++) {
        if (text_eqz(q->value[i].name, "id") && !q->value[i].bad) return q->value[i].number;
    }
    return 0;
}

enum rc gate_pass(struct job *j, struct db *db)
{
    struct request *q = &j->q;
    static enum rc (*const named[GATE_COUNT])(struct job *, struct db *, int64_t) = {
        [GATE_CHILD] = pass_child_id, [GATE_RECORD] = pass_record, [GATE_EXCUSE] = pass_excuse, [GATE_BATCH] = pass_batch,
        [GATE_SUBMISSION] = pass_submission, [GATE_STAFF] = pass_staff,
    };
    enum gate gate = q->route->gate;
    if (gate == GATE_OPEN) return RC_OK;
    if (!j->signed_in) return RC_DENIED;
    switch (gate) {
    case GATE_SIGNED:
        return RC_OK;
    case GATE_ANYWHERE:
        return may_anywhere(q->roles, q->who, q->route->cap) ? RC_OK : RC_DENIED;
    case GATE_MINE:
        return scope_mine(q->roles, q->who, q->route->cap, &q->scope);
    case GATE_PLACE:
        return pass_place(j, db);
    case GATE_COUNTY:
        return pass_county(j, db);
    default:
        if (gate >= GATE_COUNT || !named[gate]) return RC_DENIED; /* a row without a gate is nobody's */
    }
    q->subject = subject_id(q);
    if (q->subject <= 0) return RC_NOT_FOUND;
    return named[gate](j, db, q->subject);
}

bool request_may(const struct request *q, enum cap cap, int64_t key_lo, int64_t key_hi)
{
    return may(q->roles, q->who, cap, key_lo, key_hi) == MAY_YES;
}
