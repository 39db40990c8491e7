/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of responsibility: bureau → centre school → school → class, and the place keys that make "a place and all below it"
 * one half-open range. A class is (school, entry year, number); what it is called follows from the day, so a new school year
 * rewrites nothing. */
#ifndef CHUYAN_MODEL_PLACE_H
#define CHUYAN_MODEL_PLACE_H

#include "model/work.h"

/* Place keys. The bureau has [0, 2^40). A centre takes the next [i << 28, (i + 1) << 28), i from 1; a school the next 2^16 within
 * its centre (below 2^28 when it stands directly under the bureau); a class the next single key within its school. */
#define PLACE_KEY_END (INT64_C(1) << 40)
#define PLACE_CENTRE_BITS 28
#define PLACE_SCHOOL_BITS 16

enum place_kind { PLACE_BUREAU, PLACE_CENTRE, PLACE_SCHOOL, PLACE_CLASS, PLACE_KINDS };
enum { GRADE_NONE = -99 };   /* kindergarten -2 … 0, primary 1 … 6, junior 7 … 9, senior 10 … 12 */

const char *place_kind_key(enum place_kind k);        /* "bureau" */
bool place_kind_of(struct text key, enum place_kind *out);

struct place {
    int64_t id, parent;
    enum place_kind kind;
    struct text code, name, stage, township, calendar;
    int64_t lo, hi;
    int sort_no, entry_year, first_grade, years, class_no;
    bool boarding, rural;
    day_t from, to;                                   /* to: DAY_NONE while open */
};

/* RC_NOT_FOUND when there is none. Places are not secret, so these take no scope. */
enum rc place_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct place *out);
enum rc place_by_code(struct db *db, int64_t county, int64_t parent, enum place_kind kind, struct text code, struct arena *a,
                      struct place *out);
/* A school anywhere in the county by its identification code, its short code or its name (RC_CONFLICT: more than one has it). */
enum rc place_school_find(struct db *db, int64_t county, struct text code_or_name, struct arena *a, struct place *out);
/* Where somebody works: a school, else a centre school, else the bureau (its code is that of the county; "bureau" says it
 * too). */
enum rc place_work_find(struct db *db, int64_t county, struct text code_or_name, struct arena *a, struct place *out);
enum rc place_by_key(struct db *db, int64_t county, int64_t lo, enum place_kind kind, struct arena *a, struct place *out);
enum rc place_bureau(struct db *db, int64_t county, struct arena *a, struct place *out);

struct place_list { struct place *item; size_t n; };
/* Direct children in official order. */
enum rc place_children(struct db *db, int64_t county, int64_t parent, struct arena *a, struct place_list *out);
/* All of one kind inside [lo, hi) in key order; `on` leaves out what was closed before that day (DAY_NONE: all). */
enum rc place_under(struct db *db, int64_t county, int64_t lo, int64_t hi, enum place_kind kind, day_t on, struct arena *a,
                    struct place_list *out);
/* From the bureau down to the place itself. */
enum rc place_path(struct db *db, int64_t county, int64_t id, struct arena *a, struct place_list *out);

/* Adds a place: takes the next free key, checks that kind and parent fit and that the code is free (RC_CONFLICT).
 * In: kind, parent, code, name, stage, … ; out: id, lo, hi. */
enum rc place_add(struct work *w, struct place *p, int64_t batch);
/* Changes names and attributes (never kind, parent or key). */
enum rc place_change(struct work *w, const struct place *p);
enum rc place_close(struct work *w, int64_t id, day_t on);
/* The class of a school, made when it is not there yet. */
enum rc place_class(struct work *w, const struct place *school, int entry_year, int first_grade, int years, int class_no,
                    int64_t batch, struct place *out);
/* Does anybody work or learn there, or does anything stand below? */
enum rc place_in_use(struct work *w, int64_t id, int64_t lo, int64_t hi, bool *used);
/* Takes away the places that an import made and nobody uses (undo). */
enum rc place_drop_unused(struct work *w, int64_t batch);

/* The school year a day belongs to is named by the calendar year of its 1 September. */
int school_year_of(day_t on);
day_t school_year_first(int year);                    /* 1 September */
/* Grade on a day; above the last grade when it has graduated (see class_graduated). GRADE_NONE before entry. */
int class_grade(const struct place *c, day_t on);
bool class_graduated(const struct place *c, day_t on);
/* 三（2）班 · 七（1）班 · 高一（3）班 · 小（2）班; after graduation 2017级2班. English: "Grade 3 (2)". */
struct text class_name(struct arena *a, enum lang lang, const struct place *c, day_t on);
/* Name of any place: a class from the day, the others as stored. */
struct text place_name(struct arena *a, enum lang lang, const struct place *p, day_t on);
struct text grade_name(struct arena *a, enum lang lang, int grade);   /* 三年级 七年级 高一 小班 */

/* How people write classes: 三（2）班, 三年级2班, 三年级（二）班, 2023级2班, 302, 0302, 初一(3)班, 七3, 高二（1）, 小二班, and a grade column
 * beside a bare number. Either text may be empty. entry_year is 0 unless it was said; grade is GRADE_NONE unless it was said. */
struct class_ref { int grade, entry_year, class_no; };
bool class_read(struct text grade_cell, struct text class_cell, struct class_ref *out);
/* First grade and years of the stretch a grade belongs to (primary_years: 6, or 5 where five-four holds). */
void grade_stretch(int grade, int primary_years, int *first_grade, int *years);

#endif
