/* SPDX-License-Identifier: Apache-2.0 */
#include "format/phone.h"
#include "gen/sql/grant.h"
#include "gen/sql/staff_list.h"
#include "model/account.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/build_staff.h"
#include "view/due.h"
#include "view/said.h"

#include <string.h>

enum { POSTS = 40, FORMS = 8, FIELDS = 6 };

struct showing {
    const struct ask *q;
    const struct staff_show_query *c;
    const struct field_state *state;
    struct staff s;
    struct sql_staff_glance_out glance;
    struct account account;
    struct staff_show_view *v;
};

/* ---- posts ---- */

static enum rc posts_fill(struct showing *w)
{
    const struct ask *q = w->q;
    struct cursor c;
    struct sql_grant_of_staff_out o;
    int64_t place[POSTS];
    w->v->posts.item = arena_array(q->arena, POSTS, sizeof *w->v->posts.item);
    TRY(sql_grant_of_staff(q->db, &(struct sql_grant_of_staff_in){.county = q->scope.county, .staff = w->s.id}, &c));
    while (sql_grant_of_staff_next(&c, &o)) {
        if ((o.to_day != NULL_INT && o.to_day <= q->today) || w->v->posts.n == POSTS) continue;
        bool mine = w->s.id != q->who->staff && ask_may(q, CAP_account_admin, o.key_lo, o.key_hi);
        place[w->v->posts.n] = o.place;
        w->v->posts.item[w->v->posts.n++] = (struct staff_show_posts){
            .id = o.id, .role = text_dup(q->arena, said_role(q, o.role)), .since = said_fill(q, W_pair_since,
                day_short(q, (day_t)o.from_day), TEXT_NONE),
            .end_href = mine ? text_fmt(q->arena, "/staff/%lld/grant/end", (long long)w->s.id) : T("")};
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < w->v->posts.n; i++) w->v->posts.item[i].place = said_place(q, place[i]);
    return RC_OK;
}

/* ---- forms ---- */

/* A form of the page; what was typed comes back only to the one that was refused. */
static struct form_part *form_new(struct showing *w, const char *key, enum word title, const char *path, enum word save)
{
    const struct ask *q = w->q;
    struct form_part *f = &w->v->forms.item[w->v->forms.n++];
    *f = (struct form_part){.key = text_of(key), .title = word(q->lang, title), .save_label = word(q->lang, save),
        .action_href = text_fmt(q->arena, "/staff/%lld/%s", (long long)w->s.id, path)};
    f->open = w->c->form != NULL && strcmp(w->c->form, key) == 0;
    f->fields.item = arena_array(q->arena, FIELDS, sizeof *f->fields.item);
    return f;
}

static struct field_part *field_new(struct showing *w, struct form_part *f, const char *name, const char *type, enum word label,
                                    struct text preset, bool required)
{
    struct field_part *one = &f->fields.item[f->fields.n++];
    *one = field_plain(w->q, f->open ? w->state : NULL, name, type, label, preset, required);
    return one;
}

static void form_end(struct showing *w, struct form_part *f)
{
    if (f->open && w->state != NULL) f->error = said_faults(w->q, w->state->faults, f->fields.item, f->fields.n);
}

static void check_form(struct showing *w)
{
    struct form_part *f = form_new(w, "check", W_staff_check_title, "check", W_staff_check_go);
    f->lead = word(w->q->lang, W_staff_check_lead);
    struct field_part *day = field_new(w, f, "check_day", "date", W_staff_check_day, day_text(w->q->arena, w->q->today), true);
    day->max = day_text(w->q->arena, w->q->today);
    struct field_part *r = field_new(w, f, "check_result", "chips", W_staff_check_result, T(""), true);
    r->options.item = arena_array(w->q->arena, 2, sizeof *r->options.item);
    r->options.n = 2;
    r->options.item[0] = (struct choice_part){.value = T("pass"), .label = word(w->q->lang, W_staff_check_pass),
        .on = text_eqz(r->value, "pass")};
    r->options.item[1] = (struct choice_part){.value = T("blocked"), .label = word(w->q->lang, W_staff_check_block),
        .on = text_eqz(r->value, "blocked")};
    form_end(w, f);
}

static void choice_put(struct field_part *f, struct text value, struct text label)
{
    f->options.item[f->options.n++] = (struct choice_part){.value = value, .label = label, .on = text_eq(value, f->value)};
}

