/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_staff.h"

#include "gen/sql/grant.h"
#include "gen/sql/staff_list.h"
#include "model/staff.h"
#include "view/said.h"

struct shown_staff { int64_t id, place, key_lo, load; struct text name, pinyin, post, result; day_t check, to; bool account,
    must_change, closed; };
struct shown_list { struct shown_staff item[STAFF_PAGE]; size_t n; bool more; int64_t total; };

/* ---- finding ---- */

static enum rc by_words(const struct ask *q, const struct staff_query *c, struct shown_list *l)
{
    struct staff_list found;
    TRY(staff_search(q->db, q->scope.county, c->key_lo, c->key_hi, c->words, STAFF_PAGE + 1, q->arena, &found));
    for (size_t i = 0; i < found.n && l->n < STAFF_PAGE; i++) {
        const struct staff *s = &found.item[i];
        struct sql_staff_glance_out g;
        TRY(sql_staff_glance_one(q->db, &(struct sql_staff_glance_in){.county = q->scope.county, .id = s->id,
            .today = q->today}, q->arena, &g));
        l->item[l->n++] = (struct shown_staff){.id = s->id, .place = s->place, .load = g.load, .name = s->name, .post = s->post,
            .result = s->check_result, .check = s->check_day, .to = s->to, .account = g.account != 0,
                .must_change = g.must_change != 0,
            .closed = g.closed != 0};
    }
    l->total = (int64_t)l->n;
    l->more = found.n > STAFF_PAGE;
    return RC_OK;
}

/* A list goes on after somebody: the address carries the number, the sound of the name is looked up. */
static enum rc after_sound(const struct ask *q, int64_t id, struct text *out)
{
    struct sql_staff_sound_out o;
    *out = T("");
    if (id == 0) return RC_OK;
    enum rc rc = sql_staff_sound_one(q->db, &(struct sql_staff_sound_in){.county = q->scope.county, .id = id}, q->arena, &o);
    if (rc == RC_OK) *out = o.pinyin;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc by_page(const struct ask *q, const struct staff_query *c, struct shown_list *l)
{
    struct cursor cur;
    struct sql_staff_page_out o;
    struct sql_staff_page_count_out n;
    struct text after;
    int64_t before = day_add_months(q->today, -STAFF_CHECK_MONTHS);
    bool stale = text_eqz(c->which, "stale"), none = text_eqz(c->which, "unsigned");
    struct sql_staff_page_count_in all = {.county = q->scope.county, .key_lo = c->key_lo, .key_hi = c->key_hi, .today = q->today,
        .check_before = before, .stale = stale, .unsigned_ = none};
    TRY(sql_staff_page_count_one(q->db, &all, q->arena, &n));
    TRY(after_sound(q, c->after_id, &after));
    l->total = n.n;
    struct sql_staff_page_in in = {.county = q->scope.county, .key_lo = c->key_lo, .key_hi = c->key_hi, .today = q->today,
        .check_before = before,
        .stale = stale, .unsigned_ = none, .after_key = c->after_key, .after_pinyin = after,
        .after_id = c->after_id, .limit = STAFF_PAGE + 1};
    TRY(sql_staff_page(q->db, &in, &cur));
    while (sql_staff_page_next(&cur, &o)) {
        if (l->n == STAFF_PAGE) {
            l->more = true;
            continue;
        }
        l->item[l->n++] = (struct shown_staff){.id = o.id, .place = o.place, .key_lo = o.key_lo, .load = o.load,
            .name = text_dup(q->arena, o.name),
            .pinyin = text_dup(q->arena, o.pinyin), .post = text_dup(q->arena, o.post),
                .result = text_dup(q->arena, o.check_result),
            .check = o.check_day, .to = o.to_day, .account = o.account != 0, .must_change = o.must_change != 0,
                .closed = o.closed != 0};
    }
    return sql_close(&cur);
}

/* ---- rows ---- */

static enum rc roles_said(const struct ask *q, const struct shown_staff *s, struct text *out)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    *out = T("");
    TRY(sql_grant_of_staff(q->db, &(struct sql_grant_of_staff_in){.county = q->scope.county, .staff = s->id}, &c));
    while (sql_grant_of_staff_next(&c, &o)) {
        if (o.from_day > q->today || (o.to_day != NULL_INT && o.to_day <= q->today)) continue;
        struct text role = said_role(q, o.role);
        if (text_find(*out, role) >= 0) continue;
        *out = out->n == 0 ? text_dup(q->arena, role) : text_fmt(q->arena, "%.*s、%.*s", TP(*out), TP(role));
    }
    TRY(sql_close(&c));
    if (out->n == 0) *out = text_empty(s->post) ? word(q->lang, W_staff_no_role) : s->post;
    return RC_OK;
}

