/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of targets, counting rules and alerts: small, typed, total. Every condition has an answer for every child and
 * every day; there are no loops, no assignments, nothing that can fail.
 *
 *   poverty in (dibao, tekun) and (both_away or one_away and other_incapable) and age < 16
 *
 * or · and · not · = != < <= > >= · in (…) · numbers · code names · parentheses · functions. A name is
 *   a kind of fact (facts.yaml): alone, true when the child has such a fact that does not say "no"; compared with `=` or `in`
 *     it is true when one of its present values is (among) those codes, `!=` when none is;
 *   father(kind), mother(kind): the same of one parent; a kind kept per parent, alone, asks whether either has it;
 *   numbers: age, grade, carer_age (the youngest carer known); code: stage; truths: enrolled, carer, vacation;
 *   absence: father_away, mother_away, one_away (exactly one), both_away, parents_away (at least one), other_incapable (one away
 *     and the other dead, lost, in prison, divorced without custody or without capacity). Inside a counting rule these ask for an
 *     absence as the rule says (months, distance); elsewhere for any absence of that day;
 *   rule(ID), rule(home), target(key), target(scheme:key), paired(relation);
 *   days_since(kind) in alerts only: days since the last such record, days of vacation not counted; without any, since enrolment;
 *   param(name): a number or code that the scheme states and the county confirms. */
#ifndef CHUYAN_SCHEME_EXPR_H
#define CHUYAN_SCHEME_EXPR_H

#include "base/buf.h"
#include "scheme/codes.h"

enum {
    EXPR_BYTES = 2000, EXPR_NODES = 200, EXPR_DEPTH = 32,
    EXPR_GROUPS = 256,        /* rules and targets of a plan together */
    EXPR_PROFILES = 16,       /* different meanings of "away" (months, bridge, distance) in a plan; 0 is any absence */
    EXPR_RELATIONS = 256      /* of all schemes in force together */
};

enum expr_who { WHO_CHILD, WHO_FATHER, WHO_MOTHER, WHO_COUNT };
enum { AWAY_FATHER = 1, AWAY_MOTHER = 2 };

/* A child on a day, as conditions see it. */
struct expr_world {
    uint64_t fact[WHO_COUNT][CODES_FACTS];   /* bits of the codes that hold; bit 63: a value outside the list, or words */
    uint8_t away[EXPR_PROFILES];             /* AWAY_… by profile */
    uint8_t gone, incapable;                 /* parents who are gone, and who cannot be guardian: AWAY_… bits */
    bool enrolled, carer, vacation;
    int age, grade, stage;                   /* age -1: birthday unknown; stage: bit of codes.stages, -1 none */
    int carer_age;                           /* -1 unknown */
    uint64_t paired[EXPR_RELATIONS / 64];    /* relations of the plan that are filled */
    uint64_t groups[EXPR_GROUPS / 64];       /* rules and targets already known to hold */
    int32_t since[CODES_KINDS];              /* days since the last record of a kind (alerts) */
};

/* What a condition depends on, so that a sweep looks only at the days on which it can change. */
enum expr_uses {
    USES_AGE = 1, USES_GRADE = 2, USES_CARER_AGE = 4, USES_AWAY = 8, USES_GROUPS = 16, USES_SINCE = 32, USES_PAIRED = 64,
    USES_VACATION = 128, USES_STAGE = 256
};

struct expr {
    struct expr_node *node;                  /* post-order: the last one is the root */
    uint16_t n;
    unsigned uses;                           /* enum expr_uses */
    uint64_t facts[(CODES_FACTS + 63) / 64]; /* kinds of facts it reads */
    uint64_t groups[EXPR_GROUPS / 64];       /* rules and targets it reads */
    struct text source;
    const struct codes *codes;
};

/* How names outside the codes are looked up. Each returns -1 (or false) when it does not know the name. */
struct expr_names {
    const struct codes *codes;
    void *ctx;
    int (*rule)(void *ctx, struct text id);          /* group number */
    int (*target)(void *ctx, struct text key);
    int (*relation)(void *ctx, struct text key);
    const struct code_kind *(*kind)(void *ctx, struct text key);   /* NULL: those of codes */
    bool (*param)(void *ctx, struct text key, struct text *value);
    /* What there is of a sort ("rule", "target", "relation", "param"), the nearest when one is near. */
    struct text (*near)(void *ctx, const char *what, struct text wrong);
    struct text (*alias)(void *ctx, struct text local); /* the standard key of a local word; the same when it is none */
    struct text (*title)(void *ctx, int group, enum lang lang);
    bool alert;                                      /* days_since, vacation are allowed */
    int profile;                                     /* what "away" means here */
};

/* Where the condition stands; line 0 when it comes from nowhere. */
struct expr_place { struct text file; int32_t line, column; };

/* NULL, with a fault that names file:line:column, what is wrong and what to write instead. */
struct expr *expr_parse(struct arena *a, struct text source, struct expr_place at, const struct expr_names *names,
                        struct faults *f);
bool expr_holds(const struct expr *e, const struct expr_world *w);
/* Adds, in words, the parts that made it true or false: 贫困类别不是低保；父亲没有外出. At most 1 KB. */
void expr_why(const struct expr *e, const struct expr_world *w, enum lang lang, struct buf *out);
/* Groups were put into another order: `to[old]` is the new number. */
void expr_renumber(struct expr *e, const int16_t *to);
/* The numbers that `age`, `carer_age` are compared with, at most cap; for the days on which the answer can change. */
size_t expr_ages(const struct expr *e, bool carer, int *out, size_t cap);

#endif
