/* SPDX-License-Identifier: Apache-2.0 */
/* What compiled templates call, beside format/html.h. Nobody else needs it. */
#ifndef CHUYAN_VIEW_RENDER_H
#define CHUYAN_VIEW_RENDER_H

#include "base/buf.h"
#include "base/word.h"

enum view_place { VIEW_TEXT, VIEW_ATTR }; /* where a word stands: how it is escaped */

/* One argument of a sentence: a text, or a number when `number` is set. */
struct view_arg {
    struct text t;
    int64_t i;
    bool number;
};

void view_word(struct buf *b, enum lang lang, enum word w, enum view_place place);
/* A word with {0} … {3} filled in; the arguments are escaped like the word. */
void view_fill(struct buf *b, enum lang lang, enum word w, enum view_place place, const struct view_arg *arg, size_t n);
/* An address the program made. One that is not a path, anchor or query of our own becomes "#": nobody is led elsewhere. */
void view_href(struct buf *b, struct text address);
/* A telephone number behind tel: — digits and a leading +, nothing else. */
void view_tel(struct buf *b, struct text number);

#endif
