/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_pairing.h"

#include "gen/sql/pairing.h"
#include "gen/sql/pairing_list.h"
#include "model/pairing.h"
#include "model/staff.h"
#include "view/due.h"
#include "view/said.h"

/* ---- what the schemes want ---- */

static bool in_force(const struct ask *q, const struct plan_relation *r)
{
    const struct plan_scheme *s = &q->ev->plan->scheme[r->at.scheme];
    return s->from <= q->today && q->today < s->to;
}

bool pairing_bounds(const struct ask *q, struct text relation, struct pairing_bounds *out)
{
    const struct plan *p = q->ev->plan;
    *out = (struct pairing_bounds){0};
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        if (!text_eq(r->key, relation) || !in_force(q, r)) continue;
        if (out->first == NULL) {
            out->first = r;
            out->clause = text_fmt(q->arena, "%.*s %.*s", TP(p->scheme[r->at.scheme].title[q->lang]), TP(r->at.clause));
        }
        out->peer = out->peer || r->peer;
        if (r->min > out->min) out->min = r->min;
        if (r->max > 0 && (out->max == 0 || r->max < out->max)) out->max = r->max;
        if (r->overload > 0 && (out->overload == 0 || r->overload < out->overload)) out->overload = r->overload;
        if (r->helper_kinds != 0) out->kinds = out->kinds == 0 ? r->helper_kinds : out->kinds & r->helper_kinds;
    }
    return out->first != NULL;
}

bool pairing_demands(const struct plan *p, day_t day, struct pairing_demand out[PAIRING_DEMANDS])
{
    size_t n = 0;
    for (int pass = 0; pass < 2; pass++) {              /* what asks for somebody first, should there be more than fit */
        for (size_t i = 0; i < p->relation_count; i++) {
            const struct plan_relation *r = &p->relation[i];
            const struct plan_scheme *s = &p->scheme[r->at.scheme];
            bool asks = r->min > 0 && !r->peer;
            if (s->from > day || day >= s->to || r->group < 0 || asks != (pass == 0)) continue;
            struct pairing_demand d = {p->group[r->group].key, r->key, asks ? r->min : 0};
            size_t k = 0;
            while (k < n && !(text_eq(out[k].target, d.target) && (!asks || text_eq(out[k].relation, d.relation)))) k++;
            if (k == PAIRING_DEMANDS) continue;
            if (k == n) out[n++] = d;
            else if (d.need > out[k].need) out[k].need = d.need;
        }
    }
    for (size_t k = n; k < PAIRING_DEMANDS; k++) out[k] = (struct pairing_demand){T(""), T(""), 0};
    return n > 0;
}

/* As the statements take them. */
#define DEMANDS(d) \
        .target_0 = (d)[0].target, .relation_0 = (d)[0].relation, .need_0 = (d)[0].need,\
        .target_1 = (d)[1].target, .relation_1 = (d)[1].relation, .need_1 = (d)[1].need,\
        .target_2 = (d)[2].target, .relation_2 = (d)[2].relation, .need_2 = (d)[2].need,\
        .target_3 = (d)[3].target, .relation_3 = (d)[3].relation, .need_3 = (d)[3].need,\
        .target_4 = (d)[4].target, .relation_4 = (d)[4].relation, .need_4 = (d)[4].need,\
        .target_5 = (d)[5].target, .relation_5 = (d)[5].relation, .need_5 = (d)[5].need,\
        .target_6 = (d)[6].target, .relation_6 = (d)[6].relation, .need_6 = (d)[6].need,\
        .target_7 = (d)[7].target, .relation_7 = (d)[7].relation, .need_7 = (d)[7].need

static struct text relation_said(const struct ask *q, struct text key)
{
    struct pairing_bounds b;
    return pairing_bounds(q, key, &b) ? b.first->title[q->lang] : said_key(q, "relation", key);
}

/* The demands that nobody meets for this child, by the words of their schemes. */
static enum rc missing_fill(const struct ask *q, int64_t child, const struct pairing_demand *d, struct text *out)
{
    struct cursor c;
    struct sql_pairing_unmet_out o;
    struct sql_pairing_unmet_in in = {.county = q->scope.county, .child = child, .day = q->today, DEMANDS(d)};
    *out = T("");
    TRY(sql_pairing_unmet(q->db, &in, &c));
    while (sql_pairing_unmet_next(&c, &o)) {
        struct text said = relation_said(q, text_dup(q->arena, o.relation));
        *out = text_empty(*out) ? said : text_fmt(q->arena, "%.*s、%.*s", TP(*out), TP(said));
    }
    return sql_close(&c);
}

/* ---- children ---- */

