/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by build_record_show.c and build_record_show_about.c. */
#ifndef CHUYAN_VIEW_RECORD_SHOW_PART_H
#define CHUYAN_VIEW_RECORD_SHOW_PART_H

#include "model/evaluate.h"
#include "view/build_record.h"

/* The places and members of staff of a record that is with no child. */
struct record_about_one { struct about about; int64_t place, place_key; struct text staff_name; };
struct record_abouts { struct record_about_one *item; size_t n, cap; };

enum rc record_abouts_read(const struct ask *q, int64_t id, struct record_abouts *out);
/* Keeps those that the one who asks may see; `data`: what may be seen of any of them. */
enum rc record_abouts_seen(const struct ask *q, struct record_abouts *all, uint8_t *data, size_t *others);
enum rc record_abouts_fill(const struct ask *q, const struct record_abouts *all, struct record_show_view *v);
enum rc record_abouts_worth(const struct ask *q, int64_t id, day_t day, const struct record_abouts *all,
    struct record_show_view *v);
/* All of them under the hands of somebody who answers for the place. */
bool record_abouts_void(const struct ask *q, const struct record_abouts *all);

#endif
