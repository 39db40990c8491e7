/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: their answer for a child on a day, and the reason in words. The parser stands in expr_parse.c. */
#include "scheme/expr_part.h"

#include <string.h>

enum { WHY_BYTES = 1024 };

static int number_of(const struct expr_node *n, const struct expr_world *w)
{
    switch ((enum expr_number)n->what) {
    case NUMBER_AGE: return w->age;
    case NUMBER_GRADE: return w->grade;
    case NUMBER_CARER_AGE: return w->carer_age;
    case NUMBER_SINCE: return w->since[n->index];
    }
    return -1;
}

/* Kindergarten grades are -2 … 0, so "unknown" differs from number to number. */
static bool number_known(const struct expr_node *n, int v)
{
    return n->what == NUMBER_GRADE ? v > -90 : v >= 0;
}

static bool number_holds(const struct expr_node *n, const struct expr_world *w)
{
    int v = number_of(n, w);
    if (!number_known(n, v)) return false;
    switch ((enum expr_compare)n->compare) {
    case COMPARE_EQ: return v == n->number;
    case COMPARE_NE: return v != n->number;
    case COMPARE_LT: return v < n->number;
    case COMPARE_LE: return v <= n->number;
    case COMPARE_GT: return v > n->number;
    case COMPARE_GE: return v >= n->number;
    }
    return false;
}

static bool away_holds(const struct expr_node *n, const struct expr_world *w)
{
    /* Who is dead, lost or in prison is not "away", whatever spell is still open in the data. */
    unsigned away = w->away[n->index] & ~(unsigned)w->gone;
    switch ((enum expr_away)n->what) {
    case ASK_FATHER: return away & AWAY_FATHER;
    case ASK_MOTHER: return away & AWAY_MOTHER;
    case ASK_ONE: return away == AWAY_FATHER || away == AWAY_MOTHER;
    case ASK_BOTH: return away == (AWAY_FATHER | AWAY_MOTHER);
    case ASK_ANY: return away != 0;
    case ASK_OTHER_INCAPABLE:
        return (away == AWAY_FATHER && w->incapable & AWAY_MOTHER) || (away == AWAY_MOTHER && w->incapable & AWAY_FATHER);
    }
    return false;
}

static uint64_t fact_bits(const struct expr_node *n, const struct expr_world *w)
{
    if (n->who != WHO_PARENTS) return w->fact[n->who][n->index];
    return w->fact[WHO_FATHER][n->index] | w->fact[WHO_MOTHER][n->index];
}

static bool flag_holds(const struct expr_node *n, const struct expr_world *w)
{
    switch ((enum expr_flag)n->what) {
    case FLAG_ENROLLED: return w->enrolled;
    case FLAG_CARER: return w->carer;
    case FLAG_VACATION: return w->vacation;
    }
    return false;
}

/* Depth is bounded by EXPR_DEPTH when it is parsed. */
static bool holds(const struct expr_node *all, int at, const struct expr_world *w)
{
    const struct expr_node *n = &all[at];
    switch ((enum expr_op)n->op) {
    case EXPR_AND: return holds(all, n->left, w) && holds(all, n->right, w);
    case EXPR_OR: return holds(all, n->left, w) || holds(all, n->right, w);
    case EXPR_NOT: return !holds(all, n->left, w);
    case EXPR_FACT: return ((fact_bits(n, w) & n->mask) != 0) != n->negate;
    case EXPR_STAGE: return (w->stage >= 0 && (n->mask >> w->stage & 1)) != n->negate;
    case EXPR_NUMBER: return number_holds(n, w);
    case EXPR_FLAG: return flag_holds(n, w);
    case EXPR_AWAY: return away_holds(n, w);
    case EXPR_GROUP: return w->groups[n->index / 64] >> (n->index % 64) & 1;
    case EXPR_PAIRED: return w->paired[n->index / 64] >> (n->index % 64) & 1;
    }
    return false;
}

