/* SPDX-License-Identifier: Apache-2.0 */
/* One child: the file (一人一档), the people, the timeline, what is owed and why, who has looked. */
#ifndef CHUYAN_VIEW_BUILD_CHILD_H
#define CHUYAN_VIEW_BUILD_CHILD_H

#include "gen/view/child.h"
#include "gen/view/reveal.h"
#include "view/ask.h"

enum { CHILD_TIMELINE = 40, CHILD_LOOKS = 20 };

/* q->scope proves the child (scope.child). `before`: the timeline begins before this day (DAY_NONE: today). */
enum rc build_child(const struct ask *q, int64_t child, day_t before, struct child_view *v);

/* Parts of it, one file each; `data`: what the one who asks may see of this child (see_child). */
enum rc build_child_people(const struct ask *q, int64_t child, struct child_view *v);
enum rc build_child_owed(const struct ask *q, int64_t child, struct child_view *v);
enum rc build_child_file(const struct ask *q, int64_t child, uint8_t data, struct child_view *v);
enum rc build_child_timeline(const struct ask *q, day_t before, uint8_t data, struct child_view *v);

/* The masked value `what`: id_no, roll_no, address, or phone:PERSON. With `given` its clear text, else only the question.
 * RC_NOT_FOUND when the child has no such value. The caller audits. */
enum rc build_reveal(const struct ask *q, int64_t child, struct text what, bool given, struct reveal_view *v);

#endif
