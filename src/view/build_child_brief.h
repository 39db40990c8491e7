/* SPDX-License-Identifier: Apache-2.0 */
/* One child for a program: a fiftieth of the file's bytes. Nothing sealed is opened for it. */
#ifndef CHUYAN_VIEW_BUILD_CHILD_BRIEF_H
#define CHUYAN_VIEW_BUILD_CHILD_BRIEF_H

#include "gen/view/child_brief.h"
#include "view/ask.h"

/* q->scope proves the child (scope.child). */
enum rc build_child_brief(const struct ask *q, struct child_brief_view *v);

#endif