bool expr_holds(const struct expr *e, const struct expr_world *w)
{
    return holds(e->node, e->n - 1, w);
}

void expr_renumber(struct expr *e, const int16_t *to)
{
    memset(e->groups, 0, sizeof e->groups);
    for (int i = 0; i < e->n; i++) {
        if (e->node[i].op != EXPR_GROUP) continue;
        e->node[i].index = to[e->node[i].index];
        e->groups[e->node[i].index / 64] |= UINT64_C(1) << (e->node[i].index % 64);
    }
}

size_t expr_ages(const struct expr *e, bool carer, int *out, size_t cap)
{
    size_t n = 0;
    for (int i = 0; i < e->n; i++) {
        const struct expr_node *x = &e->node[i];
        if (x->op != EXPR_NUMBER || x->what != (carer ? NUMBER_CARER_AGE : NUMBER_AGE)) continue;
        /* age < 16 and age >= 16 turn on the 16th birthday, age <= 15 and > 15 too; = and != on both. */
        bool exact = x->compare == COMPARE_EQ || x->compare == COMPARE_NE;
        bool next = x->compare == COMPARE_LE || x->compare == COMPARE_GT;
        if (n < cap && !next) out[n++] = x->number;
        if (n < cap && (exact || next)) out[n++] = x->number + 1;
    }
    return n;
}

/* ---- why ---- */

struct why { const struct expr *e; const struct expr_world *w; enum lang lang; struct buf *out; size_t begin; struct arena *a; };

static void say(struct why *y, enum word w, struct text a0, struct text a1, struct text a2)
{
    if (y->out->n - y->begin > WHY_BYTES) return;
    struct text arg[] = {a0, a1, a2};
    if (y->out->n > y->begin) buf_add(y->out, word(y->lang, W_scheme_why_join));
    buf_add(y->out, word_fill(y->a, y->lang, w, arg, 3));
}

static struct text values_text(struct why *y, const struct code_fact *f, uint64_t bits)
{
    struct text all = T("");
    for (size_t i = 0; f->list && i < f->list->n; i++) {
        const struct code_item *item = &f->list->item[i];
        if (item->number < 63 && bits >> item->number & 1)
            all = text_fmt(y->a, "%.*s%s%.*s", TP(all), all.n ? " " : "", TP(item->title[y->lang]));
    }
    if (bits >> 63) all = text_fmt(y->a, "%.*s%s%.*s", TP(all), all.n ? " " : "", TP(word(y->lang, W_scheme_why_words)));
    return all.n ? all : word(y->lang, W_scheme_why_nothing);
}

static void why_fact(struct why *y, const struct expr_node *n)
{
    static const enum word who[] = {W_scheme_who_child, W_scheme_who_father, W_scheme_who_mother};
    const struct code_fact *f = &y->e->codes->fact[n->index];
    for (int i = WHO_CHILD; i < WHO_COUNT; i++) {
        if (n->who == WHO_PARENTS ? i == WHO_CHILD : i != n->who) continue;
        struct text values = values_text(y, f, y->w->fact[i][n->index]);
        if (i == WHO_CHILD) say(y, W_scheme_why_fact, f->title[y->lang], values, TEXT_NONE);
        else say(y, W_scheme_why_fact_of, word(y->lang, who[i]), f->title[y->lang], values);
    }
}

static void why_number(struct why *y, const struct expr_node *n)
{
    static const char *const sign[] = {"=", "≠", "<", "≤", ">", "≥"};
    static const enum word what[] = {W_scheme_number_age, W_scheme_number_grade, W_scheme_number_carer_age,
                                     W_scheme_number_since};
    struct text name = word(y->lang, what[n->what]);
    if (n->what == NUMBER_SINCE) {
        const struct code_kind *k = y->e->codes->kind_of[n->index];
        name = word_fill(y->a, y->lang, what[n->what], &k->title[y->lang], 1);
    }
    int v = number_of(n, y->w);
    struct text asked = text_fmt(y->a, "%s %d", sign[n->compare], n->number);
    if (!number_known(n, v)) say(y, W_scheme_why_unknown, name, asked, TEXT_NONE);
    else say(y, W_scheme_why_number, name, text_fmt(y->a, "%d", v), asked);
}

