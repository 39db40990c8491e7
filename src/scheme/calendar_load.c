/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/calendar_load.h"

#include "scheme/lunar.h"

/* ---- points: term_end - 13 ---- */

static bool digits_read(struct text t, size_t from, size_t n, int *out)
{
    int64_t v;
    struct text part = text_sub(t, from, n);
    if (part.n != n || part.s[0] == '-' || !text_int(part, &v)) return false;
    *out = (int)v;
    return true;
}

/* "12-20" */
static bool month_day_read(struct text t, int *month, int *day)
{
    return t.n == 5 && t.s[2] == '-' && digits_read(t, 0, 2, month) && digits_read(t, 3, 2, day);
}

static bool anchor_read(struct text t, struct calendar_point *out)
{
    static const struct { const char *name; enum calendar_anchor anchor; } words[] = {
        {"term_start", ANCHOR_TERM_START}, {"term_mid", ANCHOR_TERM_MID}, {"term_end", ANCHOR_TERM_END}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!text_eqz(t, words[i].name)) continue;
        out->anchor = words[i].anchor;
        return true;
    }
    if (text_starts(t, T("lunar "))) {
        out->anchor = ANCHOR_LUNAR;
        return month_day_read(text_trim(text_sub(t, 6, t.n)), &out->month, &out->day) && out->month >= 1 && out->month <= 12 &&
               out->day >= 1 && out->day <= 30;
    }
    if (month_day_read(t, &out->month, &out->day)) {
        out->anchor = ANCHOR_MONTH_DAY;
        return day_of(2000, out->month, out->day) != DAY_NONE; /* a leap year: 02-29 is a date */
    }
    out->on = day_parse(t);
    out->festival = out->on == DAY_NONE ? festival_find(t) : -1;
    out->anchor = out->on != DAY_NONE ? ANCHOR_DAY : ANCHOR_FESTIVAL;
    return out->on != DAY_NONE || out->festival >= 0;
}

/* Takes "monday of" or "sunday of" off the front. */
static struct text weekday_cut(struct text t, int *weekday)
{
    *weekday = text_starts(t, T("monday of ")) ? 1 : text_starts(t, T("sunday of ")) ? 7 : 0;
    return *weekday != 0 ? text_trim(text_sub(t, 10, t.n)) : t;
}

bool calendar_point_read(struct text t, struct calendar_point *out)
{
    *out = (struct calendar_point){.on = DAY_NONE};
    t = weekday_cut(text_trim(t), &out->weekday);
    if (anchor_read(t, out)) return true; /* a date has hyphens of its own, so the whole is tried first */
    size_t at = t.n;
    while (at > 0 && t.s[at - 1] != '+' && t.s[at - 1] != '-') at--;
    if (at == 0) return false;
    int64_t days;
    if (!text_int(text_trim(text_sub(t, at, t.n)), &days) || days < 0 || days > 366) return false;
    out->offset = t.s[at - 1] == '-' ? -(int)days : (int)days;
    return anchor_read(text_trim(text_sub(t, 0, at - 1)), out);
}

static bool point_need(const struct part *p, const struct yaml_node *map, const char *key, struct calendar_point *out)
{
    const struct yaml_node *n = part_need(p, map, key);
    struct text t;
    if (n == NULL) return false;
    if (yaml_text(n, &t) && calendar_point_read(t, out)) return true;
    part_fault(p, n, W_calendar_bad_point, n->text, TEXT_NONE, TEXT_NONE);
    return false;
}

bool calendar_window_read(const struct part *p, const struct yaml_node *n, struct calendar_window *out)
{
    *out = (struct calendar_window){0};
    if (!part_map(p, n)) return false;
    part_keys(p, n, "name from to term clause source");
    out->name = part_text(p, n, "name");
    out->ordinal = (int)part_int(p, n, "term", 0, 1, 3);
    bool named = part_need(p, n, "name") != NULL && !text_empty(out->name);
    bool from = point_need(p, n, "from", &out->from);
    return point_need(p, n, "to", &out->to) && from && named;
}

/* ---- the lists of a file ---- */