static enum word account_word(const struct shown_staff *s)
{
    if (!s->account) return W_staff_account_none;
    if (s->closed) return W_staff_account_closed;
    return s->must_change ? W_staff_account_first : W_staff_account_open;
}

static enum rc rows_fill(const struct ask *q, const struct shown_list *l, struct staff_view *v)
{
    int64_t last = 0;
    struct text place = T("");
    v->rows.item = arena_array(q->arena, l->n + 1, sizeof *v->rows.item);
    for (size_t i = 0; i < l->n; i++) {
        const struct shown_staff *s = &l->item[i];
        const char *state;
        if (s->place != last) place = said_place(q, s->place);
        last = s->place;
        struct staff_rows *row = &v->rows.item[v->rows.n++];
        *row = (struct staff_rows){.id = s->id, .name = s->name, .place = place, .check_label = said_check(q, s->check,
            s->result, &state),
            .load_label = said_fill(q, W_staff_load, said_int(q, s->load), TEXT_NONE), .account_label = word(q->lang,
                account_word(s)),
            .href = text_fmt(q->arena, "/staff/%lld", (long long)s->id)};
        row->check_state = text_of(state);
        if (s->to != DAY_NONE && s->to <= q->today) row->account_label = word(q->lang, W_staff_left);
        TRY(roles_said(q, s, &row->roles));
    }
    return RC_OK;
}

/* ---- around them ---- */

static enum rc filters_fill(const struct ask *q, const struct staff_query *c, struct staff_view *v)
{
    static const struct { const char *key; enum word w; } which[] = {
        {"", W_staff_all}, {"stale", W_staff_stale}, {"unsigned", W_staff_unsigned}};
    v->filters.item = arena_array(q->arena, 2, sizeof *v->filters.item);
    struct staff_filters *f = &v->filters.item[v->filters.n++];
    *f = (struct staff_filters){.name = T("which"), .label = word(q->lang, W_staff_which)};
    f->options.item = arena_array(q->arena, 3, sizeof *f->options.item);
    for (size_t i = 0; i < 3; i++) {
        f->options.item[f->options.n++] = (struct choice_part){.value = text_of(which[i].key), .label = word(q->lang, which[i].w),
            .on = text_eqz(text_empty(c->which) ? T("") : c->which, which[i].key)};
    }
    int64_t lo, hi;
    if (!may_widest(q->roles, q->who, CAP_staff_edit, &lo, &hi)) return RC_OK;
    struct choice_part *school;
    size_t n;
    TRY(said_places(q, lo, hi, "school", W_all, c->place, &school, &n));
    if (n < 3) return RC_OK;
    f = &v->filters.item[v->filters.n++];
    *f = (struct staff_filters){.name = T("place"), .label = word(q->lang, W_school)};
    f->options.item = school;
    f->options.n = n;
    return RC_OK;
}

