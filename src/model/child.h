/* SPDX-License-Identifier: Apache-2.0 */
/* A pupil. Here stands who it is and where it is now; what changes with time stands in enrolment, fact, kin and pairing. */
#ifndef CHUYAN_MODEL_CHILD_H
#define CHUYAN_MODEL_CHILD_H

#include "model/work.h"

struct child {
    int64_t id, family, class_id, place_key, version;
    struct text name, pinyin, initials, nation, id_kind, home_place, state, bed;
    struct text id_no, roll_no, address;      /* opened; TEXT_NONE when there is none */
    int sex;                                  /* GB/T 2261.1 */
    day_t birth;                              /* DAY_NONE unknown */
    bool enrolled;
};

/* One child within the scope: by place, or scope.child when it was proven by pairing. RC_NOT_FOUND otherwise. */
enum rc child_by_id(struct db *db, const struct scope *scope, int64_t id, struct arena *a, struct child *out);

/* Adds a child to a class: row, pinyin, family of its own when c->family is 0, enrolment from `from`, touched.
 * Refused with a fault: no name, double ID or roll number (RC_CONFLICT). Out: id, version, family, place_key. */
enum rc child_add(struct work *w, struct child *c, day_t from, const char *reason_in, int64_t batch);
/* Changes who it is (not class, state). RC_CONFLICT when somebody changed it since c->version. */
enum rc child_change(struct work *w, const struct scope *scope, struct child *c);
/* Something about the child changed elsewhere (fact, kin, enrolment): raises its version and the county's, and touches it. */
enum rc child_touch(struct work *w, int64_t child);

/* Moves to another class or school from a day on (reason_out class_change or transfer_out, reason_in to match). */
enum rc child_move(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on, int64_t batch);
/* Leaves the roll: enrolment and pairings end. reason: transfer_out, graduated, dropout, died, error, other. */
enum rc child_leave(struct work *w, const struct scope *scope, int64_t child, day_t on, const char *reason, int64_t batch);
/* The class has ended and the next school has not taken the child on yet: off the roll, but whoever stands by it stays. */
enum rc child_wait(struct work *w, const struct scope *scope, int64_t child, day_t on);
/* Back on the roll. */
enum rc child_return(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on, int64_t batch);

/* Found by normalised numbers anywhere in the county (an import must not make a double); 0 none. */
enum rc child_by_id_no(struct work *w, struct text id_no, int64_t *child);
enum rc child_by_roll_no(struct work *w, struct text roll_no, int64_t *child);

struct name_index;
struct child_hit { int64_t id, class_id, place_key; struct text name; int sex; day_t birth; bool enrolled; };
struct child_hits { struct child_hit *item; size_t n; bool more; };
/* Name contains these characters, or pinyin or initials begin with these letters (v and u stand for ü), within the scope; in the
 * order of class and pinyin, at most `limit`. With an empty query: everybody of the scope. */
enum rc child_search(struct db *db, const struct scope *scope, struct text query, bool left_too, size_t limit, struct arena *a,
                     struct child_hits *out);
/* The same answer through names kept in memory (model/name_index.h), where they are of the state that the transaction reads; NULL
 * or out of date: by the statements. */
enum rc child_search_by(const struct name_index *names, struct db *db, const struct scope *scope, struct text query,
                        bool left_too, size_t limit, struct arena *a, struct child_hits *out);
/* The children of a class (or any place) on the roll today, after a position, for paging. */
enum rc child_list(struct db *db, const struct scope *scope, int64_t after_key, int64_t after_id, size_t limit, struct arena *a,
                   struct child_hits *out);
enum rc child_count(struct db *db, const struct scope *scope, int64_t *n);

/* Names as stored: outer spaces cut, inner ones between Chinese characters dropped, • ・ ． ‧ 。to the middle dot ·, never
 * NFKC. */
struct text child_name_clean(struct arena *a, struct text raw);

#endif
