/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2199 };
enum { EXCEL_EPOCH = 25569 };  /* Excel's serial of 1970-01-01 in the 1900 system */
enum { EXCEL_LOW = 20000, EXCEL_HIGH = 80000 };
#define MS_DAY INT64_C(86400000)
#define MS_SHANGHAI INT64_C(28800000) /* UTC+8; no summer time since 1991, and none in the moments we keep */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

day_t day_of(int year, int month, int day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        return DAY_NONE;
    /* Years counted from March, so that the leap day is the last of its year (H. Hinnant, chrono-compatible date algorithms). */
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, of_era = y % 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct ymd day_ymd(day_t d)
{
    if (d == DAY_NONE)
        return (struct ymd){0, 0, 0};
    int z = d + 719468; /* positive for every day from 1900 on */
    int era = z / 146097, of_era = z % 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int m = (5 * of_year + 2) / 153;
    int month = m < 10 ? m + 3 : m - 9;
    return (struct ymd){year + era * 400 + (month <= 2), month, of_year - (153 * m + 2) / 5 + 1};
}

static bool digits_at(struct text t, size_t from, size_t n, int *out)
{
    *out = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= t.n || t.s[i] < '0' || t.s[i] > '9')
            return false;
        *out = *out * 10 + (t.s[i] - '0');
    }
    return true;
}

day_t day_parse(struct text t)
{
    int year, month, day;
    if (t.n != 10 || t.s[4] != '-' || t.s[7] != '-')
        return DAY_NONE;
    if (!digits_at(t, 0, 4, &year) || !digits_at(t, 5, 2, &month) || !digits_at(t, 8, 2, &day))
        return DAY_NONE;
    return day_of(year, month, day);
}

struct text day_text(struct arena *a, day_t d)
{
    if (d == DAY_NONE)
        return T("");
    struct ymd p = day_ymd(d);
    return text_fmt(a, "%04d-%02d-%02d", p.year, p.month, p.day);
}

