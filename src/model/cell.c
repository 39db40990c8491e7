/* SPDX-License-Identifier: Apache-2.0 */
#include "model/cell.h"

#include "format/idno.h"
#include "format/phone.h"
#include "model/child.h"

enum { TEXT_LONGEST = 200, NAME_LONGEST = 60, ROLL_NO_LENGTH = 19 };

struct text cell_heading(const struct cell_read *r, size_t column)
{
    if (r->heading && !text_empty(r->heading[column])) return r->heading[column];
    const struct column *c = &r->columns->item[column];
    for (size_t i = 0; i < c->names; i++)
        if (c->name[i].n > 0) return c->name[i];
    return c->key;
}

/* Full-width ASCII to half-width, outer blanks and a leading apostrophe off. */
static struct text half(struct arena *a, struct text t)
{
    char *s = arena_alloc(a, t.n + 1);
    size_t n = 0;
    uint32_t cp = 0;
    for (size_t at = 0; text_next(t, &at, &cp);) {
        if (cp >= 0xFF01 && cp <= 0xFF5E) cp = cp - 0xFF01 + '!';
        if (cp == 0x3000 || cp == 0xA0) cp = ' ';
        n += text_put(s + n, cp);
    }
    struct text out = text_trim((struct text){s, n});
    while (out.n > 0 && (out.s[0] == '\'' || out.s[0] == '`')) out = text_sub(out, 1, out.n);
    return out;
}

