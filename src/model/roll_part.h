/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the roll importer: what one row wants to be true, and how it is brought about. */
#ifndef CHUYAN_MODEL_ROLL_PART_H
#define CHUYAN_MODEL_ROLL_PART_H

#include "model/child.h"
#include "model/enrolment.h"
#include "model/fact.h"
#include "model/import.h"
#include "model/kin.h"
#include "model/place.h"
#include "model/undo.h"

enum roll_column {
    ROLL_NAME,
    ROLL_SEX,
    ROLL_BIRTH,
    ROLL_NATION,
    ROLL_ID_KIND,
    ROLL_ID_NO,
    ROLL_ID_CHECKED,
    ROLL_ROLL_NO,
    ROLL_SCHOOL_CODE,
    ROLL_SCHOOL,
    ROLL_GRADE,
    ROLL_CLASS,
    ROLL_ADDRESS,
    ROLL_HOME_PLACE,
    ROLL_PHONE,
    ROLL_SCHOOL_PHONE,
    ROLL_BED,
    ROLL_ROLL_CODE,
    ROLL_CARE,
    ROLL_COLUMNS
};
enum roll_group { GROUP_M1, GROUP_M2, GROUP_FATHER, GROUP_MOTHER, GROUP_GUARDIAN, GROUP_CARER, ROLL_GROUPS };
enum roll_attribute {
    ATTR_NAME,
    ATTR_RELATION,
    ATTR_PHONE,
    ATTR_ID_NO,
    ATTR_BIRTH,
    ATTR_GUARDS,
    ATTR_WORK,
    ATTR_ADDRESS,
    ATTR_AWAY,
    ATTR_FROM,
    ATTR_TO,
    ATTR_CAUSE,
    ATTR_STATE,
    ATTR_HOME,
    ATTR_CAPACITY,
    ROLL_ATTRIBUTES
};

enum { ROLL_PEOPLE_MAX = 8, ROLL_FACTS_MAX = 64 };

struct roll_person {
    struct text relation, name, phone, id_no, work, address;
    day_t birth;
    int sex;
    bool guardian, carer;
};

struct roll_fact {
    const struct code_fact *kind;
    struct text who, code, place, note;
    struct text heading;             /* for differences */
    day_t from, to;
    day_t from_end;                  /* `from` may be any day before this one: only its month or year was written */
    bool none;                       /* says that it is not so: ends what is open, adds nothing (unless keep) */
    bool keep;
};

/* What a row says, all in normal form. */
struct roll_want {
    int64_t row_no;
    struct text name, nation, id_kind, id_no, roll_no, address, home_place, bed;
    int sex;
    day_t birth;
    struct place school;
    struct class_ref class;
    int first_grade, years, entry_year, grade;
    struct roll_person person[ROLL_PEOPLE_MAX];
    size_t people;
    struct roll_fact fact[ROLL_FACTS_MAX];
    size_t facts;
};

struct roll_school { struct text words; struct place place; bool found; };

struct roll_classes { int64_t school; struct place_list list; };

struct roll {
    struct import *im;
    struct work *w;
    const struct columns *columns;
    const struct divisions *divisions;
    day_t as_of;
    bool preview;                     /* nothing is written; doubts are told */
    int at[ROLL_COLUMNS];             /* index of the column, or -1 */
    int of[ROLL_GROUPS][ROLL_ATTRIBUTES];
    struct roll_school *school;       /* schools met so far */
    size_t schools, school_cap;
    struct place file_school;         /* named with the upload or by the file's name; id 0: none */
    bool school_named;                /* with the upload: titles are not asked */
    struct place title_school;        /* from the title or the name of the sheet that is being read; id 0: none */
    int32_t title_sheet;              /* which that is, -1 none yet */
    struct seen ids, rolls, phones;
    struct seen *homes;               /* address and both parents, to the family; while carrying out */
    struct arena *house;              /* of the whole import */
    struct roll_classes *classes;     /* of the schools met, while nothing is written */
    size_t classes_n, classes_cap;
    struct { int64_t key; struct place place; } *class_slot; /* classes met: 1024 slots, by school and class */
    struct scope county;              /* to find the same child anywhere in the county */
    int64_t batch;
    struct scope scope;               /* where the importer may write */
};

enum rc roll_start(struct roll *r, struct work *w, const struct scope *scope, const struct columns *columns,
                   const struct divisions *divisions, day_t as_of);

/* roll_want.c: from normal texts by column; faults say what does not fit together. False when it may not be taken. */
enum rc roll_want_build(struct roll *r, const struct cell_read *cells, const struct text *v, const struct header *head,
                        struct roll_want *out);
/* roll_school.c */
enum rc roll_school_find(struct roll *r, const struct cell_read *cells, const struct text *v, const struct header *head,
                         struct place *out);
enum rc roll_file_school(struct roll *r, const struct batch_file *file);
enum rc roll_class(struct roll *r, const struct roll_want *want, struct place *out, bool *there);

/* roll_find.c: the child of the base that the row is about, 0 none; doubts and refusals go to `f`. */
enum rc roll_find(struct roll *r, const struct roll_want *want, struct faults *f, struct child *out);

/* roll_carry.c: brings about what the row wants, or only says what would change (diff) when r->preview. */
struct carry {
    struct roll *r;
    const struct roll_want *want;
    struct child child;               /* id 0: new */
    struct arena *a;                  /* of the row */
    struct buf *diff;                 /* [field, old, now] lists */
    size_t diffs;
    int64_t home;                     /* mark of the home of a new child, 0 none */
    int64_t moves;                    /* how often the child was put into another family: each raises its version */
    struct undo *undo;                /* NULL in a preview */
};
enum rc roll_carry_new(struct carry *c);
enum rc roll_carry_changes(struct carry *c);
/* roll_carry_kin.c, roll_carry_fact.c */
enum rc roll_carry_kin(struct carry *c);
enum rc roll_carry_facts(struct carry *c);
void carry_diff(struct carry *c, struct text field, struct text old, struct text now);

#endif
