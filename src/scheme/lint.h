/* SPDX-License-Identifier: Apache-2.0 */
/* `chuyan scheme check`: what is wrong with scheme files, said like a compiler. */
#ifndef CHUYAN_SCHEME_LINT_H
#define CHUYAN_SCHEME_LINT_H

#include "base/buf.h"
#include "scheme/plan.h"

/* Checks that need the whole plan: duties that nothing can credit, windows that never come, owners that nobody can be, elements
 * without source, looser than law. plan_build calls it at its end; errors and warnings go to f. `calendar` may be NULL: then
 * windows are not tried against one. */
void lint_plan(const struct plan *p, const struct calendar *calendar, struct faults *f);

/* file:line:column: 错误: …；请写 …\n for each fault, sorted by file, line, column; then a line that counts. */
void lint_print(const struct faults *f, enum lang lang, struct arena *a, struct buf *out);

/* Whole check of one folder on top of the law layer, as the command does it. RC_INVALID when there are errors. */
enum rc lint_folder(struct arena *a, const char *path, const struct calendar *calendar, struct faults *f);

#endif
