/* SPDX-License-Identifier: Apache-2.0 */
/* Cadence: what is owed, per window of the school calendar, and whether it was done. A pure function over sorted arrays; the
 * one place that says "overdue". Windows of a duty are worked out once (cadence_plan_new); a subject then costs one merge and
 * no memory.
 *
 * The rules (normative):
 * - Windows are not clipped to the term. A window exists when it holds at least one counted day: a school day (CADENCE_SKIP), a
 *   day of vacation (CADENCE_ONLY), any day (CADENCE_KEEP).
 * - It belongs to the version of the duty in force on its first day, to its end. When a new version takes over with another
 *   rhythm, its window that lies over that day is owed too, as a whole, unless the old version's window runs at least as long, or
 *   the new version is in force on less than half of its counted days. A duty of N days since the last goes on under the old
 *   version until the window that was open then is filled, and under the new one from the next day.
 * - It counts when the subject is in scope on at least half of its counted days, exactly half included; else it is void, and
 *   nothing at all when the subject was in scope on none of them.
 * - An encounter credits the window that holds the day it occurred, however late it is recorded, on any day of the week, when the
 *   actor held a responsible role for the child that day. It may credit many duties. What is too much does not carry over.
 * - Known on a day is what was recorded, and approved, on or before it. Overdue begins the day after the window's last day; a
 *   quota filled by something recorded after that day is met late.
 * - Exemptions excuse a window when they cover, one or several together, every counted day on which the subject is in scope.
 * - void beats met, met beats excused, excused beats the rest. */
#ifndef CHUYAN_SCHEME_CADENCE_H
#define CHUYAN_SCHEME_CADENCE_H

#include "scheme/calendar.h"

enum cadence_window {
    CADENCE_DAY,
    CADENCE_WEEK,          /* n ISO weeks; n > 1: counted from the week in which the school year's first term begins */
    CADENCE_HALF_MONTH,    /* 1–15, 16–end */
    CADENCE_MONTH,         /* n of 1 2 3 4 6 12 calendar months counted from January: two months, quarter, half-year */
    CADENCE_MONTHS,        /* the months of `months` (bit 0 = January), each its own window */
    CADENCE_TERM,          /* first to last day of each term; `ordinal` picks one */
    CADENCE_SCHOOL_YEAR,
    CADENCE_YEAR,          /* calendar year */
    CADENCE_DATE,          /* month, day each year (29 February: the 28th in a common year), with before and after;
                              month 0: each month by that day (its last, when shorter), from the day after the last such day */
    CADENCE_FESTIVAL,      /* festival each year, with before and after */
    CADENCE_NAMED,         /* the explicit `spans` */
    CADENCE_SINCE_LAST,    /* at most n days from one credit to the next, the first counted from the day before scope begins */
    CADENCE_SINCE_EVENT,   /* from `before` days before an event of the subject to the n-th (school) day after it */
    CADENCE_WINDOWS
};

enum cadence_holidays { CADENCE_SKIP, CADENCE_KEEP, CADENCE_ONLY };
enum cadence_unit { CADENCE_DAYS, CADENCE_SCHOOL_DAYS };

#define CADENCE_ANY 0xFFFFFFFFu            /* modes, roles: whatever it is, known or not */
enum { CADENCE_CREDITS = 4, CADENCE_EVIDENCE = 8, CADENCE_KIND_WORDS = 8, CADENCE_KINDS = 64 * CADENCE_KIND_WORDS };

/* A set of record kinds, one bit each: built-in kinds are below 64, those of schemes' own forms above. */
static inline bool cadence_has(const uint64_t *kinds, unsigned kind)
{
    return kind < CADENCE_KINDS && (kinds[kind / 64] >> kind % 64 & 1) != 0;
}

static inline void cadence_put(uint64_t *kinds, unsigned kind)
{
    kinds[kind / 64 % CADENCE_KIND_WORDS] |= UINT64_C(1) << kind % 64;
}

static inline bool cadence_meet(const uint64_t *a, const uint64_t *b)
{
    uint64_t both = 0;
    for (int i = 0; i < CADENCE_KIND_WORDS; i++) both |= a[i] & b[i];
    return both != 0;
}

