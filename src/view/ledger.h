/* SPDX-License-Identifier: Apache-2.0 */
/* What the three ledgers share: which place, day, span and counting rule; labels; the table of measures; where it stands on
 * its way up. */
#ifndef CHUYAN_VIEW_LEDGER_H
#define CHUYAN_VIEW_LEDGER_H

#include "gen/view/ledgers.h"
#include "model/measure_sum.h"
#include "model/place.h"
#include "model/submission.h"
#include "view/ask.h"

enum ledger_kind { LEDGER_CLASS, LEDGER_SCHOOL, LEDGER_CENTRE, LEDGER_COUNTY, LEDGER_KINDS };
const char *ledger_kind_key(enum ledger_kind k);              /* "class": stored in submission.ledger, in addresses */
bool ledger_kind_find(struct text key, enum ledger_kind *out);
enum cap ledger_cap(enum ledger_kind k);
/* The kind that the place below hands up. */
enum ledger_kind ledger_below(enum ledger_kind k, enum place_kind below);

/* What was asked for; what is absent gets its usual value. */
struct ledger_query {
    int64_t place;            /* proven: q->scope is its range */
    struct text rule;         /* key of a rule or target; empty: the county's own */
    day_t from, as_of;        /* DAY_NONE: the month (dynamic sheet) or term of as_of; today */
    bool full;                /* contact sheet: numbers and addresses unmasked, proven by the caller */
};

struct ledger {
    const struct ask *q;
    enum ledger_kind kind;
    struct place place;
    struct measure_frame frame;
    struct measure_sums sums;
    struct ledger_part *part;
    unsigned sets;            /* of measures that were added up */
    bool full;
};

/* Fills the frame and the head of the part. RC_NOT_FOUND: no such rule, or no rule at all is loaded. */
enum rc ledger_open(const struct ask *q, enum ledger_kind kind, const struct ledger_query *in, struct ledger *l);
/* 从…到…, in the words of the page. */
struct text ledger_day_text(const struct ask *q, day_t d);
/* ?place=…&rule=…&from=…&as_of=… of a ledger; `place` may be another one. */
struct text ledger_params(const struct ledger *l, int64_t place);
struct text ledger_group_title(const struct ask *q, struct text key, day_t on);
/* All rules and targets in force on a day, as choices. */
enum rc ledger_rules(const struct ask *q, struct text chosen, day_t on, struct choice_part **item, size_t *n);

/* ---- the table of measures ---- */

struct ledger_row {
    struct text name;
    int64_t lo, hi, place;
    enum { ROW_PLAIN, ROW_SUBTOTAL, ROW_TOTAL } kind;
    struct text stage;        /* of a school or class, '' several: which grades it cannot have */
};
/* Columns that would be empty everywhere and are only there for odd cases are left out. Checks the arithmetic of every row into
 * part->faults. */
enum rc ledger_table(struct ledger *l, const enum measure_id *column, size_t columns, const struct ledger_row *row, size_t rows,
                     struct text first, struct table_part **out);
/* The rows below a place: classes of a school, schools of a centre, and of a county with subtotals by centre; a total last. */
enum rc ledger_rows(const struct ledger *l, struct ledger_row **out, size_t *n);
struct cell_part ledger_head(struct text text, int64_t span, int64_t down);
struct cell_part ledger_cell(struct text text, const char *kind);

/* Name, sex and birth of a child of a list; false words when it is gone. */
struct ledger_child { struct text name, sex; day_t birth; bool found; };
enum rc ledger_child(const struct ask *q, int64_t child, struct ledger_child *out);
/* Names of classes by their key, each read once: 河西小学 三（2）班, or without the school. */
struct ledger_classes { const struct ask *q; bool school; day_t on; struct { int64_t key; struct text name; } *item; size_t n,
    cap; };
enum rc ledger_class(struct ledger_classes *c, int64_t key, struct text *out);

/* ---- on its way up (ledger_submission.c) ---- */

enum rc ledger_submission(struct ledger *l);
/* What would be handed up now: the part as JSON, and the names. */
enum rc ledger_freeze(const struct ledger *l, struct submission_input *in);
/* A frozen ledger as it was: from its JSON. */
enum rc ledger_thaw(const struct ask *q, struct text json, struct ledger_part **out);

#endif
