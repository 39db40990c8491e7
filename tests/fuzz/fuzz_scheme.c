/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a scheme file on top of the law: a plan, or faults that can be printed. */
#include "base/log.h"
#include "scheme/form_expr.h"
#include "scheme/lint.h"

/* Any bytes as answers, too. */
static struct text bytes_given(void *ctx, int field)
{
    struct text all = *(const struct text *)ctx;
    return text_sub(all, (size_t)field % (all.n + 1), 12);
}

static void forms_judge(const struct plan *p, struct text bytes)
{
    struct form_answers answers = {bytes_given, &bytes, 20000, 20010};
    for (size_t i = 0; i < p->form_count; i++) {
        const struct code_kind *k = p->form[i].kind;
        BUG_IF(k->number < CODES_BUILT || k->number >= CODES_KINDS || k->field_count > 64);
        for (size_t f = 0; f < k->field_count; f++) {
            const struct code_field *field = &k->field[f];
            if (field->relevant) form_expr_holds(field->relevant, k->field, &answers);
            if (field->constraint) form_expr_holds(field->constraint, k->field, &answers);
        }
    }
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
    struct arena *a = arena_new(512u << 20);
    struct faults f = faults_new(a);
    struct embedded file = {T("fuzz.yaml"), {(const char *)data, size}};
    struct plan_source source[2] = {{.name = T("fuzz"), .file = &file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE,
                                     .params = T("")}};
    struct plan *p;
    struct buf out = buf_new(16 << 20);
    BUG_IF(plan_source_builtin(a, T("schemes/law"), &source[1]) != RC_OK);
    enum rc rc = plan_build(a, codes, source, 2, NULL, &f, &p);
    BUG_IF((rc == RC_OK) != (p != NULL) || (rc == RC_OK) != (f.errors == 0));
    if (p) forms_judge(p, (struct text){(const char *)data, size});
    lint_print(&f, LANG_ZH, a, &out);
    buf_free(&out);
    arena_free(a);
    return 0;
}
