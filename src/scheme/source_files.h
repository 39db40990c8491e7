/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme as people send it: .yaml files, a folder packed as .zip, or one workbook. Text may be GB18030, as Windows' Notepad
 * once wrote it. Files of others are opened in the sandbox. */
#ifndef CHUYAN_SCHEME_SOURCE_FILES_H
#define CHUYAN_SCHEME_SOURCE_FILES_H

#include "scheme/plan.h"

/* RC_INVALID, RC_TOO_LARGE or RC_UNAVAILABLE with faults: nothing that is a scheme, two schemes in one zip, a damaged file.
 * out->name is the caller's to set. Of a zip the folder that holds scheme.yaml counts, whatever lies around it. */
enum rc source_files_read(struct arena *a, const struct embedded *given, size_t n, struct faults *f, struct plan_source *out);

/* Text of a YAML file in UTF-8: as it is, without its mark, or from GB18030 with a warning; as it is when it is neither. */
struct text source_text(struct arena *a, struct text path, struct text bytes, struct faults *f);

/* Faults in a scheme that was a workbook name its sheet and cell instead of a line of the text that was made from it. */
void source_faults_place(struct arena *a, const struct plan_source *source, struct faults *f);

#endif