static void why_away(struct why *y, const struct expr_node *n)
{
    unsigned away = y->w->away[n->index] & ~(unsigned)y->w->gone;
    bool father = n->what != ASK_MOTHER, mother = n->what != ASK_FATHER;
    if (father) say(y, away & AWAY_FATHER ? W_scheme_why_father_away : W_scheme_why_father_here, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (mother) say(y, away & AWAY_MOTHER ? W_scheme_why_mother_away : W_scheme_why_mother_here, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (n->what != ASK_OTHER_INCAPABLE) return;
    if (y->w->incapable & AWAY_FATHER) say(y, W_scheme_why_father_incapable, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (y->w->incapable & AWAY_MOTHER) say(y, W_scheme_why_mother_incapable, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (!y->w->incapable) say(y, W_scheme_why_capable, TEXT_NONE, TEXT_NONE, TEXT_NONE);
}

static void why_leaf(struct why *y, const struct expr_node *n, bool yes)
{
    static const enum word flags[3][2] = {
        {W_scheme_why_not_enrolled, W_scheme_why_enrolled},
        {W_scheme_why_no_carer, W_scheme_why_carer},
        {W_scheme_why_no_vacation, W_scheme_why_vacation},
    };
    switch ((enum expr_op)n->op) {
    case EXPR_FACT: why_fact(y, n); break;
    case EXPR_NUMBER: why_number(y, n); break;
    case EXPR_AWAY: why_away(y, n); break;
    case EXPR_FLAG: say(y, flags[n->what][yes], TEXT_NONE, TEXT_NONE, TEXT_NONE); break;
    case EXPR_STAGE: {
        const struct code_list *l = y->e->codes->stages;
        struct text stage = word(y->lang, W_scheme_why_nothing);
        for (size_t i = 0; i < l->n; i++) {
            if (l->item[i].number == y->w->stage) stage = l->item[i].title[y->lang];
        }
        say(y, W_scheme_why_fact, l->title[y->lang], stage, TEXT_NONE);
        break;
    }
    case EXPR_GROUP:
        say(y, yes ? W_scheme_why_in_group : W_scheme_why_not_in_group, n->title[y->lang], TEXT_NONE, TEXT_NONE);
        break;
    case EXPR_PAIRED: say(y, yes ? W_scheme_why_paired : W_scheme_why_not_paired, n->title[y->lang], TEXT_NONE, TEXT_NONE); break;
    case EXPR_AND: case EXPR_OR: case EXPR_NOT: break;
    }
}

/* Only what decided the answer: of a false `and` its false sides, of a true `or` its true ones. */
static void why(struct why *y, int at)
{
    const struct expr_node *n = &y->e->node[at];
    bool yes = holds(y->e->node, at, y->w);
    if (n->op == EXPR_NOT) {
        why(y, n->left);
    } else if (n->op == EXPR_AND || n->op == EXPR_OR) {
        bool both = (n->op == EXPR_AND) == yes;
        bool left = both || holds(y->e->node, n->left, y->w) == yes, right = both || holds(y->e->node, n->right, y->w) == yes;
        if (left) why(y, n->left);
        if (right) why(y, n->right);
    } else {
        why_leaf(y, n, yes);
    }
}

void expr_why(const struct expr *e, const struct expr_world *w, enum lang lang, struct buf *out)
{
    struct arena *a = arena_new(1 << 20);
    struct why y = {.e = e, .w = w, .lang = lang, .out = out, .begin = out->n, .a = a};
    why(&y, e->n - 1);
    arena_free(a);
}