static enum rc around_fill(const struct ask *q, int64_t child, struct pairing_rows *row)
{
    struct cursor c;
    struct sql_pairing_around_out o;
    struct sql_pairing_around_in in = {.county = q->scope.county, .child = child, .day = q->today};
    size_t cap = 0;
    TRY(sql_pairing_around(q->db, &in, &c));
    while (sql_pairing_around_next(&c, &o)) {
        if (text_eqz(o.role, "peer")) {
            struct text name = text_dup(q->arena, text_empty(o.peer_name) ? o.name : o.peer_name);
            row->peer = text_empty(row->peer) ? name : text_fmt(q->arena, "%.*s、%.*s", TP(row->peer), TP(name));
            continue;
        }
        const char *state;
        struct text said = o.check_result.n == 0 ? T("") : said_check(q, o.check_day, o.check_result, &state);
        bool bad = o.check_result.n > 0 && !staff_check_valid(o.check_day, o.check_result, q->today);
        struct text relation = said_key(q, "relation", text_dup(q->arena, o.relation));
        struct text kind = said_helper_kind(q, o.helper_kind);
        row->helpers.item = arena_grow(q->arena, row->helpers.item, row->helpers.n, &cap, row->helpers.n + 1,
            sizeof *row->helpers.item);
        row->helpers.item[row->helpers.n++] = (struct pairing_rows_helpers){
            .name = text_dup(q->arena, o.name), .kind = text_empty(kind) ? relation : kind, .warn = bad ? said : T("")};
    }
    return sql_close(&c);
}

struct wanted { struct sql_pairing_wanted_out *item; size_t n, cap, most; bool more; };

static enum rc wanted_read(const struct ask *q, const struct pairing_query *c, const struct pairing_demand *d,
    struct wanted *w)
{
    struct cursor cur;
    struct sql_pairing_wanted_out o;
    w->most = c->most == 0 ? PAIRING_PAGE : c->most;
    struct sql_pairing_wanted_in in = {DEMANDS(d), .day = q->today,
        .bare = c->bare, .after_key = c->after_key, .after_child = c->after_child,
        .limit = (int64_t)w->most + 1};
    TRY(sql_pairing_wanted(q->db, &q->scope, &in, &cur));
    while (sql_pairing_wanted_next(&cur, &o)) {
        if (w->n == w->most) {
            w->more = true;
            continue;
        }
        o.name = text_dup(q->arena, o.name);
        o.responsible = o.responsible.s == NULL ? T("") : text_dup(q->arena, o.responsible);
        w->item = arena_grow(q->arena, w->item, w->n, &w->cap, w->n + 1, sizeof *w->item);
        w->item[w->n++] = o;
    }
    return sql_close(&cur);
}

static enum rc children_fill(const struct ask *q, const struct wanted *w, const struct pairing_demand *d,
    struct pairing_view *v)
{
    int64_t last = 0;
    struct text class = T("");
    v->rows.item = arena_array(q->arena, w->n + 1, sizeof *v->rows.item);
    for (size_t i = 0; i < w->n; i++) {
        const struct sql_pairing_wanted_out *o = &w->item[i];
        if (o->class != last) class = said_class(q, o->class);
        last = o->class;
        struct pairing_rows *row = &v->rows.item[v->rows.n++];
        *row = (struct pairing_rows){.child_id = o->child, .child_name = o->name, .mark = name_mark(q->arena, o->name),
            .class_name = class,
            .child_href = text_fmt(q->arena, "/child/%lld", (long long)o->child), .responsible = o->responsible, .peer = T(""),
            .pair_href = text_fmt(q->arena, "/child/%lld/pairing", (long long)o->child)};
        TRY(around_fill(q, o->child, row));
        TRY(missing_fill(q, o->child, d, &row->missing));
    }
    return RC_OK;
}

static struct text board_href(const struct ask *q, const struct pairing_query *c)
{
    struct text place = c->place > 0 ? text_fmt(q->arena, "&place=%lld", (long long)c->place) : T("");
    return text_fmt(q->arena, "/pairing?bare=%d%.*s", c->bare, TP(place));
}

static void pager_fill(const struct ask *q, const struct pairing_query *c, const struct wanted *w, int64_t total,
    struct pairing_view *v)
{
    if (w->n == 0 || (c->shown == 0 && !w->more)) return;
    struct text base = board_href(q, c);
    const struct sql_pairing_wanted_out *last = &w->item[w->n - 1];
    int64_t to = c->shown + (int64_t)w->n;
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    *v->pager = (struct pager_part){.from = c->shown + 1, .to = to, .total = total, .prev_href = c->shown == 0 ? T("") : base,
        .next_href = !w->more ? T("") : text_fmt(q->arena, "%.*s&after_key=%lld&after=%lld&shown=%lld", TP(base),
            (long long)last->place_key,
                                           (long long)last->child, (long long)to)};
}

/* ---- colleagues ---- */

/* The line of those who hold a role, the strictest of all relations that give it; 0: none. */
static int overload_of(const struct ask *q, struct text role)
{
    const struct plan *p = q->ev->plan;
    int most = 0;
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        bool of_role = r->overload > 0 && in_force(q, r) && text_eq(pairing_role(q->ev->codes, p, r->key), role);
        if (of_role && (most == 0 || r->overload < most)) most = r->overload;
    }
    return most;
}

