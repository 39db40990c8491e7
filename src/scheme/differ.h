/* SPDX-License-Identifier: Apache-2.0 */
/* What a new version of a scheme says otherwise than the one before, element by element: for people, before it is published. */
#ifndef CHUYAN_SCHEME_DIFFER_H
#define CHUYAN_SCHEME_DIFFER_H

#include "scheme/plan.h"

enum change { CHANGE_NEW, CHANGE_GONE, CHANGE_OTHER };

struct scheme_change {
    enum change how;
    struct text section;             /* duties, targets, …: book_SECTION names it */
    struct text key, title;          /* of the element; title in the language asked, empty when it has none */
    /* CHANGE_OTHER: what stands otherwise, by its key in the file; was or now is empty where there was or is nothing. */
    struct { struct text key, was, now; } *part;
    size_t parts;
};
struct scheme_changes { struct scheme_change *item; size_t n, elements; /* of the new version, in all */ };

/* Files that cannot be read are left out: the check of them has said so. Order: of the new files, what is gone at the end. */
void scheme_differ(struct arena *a, const struct plan_source *was, const struct plan_source *now, enum lang lang,
                   struct scheme_changes *out);
/* Id of a scheme as its files say it; empty when they do not. */
struct text scheme_id_of(struct arena *a, const struct plan_source *source);

#endif
