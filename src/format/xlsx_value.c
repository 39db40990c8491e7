/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as a person sees them in Excel, and what number formats make of them. */
#include "format/xlsx_part.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLAIN_DIGITS = 15,          /* what Excel keeps of a number */
    SERIAL_1970 = 25569,        /* 1970-01-01 in the 1900 date system */
    SERIAL_1904 = 1462,         /* days between the two date systems */
    SERIAL_LAST = 2958465,      /* 9999-12-31 */
    SECONDS_A_DAY = 86400
};

/* Ids that mean a date without a format code. 27–36 and 50–58 are the dates of Chinese Excel (年月日). */
static struct xlsx_style builtin_style(uint32_t id)
{
    bool time = (id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35) || id == 55 || id == 56;
    bool date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    if (time) return (struct xlsx_style){STYLE_TIME, 0};
    return (struct xlsx_style){date ? STYLE_DATE : STYLE_GENERAL, 0};
}

/* The next letter of a format code that is not quoted, escaped, padding or in brackets; [h] [m] [s] count as time. */
static char next_letter(const char **at, const char *end)
{
    const char *p = *at;
    char found = 0;
    while (p < end && !found) {
        char c = *p++;
        if (c == '\\' || c == '_' || c == '*') {
            if (p < end) p++;
        } else if (c == '"') {
            while (p < end && *p != '"') p++;
            if (p < end) p++;
        } else if (c == '[') {
            char first = p < end ? *p : 0;
            while (p < end && *p != ']') p++;
            if (p < end) p++;
            if (first == 'h' || first == 'H' || first == 's' || first == 'S' || first == 'm' || first == 'M') found = 'h';
        } else {
            found = c;
        }
    }
    *at = p;
    return found;
}

struct xlsx_style xlsx_format_style(uint32_t id, struct text code)
{
    if (!code.s) return builtin_style(id);
    const char *p = code.s, *end = code.s + code.n;
    size_t zeros = 0, other = 0;
    bool day = false, clock = false;
    for (char c; (c = next_letter(&p, end)) != 0 && c != ';';) {
        if (c == 'G' || c == 'g') return (struct xlsx_style){STYLE_GENERAL, 0}; /* General */
        if (c == 'y' || c == 'Y' || c == 'd' || c == 'D' || c == 'e') day = true;
        if (c == 'h' || c == 'H' || c == 's' || c == 'S') clock = true;
        if (c == 'm' || c == 'M') day = day || !clock;
        if (c == '0') zeros++;
        else other++;
    }
    if (zeros > PLAIN_DIGITS) zeros = PLAIN_DIGITS;
    if (zeros > 0 && other == 0) return (struct xlsx_style){STYLE_ZEROS, (uint8_t)zeros};
    /* 0.00E+00 has an E but no day; a date format has no zeros but those of seconds' fractions. */
    if (zeros > 0 && !clock) return (struct xlsx_style){STYLE_GENERAL, 0};
    if (day) return (struct xlsx_style){STYLE_DATE, 0};
    return (struct xlsx_style){clock ? STYLE_TIME : STYLE_GENERAL, 0};
}

static size_t show_clock(double part, char out[40])
{
    int64_t s = llround(part * SECONDS_A_DAY);
    if (s >= SECONDS_A_DAY) s = SECONDS_A_DAY - 1;
    int h = (int)(s / 3600), m = (int)(s / 60 % 60), left = (int)(s % 60);
    int n = left ? snprintf(out, 40, "%02d:%02d:%02d", h, m, left) : snprintf(out, 40, "%02d:%02d", h, m);
    return (size_t)n;
}

/* Serial 60 is the 29 February 1900 that never was; before it the count is one off. */
static size_t show_date(const struct xlsx *x, double v, struct sheet_cell *cell, char out[40])
{
    double whole = floor(v);
    int64_t serial = (int64_t)whole + (x->date1904 ? SERIAL_1904 : 0);
    if (!x->date1904 && serial < 60) serial++;
    day_t day = (day_t)(serial - SERIAL_1970);
    struct ymd d = day_ymd(day);
    if (day_of(d.year, d.month, d.day) != day) return 0;
    cell->kind = CELL_DATE;
    cell->day = day;
    size_t n = (size_t)snprintf(out, 40, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (v - whole < 0.5 / SECONDS_A_DAY) return n;
    char clock[40];
    size_t k = show_clock(v - whole, clock);
    out[n++] = ' ';
    memcpy(out + n, clock, k);
    return n + k;
}

/* Digits only, few enough to be exact: most numbers, and no need to go through a double. */
static bool plain_digits(struct text raw)
{
    size_t from = raw.n > 1 && raw.s[0] == '-';
    if (raw.n - from > PLAIN_DIGITS || raw.n == from) return false;
    if (raw.s[from] == '0' && raw.n - from > 1) return false;
    for (size_t i = from; i < raw.n; i++)
        if (raw.s[i] < '0' || raw.s[i] > '9') return false;
    return true;
}

static size_t show_general(double v, char out[40])
{
    double size = fabs(v);
    int n;
    if (size >= 1e15) n = snprintf(out, 40, "%.5E", v); /* digits behind the 15th are lost: show that, as Excel does */
    else if (v == floor(v)) n = snprintf(out, 40, "%.0f", v);
    else n = snprintf(out, 40, size >= 1e-4 ? "%.15g" : "%.5E", v);
    return (size_t)n;
}

static size_t show_zeros(double v, unsigned width, char out[40])
{
    return (size_t)snprintf(out, 40, "%0*.0f", (int)width, v);
}

size_t xlsx_show_number(const struct xlsx *x, struct text raw, struct xlsx_style style, struct sheet_cell *cell, char out[40])
{
    cell->kind = CELL_NUMBER;
    raw = text_trim(raw);
    if (style.kind == STYLE_GENERAL && plain_digits(raw)) {
        memcpy(out, raw.s, raw.n);
        return raw.n;
    }
    char z[40], *end;
    if (raw.n == 0 || raw.n >= sizeof z) return 0;
    memcpy(z, raw.s, raw.n);
    z[raw.n] = 0;
    double v = strtod(z, &end);
    if (*end || !isfinite(v)) return 0;
    size_t n = 0;
    if (style.kind == STYLE_DATE && v >= 1 && v <= SERIAL_LAST) n = show_date(x, v, cell, out);
    if (n > 0) return n;
    if ((style.kind == STYLE_TIME || style.kind == STYLE_DATE) && v >= 0 && v < 1) {
        cell->kind = CELL_TIME;
        return show_clock(v, out);
    }
    if (style.kind == STYLE_TIME && v >= 1 && v <= SERIAL_LAST && (n = show_date(x, v, cell, out)) > 0) return n;
    if (style.kind == STYLE_ZEROS && v >= 0 && v < 1e15 && v == floor(v)) return show_zeros(v, style.width, out);
    return show_general(v, out);
}