static enum rc staff_fill(const struct ask *q, size_t most, struct pairing_view *v, int64_t *over)
{
    struct cursor c;
    struct sql_pairing_load_out o;
    int limit = overload_of(q, T("responsible")), limit_help = overload_of(q, T("helper"));
    *over = 0;
    size_t cap = 0;
    if (most == 0) most = PAIRING_STAFF;
    TRY(sql_pairing_load(q->db, &q->scope, &(struct sql_pairing_load_in){.day = q->today}, &c));
    while (sql_pairing_load_next(&c, &o)) {
        /* The figure is that of the heavier of the two parts, against its own line. */
        bool heavy = limit > 0 && o.responsible > limit, spread = limit_help > 0 && o.helping > limit_help;
        bool much = heavy || spread, helper = !heavy && (spread || o.responsible == 0);
        *over += much;
        if (v->staff.n == most) continue;
        const char *state;
        struct text check = said_check(q, sql_day(o.check_day), o.check_result, &state);
        v->staff.item = arena_grow(q->arena, v->staff.item, v->staff.n, &cap, v->staff.n + 1, sizeof *v->staff.item);
        v->staff.item[v->staff.n++] = (struct pairing_staff){
            .name = text_dup(q->arena, o.name), .load = helper ? o.helping : o.responsible, .over = much,
            .limit = helper ? limit_help : limit,
            .role = said_fill(q, W_pairing_load, said_int(q, o.responsible), said_int(q, o.helping)), .check_label = check,
            .check_bad = !staff_check_valid(sql_day(o.check_day), o.check_result, q->today),
            .href = text_fmt(q->arena, "/staff/%lld", (long long)o.staff)};
    }
    return sql_close(&c);
}

static enum rc filters_fill(const struct ask *q, const struct pairing_query *c, struct pairing_view *v)
{
    v->filters.item = arena_array(q->arena, 2, sizeof *v->filters.item);
    struct pairing_filters *f = &v->filters.item[v->filters.n++];
    *f = (struct pairing_filters){.name = T("bare"), .label = word(q->lang, W_pairing_which)};
    f->options.item = arena_array(q->arena, 2, sizeof *f->options.item);
    f->options.n = 2;
    f->options.item[0] = (struct choice_part){.value = T("0"), .label = word(q->lang, W_pairing_all), .on = !c->bare};
    f->options.item[1] = (struct choice_part){.value = T("1"), .label = word(q->lang, W_pairing_bare), .on = c->bare};
    int64_t lo, hi;
    if (!may_widest(q->roles, q->who, CAP_pairing_edit, &lo, &hi)) return RC_OK;
    struct choice_part *school;
    size_t n;
    TRY(said_places(q, lo, hi, "school", W_all, c->place, &school, &n));
    if (n < 3) return RC_OK;             /* one school: nothing to choose */
    f = &v->filters.item[v->filters.n++];
    *f = (struct pairing_filters){.name = T("place"), .label = word(q->lang, W_school)};
    f->options.item = school;
    f->options.n = n;
    return RC_OK;
}

enum rc build_pairing(const struct ask *q, const struct pairing_query *c, struct pairing_view *v)
{
    struct pairing_demand d[PAIRING_DEMANDS];
    struct wanted w = {0};
    struct sql_pairing_wanted_count_out count = {0};
    int64_t over;
    *v = (struct pairing_view){.title = word(q->lang, W_nav_pairing), .action_href = T("/pairing")};
    bool any = pairing_demands(q->ev->plan, q->today, d);
    v->empty = word(q->lang, !any ? W_pairing_no_scheme : c->bare ? W_pairing_all_paired : W_pairing_nobody_wanted);
    if (any) {
        struct sql_pairing_wanted_count_in in = {DEMANDS(d), .day = q->today};
        TRY(sql_pairing_wanted_count_one(q->db, &q->scope, &in, q->arena, &count));
        TRY(wanted_read(q, c, d, &w));
    }
    TRY(children_fill(q, &w, d, v));
    v->unpaired = count.bare;
    TRY(staff_fill(q, c->most, v, &over));
    TRY(filters_fill(q, c, v));
    pager_fill(q, c, &w, c->bare ? count.bare : count.children, v);
    v->stats.item = arena_array(q->arena, 3, sizeof *v->stats.item);
    v->stats.n = 3;
    v->stats.item[0] = (struct stat_part){.label = word(q->lang, W_pairing_stat_children),
        .value = said_int(q, count.children), .href = T("/pairing?bare=0")};
    v->stats.item[1] = (struct stat_part){.label = word(q->lang, W_pairing_stat_bare), .value = said_int(q, count.bare),
        .tone = count.bare > 0 ? T("bad") : T("good"), .href = T("/pairing?bare=1")};
    v->stats.item[2] = (struct stat_part){.label = word(q->lang, W_pairing_stat_over), .value = said_int(q, over),
        .tone = over > 0 ? T("warn") : T("")};
    return RC_OK;
}
