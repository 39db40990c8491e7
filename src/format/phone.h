/* SPDX-License-Identifier: Apache-2.0 */
/* Telephone numbers as Chinese forms have them: mobiles 1[3-9] and nine digits, landlines area-number, short numbers of a
 * company's or village's own network; often two in one cell. */
#ifndef CHUYAN_FORMAT_PHONE_H
#define CHUYAN_FORMAT_PHONE_H

#include "base/text.h"

enum phone_kind {
    PHONE_NONE,       /* not a number: `number` is what was written, trimmed */
    PHONE_MOBILE,     /* 13812345678 */
    PHONE_LANDLINE,   /* 0591-87654321, with an extension 0591-87654321-802 */
    PHONE_LOCAL,      /* seven or eight digits without an area code: cannot be dialled from afar */
    PHONE_SHORT,      /* three to six digits, such as 12345 or 668123 */
};

enum { PHONES_MAX = 4 };

struct phone {
    enum phone_kind kind;
    struct text number;   /* normal form: half-width, no +86, hyphen behind the area code */
};

/* Splits one cell into its numbers: by / 、 , ; spaces and new lines, “或”, and two mobiles written without a break. Returns
 * how many (0 for an empty cell). What cannot be read comes back as one PHONE_NONE with the whole cell; more than PHONES_MAX
 * likewise. */
size_t phone_split(struct arena *a, struct text cell, struct phone out[PHONES_MAX]);

/* One number; PHONE_NONE when the text holds none or several. */
struct phone phone_read(struct arena *a, struct text t);

/* For lists: 138****5678, 0591-****4321; short forms are hidden but for their last two digits. */
struct text phone_mask(struct arena *a, struct text number);

#endif