/* What credits a duty: every line must hold. */
struct cadence_credit {
    uint64_t kinds[CADENCE_KIND_WORDS];   /* bit per record kind (cadence_put); no bit: nothing credits */
    uint32_t modes;        /* bit per way (face to face, phone, video, letter …), or CADENCE_ANY */
    uint32_t met_all;      /* bits of people who must all have been met; 0: no condition */
    uint32_t met_any;      /* at least one of them; 0: no condition */
    uint32_t roles;        /* the actor held one of these for the child that day, or CADENCE_ANY */
    uint16_t min_minutes;  /* 0: no condition */
};

struct cadence_duty {
    int32_t id;
    enum cadence_window window;
    int n;                                 /* WEEK, MONTH: how many make one window (0 is 1); SINCE_…: days, >= 1 */
    int month, day;                        /* DATE */
    int before, after;                     /* DATE, FESTIVAL: days the window opens before and stays open after; EVENT: before */
    uint32_t months;                       /* MONTHS */
    int ordinal;                           /* TERM: 0 each */
    int festival;                          /* FESTIVAL */
    const struct calendar_span *spans;     /* NAMED: inclusive, sorted, not overlapping (calendar_named) */
    size_t span_count;
    int event;                             /* SINCE_EVENT: which events, by the caller's numbers */
    bool closes;                           /* SINCE_EVENT: met when what began with the event is over, not by records: a post
                                              that fell vacant is held again. Needs no credit */
    enum cadence_unit unit;                /* SINCE_…: what n counts. Days with CADENCE_SKIP: an end on a free day moves to
                                              the next school day */
    enum cadence_holidays holidays;
    int quota;                             /* at least so many in a window; 0 is 1 */
    int apart;                             /* credited ones lie at least so many days apart; 0: no condition */
    enum cadence_unit apart_unit;
    struct cadence_credit credit[CADENCE_CREDITS];  /* alternatives: one of them must hold */
    int credit_count;
    day_t valid_from, valid_to;            /* half-open; DAY_NONE: open */
    int follows;                           /* 1 + index in the plan of the same duty in the version that this one takes over
                                              from on valid_from; 0: none */
    day_t ended;                           /* the scheme ended then without a successor: what was not over is void; DAY_NONE */
};

/* Sorted by day, then id; voided records are left out. */
struct cadence_encounter {
    int64_t id;
    day_t day;             /* occurred, Asia/Shanghai */
    day_t known;           /* recorded; never counts before its own day either */
    uint32_t met;
    uint32_t roles;        /* that the actor held for this child on that day */
    uint16_t minutes;
    uint16_t kind;         /* 0 … CADENCE_KINDS - 1 */
    uint8_t mode;          /* 0 … 31 */
};

struct cadence_span { day_t from, to; };                 /* half-open, sorted, apart: enrolled ∩ target, bridged by the caller */
struct cadence_exemption { day_t from, to, known; int32_t duty; };  /* inclusive; known = approved; duty 0: every duty */
/* Sorted by day. `done`: the day on which it was known that what began is over, for duties that close so; DAY_NONE: not yet. */
struct cadence_event { day_t day, known; int event; day_t done; };

/* One subject. Scope may differ from duty to duty (targets): scope_of[i] is the scope of the plan's i-th duty, an index in
 * `scopes`. */
struct cadence_scope { const struct cadence_span *spans; size_t count; };
struct cadence_subject {
    const struct cadence_scope *scopes;
    const uint8_t *scope_of;               /* one for each duty of the plan; NULL: all have scopes[0]; 255: not at all */
    const struct cadence_encounter *encounters;  size_t encounter_count;
    const struct cadence_exemption *exemptions;  size_t exemption_count;   /* any order */
    const struct cadence_event *events;          size_t event_count;
};

/* Kept in the database by these numbers: never renumber. */
enum cadence_state {
    CADENCE_PLANNED, CADENCE_DUE, CADENCE_MET, CADENCE_OVERDUE, CADENCE_MET_LATE, CADENCE_EXCUSED, CADENCE_VOID, CADENCE_STATES
};
const char *cadence_state_name(enum cadence_state s);        /* "met_late" */

