/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever works in care. An account (sign-in) is separate; what somebody may do stands in role_grant. */
#ifndef CHUYAN_MODEL_STAFF_H
#define CHUYAN_MODEL_STAFF_H

#include "model/work.h"

struct staff {
    int64_t id, place;
    struct text name, pinyin, initials, code, post, phone, id_no, check_result;
    int sex;
    bool party;
    day_t check_day, from, to;            /* check_day, to: DAY_NONE when there is none */
};
struct staff_list { struct staff *item; size_t n; bool more; };

enum rc staff_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct staff *out);
enum rc staff_by_code(struct db *db, int64_t county, int64_t place, struct text code, struct arena *a, struct staff *out);
/* "<code or name of school, centre or bureau>/<staff code>", as files of records name people. */
enum rc staff_by_path(struct db *db, int64_t county, struct text path, struct arena *a, struct staff *out);
enum rc staff_add(struct work *w, struct staff *s, int64_t batch);
enum rc staff_change(struct work *w, const struct staff *s);
/* Leaves on a day: role grants end; open pairings are the caller's to move (pairing_move). */
enum rc staff_leave(struct work *w, int64_t staff, day_t on);
/* Name contains, or pinyin or initials begin with; at places within [lo, hi). Empty: all. */
enum rc staff_search(struct db *db, int64_t county, int64_t lo, int64_t hi, struct text query, size_t limit, struct arena *a,
                     struct staff_list *out);

/* The yearly background check (Law on the Protection of Minors, art. 62): only day and result, never what was found. */
enum rc staff_check_set(struct work *w, int64_t staff, day_t day, const char *result);   /* pass, blocked */
enum { STAFF_CHECK_MONTHS = 12 };
/* Passed within the last twelve months: may be given a child on that day. */
bool staff_check_valid(day_t check_day, struct text result, day_t on);

/* Grants a role at a place for a span (to: DAY_NONE open), as importers do; RC_OK when the same grant is open already. */
enum rc staff_grant(struct work *w, int64_t staff, struct text role, int64_t place, day_t from, int64_t batch);

#endif