/* What people put where there is nothing to say. */
static bool says_nothing(struct text t)
{
    static const char *const nothing[] = {"",     "/",    "\\", "-",    "--",   "—",    "——",   "无",
                                          "暂无", "没有", "空", "未知", "不详", "#N/A", "null", "NULL"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (text_eqz(t, nothing[i])) return true;
    return false;
}

static struct text cut_long(const struct cell_read *r, struct text heading, struct text t, size_t most)
{
    if (text_chars(t) <= most) return t;
    fault_add(r->faults, heading, W_cell_long, text_fmt(r->a, "%zu", most), TEXT_NONE);
    return TEXT_NONE;
}

struct text cell_id_no(const struct cell_read *r, struct text heading, struct text shown, bool number, bool lenient)
{
    struct idno id = idno_read(r->a, shown);
    if (number && id.number.n >= 16) id.outcome = IDNO_PRECISION;
    static const enum word words[IDNO_OUTCOMES] = {
        [IDNO_LENGTH] = W_cell_id_length,       [IDNO_CHARS] = W_cell_id_chars, [IDNO_OLD] = W_cell_id_old,
        [IDNO_PRECISION] = W_cell_id_precision, [IDNO_DATE] = W_cell_id_date,   [IDNO_CHECK] = W_cell_id_check,
    };
    if (id.outcome == IDNO_EMPTY) return TEXT_NONE;
    if (id.outcome == IDNO_CHECK && lenient) {
        fault_warn(r->faults, heading, W_cell_id_check_kept, shown, TEXT_NONE);
        return id.number;
    }
    if (id.outcome != IDNO_OK) {
        char expected[2] = {id.expected, 0};
        fault_add(r->faults, heading, words[id.outcome], shown, text_of(expected));
        return TEXT_NONE;
    }
    if (text_starts(id.number, T("99")) && !r->demo) {
        fault_add(r->faults, heading, W_cell_id_area, shown, TEXT_NONE);
        return TEXT_NONE;
    }
    return id.number;
}

/* Without its day, or without its month too: kept as it was said where the column can bear it, so that an exact day known from
 * before is not written over by a vaguer one. */
static struct text read_vague(const struct cell_read *r, struct text heading, const struct column *c, struct text shown)
{
    day_t month = month_read(shown);
    int year = month == DAY_NONE ? year_alone_read(shown) : day_ymd(month).year;
    struct text first = month == DAY_NONE ? text_fmt(r->a, "%04d-01-01", year) : day_text(r->a, month);
    if (year < 1900 || year >= 2100) fault_add(r->faults, heading, W_cell_date, shown, TEXT_NONE);
    else if (month != DAY_NONE ? !c->month : !c->year)
        fault_add(r->faults, heading, month == DAY_NONE && c->month ? W_cell_date_no_month : W_cell_date_no_day, shown, first);
    else {
        fault_warn(r->faults, heading, month == DAY_NONE ? W_cell_date_year : W_cell_date_month, shown, first);
        return month == DAY_NONE ? text_fmt(r->a, "%04d", year) : text_sub(first, 0, 7);
    }
    return TEXT_NONE;
}

static struct text read_date(const struct cell_read *r, struct text heading, const struct column *c,
                             const struct sheet_cell *cell)
{
    day_t d = cell->kind == CELL_DATE ? cell->day : day_read(cell->shown);
    struct ymd y = day_ymd(d);
    if (d != DAY_NONE && y.year >= 1900 && y.year < 2100) return day_text(r->a, d);
    if (d == DAY_NONE && (month_read(cell->shown) != DAY_NONE || year_alone_read(cell->shown) != 0))
        return read_vague(r, heading, c, cell->shown);
    bool lunar = text_find(cell->shown, T("农历")) >= 0 || text_find(cell->shown, T("腊月")) >= 0 ||
                 text_find(cell->shown, T("正月")) >= 0;
    fault_add(r->faults, heading, lunar ? W_cell_date_lunar : W_cell_date, cell->shown, TEXT_NONE);
    return TEXT_NONE;
}

struct day_span cell_days(struct text value)
{
    day_t d = day_parse(value), month = d == DAY_NONE ? month_read(value) : DAY_NONE;
    int year = d == DAY_NONE && month == DAY_NONE ? year_alone_read(value) : 0;
    if (month != DAY_NONE) return (struct day_span){month, day_add_months(month, 1)};
    if (year != 0) return (struct day_span){day_of(year, 1, 1), day_of(year, 12, 31) + 1};
    return (struct day_span){d, d == DAY_NONE ? d : d + 1};
}

static struct text read_code(const struct cell_read *r, struct text heading, const struct column *c, struct text t)
{
    const struct code_item *item = code_read(c->list, t);
    if (!item && text_ends(t, T(".0"))) item = code_read(c->list, text_sub(t, 0, t.n - 2));
    if (item) return item->key;
    if (says_nothing(t)) return TEXT_NONE;
    struct text titles[6] = {{0}};
    size_t n = c->list->n < 6 ? c->list->n : 6;
    struct text all = T("");
    for (size_t i = 0; i < n; i++) titles[i] = c->list->item[i].title[LANG_ZH];
    for (size_t i = 0; i < n; i++) all = text_fmt(r->a, "%.*s%s%.*s", TP(all), i ? "、" : "", TP(titles[i]));
    if (c->strict) fault_add(r->faults, heading, W_cell_code, t, all);
    else fault_warn(r->faults, heading, W_cell_code_left, t, all);
    return TEXT_NONE;
}

static struct text read_phones(const struct cell_read *r, struct text heading, struct text t)
{
    struct phone phone[PHONES_MAX];
    struct text all = T("");
    if (says_nothing(t)) return TEXT_NONE;
    size_t n = phone_split(r->a, t, phone);
    for (size_t i = 0; i < n; i++) {
        if (phone[i].kind == PHONE_NONE) {
            fault_warn(r->faults, heading, W_cell_phone, t, TEXT_NONE);
            continue;
        }
        all = all.n ? text_fmt(r->a, "%.*s %.*s", TP(all), TP(phone[i].number)) : phone[i].number;
    }
    return all.n ? all : TEXT_NONE;
}

/* 学籍号: G and the ID number, J and eighteen characters of its own, L and a temporary number of eighteen. */
static struct text read_roll_no(const struct cell_read *r, struct text heading, struct text t)
{
    char *s = arena_copy(r->a, t.s, t.n);
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        char ch = t.s[i];
        if (ch == ' ' || ch == '-') continue;
        s[n++] = ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
    }
    struct text out = {s, n};
    if (says_nothing(out)) return TEXT_NONE;
    bool fits = n == ROLL_NO_LENGTH && (s[0] == 'G' || s[0] == 'J' || s[0] == 'L');
    for (size_t i = 1; i < n && fits; i++)
        fits = (s[i] >= '0' && s[i] <= '9') || (i == n - 1 && s[i] == 'X') || (s[0] != 'G' && s[i] >= 'A' && s[i] <= 'Z');
    if (fits && (s[0] != 'G' || idno_check(text_sub(out, 1, 17)) == s[n - 1])) return out;
    fault_add(r->faults, heading, fits ? W_cell_roll_check : W_cell_roll_no, t, TEXT_NONE);
    return TEXT_NONE;
}

