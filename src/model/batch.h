/* SPDX-License-Identifier: Apache-2.0 */
/* One imported file from preview to undo: reading → preview (or mapping: people have to say what the columns mean; failed: the
 * program ended while it was read) → applying → applied → undoing → undone. Nothing of it stands in the base before it is
 * applied. Carrying out and taking back go in parts, each a transaction of its own, so that other people's saves come between and
 * a crash loses no more than one part; whoever comes next goes on where it stood (batch_go_on). */
#ifndef CHUYAN_MODEL_BATCH_H
#define CHUYAN_MODEL_BATCH_H

#include "model/work.h"
#include "base/buf.h"

struct batch {
    int64_t id, place, key_lo, key_hi, made_by;
    struct text kind, file_name, file_hash, state, summary;
    day_t as_of;
    moment_t made_at, applied_at, undone_at;      /* NULL_INT when it has not happened */
    int64_t rows_new, rows_changed, rows_same, rows_refused, rows_warned;
};
struct batch_list { struct batch *item; size_t n; };

/* How long work writes when w->db only reads: each call is a transaction of the writer, so that everybody else's come
 * between. PostgreSQL may run fn again. */
struct batch_steps {
    enum rc (*run)(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p);
    void *ctx;
    const char *keeper;          /* for batch_go_on: server, command */
    size_t part;                 /* rows of one part, 0: BATCH_PART */
    bool alone;                  /* no other keeper of this name can be at work: what one began has been left behind */
};

enum {
    /* Rows of one transaction: whoever saves meanwhile waits for so many at most, a tenth of a second. */
    BATCH_PART = 500,
    /* Whoever carries a file on and has not ended a part for so long is taken for gone. */
    BATCH_BEAT_MS = 20000
};

/* What a file is opened with. */
struct batch_file {
    struct text name, bytes;
    struct text school;                           /* code or name when the file itself does not say which school; may be empty */
    day_t as_of;                                  /* the day the file speaks of */
    bool outside;                                 /* parse in the sandboxed child (always, except in tests and demonstration) */
    bool keep;                                    /* keep the file while it is a preview, so that its columns can be read
                                                     another way; what lacks a required column then waits for that */
    int64_t map_lo, map_hi;                       /* whose mappings hold; both 0: of the scope */
    const struct batch_steps *steps;              /* NULL: the caller's transaction writes */
};

/* `step` tells how far long work is: done of total (total 0: not known yet). May be NULL. */
struct batch_progress { void (*step)(void *ctx, const char *what, int64_t done, int64_t total); void *ctx; };

enum rc batch_by_id(struct db *db, const struct scope *scope, int64_t id, struct arena *a, struct batch *out);
enum rc batch_list(struct db *db, const struct scope *scope, size_t limit, struct arena *a, struct batch_list *out);

/* One row as people see it. */
struct batch_row {
    int64_t row_no, child;
    struct text outcome;                          /* new changed same refused skipped */
    struct text name;                             /* as given */
    struct { struct text field, text; bool warning; } *fault; size_t faults;
    struct { struct text field, old, now; } *diff; size_t diffs;
};
struct batch_rows { struct batch_row *item; size_t n; bool more; };
/* Rows after `after`, only those of an outcome (NULL: all); sentences in the language. */
enum rc batch_rows(struct db *db, const struct scope *scope, int64_t batch, const char *outcome, int64_t after, size_t limit,
                   enum lang lang, struct arena *a, struct batch_rows *out);

/* Puts on record that a preview is to be carried out, or that one that stopped on the way is to go on. RC_CONFLICT: neither. */
enum rc batch_apply_ask(struct work *w, const struct scope *scope, int64_t batch);
/* May a file be taken back as a whole? Only reads. RC_CONFLICT with a fault that names what was built on it since. */
enum rc batch_undo_check(struct work *w, const struct scope *scope, int64_t batch);
/* The same for taking back an applied file, or one that is half carried out. What is built on while it is taken back stays, and
 * its row is told as kept. */
enum rc batch_undo_ask(struct work *w, const struct scope *scope, int64_t batch);
/* Goes on with what was asked for, until it is through; RC_OK at once when there is nothing (left) to do. Each part is
 * evaluated and committed by `steps`; NULL: all of it in the caller's transaction, who evaluates w->touched. RC_BUSY: another
 * program is at it, or was until a moment ago; RC_CONFLICT: another has taken it over. On any failure the parts that were
 * committed stand, and the next call goes on behind them. */
enum rc batch_go_on(struct work *w, int64_t batch, const struct batch_steps *steps, const struct batch_progress *p);
/* Nobody goes on by himself any more until somebody asks again; for what would only fail again. */
enum rc batch_stop(struct work *w, int64_t batch, enum rc why);
/* How far it is; RC_NOT_FOUND when nothing is under way. */
struct batch_under_way { int64_t done, total, kept; bool back; struct text stopped; };
enum rc batch_under_way(struct db *db, const struct scope *scope, int64_t batch, struct arena *a, struct batch_under_way *out);

/* Asked, checked and gone on with in the caller's transaction. */
enum rc batch_apply(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p);
enum rc batch_undo(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p);
/* Files under way in a county that somebody has to carry on, in the order in which they were asked for. */
struct batch_waiting { int64_t batch, staff; };
enum rc batch_waiting(struct db *db, int64_t county, struct arena *a, struct batch_waiting **out, size_t *n);
/* Previews that were begun before a moment and are not being made any more have failed; they can be made again from the kept
 * file. */
enum rc batch_reading_end(struct db *db, int64_t county, moment_t before);
/* A preview that nobody wants. */
enum rc batch_drop(struct work *w, const struct scope *scope, int64_t batch);

/* The report that goes back to the school as xlsx: its own rows that were refused or doubtful, with a column 问题与改法. */
enum rc batch_report(struct db *db, const struct scope *scope, int64_t batch, enum lang lang, struct arena *a, struct buf *xlsx);

#endif
