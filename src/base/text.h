/* SPDX-License-Identifier: Apache-2.0 */
/* Counted strings, passed by value, UTF-8, never relied on to end in NUL. */
#ifndef CHUYAN_BASE_TEXT_H
#define CHUYAN_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct text {
    const char *s; /* NULL means "no value" (SQL null); "" with n == 0 is an empty value */
    size_t n;
};

#define T(lit) ((struct text){(lit), sizeof(lit) - 1})
#define TEXT_NONE ((struct text){NULL, 0})
/* For printf: printf("%.*s", TP(t)) */
#define TP(t) (int)(t).n, (t).s ? (t).s : ""

struct text text_of(const char *z);                              /* borrows; NULL gives TEXT_NONE */
struct text text_dup(struct arena *a, struct text t);
const char *text_z(struct arena *a, struct text t);              /* NUL-terminated copy */
struct text text_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct text text_vfmt(struct arena *a, const char *fmt, va_list ap);
struct text text_join(struct arena *a, struct text left, struct text right);

bool text_empty(struct text t);                                  /* none or n == 0 */
bool text_eq(struct text a, struct text b);
bool text_eqz(struct text a, const char *z);
int text_cmp(struct text a, struct text b);                      /* bytewise, shorter first */
bool text_starts(struct text t, struct text prefix);
bool text_ends(struct text t, struct text suffix);
ptrdiff_t text_find(struct text t, struct text needle);          /* byte offset or -1 */
struct text text_sub(struct text t, size_t from, size_t n);      /* clipped to t */
struct text text_trim(struct text t);                            /* ASCII and ideographic spaces, NBSP, BOM */
/* Takes the part before the first `sep` off *rest; false when nothing is left: "a,,b," gives "a" "" "b". */
bool text_cut(struct text *rest, char sep, struct text *part);
bool text_int(struct text t, int64_t *out);                      /* whole text, optional '-', within ±INT64_MAX */
bool text_utf8(struct text t);                                   /* strict: no surrogates, no overlongs */
size_t text_chars(struct text t);                                /* code points of valid UTF-8 */
/* Next code point, moves *at; returns false at the end. A byte that is not UTF-8 gives U+FFFD. */
bool text_next(struct text t, size_t *at, uint32_t *cp);
size_t text_put(char out[4], uint32_t cp);                       /* encodes; returns bytes; no such code point: U+FFFD */
uint64_t text_hash(struct text t);                               /* not for secrets */

#endif
