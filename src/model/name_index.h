/* SPDX-License-Identifier: Apache-2.0 */
/* The names of one county in memory, for the server: a search through 100,000 names takes a fraction of a millisecond instead of
 * a pass over the table. It is never changed; when the county's data version has moved on, it is no longer used and the
 * house-keeper reads a new one. About 75 bytes a child. */
#ifndef CHUYAN_MODEL_NAME_INDEX_H
#define CHUYAN_MODEL_NAME_INDEX_H

#include "model/child.h"

struct name_index;

/* Reads all names of a county, in a read transaction of the caller. Free with name_index_free. */
enum rc name_index_read(struct db *db, int64_t county, struct name_index **out);
void name_index_free(struct name_index *x);
/* Whether it says what the base says in the present transaction. */
bool name_index_holds(const struct name_index *x, struct db *db, int64_t county);

/* The two questions of child_search: a name contains these characters; pinyin or initials begin with these letters. Hits come in
 * the order of the statements and only from the scope's range of places: the names lie sorted by place, and a walk cannot leave
 * the slice that it was begun with. */
struct name_walk {
    const struct name_index *x;
    struct text needle;
    bool sounds, left_too;
    size_t next, end;         /* entries still to be looked at */
    size_t pinyin, initials;  /* the next hits of either kind, from `next` on */
};
/* The words, and `a` where the letters are kept, must outlive the walk. */
struct name_walk name_walk_chars(const struct name_index *x, const struct scope *scope, struct text words, bool left_too);
struct name_walk name_walk_sounds(const struct name_index *x, const struct scope *scope, struct text letters, bool left_too,
                                  struct arena *a);
/* The name of a hit lives as long as the index. */
bool name_walk_next(struct name_walk *w, struct child_hit *hit);

#endif
