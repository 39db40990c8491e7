/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"

struct faults faults_new(struct arena *a)
{
    return (struct faults){.arena = a};
}

void fault_put(struct faults *f, const struct fault *one)
{
    if (!one->warning)
        f->errors++;
    if (f->n == FAULTS_MAX) {
        f->cut = true;
        return;
    }
    f->list = arena_grow(f->arena, f->list, f->n, &f->cap, f->n + 1, sizeof *f->list);
    struct fault *kept = &f->list[f->n++];
    *kept = *one;
    kept->field = text_dup(f->arena, one->field);
    kept->file = text_dup(f->arena, one->file);
    for (size_t i = 0; i < FAULT_ARGS; i++)
        kept->arg[i] = text_dup(f->arena, one->arg[i]);
}

void fault_add(struct faults *f, struct text field, enum word w, struct text a0, struct text a1)
{
    fault_put(f, &(struct fault){.field = field, .word = w, .arg = {a0, a1}});
}

void fault_warn(struct faults *f, struct text field, enum word w, struct text a0, struct text a1)
{
    fault_put(f, &(struct fault){.field = field, .warning = true, .word = w, .arg = {a0, a1}});
}

struct text fault_say(const struct fault *one, enum lang lang, struct arena *a)
{
    return word_fill(a, lang, one->word, one->arg, FAULT_ARGS);
}

struct text fault_place(const struct fault *one, struct arena *a)
{
    if (text_empty(one->file) || one->line == 0) return text_empty(one->file) ? T("") : one->file;
    return text_fmt(a, "%.*s:%d:%d", TP(one->file), one->line, one->column);
}
