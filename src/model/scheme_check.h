/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme looked at before it is put into force: read and linted together with all that is loaded. And the form in which a page
 * carries the files of an upload from the look to the press. */
#ifndef CHUYAN_MODEL_SCHEME_CHECK_H
#define CHUYAN_MODEL_SCHEME_CHECK_H

#include "base/buf.h"
#include "model/scheme.h"

enum { SCHEME_TOKEN_BYTES = 3 << 20 };

struct scheme_checked {
    const struct plan *plan;           /* NULL when it cannot be read at all */
    int scheme;                        /* its place in plan->scheme, -1 */
    const struct plan_source *before;  /* the latest version of the same scheme that is loaded; NULL: none, or this very one */
    bool same;                         /* this very version is loaded already */
    bool law_too;                      /* the law layer is not loaded yet and comes with it */
};

/* Built in, by the name of its folder ("yx-youxi"); RC_NOT_FOUND. */
enum rc scheme_builtin(struct arena *a, struct text key, struct plan_source *out);
/* Faults of the scheme's own files go to f, those of others are left out. RC_INVALID when it must not be loaded. */
enum rc scheme_check(struct db *db, int64_t county, day_t today, const struct codes *codes, const struct calendar *calendar,
                     const struct plan_source *source, struct arena *a, struct faults *f, struct scheme_checked *out);
/* All that is loaded with this one laid beside it, in the place of the same text; the law comes too when it is not loaded yet. */
enum rc scheme_sources_with(struct db *db, int64_t county, struct arena *a, const struct plan_source *source,
                            struct plan_source **out, size_t *n, bool *law_too);
/* Is the law layer loaded? */
enum rc scheme_law_loaded(struct db *db, int64_t county, struct arena *a, bool *yes);

/* {"built_in": key} or {"files": {path: text}}. */
void scheme_token_write(struct buf *b, struct text built_in, const struct plan_source *source);
enum rc scheme_token_read(struct arena *a, struct text token, struct text *built_in, struct plan_source *out);

#endif
