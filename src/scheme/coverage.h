/* SPDX-License-Identifier: Apache-2.0 */
/* What of a catalogue of requirements is carried out, by which element of a scheme, and which test shows it. A catalogue is one
 * YAML file a system: `scheme: {id, title}` and `requirements`, a list of entries with `id` and `kind`; elements name the
 * entries in `source:`. */
#ifndef CHUYAN_SCHEME_COVERAGE_H
#define CHUYAN_SCHEME_COVERAGE_H

#include "scheme/element.h"

enum { COVERAGE_SYSTEMS = 256, COVERAGE_ENTRIES = 100000 };

struct coverage_entry {
    struct text id, kind;
    struct text by, test;             /* TEXT_NONE: nothing carries it out */
    struct text listed;               /* an element names it that is only listed: by which */
};

struct coverage_system { struct text id, title; struct coverage_entry *entry; size_t n, covered; };

/* A claim on an entry that none of the catalogues has, though it has others of that system (YX-999). */
struct coverage_stray { struct text id, file; int32_t line, column; };

struct coverage {
    struct arena *arena;
    struct coverage_system *system;   size_t system_count;
    struct coverage_stray *stray;     size_t stray_count, stray_cap;
    size_t requirements, covered;
    struct coverage_entry **sorted;   /* all of them, by id */
};

/* Reads catalogue files. RC_INVALID with faults that name the place: no catalogue, an entry without id or kind, an id twice. */
enum rc coverage_read(struct arena *a, const struct embedded *file, size_t n, struct faults *f, struct coverage **out);
/* Lays the elements of a plan over it. The first that carries an entry out stands for it. */
void coverage_claim(struct coverage *c, const struct plan *p, int scheme);

#endif
