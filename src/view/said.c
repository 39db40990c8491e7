/* SPDX-License-Identifier: Apache-2.0 */
#include "view/said.h"

#include "model/place.h"
#include "model/staff.h"
#include "view/due.h"
#include "scheme/division.h"
#include "scheme/member.h"

#include <string.h>

struct text said_fill(const struct ask *q, enum word w, struct text a0, struct text a1)
{
    struct text arg[] = {a0, a1};
    return word_fill(q->arena, q->lang, w, arg, 2);
}

struct text said_int(const struct ask *q, int64_t n)
{
    return text_fmt(q->arena, "%lld", (long long)n);
}

struct text said_place(const struct ask *q, int64_t place)
{
    struct place p;
    if (place <= 0 || place_by_id(q->db, q->scope.county, place, q->arena, &p) != RC_OK) return T("");
    return place_name(q->arena, q->lang, &p, q->today);
}

struct text said_class(const struct ask *q, int64_t class_id)
{
    struct place c, school;
    if (class_id <= 0 || place_by_id(q->db, q->scope.county, class_id, q->arena, &c) != RC_OK) return T("");
    struct text name = place_name(q->arena, q->lang, &c, q->today);
    if (place_by_id(q->db, q->scope.county, c.parent, q->arena, &school) != RC_OK) return name;
    return text_fmt(q->arena, "%.*s %.*s", TP(school.name), TP(name));
}

struct text said_moment(const struct ask *q, int64_t at)
{
    if (at == NULL_INT || at == 0) return T("");
    struct text day = day_short(q, moment_day(at)), whole = moment_text(q->arena, at);
    return text_fmt(q->arena, "%.*s %.*s", TP(day), TP(text_sub(whole, 11, 5)));
}

struct text said_role(const struct ask *q, struct text role)
{
    int at = role_find(q->roles, role);
    return at < 0 ? role : q->roles->item[at].title[q->lang];
}

struct text said_helper_kind(const struct ask *q, struct text kind)
{
    const struct code_list *list = codes_list(q->ev->codes, T("helper_kind"));
    const struct code_item *item = list == NULL || text_empty(kind) ? NULL : code_item(list, kind);
    return item == NULL ? T("") : item->title[q->lang];
}

struct text said_key(const struct ask *q, const char *prefix, struct text key)
{
    enum word w = word_find(text_fmt(q->arena, "%s_%.*s", prefix, TP(key)));
    return w == W_none ? key : word(q->lang, w);
}

struct text said_check(const struct ask *q, day_t check_day, struct text result, const char **state)
{
    if (text_eqz(result, "blocked")) {
        *state = "overdue";
        return word(q->lang, W_check_blocked);
    }
    if (check_day == DAY_NONE) {
        *state = "void";
        return word(q->lang, W_check_none);
    }
    day_t ends = day_add_months(check_day, STAFF_CHECK_MONTHS);
    bool valid = staff_check_valid(check_day, result, q->today);
    *state = !valid ? "overdue" : ends - q->today <= CHECK_SOON_DAYS ? "soon" : "met";
    return said_fill(q, valid ? W_check_until : W_check_expired, day_text(q->arena, ends), TEXT_NONE);
}

void said_choose(const struct ask *q, struct field_part *f)
{
    struct choice_part *with = arena_array(q->arena, f->options.n + 1, sizeof *with);
    for (size_t i = 0; i < f->options.n; i++) {
        if (f->options.item[i].on) return;
        with[i + 1] = f->options.item[i];
    }
    with[0] = (struct choice_part){.value = T(""), .label = word(q->lang, W_choose_one), .on = true};
    f->options.item = with;
    f->options.n++;
}

struct text said_faults(const struct ask *q, const struct faults *f, const struct field_part *field, size_t n)
{
    struct text said = T("");
    for (size_t i = 0; f != NULL && i < f->n; i++) {
        bool shown = false;
        for (size_t k = 0; k < n && !shown; k++) {
            struct text name = field[k].name;
            if (text_eqz(field[k].type, "hidden")) continue; /* nobody would see it there */
            shown = text_eq(f->list[i].field, name) || (text_starts(name, T("f_"))
                && text_eq(f->list[i].field, text_sub(name, 2, name.n)));
        }
        if (shown || f->list[i].warning) continue;
        struct text one = fault_say(&f->list[i], q->lang, q->arena);
        said = said.n == 0 ? one : text_fmt(q->arena, "%.*s %.*s", TP(said), TP(one));
    }
    return said;
}

enum rc said_places(const struct ask *q, int64_t lo, int64_t hi, const char *kind, enum word all, int64_t chosen,
    struct choice_part **out,
                    size_t *n)
{
    enum place_kind k;
    struct place_list list;
    if (!place_kind_of(text_of(kind), &k)) return RC_INTERNAL;
    TRY(place_under(q->db, q->scope.county, lo, hi, k, q->today, q->arena, &list));
    struct choice_part *c = arena_array(q->arena, list.n + 2, sizeof *c);
    *n = 0;
    if (all != W_none) c[(*n)++] = (struct choice_part){.value = T(""), .label = word(q->lang, all), .on = chosen == 0};
    for (size_t i = 0; i < list.n; i++) {
        c[(*n)++] = (struct choice_part){.value = said_int(q, list.item[i].id), .on = list.item[i].id == chosen,
            .label = place_name(q->arena, q->lang, &list.item[i], q->today)};
    }
    *out = c;
    return RC_OK;
}

struct text said_division(const struct ask *q, struct text code)
{
    int64_t n = member_division(code);
    return n == 0 ? code : division_said(q->arena, q->lang, n);
}
