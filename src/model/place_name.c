/* SPDX-License-Identifier: Apache-2.0 */
/* What classes are called on a day, and how people write them. */
#include "model/place.h"

#include <string.h>

int school_year_of(day_t on)
{
    struct ymd d = day_ymd(on);
    return d.month >= 9 ? d.year : d.year - 1;
}

day_t school_year_first(int year)
{
    return day_of(year, 9, 1);
}

int class_grade(const struct place *c, day_t on)
{
    int gone = school_year_of(on) - c->entry_year;
    return gone < 0 || c->entry_year == 0 ? GRADE_NONE : c->first_grade + gone;
}

bool class_graduated(const struct place *c, day_t on)
{
    return c->entry_year != 0 && school_year_of(on) - c->entry_year >= c->years;
}

void grade_stretch(int grade, int primary_years, int *first_grade, int *years)
{
    if (primary_years != 5) primary_years = 6;
    if (grade < 1) {
        *first_grade = -2;
        *years = 3;
    } else if (grade <= primary_years) {
        *first_grade = 1;
        *years = primary_years;
    } else if (grade <= 9) {
        *first_grade = primary_years + 1;
        *years = 9 - primary_years;
    } else {
        *first_grade = 10;
        *years = 3;
    }
}

static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const garten[] = {"小", "中", "大"};
static const char *const high[] = {"高一", "高二", "高三"};

static struct text grade_mark(struct arena *a, enum lang lang, int grade)
{
    if (lang == LANG_EN) return grade < 1 ? text_fmt(a, "K%d", grade + 3) : text_fmt(a, "Grade %d", grade);
    if (grade >= -2 && grade < 1) return text_of(garten[grade + 2]);
    if (grade >= 1 && grade <= 9) return text_of(digits[grade]);
    if (grade >= 10 && grade <= 12) return text_of(high[grade - 10]);
    return text_fmt(a, "%d", grade);
}

struct text grade_name(struct arena *a, enum lang lang, int grade)
{
    if (lang == LANG_EN || grade >= 10) return grade_mark(a, lang, grade);
    return text_fmt(a, "%.*s%s", TP(grade_mark(a, lang, grade)), grade < 1 ? "班" : "年级");
}

struct text class_name(struct arena *a, enum lang lang, const struct place *c, day_t on)
{
    int grade = class_grade(c, on);
    if (grade == GRADE_NONE || class_graduated(c, on))
        return lang == LANG_EN ? text_fmt(a, "%d intake (%d)", c->entry_year, c->class_no)
                               : text_fmt(a, "%d级%d班", c->entry_year, c->class_no);
    struct text mark = grade_mark(a, lang, grade);
    return lang == LANG_EN ? text_fmt(a, "%.*s (%d)", TP(mark), c->class_no) : text_fmt(a, "%.*s（%d）班", TP(mark), c->class_no);
}

struct text place_name(struct arena *a, enum lang lang, const struct place *p, day_t on)
{
    return p->kind == PLACE_CLASS ? class_name(a, lang, p, on) : p->name;
}

/* ---- reading ---- */

/* A cell boiled down to what matters: ASCII digits, a few letters for the Chinese marks, the rest dropped.
 * g 年级, c 班, y 级, j 初, h 高, k 小, m 中, b 大, ( any bracket or dash. */
struct boiled { char s[64]; size_t n; };

static const struct { const char *word; char mark;
} marks[] = {
    {"年级", 'g'}, {"小学", 0}, {"初中", 'j'}, {"高中", 'h'}, {"班", 'c'},   {"级", 'y'}, {"届", 'y'}, {"初", 'j'}, {"高", 'h'},
    {"小", 'k'},   {"中", 'm'}, {"大", 'b'},   {"年", 'y'},   {"〇", '0'},   {"零", '0'}, {"一", '1'}, {"二", '2'}, {"三", '3'},
    {"四", '4'},   {"五", '5'}, {"六", '6'},   {"七", '7'},   {"八", '8'},   {"九", '9'}, {"（", '('}, {"）", '('}, {"(", '('},
    {")", '('},    {"【", '('}, {"】", '('},   {"[", '('},    {"]", '('},    {"-", '('},  {"－", '('}, {".", '('},  {"·", '('},
    {"/", '('},    {" ", 0},    {"　", 0},     {"第", 0},     {"幼儿园", 0}, {"号", 0},   {"普", 0},
};

static void boil_ten(struct boiled *b, bool before, bool after)
{
    /* 十 between numerals: 二十一 = 21, 十一 = 11, 二十 = 20, 十 = 10 */
    if (!before) b->s[b->n++] = '1';
    if (!after) b->s[b->n++] = '0';
}

static bool is_numeral(struct text t)
{
    for (int d = 1; d <= 9; d++)
        if (text_starts(t, text_of(digits[d]))) return true;
    return false;
}

