/* SPDX-License-Identifier: Apache-2.0 */
/* A list of what is wrong with an input: where, and a sentence of the locale table that says what to write instead. */
#ifndef CHUYAN_BASE_FAULT_H
#define CHUYAN_BASE_FAULT_H

#include "base/rc.h"
#include "base/word.h"

enum { FAULT_ARGS = 4, FAULTS_MAX = 2000 };

struct fault {
    struct text field;              /* parameter, column heading or YAML path; may be empty */
    struct text file;               /* schemes: file name */
    int32_t line, column;           /* schemes: 1-based; spreadsheets: row in `line`; else 0 */
    bool warning;                   /* told, but does not refuse */
    enum word word;
    struct text arg[FAULT_ARGS];
};

struct faults {
    struct arena *arena;
    struct fault *list;
    size_t n, cap;
    size_t errors;                  /* all that were not warnings, those beyond the cut too */
    bool cut;                       /* more than FAULTS_MAX: the rest was not kept */
};

struct faults faults_new(struct arena *a);
/* Both copy their texts into the arena. Arguments end with TEXT_NONE when fewer than FAULT_ARGS. */
void fault_add(struct faults *f, struct text field, enum word w, struct text a0, struct text a1);
void fault_warn(struct faults *f, struct text field, enum word w, struct text a0, struct text a1);
/* The full form, for files with places. */
void fault_put(struct faults *f, const struct fault *one);
/* "file:line:column", "file" when it is about the whole, "" without one. */
struct text fault_place(const struct fault *one, struct arena *a);
/* The sentence in a language. */
struct text fault_say(const struct fault *one, enum lang lang, struct arena *a);

#endif