/* Places where a post can be given: home and what stands below it (a school's classes; for offices the schools). */
static enum rc places_put(struct showing *w, struct field_part *f)
{
    const struct ask *q = w->q;
    struct place home;
    struct place_list below[2] = {{0}};
    TRY(place_by_id(q->db, q->scope.county, w->s.place, q->arena, &home));
    bool school = home.kind == PLACE_SCHOOL;
    if (home.kind != PLACE_CLASS) {
        TRY(place_under(q->db, q->scope.county, home.lo, home.hi, school ? PLACE_CLASS : PLACE_CENTRE, q->today, q->arena,
            &below[0]));
        if (!school) TRY(place_under(q->db, q->scope.county, home.lo, home.hi, PLACE_SCHOOL, q->today, q->arena, &below[1]));
    }
    f->options.item = arena_array(q->arena, below[0].n + below[1].n + 1, sizeof *f->options.item);
    choice_put(f, said_int(q, home.id), place_name(q->arena, q->lang, &home, q->today));
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < below[k].n; i++) {
            if (below[k].item[i].id == home.id || class_graduated(&below[k].item[i], q->today)) continue;
            choice_put(f, said_int(q, below[k].item[i].id), place_name(q->arena, q->lang, &below[k].item[i], q->today));
        }
    }
    return RC_OK;
}

static enum rc grant_form(struct showing *w)
{
    const struct ask *q = w->q;
    struct form_part *f = form_new(w, "grant", W_staff_grant_title, "grant", W_staff_grant_go);
    f->lead = word(q->lang, W_staff_grant_lead);
    struct field_part *role = field_new(w, f, "role", "select", W_role, T(""), true);
    role->options.item = arena_array(q->arena, q->roles->n + 1, sizeof *role->options.item);
    for (size_t i = 0; i < q->roles->n; i++) {
        if (q->roles->item[i].at != 0) choice_put(role, q->roles->item[i].key, q->roles->item[i].title[q->lang]);
    }
    said_choose(q, role);
    struct field_part *at = field_new(w, f, "place", "select", W_staff_grant_place, T(""), true);
    TRY(places_put(w, at));
    said_choose(q, at);
    form_end(w, f);
    return RC_OK;
}

/* A login that is free: the name in letters, with a number behind it when there are several. */
static struct text login_free(const struct ask *q, const struct staff *s)
{
    struct account taken;
    struct text base = s->pinyin.n >= 3 ? s->pinyin : text_fmt(q->arena, "t%.*s", TP(s->code)), login = base;
    for (int i = 2; i < 50 && account_by_login(q->db, login, q->arena, &taken) == RC_OK; i++) login = text_fmt(q->arena,
        "%.*s%d", TP(base), i);
    return login;
}

static void account_forms(struct showing *w)
{
    const struct ask *q = w->q;
    if (!w->glance.account) {
        struct form_part *f = form_new(w, "account", W_staff_account_title, "account", W_staff_account_go);
        f->lead = word(q->lang, W_staff_account_lead);
        struct field_part *login = field_new(w, f, "login", "text", W_login_user, login_free(q, &w->s), true);
        login->autocomplete = T("off");
        form_end(w, f);
        return;
    }
    struct form_part *reset = form_new(w, "password", W_staff_reset_title, "password", W_staff_reset_go);
    reset->lead = word(q->lang, W_staff_reset_lead);
    form_end(w, reset);
    bool closed = w->glance.closed != 0;
    struct form_part *f = form_new(w, "close", closed ? W_staff_reopen_title : W_staff_close_title, "close", closed
        ? W_staff_reopen_go : W_staff_close_go);
    f->danger = !closed;
    f->lead = word(q->lang, closed ? W_staff_reopen_lead : W_staff_close_lead);
    f->fields.item[f->fields.n++] = (struct field_part){.name = T("closed"), .type = T("hidden"), .value = closed ? T("0")
        : T("1")};
    form_end(w, f);
}

/* ---- going ---- */

static enum rc successors_put(struct showing *w, struct field_part *f, const struct staff_list *found)
{
    const struct ask *q = w->q;
    f->options.item = arena_array(q->arena, found->n + 2, sizeof *f->options.item);
    f->options.item[f->options.n++] = (struct choice_part){.value = T(""), .label = word(q->lang, W_staff_successor_none),
        .on = text_empty(f->value)};
    for (size_t i = 0; i < found->n; i++) {
        const struct staff *s = &found->item[i];
        const char *state;
        if (s->id == w->s.id || (s->to != DAY_NONE && s->to <= q->today)) continue;
        choice_put(f, said_int(q, s->id), s->name);
        f->options.item[f->options.n - 1].hint = said_check(q, s->check_day, s->check_result, &state);
    }
    return RC_OK;
}

