/* SPDX-License-Identifier: Apache-2.0 */
/* What every write of the model is given: the transaction, who acts, when, and where words of refusal go.
 * The edge (web, cli, job) makes one per request or command; nothing here is found out by the model itself. */
#ifndef CHUYAN_MODEL_WORK_H
#define CHUYAN_MODEL_WORK_H

#include "base/ids.h"
#include "model/touched.h"
#include "store/store.h"

struct known;
struct sounds;

struct evaluator;
struct who;

struct work {
    struct db *db;              /* in a write transaction */
    int64_t county;             /* tenant */
    int64_t staff;              /* who acts; 0 for the command line */
    const struct who *who;      /* with what they hold on a day, when the edge has just proven it; NULL: ask */
    moment_t now;               /* server time */
    day_t today;                /* its local date */
    struct ids *ids;            /* of the writer */
    struct arena *arena;        /* request */
    struct faults *faults;      /* why something is refused or doubtful */
    struct touched *touched;    /* children to evaluate before the transaction ends */
    const struct evaluator *ev; /* plan and calendar in force; NULL where nothing can be owed yet (init, place import) */
    const char *source;         /* page, command, sheet, roll */
    struct known *known;        /* in an import: whom the county knows already (model/known.h); NULL: always ask */
    /* pinyin of names (model/sounds.h), of the writer's thread; NULL: opened in the arena when needed */
    struct sounds *sounds;
};

#endif
