/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as one cell of a roll: date, ID number, telephone numbers, name; and what they are shown as stays UTF-8. */
#include "base/date.h"
#include "format/html.h"
#include "format/idno.h"
#include "format/phone.h"
#include "format/pinyin.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void phones_check(struct arena *a, struct text t, bool valid)
{
    struct phone out[PHONES_MAX];
    size_t n = phone_split(a, t, out);
    if (n > PHONES_MAX)
        abort();
    for (size_t i = 0; i < n; i++) {
        struct phone again = phone_read(a, out[i].number);
        if (out[i].kind != PHONE_NONE && (again.kind != out[i].kind || !text_eq(again.number, out[i].number)))
            abort(); /* the normal form is its own normal form */
        if (valid && !text_utf8(phone_mask(a, out[i].number)))
            abort();
    }
}

/* Opening ICU costs more than a thousand readings, so only one input in 64 gets there. */
static void name_check(struct arena *a, struct text t)
{
    struct pinyin_name name;
    if (pinyin_read(pinyin_new(a), a, t, &name) && (name.initials.n == 0 || name.full.n != name.full_u.n))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text t = {(const char *)data, size};
    struct arena *a = arena_new(16u * 1024 * 1024);
    bool valid = text_utf8(t);
    day_t d = day_read(t);
    if (d != DAY_NONE && (d < day_of(1900, 1, 1) || d > DAY_MAX || day_parse(day_text(a, d)) != d))
        abort();
    struct idno id = idno_read(a, t);
    if (id.outcome == IDNO_OK && (id.number.n != 18 || idno_check(text_sub(id.number, 0, 17)) != id.number.s[17]))
        abort();
    if (valid && !text_utf8(idno_mask(a, id.number)))
        abort();
    phones_check(a, t, valid);
    if (size > 0 && data[0] % 64 == 0)
        name_check(a, t);
    struct buf b = buf_new(1u << 20);
    html_attr(&b, t);
    html_url(&b, t);
    buf_free(&b);
    arena_free(a);
    return 0;
}
