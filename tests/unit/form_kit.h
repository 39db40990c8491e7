/* SPDX-License-Identifier: Apache-2.0 */
/* A form filled as somebody would: nothing, rubbish, and what it asks for, judged by the check that page, command and sheet
 * share. */
#ifndef TESTS_FORM_KIT_H
#define TESTS_FORM_KIT_H

#include "model/encounter_check.h"
#include "unit/scheme_kit.h"

enum { FORM_ANSWERS = 400, FORM_TRIES = 400 };

struct fill {
    struct arena *a;
    const struct code_kind *k;
    struct encounter_input in;
    struct encounter_answer answer[FORM_ANSWERS];
    day_t today;
    uint64_t seed;
};

static inline size_t fill_check(struct fill *f, struct text only)
{
    struct faults faults = faults_new(f->a);
    struct work w = {.arena = f->a, .faults = &faults, .today = f->today};
    f->in.answer = f->answer;
    size_t n = 0;
    encounter_check_form(&w, &f->in, f->k);
    for (size_t i = 0; i < faults.n; i++) n += text_empty(only) || text_eq(faults.list[i].field, only);
    return n;
}

static inline uint64_t fill_dice(struct fill *f)
{
    f->seed = f->seed * 6364136223846793005u + 1442695040888963407u;
    return f->seed >> 33;
}

/* Some answer of the right sort. */
static inline struct text fill_some(struct fill *f, const struct code_field *q)
{
    int64_t low = q->min, high = q->max > q->min ? q->max : q->min + 1000000, n = low + (int64_t)(fill_dice(f) % 12);
    if (fill_dice(f) % 4 == 0) n = low + (int64_t)(fill_dice(f) % (uint64_t)(high - low + 1));
    switch (q->type) {
    case FIELD_SELECT_ONE:
    case FIELD_SELECT_MULTIPLE: return q->list->item[fill_dice(f) % q->list->n].key;
    case FIELD_INTEGER:
    case FIELD_DECIMAL: return text_fmt(f->a, "%lld", (long long)(n > high ? high : n));
    case FIELD_FACES: return T("3");
    case FIELD_DATE: return day_text(f->a, f->in.day - 40 + (int)(fill_dice(f) % 120));
    case FIELD_TIME: return text_fmt(f->a, "%02d:%02d", (int)(6 + fill_dice(f) % 16), (int)(fill_dice(f) % 60));
    case FIELD_BOOL: return fill_dice(f) % 2 ? T("yes") : T("no");
    case FIELD_ACKNOWLEDGE: return T("yes");
    default: return q->max > 0 && q->max < 8 ? T("好") : T("看过，都在原处");
    }
}

static inline void fill_one(struct fill *f, const struct code_field *q, struct text name)
{
    assert_true(f->in.answer_count < FORM_ANSWERS);
    struct encounter_answer *a = &f->answer[f->in.answer_count++];
    for (int i = 0; i < FORM_TRIES; i++) {
        *a = (struct encounter_answer){name, fill_some(f, q)};
        if (fill_check(f, name) == 0) return;
    }
    fail_msg("no answer to %.*s is taken", TP(name));
}

/* What is not asked takes no part; a repeat gets as many rows as it wants. */
static inline void fill_all(struct fill *f)
{
    for (size_t i = 0; i < f->k->field_count; i++) {
        const struct code_field *q = &f->k->field[i];
        if (q->type == FIELD_NOTE || q->type == FIELD_REPEAT) continue;
        int64_t rows = q->row_of < 0 ? 1 : f->k->field[q->row_of].min > 1 ? f->k->field[q->row_of].min : 1;
        for (int64_t row = 1; row <= rows; row++) {
            struct text name = q->name;
            struct text group = q->row_of < 0 ? TEXT_NONE : f->k->field[q->row_of].name;
            if (q->row_of >= 0) name = text_fmt(f->a, "%.*s.%lld.%.*s", TP(group), (long long)row, TP(name));
            fill_one(f, q, name);
        }
    }
}

static inline void form_is_asked(struct arena *a, const struct code_kind *k)
{
    struct fill f = {.a = a, .k = k, .today = kit_day("2026-10-15"), .seed = (uint64_t)k->number};
    f.in.day = kit_day("2026-10-14");
    bool required = false;
    for (size_t i = 0; i < k->field_count; i++) {
        const struct code_field *q = &k->field[i];
        required |= (q->required || (q->type == FIELD_REPEAT && q->min > 0)) && q->row_of < 0 && !q->relevant;
        bool words = q->type == FIELD_TEXT || q->type == FIELD_NOTE || q->type == FIELD_REPEAT || q->row_of >= 0;
        f.answer[0] = (struct encounter_answer){q->name, T("nonsense")};
        f.in.answer_count = 1;
        if (!words && fill_check(&f, q->name) == 0) fail_msg("%.*s takes anything", TP(q->name));
    }
    f.in.answer_count = 0;
    assert_int_equal(fill_check(&f, TEXT_NONE) > 0, required);
    f.answer[0] = (struct encounter_answer){T("no_such_question"), T("1")};
    f.in.answer_count = 1;
    assert_true(fill_check(&f, T("no_such_question")) > 0);
    f.in.answer_count = 0;
    fill_all(&f);
    if (fill_check(&f, TEXT_NONE) > 0) fail_msg("a whole form is not taken");
}

#endif