static void pager_fill(const struct ask *q, const struct staff_query *c, const struct shown_list *l, struct staff_view *v)
{
    if (!text_empty(c->words) || l->n == 0 || (c->shown == 0 && !l->more)) return;
    const struct shown_staff *last = &l->item[l->n - 1];
    int64_t to = c->shown + (int64_t)l->n;
    struct text place = c->place > 0 ? text_fmt(q->arena, "&place=%lld", (long long)c->place) : T("");
    struct text base = text_fmt(q->arena, "/staff?which=%.*s%.*s", TP(c->which), TP(place));
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    *v->pager = (struct pager_part){.from = c->shown + 1, .to = to, .total = l->total, .prev_href = c->shown == 0 ? T("") : base,
        .next_href = !l->more ? T("") : text_fmt(q->arena, "%.*s&after_key=%lld&after=%lld&shown=%lld", TP(base),
                                           (long long)last->key_lo, (long long)last->id, (long long)to)};
}

/* ---- somebody new ---- */

static void sexes_put(const struct ask *q, struct field_part *f)
{
    static const struct { const char *key; enum word w; } sex[] = {{"1", W_sex_male}, {"2", W_sex_female}};
    f->options.item = arena_array(q->arena, 2, sizeof *f->options.item);
    for (size_t i = 0; i < 2; i++) {
        f->options.item[f->options.n++] =
            (struct choice_part){.value = text_of(sex[i].key), .label = word(q->lang, sex[i].w),
                .on = text_eqz(f->value, sex[i].key)};
    }
}

static enum rc form_fill(const struct ask *q, const struct staff_query *c, const struct field_state *s, struct staff_view *v)
{
    v->form = arena_alloc(q->arena, sizeof *v->form);
    *v->form = (struct staff_form){.title = word(q->lang, W_staff_add), .action_href = T("/staff/add"),
        .save_label = word(q->lang, W_staff_add)};
    v->form->fields.item = arena_array(q->arena, 8, sizeof *v->form->fields.item);
    struct field_part *f = v->form->fields.item;
    f[0] = field_plain(q, s, "name", "text", W_staff_name, T(""), true);
    f[1] = field_plain(q, s, "sex", "chips", W_staff_sex, T(""), false);
    sexes_put(q, &f[1]);
    f[2] = field_plain(q, s, "home", "select", W_staff_home, c->place > 0 ? said_int(q, c->place) : T(""), true);
    int64_t chosen = 0;
    (void)text_int(f[2].value, &chosen);
    TRY(said_places(q, c->key_lo, c->key_hi, "school", W_none, chosen, &f[2].options.item, &f[2].options.n));
    said_choose(q, &f[2]);
    f[3] = field_plain(q, s, "post", "text", W_staff_post, T(""), false);
    f[4] = field_plain(q, s, "code", "text", W_staff_code, T(""), false);
    f[5] = field_plain(q, s, "phone", "tel", W_staff_phone, T(""), false);
    f[6] = field_plain(q, s, "check_day", "date", W_staff_check_day, T(""), false);
    f[6].hint = word(q->lang, W_staff_check_hint);
    v->form->fields.n = 7;
    v->form->error = said_faults(q, s == NULL ? NULL : s->faults, f, 7);
    return RC_OK;
}

enum rc build_staff(const struct ask *q, const struct staff_query *c, const struct field_state *state, struct staff_view *v)
{
    struct shown_list *l = arena_alloc(q->arena, sizeof *l);
    *v = (struct staff_view){.title = word(q->lang, W_nav_staff), .q = text_empty(c->words) ? T("") : c->words,
        .action_href = T("/staff"),
        .add_href = c->adding ? T("") : T("/staff/add")};
    v->empty = word(q->lang, text_empty(c->words) ? W_staff_empty : W_staff_not_found);
    if (ask_may_anywhere(q, CAP_account_admin)) v->accounts_href = T("/staff/accounts");
    if (ask_may_anywhere(q, CAP_roll_import)) v->import_href = T("/imports");
    TRY(text_empty(c->words) ? by_page(q, c, l) : by_words(q, c, l));
    v->total = l->total;
    if (!text_empty(c->words) && l->more) v->more = word(q->lang, W_search_more);
    TRY(rows_fill(q, l, v));
    TRY(filters_fill(q, c, v));
    pager_fill(q, c, l, v);
    return c->adding ? form_fill(q, c, state, v) : RC_OK;
}
