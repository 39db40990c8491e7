/* SPDX-License-Identifier: Apache-2.0 */
/* What opening a zip here and in a sandboxed child share. */
#ifndef CHUYAN_FORMAT_FOLDER_PART_H
#define CHUYAN_FORMAT_FOLDER_PART_H

#include "format/folder.h"

enum { FOLDER_PATH = 400 };     /* longest path in bytes */

struct folder_limits folder_limits_fill(const struct folder_limits *l);
/* One fault about the whole file. */
enum rc folder_fail(struct faults *f, enum rc rc, enum word w, struct text name, struct text what);


/* The kind of child that opens one (format/sandbox.h); it needs the tables of GB18030, as that of sheets does. */
#define FOLDER_WORKER "folder-worker"
int folder_work(struct text request, int input, int output);

#endif
