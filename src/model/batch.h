/* SPDX-License-Identifier: Apache-2.0 */
/* One imported file from preview to undo: reading → preview (or mapping: people have to say what the columns mean) → applied →
 * undone, or refused. Nothing of it stands in the base before it is
 * applied; applied and undone each in one transaction. */
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

/* How a long preview writes when w->db only reads: each call is a transaction of the writer, so that everybody else's come
 * between. PostgreSQL may run fn again. */
struct batch_steps {
    enum rc (*run)(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p);
    void *ctx;
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

/* Carries a preview out. RC_CONFLICT: not a preview any more. Children are left in w->touched for the caller to evaluate. */
enum rc batch_apply(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p);
/* Takes an applied file back as a whole; RC_CONFLICT with a fault that names what was built on it since. */
enum rc batch_undo(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p);
/* A preview that nobody wants. */
enum rc batch_drop(struct work *w, const struct scope *scope, int64_t batch);

/* The report that goes back to the school as xlsx: its own rows that were refused or doubtful, with a column 问题与改法. */
enum rc batch_report(struct db *db, const struct scope *scope, int64_t batch, enum lang lang, struct arena *a, struct buf *xlsx);

#endif