static enum rc going_forms(struct showing *w, bool hand, bool leave)
{
    const struct ask *q = w->q;
    struct staff_list found = {0};
    if (w->glance.load > 0) TRY(staff_search(q->db, q->scope.county, w->c->key_lo, w->c->key_hi, w->c->words, STAFF_FOUND,
        q->arena, &found));
    if (w->glance.load > 0) w->v->search_href = text_fmt(q->arena, "/staff/%lld", (long long)w->s.id);
    struct text n = said_int(q, w->glance.load);
    if (hand && w->glance.load > 0) {
        struct form_part *f = form_new(w, "handover", W_staff_hand_title, "handover", W_pairing_leave_go);
        f->lead = said_fill(q, W_staff_hand_lead, n, TEXT_NONE);
        f->open = f->open || !text_empty(w->c->words);
        TRY(successors_put(w, field_new(w, f, "hand_to", "chips", W_staff_successor, T(""), false), &found));
        (void)field_new(w, f, "hand_day", "date", W_staff_hand_day, day_text(q->arena, q->today), true);
        form_end(w, f);
    }
    if (!leave) return RC_OK;
    struct form_part *f = form_new(w, "leave", W_staff_leave_title, "leave", W_staff_leave_go);
    f->danger = true;
    f->lead = said_fill(q, W_staff_leave_lead, n, TEXT_NONE);
    if (w->glance.load > 0) TRY(successors_put(w, field_new(w, f, "successor", "chips", W_staff_successor, T(""), false),
        &found));
    (void)field_new(w, f, "leave_day", "date", W_staff_leave_day, day_text(q->arena, q->today), true);
    form_end(w, f);
    return RC_OK;
}

static enum rc forms_fill(struct showing *w)
{
    const struct ask *q = w->q;
    bool self = w->s.id == q->who->staff;
    int64_t lo = w->c->key_lo, hi = w->c->key_hi;
    w->v->forms.item = arena_array(q->arena, FORMS, sizeof *w->v->forms.item);
    if (w->v->left.n > 0) return RC_OK;
    if (ask_may(q, CAP_staff_edit, lo, hi)) check_form(w);
    TRY(going_forms(w, ask_may(q, CAP_pairing_edit, lo, hi), ask_may(q, CAP_staff_edit, lo, hi) && !self));
    if (self || !ask_may(q, CAP_account_admin, lo, hi)) return RC_OK;
    TRY(grant_form(w));
    account_forms(w);
    return RC_OK;
}

static void account_said(struct showing *w)
{
    const struct ask *q = w->q;
    struct text said = word(q->lang, W_staff_account_none);
    if (w->glance.account) {
        enum word state = w->glance.closed ? W_staff_account_closed : w->glance.must_change ? W_staff_account_first
            : W_staff_account_open;
        said = text_fmt(q->arena, "%.*s · %.*s", TP(w->account.login), TP(word(q->lang, state)));
    }
    w->v->account_label = said;
}

enum rc build_staff_show(const struct ask *q, const struct staff_show_query *c, const struct field_state *state,
    struct staff_show_view *v)
{
    struct showing w = {.q = q, .c = c, .state = state, .v = v};
    const char *check;
    TRY(staff_by_id(q->db, q->scope.county, c->staff, q->arena, &w.s));
    TRY(sql_staff_glance_one(q->db, &(struct sql_staff_glance_in){.county = q->scope.county, .id = c->staff,
        .today = q->today}, q->arena, &w.glance));
    if (w.glance.account) TRY(account_by_staff(q->db, q->scope.county, c->staff, q->arena, &w.account));
    struct text check_label = said_check(q, w.s.check_day, w.s.check_result, &check);
    *v = (struct staff_show_view){
        .title = w.s.name, .post = text_empty(w.s.post) ? word(q->lang, W_staff_no_role) : w.s.post,
            .place = said_place(q, w.s.place),
        .since = said_fill(q, W_pair_since, day_short(q, w.s.from), TEXT_NONE), .check_state = text_of(check),
            .check_label = check_label,
        .load_label = said_fill(q, W_staff_load, said_int(q, w.glance.load), TEXT_NONE), .back_href = T("/staff"),
        .q = text_empty(c->words) ? T("") : c->words, .phone_shown = text_empty(w.s.phone) ? T("")
            : phone_mask(q->arena, w.s.phone),
    };
    if (w.s.to != DAY_NONE) v->left = said_fill(q, W_staff_left_on, day_short(q, w.s.to), TEXT_NONE);
    account_said(&w);
    if (!text_empty(c->password)) {
        v->given = arena_alloc(q->arena, sizeof *v->given);
        *v->given = (struct staff_show_given){.user = c->user, .password = c->password};
    }
    TRY(posts_fill(&w));
    return forms_fill(&w);
}
