/* SPDX-License-Identifier: Apache-2.0 */
/* Committees, teams and groups of a place, and who holds their posts since when. What has to stand is said by the schemes; that
 * it stands is owed like any other duty of the place (matter.h). A holder who leaves the staff or the roll of the place holds the
 * post no longer, from that day on: the post is vacant again, and nothing has to be written for it. A post gives no rights. */
#ifndef CHUYAN_MODEL_BODY_H
#define CHUYAN_MODEL_BODY_H

#include "model/evaluator.h"
#include "model/place.h"
#include "scheme/body.h"

struct body_input {
    int64_t place;                 /* proven by the caller */
    struct text scheme, key;       /* which body */
    struct text name;              /* of several at the place, which; '' for a body of which there is one */
    struct text post, unit;        /* unit: the house that sends them, when the post asks for houses */
    int64_t staff, child;          /* one of them; or neither and person */
    struct text person, house, job;
    day_t from;                    /* DAY_NONE: today */
};

/* The body of the plan in force that day at a place; -1: none, or not for this kind of place. */
int body_asked(const struct evaluator *ev, const struct place *at, struct text scheme, struct text key, day_t day);
/* Is a body asked for at a place, by its kind, its stage and where its scheme is in force, on a day? */
bool body_for(const struct evaluator *ev, size_t body, const struct place *at, day_t day);

/* Sets the body up (when it does not stand yet) and gives the post; of a post that one person holds, the one before is over when
 * `replace`. Refused with a fault beside its field: unknown body or post, a kind of holder that the post does not take, somebody
 * who left or lacks its role, a pupil of another place, a house that is not among those, a post that is full. */
enum rc body_set(struct work *w, const struct body_input *in, bool replace, int64_t *id);
/* Sets it up alone, without anybody: one of several, under its name. */
enum rc body_found(struct work *w, const struct body_input *in, int64_t *id);
/* Somebody holds the post no longer. reason: changed, left, error. RC_CONFLICT: over already. */
enum rc body_leave(struct work *w, int64_t holder, day_t on, const char *reason);
/* The body is dissolved, its posts with it. */
enum rc body_end(struct work *w, int64_t body, day_t on);

/* What a member of staff or a pupil holds is judged anew: they left, came back, went to another class. */
enum rc body_touch_staff(struct work *w, int64_t staff);
enum rc body_touch_child(struct work *w, int64_t child);

/* ---- as the engine sees it ---- */

/* The lines of one place, of all its bodies. */
struct body_lines { struct body_known { struct text scheme, key, post, unit; struct body_line line; } *item; size_t n, cap; };
enum rc body_lines_read(struct db *db, int64_t county, int64_t place, struct arena *a, struct body_lines *out);
/* Those of one body of the plan, its posts and houses by their numbers there; returns how many. out has room for all. */
size_t body_lines_of(const struct plan *p, size_t body, const struct body_lines *all, struct body_line *out);
/* When it was incomplete, as events for the engine (EVENT_COUNT + body), in order; returns how many, at most cap. What began
 * before `since` and still lasts begins there. */
size_t body_events(const struct plan *p, size_t body, const struct body_lines *all, day_t since, day_t as_of, struct arena *a,
                   struct cadence_event *out, size_t cap);

#endif
