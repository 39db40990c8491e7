/* SPDX-License-Identifier: Apache-2.0 */
/* The gist of a child: what it was judged from and what stands open of it, packed in the row of its standing, so that one record
 * more is judged by that one row in place of nine tables. Evaluation writes it in the very transaction in which a table changed,
 * whatever changed; only a record that comes last of its day reads it, everything else goes to the tables. It is made for one
 * plan: with another, or when it is missing, the tables answer. `chuyan check` compares it with them (evaluate_verify). */
#ifndef CHUYAN_MODEL_GIST_H
#define CHUYAN_MODEL_GIST_H

#include "model/assess.h"

/* One row of the table obligation. */
struct gist_open { int64_t duty, window_day, due_day, have, need, owner, place_key; };
/* One row of the table alert, by its number in the plan. */
struct gist_alert { int64_t index, from, place_key; };

struct gist {
    struct text standing, bytes;             /* as stored */
    struct subject_space space;
    struct subject subject;                  /* as subject_load gives it, but its records have lost their ids */
    struct gist_open *open;                  size_t open_n;    /* by (duty, window) */
    struct gist_alert *alert;                size_t alert_n;   /* by number */
};

/* A record just written with a child, and what stood of the child before. */
struct recorded { struct cadence_encounter line; struct gist *before; /* NULL: it has to be read from the tables */ };

/* What stands stored of a child, in the arena. RC_NOT_FOUND: the tables have to be read. */
enum rc gist_read(struct db *db, const struct evaluator *ev, int64_t child, struct arena *a, struct gist **out);

/* Puts a new record in its place; then, as after subject_load, the subject is ready to be assessed. False when the record is not
 * the last of its day or the gist says nothing of `today` (a record was taken back later): the tables have to be read. */
bool gist_take(struct gist *g, const struct evaluator *ev, const struct cadence_encounter *line, day_t today);

/* Adds what stands of a child from now on: what it was judged from, and of `stored` the rows. Nothing when that would not be
 * all. */
void gist_pack(struct buf *out, const struct evaluator *ev, const struct subject *s, const struct subject_space *space,
    const struct gist *stored);
/* Back from the bytes, which must live as long; false when they are none, or were made for another plan. */
bool gist_unpack(const struct evaluator *ev, int64_t child, struct text bytes, struct arena *a, struct gist *out);

#endif