static struct text read_flag(const struct cell_read *r, struct text t)
{
    static const char *const yes[] = {"1", "是", "有", "Y", "y", "√", "✓", "对", "党员", "中共党员", "预备党员", "中共预备党员", "yes", "true"};
    (void)r;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (text_eqz(t, yes[i])) return T("1");
    return t.n == 0 ? TEXT_NONE : T("0");
}

static struct text read_name(const struct cell_read *r, struct text heading, struct text shown)
{
    struct text t = child_name_clean(r->a, shown);
    uint32_t cp = 0;
    if (t.n == 0 || says_nothing(t)) return TEXT_NONE;
    for (size_t at = 0; text_next(t, &at, &cp);) {
        bool private_use = (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
        if (private_use) fault_warn(r->faults, heading, W_cell_name_private, t, TEXT_NONE);
        if ((cp >= '0' && cp <= '9') || cp == 0xFFFD || cp == '?') {
            fault_add(r->faults, heading, W_cell_name, t, TEXT_NONE);
            return TEXT_NONE;
        }
    }
    return cut_long(r, heading, t, NAME_LONGEST);
}

struct text cell_normal(const struct cell_read *r, size_t column, const struct sheet_cell *cell)
{
    const struct column *c = &r->columns->item[column];
    if (c->type == COLUMN_IGNORE || cell->shown.n == 0) return TEXT_NONE;
    struct text heading = cell_heading(r, column);
    if (cell->kind == CELL_ERROR) {
        fault_add(r->faults, heading, W_cell_error, cell->shown, TEXT_NONE);
        return TEXT_NONE;
    }
    struct text t = half(r->a, cell->shown);
    switch (c->type) {
    case COLUMN_NAME: return read_name(r, heading, cell->shown);
    case COLUMN_DATE: return says_nothing(t) ? TEXT_NONE : read_date(r, heading, c, cell);
    case COLUMN_ID:
        return says_nothing(t) ? TEXT_NONE : text_dup(r->a, cell->shown); /* checked with the kind of identity, by the row */
    case COLUMN_ROLL_NO: return read_roll_no(r, heading, t);
    case COLUMN_PHONE: return read_phones(r, heading, t);
    case COLUMN_CODE: return read_code(r, heading, c, t);
    case COLUMN_FLAG: return read_flag(r, t);
    case COLUMN_PLACE: return says_nothing(t) ? TEXT_NONE : cut_long(r, heading, t, TEXT_LONGEST);
    case COLUMN_CLASS:
    case COLUMN_GRADE:
    case COLUMN_SCHOOL:
    case COLUMN_STAGE:
    case COLUMN_RURAL:
    case COLUMN_ROLE:
    case COLUMN_CHECK:
    case COLUMN_NUMBER: return t.n == 0 ? TEXT_NONE : t;
    case COLUMN_TEXT: return says_nothing(t) ? TEXT_NONE : cut_long(r, heading, t, TEXT_LONGEST);
    case COLUMN_IGNORE: case COLUMN_TYPES: break;
    }
    return TEXT_NONE;
}
