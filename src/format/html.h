/* SPDX-License-Identifier: Apache-2.0 */
/* Text made safe for the place in a page where it goes. The view compiler chooses; nobody else writes HTML. */
#ifndef CHUYAN_FORMAT_HTML_H
#define CHUYAN_FORMAT_HTML_H

#include "base/buf.h"

void html_text(struct buf *b, struct text t);   /* between tags: & < > */
void html_attr(struct buf *b, struct text t);   /* inside a quoted attribute, of either quote: & < > " ' */
/* One component of an address (a path segment or a value): all but A-Z a-z 0-9 - . _ ~ as %XX. */
void html_url(struct buf *b, struct text t);
void html_int(struct buf *b, int64_t v);        /* safe anywhere */

#endif