int day_weekday(day_t d)
{
    int w = (d + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

day_t day_monday(day_t d)
{
    return d - (day_weekday(d) - 1);
}

int day_iso_week(day_t d, int *iso_year)
{
    /* The Thursday of a week decides its year. */
    day_t thursday = day_monday(d) + 3;
    int year = day_ymd(thursday).year;
    if (iso_year)
        *iso_year = year;
    /* day_of cannot be asked for 1 January when that Thursday lies outside our range; count from the year's March instead. */
    struct ymd p = day_ymd(thursday);
    int of_year = p.day;
    for (int m = 1; m < p.month; m++)
        of_year += month_days(year, m);
    return (of_year - 1) / 7 + 1;
}

day_t day_add_months(day_t d, int months)
{
    if (d == DAY_NONE)
        return DAY_NONE;
    struct ymd p = day_ymd(d);
    int64_t count = (int64_t)p.year * 12 + (p.month - 1) + months;
    if (count < YEAR_MIN * 12 || count >= (YEAR_MAX + 1) * 12)
        return DAY_NONE;
    int year = (int)(count / 12), month = (int)(count % 12) + 1;
    int last = month_days(year, month);
    return day_of(year, month, p.day < last ? p.day : last);
}

int day_age(day_t birth, day_t on)
{
    struct ymd b = day_ymd(birth), o = day_ymd(on);
    return o.year - b.year - (o.month < b.month || (o.month == b.month && o.day < b.day));
}

static int64_t floor_div(int64_t x, int64_t by)
{
    return x / by - (x % by < 0);
}

day_t moment_day(moment_t m)
{
    return (day_t)floor_div(m + MS_SHANGHAI, MS_DAY);
}

moment_t day_start(day_t d)
{
    return d * MS_DAY - MS_SHANGHAI;
}

struct text moment_text(struct arena *a, moment_t m)
{
    struct ymd p = day_ymd(moment_day(m));
    int seconds = (int)((m - day_start(moment_day(m))) / 1000);
    return text_fmt(a, "%04d-%02d-%02d %02d:%02d:%02d", p.year, p.month, p.day, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* ---- as people write ---- */

enum { MARK_END = -1, MARK_SEPARATOR = -2, MARK_YEAR = -3, MARK_MONTH = -4, MARK_DAY = -5, MARK_SPACE = -6, MARK_COLON = -7,
       MARK_OTHER = -8, MARK_TEN = 10, MARK_TWENTY = 20, MARK_THIRTY = 30 };

/* What one character means in a date: 0–9 a digit, 10 20 30 the Chinese tens, else a mark. `han`: it was a Chinese numeral. */
static int date_mark(uint32_t cp, bool *han)
{
    static const uint32_t numerals[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                        0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 〇一二三四 五六七八九 */
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0; /* full-width forms */
    *han = false;
    if (cp >= '0' && cp <= '9')
        return (int)(cp - '0');
    *han = true;
    for (int i = 0; i < 10; i++) {
        if (cp == numerals[i])
            return i;
    }
    switch (cp) {
    case 0x96F6: case 0x25CB: case 0x25EF: return 0;   /* 零 ○ ◯ */
    case 0x5143: return 1;                             /* 元月, 元年 */
    case 0x5341: return MARK_TEN;                      /* 十 */
    case 0x5EFF: return MARK_TWENTY;                   /* 廿 */
    case 0x5345: return MARK_THIRTY;                   /* 卅 */
    case 0x5E74: return MARK_YEAR;
    case 0x6708: return MARK_MONTH;
    case 0x65E5: case 0x53F7: return MARK_DAY;         /* 日 号 */
    case '.': case '/': case '-': case 0x3002: case 0x2013: case 0x2014: case 0x2212: return MARK_SEPARATOR;
    case ' ': case 0x3000: case 0xA0: return MARK_SPACE;
    case ':': return MARK_COLON;
    default: return MARK_OTHER;
    }
}

struct date_number { int value, digits; };

/* Reads digits or Chinese numerals: "02", "二〇一二", "十二", "二十九", "廿九". digits == 0 when there is no number. */
static struct date_number number_read(struct text t, size_t *at)
{
    struct date_number r = {0, 0};
    bool tens = false;
    for (size_t next = *at; r.digits <= 8;) {
        uint32_t cp;
        bool han;
        if (!text_next(t, &next, &cp))
            break;
        int mark = date_mark(cp, &han);
        if (mark >= MARK_TEN) {
            if (tens || r.digits > 1 || (mark != MARK_TEN && r.digits > 0))
                return (struct date_number){0, 0};
            r.value = mark != MARK_TEN ? mark : r.digits == 1 ? r.value * 10 : 10;
            tens = true;
        } else if (mark >= 0) {
            if (tens && (r.value % 10 != 0 || !han))
                return (struct date_number){0, 0};
            r.value = tens ? r.value + mark : r.value * 10 + mark;
        } else {
            break;
        }
        r.digits++;
        *at = next;
    }
    return r;
}

static int mark_read(struct text t, size_t *at)
{
    uint32_t cp;
    bool han;
    return text_next(t, at, &cp) ? date_mark(cp, &han) : MARK_END;
}

static void spaces_skip(struct text t, size_t *at)
{
    for (size_t next = *at; mark_read(t, &next) == MARK_SPACE;)
        *at = next;
}

/* Exported tables write "2012/2/29 0:00:00" for a date: only midnight is taken for one. */
static bool midnight_or_end(struct text t, size_t at)
{
    size_t next = at;
    spaces_skip(t, &next);
    if (next == at && at < t.n)
        return false;
    while (next < t.n) {
        int mark = mark_read(t, &next);
        if (mark != 0 && mark != MARK_COLON)
            return false;
    }
    return true;
}

/* Eight digits in a row are yyyymmdd; five are one of Excel's serials. */
static day_t day_of_number(struct date_number n)
{
    if (n.digits == 8)
        return day_of(n.value / 10000, n.value / 100 % 100, n.value % 100);
    if (n.digits == 5 && n.value >= EXCEL_LOW && n.value <= EXCEL_HIGH)
        return n.value - EXCEL_EPOCH;
    return DAY_NONE;
}

day_t day_read(struct text t)
{
    t = text_trim(t);
    if (t.n > 64)
        return DAY_NONE;
    size_t at = 0;
    struct date_number year = number_read(t, &at);
    if (year.digits == 8 || year.digits == 5)
        return midnight_or_end(t, at) ? day_of_number(year) : DAY_NONE;
    if (year.digits != 4)
        return DAY_NONE; /* two-digit years are guesses */
    spaces_skip(t, &at);
    int first = mark_read(t, &at);
    spaces_skip(t, &at);
    struct date_number month = number_read(t, &at);
    spaces_skip(t, &at);
    int second = mark_read(t, &at);
    spaces_skip(t, &at);
    struct date_number day = number_read(t, &at);
    bool plain = first == MARK_SEPARATOR && second == MARK_SEPARATOR;
    bool chinese = first == MARK_YEAR && second == MARK_MONTH;
    if ((!plain && !chinese) || month.digits == 0 || month.value > 12 || day.digits == 0 || day.digits > 3)
        return DAY_NONE;
    if (plain && (month.digits > 2 || day.digits > 2))
        return DAY_NONE;
    size_t after = at;
    if (chinese) {
        spaces_skip(t, &after);
        if (mark_read(t, &after) == MARK_DAY)
            at = after;
    }
    return midnight_or_end(t, at) ? day_of(year.value, month.value, day.value) : DAY_NONE;
}

day_t month_read(struct text t)
{
    t = text_trim(t);
    if (t.n > 64)
        return DAY_NONE;
    size_t at = 0;
    struct date_number year = number_read(t, &at);
    if (year.digits != 4)
        return DAY_NONE;
    spaces_skip(t, &at);
    int first = mark_read(t, &at);
    spaces_skip(t, &at);
    struct date_number month = number_read(t, &at);
    if (month.digits == 0 || month.value > 12)
        return DAY_NONE;
    spaces_skip(t, &at);
    struct text rest = text_sub(t, at, t.n - at);
    bool plain = first == MARK_SEPARATOR && month.digits <= 2 && rest.n == 0;
    bool chinese = first == MARK_YEAR && (rest.n == 0 || text_eqz(rest, "月") || text_eqz(rest, "月份"));
    return plain || chinese ? day_of(year.value, month.value, 1) : DAY_NONE;
}

int year_alone_read(struct text t)
{
    t = text_trim(t);
    if (t.n > 64)
        return 0;
    size_t at = 0;
    struct date_number year = number_read(t, &at);
    spaces_skip(t, &at);
    struct text rest = text_sub(t, at, t.n - at);
    bool alone = rest.n == 0 || text_eqz(rest, "年") || text_eqz(rest, "年度") || text_eqz(rest, "年份");
    return year.digits == 4 && alone && year.value >= YEAR_MIN && year.value <= YEAR_MAX ? year.value : 0;
}