/* A day that must be there; with a fault where it is not. */
static day_t day_need(const struct part *p, const struct yaml_node *map, const char *key)
{
    return part_need(p, map, key) != NULL ? part_day(p, map, key) : DAY_NONE;
}

static bool span_fine(const struct part *p, const struct yaml_node *n, day_t from, day_t to)
{
    if (from == DAY_NONE) return false; /* said already */
    if (to == DAY_NONE || to >= from) return true;
    part_fault(p, n, W_calendar_backward, day_text(p->arena, from), day_text(p->arena, to), TEXT_NONE);
    return false;
}

static void terms_read(const struct part *p, const struct yaml_node *list, struct calendar_spec *out)
{
    if (!part_list(p, list)) return;
    struct calendar_term *terms = arena_array(p->arena, list->n, sizeof *terms);
    out->terms = terms;
    for (const struct yaml_node *n = list->child; n != NULL; n = n->next) {
        if (!part_map(p, n)) continue;
        part_keys(p, n, "year term from to");
        part_need(p, n, "year");
        part_need(p, n, "term");
        struct calendar_term t = {.year = (int)part_int(p, n, "year", 0, 1950, 2190)};
        t.ordinal = (int)part_int(p, n, "term", 1, 1, 3);
        t.from = day_need(p, n, "from");
        t.to = yaml_null(yaml_get(n, "to")) ? DAY_NONE : part_day(p, n, "to"); /* an end that is not announced may be left out */
        if (span_fine(p, n, t.from, t.to)) terms[out->term_count++] = t;
    }
}

static void holidays_read(const struct part *p, const struct yaml_node *list, struct calendar_spec *out)
{
    if (!part_list(p, list)) return;
    struct calendar_holiday *holidays = arena_array(p->arena, list->n, sizeof *holidays);
    out->holidays = holidays;
    for (const struct yaml_node *n = list->child; n != NULL; n = n->next) {
        if (!part_map(p, n)) continue;
        part_keys(p, n, "name from to provisional");
        part_need(p, n, "name");
        struct calendar_holiday h = {.name = part_text(p, n, "name"), .provisional = part_bool(p, n, "provisional", false)};
        h.from = day_need(p, n, "from");
        h.to = yaml_get(n, "to") == NULL ? h.from : part_day(p, n, "to"); /* one day alone */
        if (span_fine(p, n, h.from, h.to) && h.to != DAY_NONE) holidays[out->holiday_count++] = h;
    }
}

static void workdays_read(const struct part *p, const struct yaml_node *list, struct calendar_spec *out)
{
    if (!part_list(p, list)) return;
    day_t *days = arena_array(p->arena, list->n, sizeof *days);
    out->workdays = days;
    for (const struct yaml_node *n = list->child; n != NULL; n = n->next) {
        if (yaml_day(n, &days[out->workday_count])) out->workday_count++;
        else part_fault(p, n, W_calendar_bad_day, n->text, TEXT_NONE, TEXT_NONE);
    }
}

static void windows_read(const struct part *p, const struct yaml_node *list, struct calendar_spec *out)
{
    if (!part_list(p, list)) return;
    struct calendar_window *windows = arena_array(p->arena, list->n, sizeof *windows);
    out->windows = windows;
    for (const struct yaml_node *n = list->child; n != NULL; n = n->next) {
        if (calendar_window_read(p, n, &windows[out->window_count])) out->window_count++;
    }
}

static void shift_read(const struct part *p, const struct yaml_node *n, struct calendar_spec *out)
{
    if (!part_map(p, n)) return;
    part_keys(p, n, "anchor on off");
    part_need(p, n, "on");
    part_need(p, n, "off");
    out->shift.anchor = day_need(p, n, "anchor");
    out->shift.on = (int)part_int(p, n, "on", 0, 1, 60);
    out->shift.off = (int)part_int(p, n, "off", 0, 0, 60);
}

static void year_read(const struct part *p, const struct yaml_node *n, struct calendar_spec *out)
{
    struct text t;
    if (n == NULL) return;
    bool fine = yaml_text(n, &t) && month_day_read(t, &out->year_month, &out->year_day);
    /* 2001: no leap year, so that the day exists in every year */
    if (!fine || day_of(2001, out->year_month, out->year_day) == DAY_NONE) {
        part_fault(p, n, W_calendar_bad_month_day, n->text, TEXT_NONE, TEXT_NONE);
    }
}

