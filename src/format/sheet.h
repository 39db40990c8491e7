/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that come from outside, as a stream of rows: one face over .xlsx and delimited text (.csv .tsv .txt).
 *
 * Whatever cannot be read is one fault in a sentence that says what to do (locale/.../sheet.yaml): an old .xls, a Word file
 * with a new name, a file with a password, a broken download, a bomb. Rows come in order, without the empty ones. Nothing
 * is kept but the row in hand, the shared strings and the merged ranges. */
#ifndef CHUYAN_FORMAT_SHEET_H
#define CHUYAN_FORMAT_SHEET_H

#include "base/date.h"
#include "base/fault.h"

/* What is read of one file before it is refused. 0 means the default. */
struct sheet_limits {
    uint64_t file_bytes;  /* the file as it came; default 64 MiB */
    uint64_t xml_bytes;   /* unpacked, all parts together; default 400 MB */
    uint32_t ratio;       /* unpacked : packed, looked at from 16 MB on; default 300 (deflate reaches 1032, real sheets 60) */
    uint32_t rows;        /* rows that hold something, all sheets together; default 200,000 */
    uint32_t columns;     /* cells further right are left out with a warning; default 256, at most 1,024 */
    uint64_t cells;       /* cells that hold something; default 10 million */
    uint32_t cell_bytes;  /* text of one cell; default 32 KiB */
    uint32_t row_bytes;   /* texts of one row; default 512 KiB */
    uint64_t text_bytes;  /* texts of all rows, shared strings counted each time they appear; default 400 MB */
    uint32_t merges;      /* merged ranges of a sheet; default 20,000 */
    uint32_t sheets;      /* default 200 */
    uint32_t cpu_seconds; /* of the sandboxed reader; default 60 */
    uint32_t wait_seconds;/* waiting for the sandboxed reader without a word from it; default 90 */
};
/* The limits with every 0 replaced by its default. */
struct sheet_limits sheet_limits_fill(struct sheet_limits l);

enum cell_kind {
    CELL_TEXT,
    CELL_NUMBER,
    CELL_DATE,   /* a number with a date format: `day` is set */
    CELL_TIME,   /* a time of day without a date */
    CELL_BOOL,
    CELL_ERROR   /* #REF! and the like */
};

enum cell_merged {
    MERGED_NOT,
    MERGED_LEFT,  /* covered by a range that begins further left in this row; the cell shows that range's value */
    MERGED_ABOVE  /* covered by a range that begins in a row above */
};

struct sheet_cell {
    uint16_t column;     /* 0 = A */
    uint8_t kind;        /* enum cell_kind */
    uint8_t merged;      /* enum cell_merged */
    bool formula;        /* the value is the last result of a formula */
    day_t day;           /* CELL_DATE only, else DAY_NONE */
    /* As a person sees it, valid UTF-8, never empty: whole numbers up to 15 digits plain; longer ones have lost digits in
     * Excel and come in scientific form (1.10101E+17); dates 2012-02-29, with a time behind it when it is not midnight. */
    struct text shown;
};

struct sheet_row {
    uint16_t sheet;      /* index of the sheet in `sheet_told` */
    uint32_t number;     /* as Excel shows it, 1-based */
    bool hidden;
    const struct sheet_cell *cell; /* by rising column; at least one of them not merged */
    size_t n;
};

/* One row; what it points to lives until the return. false: enough, stop reading (no fault). */
typedef bool sheet_row_fn(void *ctx, const struct sheet_row *row);

enum { SHEET_FIRST = -1 /* the first one not hidden */, SHEET_ALL = -2, SHEET_LIST = -3 /* no rows, only `told` */ };

struct sheet_ask {
    struct text file;    /* the name it came under, for the sentences and to tell .xls from .xlsx */
    struct text sheet;   /* by name, before `index`; empty: by index */
    int32_t index;       /* 0 … or SHEET_FIRST, SHEET_ALL (hidden sheets too), SHEET_LIST */
    struct sheet_limits limits;
};

enum sheet_coding { CODING_XLSX, CODING_UTF8, CODING_UTF16LE, CODING_UTF16BE, CODING_GB18030 };

struct sheet_info { struct text name; bool hidden; uint32_t rows; /* read so far; final after the return */ };
struct sheet_told {
    enum sheet_coding coding;
    char separator;      /* delimited text only */
    struct sheet_info *sheet;
    size_t n;
};

/* Reads a file that is in memory, in this process: for our own files, tests and the sandboxed child. `told` is filled in
 * before the first row. RC_OK, RC_INVALID or RC_TOO_LARGE with one error in `faults` (line = row number where there is one),
 * RC_NOT_FOUND when the asked sheet does not exist. */
enum rc sheet_read(struct arena *a, struct text bytes, const struct sheet_ask *ask, struct sheet_told *told,
                   struct faults *faults, sheet_row_fn *fn, void *ctx);

/* The same in a sandboxed child of its own (format/sandbox.h); this is how files of other people are read. A child that dies,
 * hangs or says too much is one more fault: RC_INVALID. RC_UNAVAILABLE when no sandbox can be made on this machine. */
enum rc sheet_read_outside(struct arena *a, struct text bytes, const struct sheet_ask *ask, struct sheet_told *told,
                           struct faults *faults, sheet_row_fn *fn, void *ctx);
/* Of an open file (an upload spooled to disk); the descriptor stays open and belongs to the caller. */
enum rc sheet_read_outside_fd(struct arena *a, int fd, const struct sheet_ask *ask, struct sheet_told *told,
                              struct faults *faults, sheet_row_fn *fn, void *ctx);

/* To be called first thing in main() of every program that reads files from outside: when this process was started as
 * the sandboxed reader it does its work and never returns. */
void sheet_worker_enter(int argc, char **argv);

/* "A", "Z", "AA" … of a column index. */
struct text sheet_column_name(struct arena *a, uint32_t column);

#endif
