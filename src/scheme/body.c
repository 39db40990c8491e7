/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/body.h"

/* Is it so on that day, by what was known then? An end that was not recorded yet is none. */
static bool holds(const struct body_line *l, day_t day, day_t known)
{
    return l->known <= known && l->from <= day && (day < l->to || known < l->end_known);
}

int body_lacks(const struct plan_body *b, size_t post, const struct body_line *line, size_t n, int64_t group, day_t day,
               day_t known)
{
    const struct plan_post *p = &b->post[post];
    int all = 0, lacking = 0;
    for (size_t i = 0; i < n; i++) all += line[i].group == group && line[i].post == (int)post && holds(&line[i], day, known);
    if (p->unit_count == 0) return all < p->min ? p->min - all : 0;
    for (size_t u = 0; u < p->unit_count; u++) {
        int sent = 0;
        for (size_t i = 0; i < n; i++)
            sent += line[i].group == group && line[i].post == (int)post && line[i].unit == (int)u && holds(&line[i], day, known);
        lacking += sent < p->min;
    }
    return lacking;
}

bool body_complete(const struct plan_body *b, const struct body_line *line, size_t n, day_t day, day_t known)
{
    int standing = 0;
    for (size_t i = 0; i < n; i++) {
        if (line[i].post >= 0 || !holds(&line[i], day, known)) continue;
        standing++;
        for (size_t p = 0; p < b->post_count; p++) {
            if (body_lacks(b, p, line, n, line[i].group, day, known) > 0) return false;
        }
    }
    return standing >= b->at_least;
}

/* The first day after `day` on which a line begins or ends; DAY_MAX when none does. */
static day_t next_change(const struct body_line *line, size_t n, day_t day)
{
    day_t next = DAY_MAX;
    for (size_t i = 0; i < n; i++) {
        if (line[i].from > day && line[i].from < next) next = line[i].from;
        if (line[i].to > day && line[i].to < next) next = line[i].to;
    }
    return next;
}

/* When it became known that everything stood on `day`. */
static day_t known_from(const struct plan_body *b, const struct body_line *line, size_t n, day_t day, day_t as_of)
{
    day_t best = as_of;
    for (size_t i = 0; i < n; i++) {
        day_t known = line[i].known > day ? line[i].known : day;
        if (known < best && body_complete(b, line, n, day, known)) best = known;
    }
    return body_complete(b, line, n, day, day) ? day : best;
}

size_t body_gaps(const struct plan_body *b, const struct body_line *line, size_t n, day_t from, day_t to, day_t as_of,
                 struct body_gap *out, size_t cap)
{
    size_t count = 0;
    bool open = false;
    /* One that began before `to` is followed until it is over. */
    for (day_t day = from; (day < to || open) && day <= as_of; day = next_change(line, n, day)) {
        bool whole = body_complete(b, line, n, day, as_of);
        if (whole && open) out[count - 1].done = known_from(b, line, n, day, as_of);
        if (!whole && !open) {
            if (count == cap) {
                for (size_t i = 1; i < cap; i++) out[i - 1] = out[i];
                count--;
            }
            out[count++] = (struct body_gap){.from = day, .done = DAY_NONE};
        }
        open = !whole;
    }
    return count;
}
