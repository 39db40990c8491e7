/* SPDX-License-Identifier: Apache-2.0 */
/* The words people read. locale/zh/NAME.yaml and locale/en/NAME.yaml hold `key: sentence` lines; the build makes
 * `enum word` with W_key for each (a key that one language lacks stops the build). {0} … {3} are places for arguments. */
#ifndef CHUYAN_BASE_WORD_H
#define CHUYAN_BASE_WORD_H

#include "base/text.h"
#include "gen/words.h" /* enum word { W_none, W_..., WORD_COUNT } */

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

/* Made by tools/words from the locale files; [0] belongs to W_none and is empty. */
extern const struct text word_table[LANG_COUNT][WORD_COUNT];
extern const struct text word_keys[WORD_COUNT]; /* in bytewise order from [1] on */

struct text word(enum lang lang, enum word w);
struct text word_fill(struct arena *a, enum lang lang, enum word w, const struct text *arg, size_t n);
/* The word of a key made at run time from data, e.g. "state_overdue"; W_none when there is none. */
enum word word_find(struct text key);

#endif
