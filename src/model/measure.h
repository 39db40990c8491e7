/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of ledgers: named columns, each one rule over one child on a day. The ledger adds them up by class, the list behind a
 * number asks the same rule, so a number and its list cannot differ. The columns are those of the official summary
 * (信息汇总表), of the dynamic sheet (动态情况表: opening + in − out = closing), and of the arithmetic printed on the
 * civil-affairs return (民发〔2016〕42号). Pure.
 *
 * What counts: a person column counts a child that on `as_of` is on the roll and a member of the chosen counting rule or
 * target, under its class of that day. A column of work counts each child of each record that happened from `from` to `as_of`
 * (both inclusive), was known by `as_of` and is not voided, when the child was a member on that day, under its class of that
 * day. A move is counted on its day. */
#ifndef CHUYAN_MODEL_MEASURE_H
#define CHUYAN_MODEL_MEASURE_H

#include "model/subject.h"

/* X(name, type, head). Persons come first: their places are bits of membership.marks, stored, never renumbered. */
#define MEASURES(X) \
    X(total, PERSON, TOTAL) \
    X(boys, PERSON, SEX) \
    X(girls, PERSON, SEX) \
    X(sex_unknown, PERSON, SEX) \
    X(age_0_5, PERSON, AGE) \
    X(age_6_13, PERSON, AGE) \
    X(age_14_15, PERSON, AGE) \
    X(age_other, PERSON, AGE) \
    X(grade_pre, PERSON, GRADE) \
    X(grade_1, PERSON, GRADE) \
    X(grade_2, PERSON, GRADE) \
    X(grade_3, PERSON, GRADE) \
    X(grade_4, PERSON, GRADE) \
    X(grade_5, PERSON, GRADE) \
    X(grade_6, PERSON, GRADE) \
    X(grade_7, PERSON, GRADE) \
    X(grade_8, PERSON, GRADE) \
    X(grade_9, PERSON, GRADE) \
    X(grade_senior, PERSON, GRADE) \
    X(both_away, PERSON, AWAY) \
    X(one_away, PERSON, AWAY) \
    X(away_other, PERSON, AWAY) \
    X(boarding, PERSON, STATUS) \
    X(poor, PERSON, STATUS) \
    X(orphan, PERSON, STATUS) \
    X(de_facto, PERSON, STATUS) \
    X(single_parent, PERSON, STATUS) \
    X(disabled, PERSON, STATUS) \
    X(care_parent, PERSON, CARE) \
    X(care_grand, PERSON, CARE) \
    X(care_kin, PERSON, CARE) \
    X(care_other, PERSON, CARE) \
    X(care_none, PERSON, CARE) \
    X(care_unknown, PERSON, CARE) \
    X(filed, PERSON, FILE) \
    X(paired, PERSON, FILE) \
    X(entrusted, PERSON, FILE) \
    X(risk_critical, PERSON, RISK) \
    X(risk_high, PERSON, RISK) \
    X(risk_medium, PERSON, RISK) \
    X(risk_low, PERSON, RISK) \
    X(risk_none, PERSON, RISK) \
    X(pupils, PUPILS, TOTAL) \
    X(visits, TIMES, WORK) \
    X(talks, TIMES, WORK) \
    X(calls, TIMES, WORK) \
    X(contacts, TIMES, WORK) \
    X(counsels, TIMES, WORK) \
    X(activities, TIMES, WORK) \
    X(trainings, TIMES, WORK) \
    X(aids, TIMES, WORK) \
    X(referrals, UNKNOWN, CASES) \
    X(reports, UNKNOWN, CASES) \
    X(dropouts, UNKNOWN, CASES) \
    X(persuaded, UNKNOWN, CASES) \
    X(still_out, UNKNOWN, CASES) \
    X(homes, UNKNOWN, CASES) \
    X(opening, MOVE, OPEN) \
    X(in_new, MOVE, IN) \
    X(in_enrolled, MOVE, IN) \
    X(in_transfer, MOVE, IN) \
    X(in_return, MOVE, IN) \
    X(in_class, MOVE, IN) \
    X(out_parent_back, MOVE, OUT) \
    X(out_transfer, MOVE, OUT) \
    X(out_graduated, MOVE, OUT) \
    X(out_aged, MOVE, OUT) \
    X(out_dropout, MOVE, OUT) \
    X(out_died, MOVE, OUT) \
    X(out_left, MOVE, OUT) \
    X(out_class, MOVE, OUT) \
    X(closing, MOVE, CLOSE) \
    X(carer_changed, MOVE, DURING) \
    X(boarding_changed, MOVE, DURING)

