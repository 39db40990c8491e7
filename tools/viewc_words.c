/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of the locale table and how many arguments each sentence takes, so that a template cannot misspell one.
 * The full reading (quotes, both languages) is tools/words.c's; here a flat `key: …` line is all that is needed. */
#include "viewc.h"

static int count_args(struct text t)
{
    int most = 0;
    for (size_t i = 0; i + 2 < t.n; i++)
        if (t.s[i] == '{' && t.s[i + 1] >= '0' && t.s[i + 1] <= '9' && t.s[i + 2] == '}' && t.s[i + 1] - '0' + 1 > most)
            most = t.s[i + 1] - '0' + 1;
    return most;
}

void words_read(struct viewc *c, struct text path, struct text source)
{
    struct text rest = source, line;
    (void)path;
    while (text_cut(&rest, '\n', &line)) {
        ptrdiff_t colon = text_find(line, T(":"));
        if (colon <= 0 || line.s[0] == '#' || line.s[0] == ' ') continue;
        struct word_key w = {text_trim(text_sub(line, 0, (size_t)colon)), count_args(line)};
        c->word = arena_grow(c->a, c->word, c->word_count, &c->word_cap, c->word_count + 1, sizeof w);
        c->word[c->word_count++] = w;
    }
}

const struct word_key *words_find(const struct viewc *c, struct text key)
{
    for (size_t i = 0; i < c->word_count; i++)
        if (text_eq(c->word[i].key, key)) return &c->word[i];
    return NULL;
}