struct cadence_obligation {
    int32_t duty;                          /* its id */
    int32_t index;                         /* in the plan */
    day_t from, to;                        /* the window, inclusive; `to` is the due day */
    enum cadence_state state;
    int have, need;                        /* credited (at most need), and the quota */
    int days, in_scope;                    /* counted days of the window, and those in scope */
    day_t met_known;                       /* the day the quota was known to be filled; DAY_NONE */
    int evidence_count;                    /* the first credited ones, at most CADENCE_EVIDENCE */
    const int64_t *evidence;               /* encounter ids by day; valid during the call */
};
/* Obligations come duty by duty in the order of the plan, windows by day. */
typedef void cadence_sink(void *p, const struct cadence_obligation *o);

struct cadence_plan;
enum cadence_wrong { CADENCE_FINE, CADENCE_BAD_WINDOW, CADENCE_BAD_N, CADENCE_BAD_DATE, CADENCE_BAD_SPANS, CADENCE_BAD_QUOTA,
                     CADENCE_BAD_CREDIT, CADENCE_BAD_VALIDITY };
/* Windows of every duty over the covered time of the calendar, which must outlive the plan, as must the duties' spans. NULL, with
 * why and the index of the duty, when one makes no sense. */
struct cadence_plan *cadence_plan_new(struct arena *a, const struct calendar *c, const struct cadence_duty *duties, size_t n,
                                      enum cadence_wrong *why, size_t *at);
size_t cadence_plan_duties(const struct cadence_plan *p);
const struct cadence_duty *cadence_plan_duty(const struct cadence_plan *p, size_t index);

/* Every obligation whose window touches from … to (inclusive), as it stands at the end of the day as_of. `scratch` has room for
 * encounter_count indexes (NULL when there are none). Nothing is allocated. */
void cadence_run(const struct cadence_plan *p, const struct cadence_subject *s, day_t from, day_t to, day_t as_of,
                 uint32_t *scratch, cadence_sink *sink, void *ctx);
/* The same for one duty of the plan. */
void cadence_run_duty(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t from, day_t to,
                      day_t as_of, uint32_t *scratch, cadence_sink *sink, void *ctx);

/* The one definition. `met_known` is the day the quota was known to be filled, DAY_NONE when it is not known on as_of. */
enum cadence_state cadence_state_on(day_t from, day_t to, day_t met_known, bool excused, bool is_void, day_t as_of);
/* What time alone does to a stored obligation about which nothing new became known: planned → due → overdue. */
enum cadence_state cadence_age(enum cadence_state stored, day_t from, day_t to, day_t as_of);

/* ---- why ---- */

enum cadence_reason {
    CADENCE_CREDITED, CADENCE_SURPLUS /* the quota was full */, CADENCE_WRONG_KIND, CADENCE_WRONG_MODE, CADENCE_WRONG_PEOPLE,
    CADENCE_TOO_SHORT, CADENCE_WRONG_ROLE, CADENCE_OUTSIDE /* before or after the window */, CADENCE_NOT_KNOWN /* on that day */,
    CADENCE_TOO_NEAR /* to the one before */, CADENCE_REASONS
};
const char *cadence_reason_name(enum cadence_reason r);      /* "wrong_kind" */
enum { CADENCE_NOTES = 32, CADENCE_NEAR_DAYS = 7 };

struct cadence_note { int64_t id; day_t day; enum cadence_reason reason; };
struct cadence_explanation {
    struct cadence_obligation o;           /* evidence points into `evidence` below */
    int64_t evidence[CADENCE_EVIDENCE];
    bool provisional;                      /* the window rests on days not yet announced */
    struct cadence_note notes[CADENCE_NOTES];  /* every encounter inside the window, and what missed it by CADENCE_NEAR_DAYS */
    int note_count;
    bool cut;                              /* there were more */
};
/* Why the obligation of the index-th duty whose window begins on `from` stands as it does. RC_NOT_FOUND when there is none. */
enum rc cadence_explain(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t from, day_t as_of,
                        uint32_t *scratch, struct cadence_explanation *out);

#endif
