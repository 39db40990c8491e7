/* SPDX-License-Identifier: Apache-2.0 */
/* Me: under which posts I am here, my language, my password, the way out. And the numbers to call at once. */
#include "gen/sql/gate.h"
#include "gen/sql/session_list.h"
#include "gen/view/me.h"
#include "model/account.h"
#include "model/place.h"
#include "web/pages.h"

#include <string.h>

enum { MINUTES = 16, TOKEN = 32 };     /* "2026-11-21 20:18"; bytes of a session's digest */

static void posts_fill(struct request *q, struct me_view *v)
{
    v->posts.item = arena_array(q->arena, q->who->n + 1, sizeof *v->posts.item);
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        bool paired = g->key_hi == 0;
        struct sql_gate_place_key_out at;
        struct place p;
        struct text where = TEXT_NONE;
        struct sql_gate_place_key_in in = {.county = q->who->county, .key_lo = g->key_lo, .key_hi = g->key_hi};
        if (!paired && sql_gate_place_key_one(q->db, &in, q->arena, &at) == RC_OK &&
            place_by_id(q->db, q->who->county, at.id, q->arena, &p) == RC_OK) {
            where = place_name(q->arena, q->lang, &p, q->today);
        }
        v->posts.item[v->posts.n].role = q->roles->item[g->role].title[q->lang];
        v->posts.item[v->posts.n].place = where;
        v->posts.item[v->posts.n].from = paired ? TEXT_NONE : day_text(q->arena, g->from);
        v->posts.item[v->posts.n++].until = paired || g->to == DAY_MAX ? TEXT_NONE : day_text(q->arena, g->to);
    }
}

static enum rc sessions_fill(struct request *q, struct me_view *v)
{
    struct cursor c;
    struct sql_session_of_staff_out o;
    size_t cap = 0;
    TRY(sql_session_of_staff(q->db, &(struct sql_session_of_staff_in){.county = q->who->county, .staff = q->who->staff}, &c));
    while (sql_session_of_staff_next(&c, &o)) {
        struct text when[] = {text_sub(moment_text(q->arena, o.made_at), 0, MINUTES),
            text_sub(moment_text(q->arena, o.seen_at), 0, MINUTES)};
        v->sessions.item = arena_grow(q->arena, v->sessions.item, v->sessions.n, &cap, v->sessions.n + 1,
            sizeof *v->sessions.item);
        v->sessions.item[v->sessions.n].said = word_fill(q->arena, q->lang, W_me_session_seen, when, 2);
        v->sessions.item[v->sessions.n++].here = q->token != NULL && o.token.n == TOKEN && memcmp(o.token.s, q->token,
            TOKEN) == 0;
    }
    TRY(sql_close(&c));
    if (v->sessions.n > 1) v->end_others_href = T("/me/sessions/end");
    return RC_OK;
}

enum rc page_me_end_others(struct request *q, struct reply *r)
{
    struct sql_session_end_others_in in = {.county = q->who->county, .staff = q->who->staff, .token = {(const char *)q->token,
        TOKEN}};
    TRY(sql_session_end_others_run(q->db, &in, NULL));
    request_rights_changed(q);
    r->audit_detail = T("outcome=others");
    reply_flash(r, word(q->lang, W_me_ended));
    reply_go(r, T("/me"));
    return RC_OK;
}

enum rc page_me(struct request *q, struct reply *r)
{
    struct me_view v = {
        .name = r->page.who.n ? r->page.who : q->login,
        .user = q->login,
        .lang_href = T("/me/lang"),
        .password_href = T("/password"),
        .sign_out_href = T("/logout"),
    };
    posts_fill(q, &v);
    TRY(sessions_fill(q, &v));
    v.langs.n = LANG_COUNT;
    v.langs.item = arena_array(q->arena, LANG_COUNT, sizeof *v.langs.item);
    v.langs.item[LANG_ZH].value = T("zh");
    v.langs.item[LANG_ZH].label = T("中文");
    v.langs.item[LANG_EN].value = T("en");
    v.langs.item[LANG_EN].label = T("English");
    v.langs.item[q->lang].on = true;
    r->page.title = word(q->lang, W_nav_me);
    REPLY_VIEW(q, r, me, &v);
    return RC_OK;
}

enum rc page_me_lang(struct request *q, struct reply *r)
{
    enum lang lang = text_eqz(param_text(q, "lang"), "en") ? LANG_EN : LANG_ZH;
    if (q->faults.errors) return RC_INVALID;
    TRY(account_lang(&q->work, q->login, lang));
    request_rights_changed(q);
    reply_flash(r, word(lang, W_lang_changed));
    reply_go(r, T("/me"));
    return RC_OK;
}
