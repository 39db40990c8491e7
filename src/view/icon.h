/* SPDX-License-Identifier: Apache-2.0 */
/* Which picture of the icon sheet stands for what. */
#ifndef CHUYAN_VIEW_ICON_H
#define CHUYAN_VIEW_ICON_H

#include "base/text.h"

/* Of a kind of record, by its key; a sheet of paper for those without a picture of their own. */
struct text record_icon(struct text kind);

#endif
