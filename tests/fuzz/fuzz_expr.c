/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a condition: an answer or one fault, never more. */
#include "base/log.h"
#include "scheme/expr.h"

#include <stdlib.h>
#include <string.h>

static int every_group(void *ctx, struct text name)
{
    (void)ctx;
    return name.n ? (unsigned char)name.s[0] % 32 : -1;
}

static bool every_param(void *ctx, struct text key, struct text *value)
{
    (void)ctx;
    *value = key;
    return key.n > 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct codes *codes;
    static struct arena *house;
    if (!codes) {
        house = arena_new(64 << 20);
        struct faults none = faults_new(house);
        codes = codes_builtin(house, &none);
        BUG_IF(!codes);
    }
    if (size > EXPR_BYTES + 10) return 0;
    struct arena *a = arena_new(64 << 20);
    struct faults f = faults_new(a);
    struct expr_names names = {.codes = codes, .rule = every_group, .target = every_group, .relation = every_group,
                               .param = every_param,
                               .alert = size & 1};
    struct expr *e = expr_parse(a, (struct text){(const char *)data, size}, (struct expr_place){T("x"), 1, 1}, &names, &f);
    BUG_IF((e == NULL) != (f.errors == 1));
    if (e) {
        struct expr_world w;
        struct buf out = buf_new(1 << 16);
        memset(&w, (int)size, sizeof w);
        w.enrolled = w.carer = w.vacation = size & 1;
        w.stage = (int)(size % 6) - 1;
        expr_holds(e, &w);
        expr_why(e, &w, LANG_ZH, &out);
        int ages[16];
        expr_ages(e, false, ages, 16);
        buf_free(&out);
    } else {
        fault_say(&f.list[0], LANG_EN, a);
    }
    arena_free(a);
    return 0;
}
