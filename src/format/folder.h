/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that came as one file: a .zip, as Windows, WPS or a phone makes it. Names are UTF-8 when they say so or are so, else
 * GB18030, which is what Chinese Windows writes; a backslash is a slash. Folders themselves, and what systems leave behind
 * (__MACOSX, .DS_Store, Thumbs.db, ~$…), are passed over. A path that leads out of the folder, a name twice, a password or more
 * than the limits refuses the whole: nothing is taken by halves. */
#ifndef CHUYAN_FORMAT_FOLDER_H
#define CHUYAN_FORMAT_FOLDER_H

#include "base/fault.h"

struct folder_limits {
    size_t files;            /* 0: 200 */
    size_t file_bytes;       /* of one, unpacked; 0: 16 MiB */
    size_t all_bytes;        /* of all, unpacked, however small the zip; 0: 32 MiB */
};

struct folder_file { struct text path, bytes; };    /* path: UTF-8, with slashes, no slash first */
struct folder { struct folder_file *file; size_t n; };

/* Does it begin as a zip does? */
bool folder_is_zip(struct text bytes);

/* In this process: for tests and the sandboxed child. `name`: of the file, for the sentences. RC_INVALID or RC_TOO_LARGE with one
 * fault. */
enum rc folder_read(struct arena *a, struct text name, struct text bytes, const struct folder_limits *limits,
                    struct faults *faults, struct folder *out);
/* The same in a sandboxed child (format/sandbox.h): how files of other people are opened. */
enum rc folder_read_outside(struct arena *a, struct text name, struct text bytes, const struct folder_limits *limits,
                            struct faults *faults, struct folder *out);

#endif
