/* SPDX-License-Identifier: Apache-2.0 */
/* What a county sets for itself: one table of keys, each with its type, range, usual value and sentence. Nothing else is taken,
 * so that a misspelt key is told and not silently without effect. What a scheme asks for stands in the scheme (params), and what
 * belongs to the machine are options of `serve`. */
#ifndef CHUYAN_MODEL_SETTING_H
#define CHUYAN_MODEL_SETTING_H

#include "model/evaluator.h"
#include "model/work.h"

enum { SETTING_BYTES = 256 << 10 };      /* of a calendar */

enum setting_type { SETTING_RULE, SETTING_INT, SETTING_CALENDAR };

struct setting_spec {
    const char *key;                /* "home_rule"; "calendar:" stands for calendar:ID, for any ID */
    enum setting_type type;
    int64_t min, max;               /* of an int */
    const char *usual;              /* what holds when nothing is set, as words of data; "": what the schemes say */
    enum word sentence;
};

/* All of them, in the order of the help. */
const struct setting_spec *setting_specs(size_t *n);
/* NULL: there is no such setting. */
const struct setting_spec *setting_spec(struct text key);
const char *setting_type_name(enum setting_type t);    /* "rule", "int", "calendar" */

struct setting { struct text key, value, by; moment_t at; };   /* by: '' the command line */
struct setting_list { struct setting *item; size_t n; };
/* Those that the county has set. */
enum rc setting_all(struct db *db, int64_t county, struct arena *a, struct setting_list *out);
/* RC_NOT_FOUND: the usual value holds. */
enum rc setting_get(struct db *db, int64_t county, struct text key, struct arena *a, struct text *value);

/* Sets one, or with TEXT_NONE goes back to the usual value; and loads everything with it, to see that it fits. RC_INVALID with
 * faults: no such key, not of its type or out of its range, a calendar that cannot be read (calendar:LINE:COLUMN). Then nothing
 * is kept, for the caller rolls back. *ev is the evaluator under the new setting, the caller's to free; the caller evaluates
 * everybody anew with it, in the same transaction. */
enum rc setting_set(struct work *w, struct text key, struct text value, struct evaluator **ev);

#endif
