/* SPDX-License-Identifier: Apache-2.0 */
/* The code lists that schemes speak in, as data in schemes/codes: kinds of records with their forms, modes, who was met, kinds of
 * facts, option lists, roles. Numbers in those files are stored in tables, so they stay once published. */
#ifndef CHUYAN_SCHEME_CODES_H
#define CHUYAN_SCHEME_CODES_H

#include "base/fault.h"
#include "base/file.h"

enum {
    CODES_BUILT = 64,      /* numbers of the kinds of kinds.yaml lie below; the forms of schemes take those above */
    CODES_KINDS = 512,     /* numbers of record kinds, CADENCE_KINDS */
    CODES_MODES = 32,      /* modes, people met, roles: bits of 32-bit masks */
    CODES_FACTS = 96,      /* kinds of facts */
    CODES_BITS = 63,       /* items of a list that expressions may ask for; bit 63 means "a value outside the list" */
    CODES_ITEMS = 512,     /* items of any list */
    CODES_LISTS = 128
};

/* Who may see a value: statistics, staff in general, people of the child, the counsellor, the sealed case. */
enum data_class { CLASS_PUBLIC, CLASS_INTERNAL, CLASS_CHILD, CLASS_COUNSELLING, CLASS_SEALED, CLASS_COUNT };

/* What an item means to the counting rules (flags in lists.yaml). */
enum code_flag {
    CODE_NO = 1,           /* says that the matter is not there: `poverty` alone is false for it */
    CODE_GONE = 2,         /* a parent in this state is not there to be "away": dead, lost, in prison, divorced without custody */
    CODE_INCAPABLE = 4     /* a parent in this state, or with this capacity, cannot be guardian */
};

struct code_item {
    struct text key;              /* stable English key, or the digits of a national code; what is stored */
    struct text title[LANG_COUNT];
    int number;                   /* its bit; 0 … in file order unless `bit:` says otherwise */
    unsigned flags;               /* enum code_flag */
    const struct text *alias;     /* other words that spreadsheets use for it */
    size_t alias_count;
};

struct code_list {
    struct text key;
    struct text title[LANG_COUNT];
    const struct code_item *item;
    size_t n;
};

enum field_type {
    FIELD_TEXT, FIELD_SELECT_ONE, FIELD_SELECT_MULTIPLE, FIELD_INTEGER, FIELD_DATE, FIELD_BOOL, FIELD_FACES,
    FIELD_DECIMAL, FIELD_TIME, FIELD_NOTE /* words to read, no answer */, FIELD_ACKNOWLEDGE /* one tick: yes or nothing */,
    FIELD_REPEAT /* the questions whose `row_of` it is come several times: NAME.1.INNER, NAME.2.INNER … */
};
enum { FIELD_ROWS_MAX = 20 };

struct form_expr;

/* One question of a record's form. */
struct code_field {
    struct text name;
    struct text title[LANG_COUNT];
    enum field_type type;
    const struct code_list *list;     /* options of the selects, else NULL */
    bool required;
    bool brief;                       /* part of the short form; the others stand in a fold */
    int64_t min, max;                 /* integer, decimal: bounds, inclusive; text: longest in characters as max (0: 2000);
                                         repeat: how many rows at least and at most */
    enum data_class class;
    int row_of;                       /* index of the repeat it stands in, -1 none */
    const struct form_expr *relevant; /* asked when this holds; NULL: always (form_expr.h) */
    const struct form_expr *constraint;           /* of the answer; NULL: none */
    struct text message[LANG_COUNT];  /* said when the constraint does not hold */
    struct text hint[LANG_COUNT];     /* small words below the question */
};

/* What a duty or a record is about: a child, a member of staff, a place of that kind, or a facility that stands at one. */
enum code_subject {
    SUBJECT_CHILD, SUBJECT_STAFF, SUBJECT_CLASS, SUBJECT_SCHOOL, SUBJECT_COUNTY, SUBJECT_CENTRE, SUBJECT_FACILITY, SUBJECT_COUNT
};
#define CODE_SUBJECTS "child staff class school county centre facility"      /* their keys, in that order */

struct code_kind {
    struct text key;                  /* stored in encounter.kind */
    int number;                       /* stored in encounter_child.kind; its bit in masks */
    struct text title[LANG_COUNT];    /* 谈心谈话 */
    struct text verb[LANG_COUNT];     /* words of the button: 记一次谈心 */
    uint32_t subjects;                /* bits of enum code_subject: with children, of members of staff, or of kinds of place */
    bool kept;                        /* kept elsewhere (background check, ledger handed up): has no form of its own */
    uint32_t modes;                   /* allowed modes */
    int mode;                         /* the one offered first */
    uint32_t met;                     /* who can be met; 0: nobody is asked for */
    uint32_t met_default;             /* ticked first */
    uint32_t roles;                   /* roles that may be the actor */
    bool group;                       /* several children in one record */
    bool minutes;                     /* asks how long it took */
    bool sentence;                    /* a record without a sentence is none: nothing is credited by pressing alone */
    int typical;                      /* minutes one usually takes, writing it down included: for the burden of a scheme */
    enum data_class class;            /* of the sentence */
    struct text ask[LANG_COUNT];      /* the question above the sentence: 说了什么 */
    const struct code_field *field;
    size_t field_count;
    /* Of a form of a scheme; a built-in kind holds everywhere and always. */
    struct text scheme;               /* its id; empty: built in. The key is then "scheme:form" */
    struct text scheme_title[LANG_COUNT];
    day_t from, to;                   /* half-open: when this version of it is in force */
    int64_t key_lo, key_hi;           /* the places it is for */
    const struct code_kind *base;     /* the built-in kind it extends and counts as, NULL none */
    const struct code_kind *older;    /* the version before, NULL none: records of that time are read by it */
};