static bool boil(struct text t, struct boiled *b)
{
    b->n = 0;
    bool numeral = false;
    for (size_t at = 0; at < t.n;) {
        if (b->n + 3 > sizeof b->s) return false;
        struct text rest = text_sub(t, at, t.n - at);
        uint32_t cp = 0;
        size_t next = at;
        if (!text_next(t, &next, &cp)) break;
        if (text_starts(rest, T("十"))) {
            boil_ten(b, numeral, is_numeral(text_sub(t, next, t.n - next)));
            numeral = false;
            at = next;
            continue;
        }
        bool was = numeral;
        numeral = is_numeral(rest);
        size_t m = 0;
        while (m < sizeof marks / sizeof *marks && !text_starts(rest, text_of(marks[m].word))) m++;
        if (m < sizeof marks / sizeof *marks) {
            if (marks[m].mark) b->s[b->n++] = marks[m].mark;
            at += strlen(marks[m].word);
            continue;
        }
        if (cp >= 0xFF10 && cp <= 0xFF19) cp = cp - 0xFF10 + '0';
        if (cp >= '0' && cp <= '9') {
            if (was) b->s[b->n++] = '('; /* 七3 is 七（3） */
            b->s[b->n++] = (char)cp;
        } else if (cp != 0xA0 && cp != '\t' && cp != '\n' && cp != '\r') return false;
        at = next;
    }
    b->s[b->n] = 0;
    return true;
}

static int number(const char **p)
{
    int v = 0, n = 0;
    while (**p >= '0' && **p <= '9' && n < 5) {
        v = v * 10 + (**p - '0');
        (*p)++;
        n++;
    }
    return n == 0 ? -1 : v;
}

static bool is_year(int v)
{
    return v >= 1990 && v <= 2199;
}

/* 小三（2）班 and 小三年级 are primary 3; 小三班 is the third class of a kindergarten's first year. */
static bool primary_follows(const char *p)
{
    int v = number(&p);
    return v >= 1 && v <= 6 && (*p == '(' || *p == 'g');
}

/* The grade that stands at *p: 3g, j1, h2, k, m, b, or a bare number before a bracket. */
static bool read_grade(const char **p, struct class_ref *r)
{
    int base = 0;
    if (**p == 'k' || **p == 'm' || **p == 'b') {
        char size = *(*p)++;
        if (size == 'k' && primary_follows(*p)) return read_grade(p, r);
        r->grade = size == 'k' ? -2 : size == 'm' ? -1 : 0;
        if (**p == 'c' && (*p)[1] != 0) (*p)++;
        return true;
    } else if (**p == 'j' || **p == 'h') {
        base = *(*p)++ == 'j' ? 6 : 9;
    }
    const char *start = *p;
    int v = number(p);
    if (v < 0) return false;
    if (base > 0 && v >= 7) base = 0;          /* 初中七年级 */
    if (base > 0 && p[0] - start == 2) {       /* 初11 = 初一（1） */
        v = start[0] - '0';
        *p = start + 1;
    }
    if (**p == 'y' && is_year(v)) {
        (*p)++;
        r->entry_year = v;
        if (**p >= '0' && **p <= '9' && strchr(*p, 'g')) return read_grade(p, r);
        return true;
    }
    r->grade = v + base;
    if (**p == 'g') (*p)++;
    return r->grade >= 1 && r->grade <= 12;
}

/* 302, 0302, 1203: grade and two digits of class number. */
static bool read_packed(const char *s, struct class_ref *r)
{
    size_t n = strlen(s);
    int v = 0;
    const char *p = s;
    if (n < 3 || n > 4 || (v = number(&p)) < 0 || *p) return false;
    r->grade = v / 100;
    r->class_no = v % 100;
    return r->grade >= 1 && r->grade <= 12 && r->class_no >= 1;
}

static int class_number(const char **p)
{
    while (**p == '(') (*p)++;
    int v = number(p);
    while (**p == '(' || **p == 'c') (*p)++;
    return v;
}

static bool read_whole(const char *s, struct class_ref *r)
{
    if (read_packed(s, r)) return true;
    const char *p = s;
    if (!read_grade(&p, r)) return false;
    int no = class_number(&p);
    r->class_no = no < 0 ? 0 : no;       /* a grade alone: one class a grade, decided by the caller */
    return *p == 0 && no != 0;
}

bool class_read(struct text grade_cell, struct text class_cell, struct class_ref *out)
{
    struct boiled g, c;
    *out = (struct class_ref){.grade = GRADE_NONE};
    if (!boil(text_trim(grade_cell), &g) || !boil(text_trim(class_cell), &c)) return false;
    struct class_ref said = {.grade = GRADE_NONE};
    if (g.n > 0) {
        const char *p = g.s;
        bool ok = read_grade(&p, &said);
        if (!ok || (*p && strcmp(p, "c") != 0)) return false;
    }
    if (c.n == 0) {
        *out = said;
        out->class_no = 1;       /* a school with one class a grade leaves the column empty */
        return g.n > 0;
    }
    const char *p = c.s;
    int alone = class_number(&p);
    if (g.n > 0 && *p == 0 && alone > 0 && alone < 100) {      /* 2, （2）班, 02 beside a grade column */
        *out = said;
        out->class_no = alone;
        return true;
    }
    struct class_ref whole = {.grade = GRADE_NONE};
    if (!read_whole(c.s, &whole)) return false;
    if (whole.class_no == 0) whole.class_no = 1;
    if (g.n > 0 && said.grade != GRADE_NONE && whole.grade != GRADE_NONE && said.grade != whole.grade) return false;
    *out = whole;
    if (out->grade == GRADE_NONE) out->grade = said.grade;
    if (out->entry_year == 0) out->entry_year = said.entry_year;
    return out->class_no >= 1 && out->class_no < 100;
}
