/* SPDX-License-Identifier: Apache-2.0 */
/* Records and what only looks like them. */
#include "format/header_part.h"

enum { REPEAT_OTHER = 2, TOTAL_CHARS = 16 };

static const struct sheet_cell *first_own(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (!row->cell[i].merged) return &row->cell[i];
    return NULL;
}

static bool begins_with_any(struct text t, const struct text *word, size_t n, struct text *rest)
{
    for (size_t i = 0; i < n; i++) {
        if (!text_starts(t, word[i])) continue;
        *rest = text_sub(t, word[i].n, t.n - word[i].n);
        return true;
    }
    return false;
}

/* 合计, 合计：45人, 小计(3人), 全校合计; not 小计划. */
static bool is_total(struct text normal)
{
    static const struct text words[] = {{"合计", 6}, {"总计", 6}, {"小计", 6}, {"共计", 6}, {"累计", 6}, {"总人数", 9}};
    if (text_chars(normal) > TOTAL_CHARS) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ptrdiff_t at = text_find(normal, words[i]);
        if (at < 0) continue;
        struct text rest = text_sub(normal, (size_t)at + words[i].n, normal.n);
        if (text_empty(rest) || (rest.s[0] >= '0' && rest.s[0] <= '9')) return true;
        if (text_starts(rest, T("人")) || text_starts(rest, T("数"))) return true;
    }
    return false;
}

static bool has_colon(struct text t)
{
    return text_find(t, T(":")) >= 0 || text_find(t, T("：")) >= 0;
}

/* 填报人：… 注：… */
static bool is_foot(struct text raw, struct text normal)
{
    static const struct text words[] = {{"填报人", 9}, {"填表人", 9}, {"制表", 6}, {"审核", 6}, {"负责人", 9}, {"经办人", 9}, {"校长", 6},
        {"填报单位", 12}, {"填报日期", 12}, {"填表日期", 12}, {"填报时间", 12}, {"填表时间", 12}, {"单位盖章", 12}, {"盖章", 6},
        {"说明", 6}, {"填表说明", 12}, {"备注", 6}, {"注", 3}, {"班主任签", 12}};
    struct text rest;
    return has_colon(raw) && begins_with_any(normal, words, sizeof words / sizeof *words, &rest);
}

static bool is_example(struct text normal)
{
    static const struct text words[] = {{"示例", 6}, {"样例", 6}, {"填写示例", 12}, {"例如", 6}, {"举例", 6}};
    struct text rest;
    return text_eq(normal, T("例")) || begins_with_any(normal, words, sizeof words / sizeof *words, &rest);
}

static const struct header_column *column_of(const struct header *head, uint16_t column)
{
    for (size_t i = 0; i < head->n; i++)
        if (head->column[i].column == column) return &head->column[i];
    return NULL;
}

/* A head printed again on each page: most cells say what the column is called. */
static bool is_repeat(struct arena *a, const struct header *head, const struct sheet_row *row)
{
    size_t same = 0, other = 0;
    for (size_t i = 0; i < row->n; i++) {
        const struct header_column *c = column_of(head, row->cell[i].column);
        if (!c || c->alias < 0 || row->cell[i].shown.n > HEADING_MOST) continue;
        /* one row of a head of two rows is the end or the beginning of what was joined */
        struct text h = c->normal, t = header_normal(a, row->cell[i].shown, false);
        bool equal = !text_empty(t) && (text_ends(h, t) || text_starts(h, t));
        same += equal;
        other += !equal;
        if (other > REPEAT_OTHER) return false; /* nearly every record ends here */
    }
    return same >= 2 && same > other;
}

/* 1 2 3 4 … under the head, numbering the columns. */
static bool is_numbers(const struct sheet_row *row, const struct header *head)
{
    int64_t want = 0, v;
    for (size_t i = 0; i < row->n; i++) {
        if (row->cell[i].merged == MERGED_ABOVE) continue;
        if (!text_int(text_trim(row->cell[i].shown), &v) || v != want + 1) return false;
        want = v;
    }
    return want >= 3 && (size_t)want * 2 >= head->n;
}

static bool has_known(const struct header *head, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        const struct header_column *c = row->cell[i].merged ? NULL : column_of(head, row->cell[i].column);
        if (c && c->alias >= 0 && head->of_alias[c->alias] == (int32_t)(c - head->column)) return true;
    }
    return false;
}

enum row_kind header_row_kind(struct arena *scratch, const struct header *head, const struct sheet_row *row)
{
    const struct sheet_cell *first = first_own(row);
    if (!first) return ROW_EMPTY;
    struct text normal = header_normal(scratch, first->shown, false);
    if (is_total(normal)) return ROW_TOTAL;
    if (is_foot(first->shown, normal)) return ROW_FOOT;
    if (is_example(normal)) return ROW_EXAMPLE;
    if (is_repeat(scratch, head, row)) return ROW_REPEAT;
    if (row->number == head->last + 1 && is_numbers(row, head)) return ROW_NUMBERS;
    return has_known(head, row) ? ROW_RECORD : ROW_EMPTY;
}