enum fact_per { PER_CHILD, PER_PARENT };
enum fact_value { FACT_CODE, FACT_WORDS };

struct code_fact {
    struct text key;                  /* stored in fact.kind, and the name in expressions */
    int index;                        /* place in codes.fact */
    struct text title[LANG_COUNT];
    enum fact_per per;
    enum fact_value value;
    const struct code_list *list;     /* FACT_CODE */
    bool many;                        /* several values at once (helped by 低保 and 残疾补贴); else a new one ends the old */
    bool place;                       /* has a place (absence) */
    enum data_class class;
    struct text section;              /* block of the child's file it stands in */
};

/* What schemes need of a role; access/role.h knows the rest of the same file. */
struct code_role {
    struct text key;
    int number;                       /* its bit, 0 … 30; -1: does no care work */
    struct text title[LANG_COUNT];
    bool relation;                    /* held through a pairing, not through a grant: responsible, helper, proxy_parent … */
    bool records;                     /* may add records (capability record_add) */
};

/* Something that the program does for every county by itself, so that no element of a scheme has to (capabilities.yaml). */
struct code_capability {
    struct text key;
    struct text title[LANG_COUNT];
    struct text test;                 /* where it is shown: tests/unit/test_import.c: name_of_the_test */
};
/* Named sets of roles (kinds.yaml). */
struct code_role_set { struct text key; uint32_t roles; };

struct codes {
    const struct code_list *list;     size_t list_count;
    const struct code_kind *kind;     size_t kind_count;     /* sorted by number */
    const struct code_fact *fact;     size_t fact_count;
    const struct code_role *role;     size_t role_count;
    const struct code_capability *capability; size_t capability_count;
    const struct code_role_set *role_set;  size_t role_set_count;
    const struct code_list *modes;    /* bits as numbers */
    const struct code_list *met;
    const struct code_list *stages;   /* kindergarten primary junior senior special */
    const struct code_kind *kind_of[CODES_KINDS];            /* by number, NULL where there is none */
};

/* Reads kinds.yaml, facts.yaml, lists.yaml and roles.yaml, and capabilities.yaml when it is there; files are told apart by the
 * end of their path. NULL, with faults that name file, line and column, when anything is wrong. Everything lives in `a`; the
 * bytes are borrowed only while loading. */
const struct codes *codes_load(struct arena *a, const struct embedded *file, size_t n, struct faults *f);
/* The same from the files built into the program (schemes/codes/…). */
const struct codes *codes_builtin(struct arena *a, struct faults *f);

/* NULL when there is none. */
const struct code_list *codes_list(const struct codes *c, struct text key);
const struct code_kind *codes_kind(const struct codes *c, struct text key);
/* The version of a kind that is in force on a day; the nearest one when none is. NULL when there is no such kind. */
const struct code_kind *codes_kind_on(const struct codes *c, struct text key, day_t day);
/* Is any version of it in force that day, at a place (key -1: anywhere)? */
bool code_kind_valid(const struct code_kind *k, day_t day, int64_t place_key);
const struct code_fact *codes_fact(const struct codes *c, struct text key);
const struct code_role *codes_role(const struct codes *c, struct text key);
const struct code_capability *codes_capability(const struct codes *c, struct text key);
const struct code_item *code_item(const struct code_list *l, struct text key);
/* By key, Chinese or English title, or alias, as spreadsheets have it; NULL when unknown. */
const struct code_item *code_read(const struct code_list *l, struct text words);
/* "child father" → bits; false when a key is unknown (then *bad is it). */
bool code_mask(const struct code_list *l, struct text keys, uint32_t *mask, struct text *bad);
/* The question an answer belongs to; NAME.3.INNER finds INNER within NAME. */
const struct code_field *code_field(const struct code_kind *k, struct text name);
/* "goods.3.name" → field `goods`, row 3, inner "name"; row 0 for a plain name. */
struct code_answer { struct text group, inner; int row; };
struct code_answer code_answer(struct text name);
/* The heading of a question in a row of its repeat: 借出物品2 件数. */
struct text code_row_title(struct arena *a, const struct code_kind *k, const struct code_field *f, int row, enum lang lang);
struct text class_key(enum data_class c);      /* "child" */

/* The nearest of `n` words within a third of its letters (edit distance), for "did you mean"; TEXT_NONE when none is near. */
struct text word_nearest(struct text wrong, const struct text *words, size_t n);

#endif
