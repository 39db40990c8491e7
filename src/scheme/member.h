/* SPDX-License-Identifier: Apache-2.0 */
/* Who counts, since when, and why: membership in counting rules (口径) and targets, computed from dated facts as of a date, never
 * stored as one truth. All spans are half-open [from, to); what is open ends at DAY_MAX. */
#ifndef CHUYAN_SCHEME_MEMBER_H
#define CHUYAN_SCHEME_MEMBER_H

#include "scheme/plan.h"

enum { MEMBER_FACTS = 256, MEMBER_AWAY = 64 };

/* One fact that holds (voided ones are left out by the caller, who decides what was known on the as-of day). */
struct member_fact {
    day_t from, to;
    int16_t fact;              /* index in codes.fact */
    uint8_t who;               /* enum expr_who */
    uint8_t bit;               /* number of the code in its list; 63: words, or outside the list */
    int64_t place;             /* absence: division code filled up to 12 digits with zeros, 0 unknown */
};

struct member_enrolment {
    day_t from, to;
    int64_t place_key;         /* the class */
    int grade_base;            /* first_grade - entry_year of the class: grade = base + school year */
    int8_t stage;              /* bit of codes.stages, -1 unknown */
};

struct member_carer { day_t from, to, birth; };            /* kin that look after the child; birth DAY_NONE unknown */
struct member_pair { day_t from, to; int16_t relation; };  /* index in plan.relation */

struct member_child {
    day_t birth;                                /* DAY_NONE unknown: conditions on age are false; explanations say so */
    int64_t home;                               /* household register, filled up to 12 digits, 0 unknown */
    const struct member_fact *fact;             size_t fact_count;       /* any order; at most MEMBER_FACTS are read */
    const struct member_enrolment *enrolment;   size_t enrolment_count;  /* by from, not overlapping */
    const struct member_carer *carer;           size_t carer_count;
    const struct member_pair *pair;             size_t pair_count;
};

/* Division codes as texts of 2, 4, 6, 9 or 12 digits → 12 digits; 0 when it is none. */
int64_t member_division(struct text code);

/* Spans of one group (rule or target, see plan_group) within [from, to), sorted, apart. Returns how many there are, of which at
 * most cap were written. Nobody is a member on a day without enrolment, nor outside its scheme's place and validity. */
size_t member_spans(const struct plan *p, int group, const struct member_child *c, day_t from, day_t to, struct cadence_span *out,
                    size_t cap);

/* All groups in one pass: emit is called once for each span, when it ends. */
typedef void (*member_emit)(void *ctx, int group, day_t from, day_t to);
void member_sweep(const struct plan *p, const struct member_child *c, day_t from, day_t to, member_emit emit, void *ctx);

/* One day. */
bool member_on(const struct plan *p, int group, const struct member_child *c, day_t day);
/* All groups that hold on the day, as bits. */
void member_groups(const struct plan *p, const struct member_child *c, day_t day, uint64_t out[EXPR_GROUPS / 64]);
/* The world of a day, for alerts: caller fills since[] and vacation afterwards. */
void member_world(const struct plan *p, const struct member_child *c, day_t day, struct expr_world *out);

enum member_type {
    TYPE_NONE, TYPE_BOTH_AWAY, TYPE_FATHER_AWAY, TYPE_MOTHER_AWAY, TYPE_ONE_AWAY_OTHER_INCAPABLE, TYPE_ONE_AWAY_OTHER_ABSENT
};

/* The absence behind an answer, for one parent under one rule. */
struct member_absence {
    bool any, counts;          /* there is an absence that day; it satisfies the rule */
    day_t since;               /* start after bridging */
    int months;                /* full months until the day */
    int bridged;               /* days at home that were bridged */
    int64_t place;             /* of the latest spell */
    bool near;                 /* not far enough for the rule */
    bool place_unknown;        /* the rule asks for a distance that cannot be told, for the place is not known well enough */
    bool home_unknown;         /* the same, for the home is not */
};

struct member_answer {
    bool member;
    enum member_type type;
    struct member_absence parent[2];   /* 0 father, 1 mother */
    day_t since, until;                /* the span that holds the day when member; else DAY_NONE */
};

void member_answer(const struct plan *p, int group, const struct member_child *c, day_t day, struct member_answer *out);
/* In words: the answer, which absence since when, where and how long, which condition failed. At most 4 KB, lines end in \n. */
void member_explain(const struct plan *p, int group, const struct member_child *c, day_t day, enum lang lang,
                    struct buf *out);

/* Which meaning of "away" (plan.profile) stands behind a group: its own, or that of the first rule it reads; 0 any absence. */
int member_profile(const struct plan *p, int group);

/* -1: only in the second group; 0: same answer; 1: only in the first. For difference lists of two rules. */
int member_differ(const struct plan *p, int first, int second, const struct member_child *c, day_t day);

#endif
