/* SPDX-License-Identifier: Apache-2.0 */
/* Which heading of an outside file means what, read from schemes/codes (roll_columns.yaml and its like): columns of the child
 * or the member of staff, and groups of columns that tell of one person (父亲 + 电话). */
#ifndef CHUYAN_MODEL_COLUMNS_H
#define CHUYAN_MODEL_COLUMNS_H

#include "base/fault.h"
#include "format/yaml.h"
#include "scheme/codes.h"

enum { COLUMNS_MAX = 400, GROUPS_MAX = 8 };

enum column_type {
    COLUMN_TEXT,
    COLUMN_NAME,
    COLUMN_DATE,
    COLUMN_ID,
    COLUMN_ROLL_NO,
    COLUMN_PHONE,
    COLUMN_CLASS,
    COLUMN_GRADE,
    COLUMN_SCHOOL,
    COLUMN_CODE,
    COLUMN_PLACE,
    COLUMN_NUMBER,
    COLUMN_FLAG,
    COLUMN_STAGE,
    COLUMN_RURAL,
    COLUMN_ROLE,
    COLUMN_CHECK,
    COLUMN_IGNORE,
    COLUMN_TYPES
};

struct column {
    struct text key;                  /* "birth", "father.phone" */
    const struct text *name;          /* headings that mean it */
    size_t names;
    enum column_type type;
    const struct code_list *list;     /* COLUMN_CODE */
    const struct code_fact *fact;     /* says this kind of fact, or NULL */
    int group;                        /* index in groups, -1 for the child's own */
    bool required, strict;
    bool month;                       /* a date may lack its day: stored as YYYY-MM, taken as the first of the month */
    bool year;                        /* and its month: stored as YYYY, taken as the first day of the year */
    bool keep;                        /* a value that says no (走读, 非留守) is stored too, not only taken as the end of others */
};

struct column_group {
    struct text key, relation;        /* relation: of everybody in the group, "" when a column says it */
    bool guardian, carer;
};

struct columns {
    struct column item[COLUMNS_MAX];
    size_t n;
    struct column_group group[GROUPS_MAX];
    size_t groups;
    const struct yaml_node *root;     /* for the lists of words that stand below the columns */
};

/* From the files built into the program: "roll", "staff", "place". NULL with faults when a file is wrong (our bug, or a changed
 * file). */
const struct columns *columns_load(struct arena *a, const struct codes *codes, const char *name, struct faults *f);
/* Index of a column by key, -1. */
int columns_find(const struct columns *c, const char *key);

/* The key of the entry whose longest word is found in `words` (maps like roles:, stages:, check_results:; `list` is the child
 * of an entry that holds the words, NULL when the entry is the list). TEXT_NONE when none fits. whole: the words must be equal.
 */
struct text columns_word(const struct yaml_node *map, const char *list, struct text words, bool whole);

/* ---- divisions.yaml ---- */
struct divisions;
const struct divisions *divisions_load(struct arena *a, struct faults *f);
/* The code of a place as people write it: digits as they are, a province or city by name, 本县 by the county's code; "" unknown. */
struct text division_read(const struct divisions *d, int64_t county, struct text words, struct arena *a);
/* The province that an address begins with, two digits; 0 when it names none. */
int division_province(const struct divisions *d, struct text address);

#endif
