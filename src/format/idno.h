/* SPDX-License-Identifier: Apache-2.0 */
/* The citizen's ID number, GB 11643-1999: six digits of area, eight of birth, three of sequence (odd: male), one to check. */
#ifndef CHUYAN_FORMAT_IDNO_H
#define CHUYAN_FORMAT_IDNO_H

#include "base/date.h"

enum idno_outcome {
    IDNO_OK,
    IDNO_EMPTY,       /* nothing there */
    IDNO_LENGTH,      /* neither 18 nor 15 characters */
    IDNO_CHARS,       /* something else than digits and a closing X */
    IDNO_OLD,         /* fifteen digits: withdrawn since 2013-01-01 (Residents' ID Card Law as amended in 2011) */
    IDNO_PRECISION,   /* "1.10E+17", or its digits behind the fifteenth lost: a spreadsheet kept it as a number */
    IDNO_DATE,        /* no such day of birth */
    IDNO_CHECK,       /* the check character does not fit */
    IDNO_OUTCOMES
};

enum idno_sex { IDNO_MALE = 1, IDNO_FEMALE = 2 }; /* codes of GB/T 2261.1 */

struct idno {
    enum idno_outcome outcome;
    struct text number;      /* half-width, upper-case X; whatever the outcome, as far as it could be cleaned */
    day_t birth;             /* from IDNO_CHECK up to IDNO_OK; else DAY_NONE */
    enum idno_sex sex;       /* likewise; else 0 */
    char expected;           /* with IDNO_CHECK: the character that would fit */
};

/* A cell that the spreadsheet itself calls a number has lost its last digits whatever they look like: that the caller must ask
 * the sheet, for one rounded number in eleven fits its check character by chance.
 * As people and spreadsheets write it: an apostrophe before it, spaces, full-width digits, a lower-case x, a hyphen. */
struct idno idno_read(struct arena *a, struct text t);

/* The check character of the first 17 digits; 0 when they are not digits. */
char idno_check(struct text first17);

/* For pages: only the area shown, "990101************". The day of birth stands beside it often enough, and with the last four
 * characters the whole number could be put together again. */
struct text idno_mask(struct arena *a, struct text number);

#endif