bool calendar_spec_read(const struct part *p, const struct yaml_node *root, struct calendar_spec *out)
{
    size_t errors = p->faults->errors;
    *out = (struct calendar_spec){0};
    if (!part_map(p, root)) return false;
    part_keys(p, root, "id title school_year terms holidays workdays windows shift");
    part_need(p, root, "id");
    out->id = part_text(p, root, "id");
    out->title = part_text(p, root, "title");
    year_read(p, yaml_get(root, "school_year"), out);
    terms_read(p, yaml_get(root, "terms"), out);
    holidays_read(p, yaml_get(root, "holidays"), out);
    workdays_read(p, yaml_get(root, "workdays"), out);
    windows_read(p, yaml_get(root, "windows"), out);
    shift_read(p, yaml_get(root, "shift"), out);
    return p->faults->errors == errors;
}

/* ---- all together ---- */

/* The place of a term in the files, the topmost layer first, and the later one where it stands twice. */
static const struct yaml_node *term_node(const struct yaml_node *const *roots, size_t count, const struct calendar_term *t)
{
    while (count-- > 0) {
        const struct yaml_node *list = yaml_get(roots[count], "terms"), *found = NULL;
        for (const struct yaml_node *n = list != NULL ? list->child : NULL; n != NULL; n = n->next) {
            int64_t year, ordinal;
            bool same = yaml_int(yaml_get(n, "year"), &year) && yaml_int(yaml_get(n, "term"), &ordinal);
            if (same && year == t->year && ordinal == t->ordinal) found = n;
        }
        if (found != NULL) return found;
    }
    return roots[0];
}

static void wrong_say(const struct part *p, const struct yaml_node *const *roots, size_t count, const struct calendar_spec *spec,
                      enum calendar_wrong why, size_t at)
{
    static const enum word words[] = {
        [CALENDAR_NO_TERM] = W_calendar_no_term, [CALENDAR_TERM_BACKWARD] = W_calendar_term_backward,
        [CALENDAR_TERMS_OVERLAP] = W_calendar_terms_overlap, [CALENDAR_HOLIDAY_BACKWARD] = W_calendar_holiday_backward,
        [CALENDAR_SHIFT_BAD] = W_calendar_shift_bad, [CALENDAR_TOO_LONG] = W_calendar_too_long,
        [CALENDAR_TERM_OUTSIDE_YEAR] = W_calendar_term_outside};
    bool of_term = why == CALENDAR_TERM_BACKWARD || why == CALENDAR_TERMS_OVERLAP || why == CALENDAR_TERM_OUTSIDE_YEAR;
    const struct yaml_node *n = of_term ? term_node(roots, count, &spec->terms[at]) : roots[count - 1];
    struct text year = of_term ? text_fmt(p->arena, "%d", spec->terms[at].year) : TEXT_NONE;
    struct text ordinal = of_term ? text_fmt(p->arena, "%d", spec->terms[at].ordinal) : TEXT_NONE;
    part_fault(p, n, words[why], year, ordinal, TEXT_NONE);
}

struct calendar *calendar_load(const struct part *p, const struct yaml_node *const *roots, size_t count,
                               const struct calendar_window *windows, size_t window_count)
{
    size_t errors = p->faults->errors;
    struct calendar_spec spec = {0};
    for (size_t i = 0; i < count; i++) {
        struct calendar_spec one;
        calendar_spec_read(p, roots[i], &one);
        spec = calendar_overlay(p->arena, &spec, &one);
    }
    if (p->faults->errors != errors) return NULL;
    const struct calendar_spec of_schemes = {.windows = windows, .window_count = window_count};
    spec = calendar_overlay(p->arena, &spec, &of_schemes);
    enum calendar_wrong why;
    size_t at;
    struct calendar *c = calendar_build(p->arena, &spec, &why, &at);
    if (c == NULL && count > 0) wrong_say(p, roots, count, &spec, why, at);
    return c;
}
