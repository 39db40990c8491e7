/* SPDX-License-Identifier: Apache-2.0 */
/* The house rules that a machine can hold. See check.c. */
#ifndef CHUYAN_TOOLS_CHECK_H
#define CHUYAN_TOOLS_CHECK_H

#include "tool.h"

enum { FUNCTION_LINES = 80, FILE_LINES = 800, LINE_COLUMNS = 130 };

struct check {
    struct arena *arena;
    struct text banned; /* tools/banned.txt */
    size_t files, faults;
};

struct source {
    struct text path; /* from the top of the tree, e.g. "src/base/text.c" */
    struct text full; /* as written */
    struct text code; /* C only: comments and the insides of literals blanked, every byte in its place */
};

/* Prints "file:line: sentence" and counts it. */
void check_say(struct check *c, const struct source *s, size_t line, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same text with comments, string and character literals blanked; line breaks stay. Of an #include line the name stays. */
struct text check_blank(struct arena *a, struct text full);

/* Whether c may stand in an identifier. */
bool check_letter(char c);
/* Whether `word` stands at s[i] as a whole identifier. */
bool check_word_at(struct text s, size_t i, struct text word);
/* Offset of the next whole `word` from `from` on, or -1. */
ptrdiff_t check_word(struct text s, size_t from, struct text word);
size_t check_line_of(struct text s, size_t at);

/* Rules on C. */
void check_includes(struct check *c, const struct source *s);
void check_functions(struct check *c, const struct source *s);
void check_calls(struct check *c, const struct source *s);
void check_scopes(struct check *c, const struct source *s);
void check_clock(struct check *c, const struct source *s);
void check_state(struct check *c, const struct source *s);

#endif