enum measure_id {
#define MEASURE_ENUM(name, type, head) M_##name,
    MEASURES(MEASURE_ENUM)
#undef MEASURE_ENUM
    MEASURE_COUNT
};
enum { MEASURE_PERSONS = M_pupils, MEASURE_TIMES_FIRST = M_visits, MEASURE_TIMES_END = M_referrals };
_Static_assert(MEASURE_PERSONS < 63, "marks are bits of a signed 64-bit column");

enum measure_type {
    MEASURE_PUPILS,     /* everybody on the roll, whoever counts */
    MEASURE_PERSON, MEASURE_TIMES, MEASURE_MOVE,
    MEASURE_UNKNOWN     /* nothing here can know it yet: shown as —, which is not 0 */
};
enum measure_head {
    MEASURE_HEAD_TOTAL, MEASURE_HEAD_SEX, MEASURE_HEAD_AGE, MEASURE_HEAD_GRADE, MEASURE_HEAD_AWAY, MEASURE_HEAD_STATUS,
    MEASURE_HEAD_CARE, MEASURE_HEAD_FILE, MEASURE_HEAD_RISK, MEASURE_HEAD_WORK, MEASURE_HEAD_CASES, MEASURE_HEAD_OPEN,
    MEASURE_HEAD_IN, MEASURE_HEAD_OUT, MEASURE_HEAD_CLOSE, MEASURE_HEAD_DURING
};

struct measure {
    struct text key;                    /* both_away: in addresses, submission_row.columns */
    enum word title;
    enum measure_type type;
    enum measure_head head;
};
const struct measure *measure_at(enum measure_id id);
bool measure_find(struct text key, enum measure_id *id);

/* What the columns ask of the code lists, looked up once. */
struct measure_codes {
    struct { int16_t fact; uint64_t codes; } mark[MEASURE_PERSONS];   /* fact -1: not by a fact */
    int care, boarding, absence, roll_code;                           /* kinds of facts, -1 none */
    uint64_t roll_one, roll_both;                                     /* codes of the roll: one parent away, both */
    int8_t times[CODES_KINDS];                                        /* column of a kind less MEASURE_TIMES_FIRST, -1 none */
    bool filed;                                                       /* a loaded scheme says what a file has to hold */
    int16_t profile[EXPR_GROUPS];                                     /* of each group: what "away" means behind it */
};
void measure_codes_fill(struct measure_codes *m, const struct evaluator *ev);

/* One question: who counts, in which span. */
struct measure_frame {
    const struct evaluator *ev;
    struct text key;                    /* "rule:XJ", "gp-guangping:lbc" */
    int group;                          /* of the plan, in force on as_of; -1: none is */
    day_t from, as_of;                  /* both inclusive */
    struct measure_codes codes;
};
/* RC_NOT_FOUND: no scheme that was ever loaded has such a rule or target. RC_INVALID: from is after as_of. */
enum rc measure_frame_fill(struct measure_frame *f, const struct evaluator *ev, struct text key, day_t from, day_t as_of);

/* One child on one day: looked at once, whatever is asked. */
struct measure_look {
    int enrolment;                      /* index in member.enrolment, -1 not on the roll */
    uint64_t base;                      /* person columns but those of who is away */
    enum measure_id roll;               /* who is away as the roll has it, where no absence is known */
    struct expr_world world;
};
void measure_look(const struct measure_codes *m, const struct evaluator *ev, const struct subject *s, day_t day,
    struct measure_look *out);
/* The person columns as bits (1 << id); 0 when it does not belong to the group, which decides what "away" means. */
uint64_t measure_marks(const struct measure_codes *m, const struct measure_look *look, int group);

struct measure_hit {
    int64_t child, place_key;           /* the class it is counted under */
    enum measure_id column;
    day_t day;                          /* as_of, the day of the record, the day of the move */
    int64_t encounter;                  /* TIMES: the record; else 0 */
};
typedef void measure_sink(void *ctx, const struct measure_hit *h);

enum { MEASURE_SET_PERSONS = 1, MEASURE_SET_TIMES = 2, MEASURE_SET_MOVES = 4 };
unsigned measure_set(enum measure_id id);
/* Every hit of one child in the named sets. */
void measure_subject(const struct measure_frame *f, const struct subject *s, unsigned sets, measure_sink *sink, void *ctx);

/* The arithmetic that a row of sums has to satisfy; calls `wrong` with the columns of each line that does not come out.
 * Gives how many those are. sets: which columns were filled. */
struct measure_term { enum measure_id id; int sign; };
enum { MEASURE_TERMS = 20 };
struct measure_equation { struct measure_term term[MEASURE_TERMS]; size_t n; int64_t off; };
size_t measure_check(const int64_t n[MEASURE_COUNT], unsigned sets, struct measure_equation *wrong, size_t cap);

#endif
