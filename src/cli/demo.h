/* SPDX-License-Identifier: Apache-2.0 */
/* An invented county as the files that real counties send: schools, staff, a roll file per school, each school with its own
 * habits, and half a term of records. The same seed gives the same bytes. Nobody in it exists: ID numbers carry areas never
 * given out. */
#ifndef CHUYAN_CLI_DEMO_H
#define CHUYAN_CLI_DEMO_H

#include <stdio.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/rc.h"

enum { DEMO_CLASSES_MAX = 64, DEMO_FAMILIES = 4096, DEMO_BIRTH_DAYS = 40000 };

struct demo_random { uint64_t s; };
uint64_t demo_next(struct demo_random *r);
int demo_below(struct demo_random *r, int n);               /* 0 … n-1 */
bool demo_chance(struct demo_random *r, int per_mille);

struct demo_person { struct text name, id_no, phone; day_t birth; };

struct demo_family { struct demo_person father, mother; struct text address, surname; int township; bool minority; };

struct demo_child {
    struct text name, nation, id_no, roll_no;
    int sex, grade, class_no;
    day_t birth;
    const struct demo_family *family;
    int away;                         /* 0 nobody, 1 father, 2 mother, 3 both */
    day_t father_from, mother_from;
    const char *father_place, *mother_place, *carer_relation, *poverty;
    struct demo_person carer;         /* name none: the parents */
    bool boarding, disabled, orphan;
};

struct demo_class { int grade, class_no, n; };

struct demo_school {
    struct text code, name, township_name, centre;
    int township, index, teachers;
    bool junior, point, boarding, town;
    struct demo_class class[DEMO_CLASSES_MAX];
    size_t classes;
};

struct demo {
    struct demo_random random;
    struct arena *house, *school_arena;
    const char *dir;
    day_t as_of, term;                /* the day the files speak of; the first day of records */
    int64_t children;
    struct demo_school *school;
    size_t schools;
    struct demo_family family[DEMO_FAMILIES];
    size_t families;
    uint16_t *sequence[2];            /* next sequence number by birthday, for each area */
    int64_t phones, person_serial;
    FILE *records, *pairings;
    int64_t made_children, made_away, made_records, made_staff, made_classes;
};

/* demo_people.c */
struct text demo_id_no(struct demo *d, struct arena *a, day_t birth, int sex);
struct text demo_phone(struct demo *d, struct arena *a);
struct text demo_surname(struct demo *d);
struct text demo_given(struct demo *d, struct arena *a, int sex);
struct demo_person demo_person_make(struct demo *d, struct arena *a, struct text surname, int sex, int years_older, day_t than);
void demo_child_make(struct demo *d, const struct demo_school *s, int grade, int class_no, struct demo_child *out);

/* demo_schools.c: the county's schools and classes for a number of children. */
void demo_schools_make(struct demo *d);
/* demo_files.c: places.xlsx, staff.xlsx, and the roll of one school in the habit of its index. */
enum rc demo_places_write(struct demo *d);
enum rc demo_staff_write(struct demo *d);
/* office.xlsx: one person for every post that the list of schools has nobody for. */
enum rc demo_office_write(struct demo *d);
enum rc demo_roll_write(struct demo *d, const struct demo_school *s, const struct demo_child *child, size_t n);
enum rc demo_file_put(struct demo *d, const char *name, struct text bytes);
/* demo_records.c: pairings and records of the children whose parents are away. */
enum rc demo_records_write(struct demo *d, const struct demo_school *s, const struct demo_child *child, size_t n);

#endif
