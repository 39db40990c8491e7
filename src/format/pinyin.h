/* SPDX-License-Identifier: Apache-2.0 */
/* Names as people type them on a Latin keyboard, for search and for the order of rosters. ICU's Han-Latin/Names, corrected by a
 * table of surnames and places that it reads wrong. Names are never changed by this; a clerk may correct what it makes. */
#ifndef CHUYAN_FORMAT_PINYIN_H
#define CHUYAN_FORMAT_PINYIN_H

#include "base/text.h"

/* One reader, for one thread at a time. ICU's tables (31 MB mapped, 0.1 s) are opened at the first name, closed by the arena. */
struct pinyin;
struct pinyin *pinyin_new(struct arena *a);

struct pinyin_name {
    struct text syllables;   /* "lv xiao ming": ü as v, apart; sorts a roster */
    struct text full;        /* "lvxiaoming" */
    struct text full_u;      /* "luxiaoming": for those who type u; the same as `full` when the name has no ü */
    struct text initials;    /* "lxm" */
};

enum { PINYIN_NAME_MAX = 200 }; /* bytes of a name; longer ones give empty texts */

/* false when ICU has no tables (then all texts are empty), or the name holds nothing that can be read. Latin letters and digits
 * pass in lower case, each run as one syllable; dots, blanks and the like part syllables. A rare character ICU does not know is
 * left out. */
bool pinyin_read(struct pinyin *p, struct arena *a, struct text name, struct pinyin_name *out);

#endif
