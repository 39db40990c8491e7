/* SPDX-License-Identifier: Apache-2.0 */
/* How each kind of import carries its rows out; batch.c walks the rows and keeps what stood before. */
#ifndef CHUYAN_MODEL_APPLY_H
#define CHUYAN_MODEL_APPLY_H

#include "model/import.h"
#include "model/undo.h"

struct apply_row {
    int64_t row_no;
    const struct text *value;      /* by column */
    struct arena *a;               /* of the row */
    struct faults *faults;         /* doubts were told in the preview; an error refuses the row now */
    struct buf *diff;              /* list of [field, old, now] */
    struct undo *undo;
    const char *outcome;           /* out: new, changed, same, refused */
    int64_t object;                /* out: the child or member of staff */
    int64_t version;               /* out: its version afterwards, 0 none */
    int64_t home;                  /* out: mark of the home by which brothers and sisters find each other, 0 none */
};

struct apply {
    struct work *w;
    const struct scope *scope;
    const struct batch *batch;
    struct import im;              /* codes, columns, divisions */
    struct known *known;           /* of the kind of import, as its start made it */
    struct seen homes;             /* homes of new children, to the family; over all parts */
    void *own;
    enum rc (*row)(struct apply *ap, struct apply_row *row);
};

enum rc roll_apply_start(struct apply *ap);
/* Puts the homes of what earlier parts carried out into ap->homes. */
enum rc roll_homes_read(struct apply *ap);
enum rc place_apply_start(struct apply *ap);
enum rc staff_apply_start(struct apply *ap);

/* Why an applied batch may not be undone, said of one row; RC_CONFLICT with a fault. */
enum rc roll_undo_check(struct work *w, const struct batch *b, int64_t child, int64_t version, bool is_new);
enum rc place_undo_check(struct work *w, const struct batch *b);
enum rc staff_undo_check(struct work *w, const struct batch *b, int64_t staff);

#endif
