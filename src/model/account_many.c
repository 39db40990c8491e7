/* SPDX-License-Identifier: Apache-2.0 */
#include "model/account_many.h"

#include "gen/sql/account_many.h"

enum { ALL = 1 << 30 };

/* ---- the names to sign in with ---- */

/* Like `base`, and neither in the list nor in the house. */
static enum rc login_taken(struct db *db, const struct account_list *l, struct text login, struct arena *a, bool *yes)
{
    struct account there;
    *yes = false;
    for (size_t i = 0; i < l->n && !*yes; i++) *yes = text_eq(l->item[i].login, login);
    if (*yes) return RC_OK;
    enum rc rc = account_by_login(db, login, a, &there);
    *yes = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc login_free(struct db *db, const struct account_list *l, struct text base, struct arena *a, struct text *out)
{
    bool taken;
    *out = base;
    TRY(login_taken(db, l, base, a, &taken));
    for (int i = 2; taken; i++) {
        *out = text_fmt(a, "%.*s%d", TP(base), i);
        TRY(login_taken(db, l, *out, a, &taken));
    }
    return RC_OK;
}

static struct text login_base(const struct sql_account_wanting_out *o, enum account_rule rule, struct arena *a)
{
    struct text clean, number = o->code.n ? o->code : text_fmt(a, "%lld", (long long)o->id);
    struct text by_code = text_fmt(a, "%.*s-%.*s", TP(o->place_code.n ? o->place_code : T("0")), TP(number));
    if (rule == ACCOUNT_BY_NAME && o->pinyin.n <= 30 && account_login_clean(a, o->pinyin, &clean)) return clean;
    if (by_code.n <= 36 && account_login_clean(a, by_code, &clean)) return clean;
    return text_fmt(a, "u%lld", (long long)o->id);
}

/* The rows first, the names after: one cursor at a time, and names that are looked up one by one. */
static enum rc logins_make(struct db *db, enum account_rule rule, struct arena *a, const struct sql_account_wanting_out *row,
                           struct account_list *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct text login = row[i].login;
        if (login.n == 0) TRY(login_free(db, l, login_base(&row[i], rule, a), a, &login));
        l->item[l->n++] = (struct account_one){
            .staff = row[i].id, .name = row[i].name, .post = row[i].post, .place = row[i].place, .login = login};
    }
    return RC_OK;
}

enum rc account_wanting(struct db *db, const struct account_wanted *c, struct arena *a, struct account_list *out)
{
    struct cursor cur;
    struct sql_account_wanting_out o, *row = NULL;
    size_t n = 0, cap = 0, limit = c->limit ? c->limit : ALL;
    *out = (struct account_list){.again = c->again};
    struct sql_account_wanting_in in = {.county = c->county, .key_lo = c->key_lo, .key_hi = c->key_hi, .batch = c->batch,
        .again = c->again, .today = c->today, .limit = (int64_t)limit + 1};
    TRY(sql_account_wanting(db, &in, &cur));
    while (sql_account_wanting_next(&cur, &o)) {
        if (n == limit) {
            out->more = true;
            continue;
        }
        row = arena_grow(a, row, n, &cap, n + 1, sizeof *row);
        row[n++] = (struct sql_account_wanting_out){.id = o.id, .name = text_dup(a, o.name), .pinyin = text_dup(a, o.pinyin),
            .code = text_dup(a, o.code), .post = text_dup(a, o.post), .place = text_dup(a, o.place),
            .place_code = text_dup(a, o.place_code), .login = text_dup(a, o.login)};
    }
    TRY(sql_close(&cur));
    out->item = arena_array(a, n + 1, sizeof *out->item);
    return logins_make(db, c->rule, a, row, out, n);
}

/* ---- passwords and rows ---- */

enum rc account_many_secrets(struct account_list *l, struct text given, struct password_cost cost, struct arena *a,
                             void (*step)(void *ctx, size_t done, size_t total), void *ctx)
{
    struct text secret = TEXT_NONE;
    if (!text_empty(given)) TRY(password_hash(a, given, cost, &secret));
    for (size_t i = 0; i < l->n; i++) {
        struct account_one *one = &l->item[i];
        one->password = text_empty(given) ? password_first(a) : given;
        one->secret = secret;
        if (text_empty(given)) TRY(password_hash(a, one->password, cost, &one->secret));
        if (step) step(ctx, i + 1, l->n);
    }
    return RC_OK;
}

/* Whoever has chosen a password while these were made keeps it: the list is to be looked at anew. */
static enum rc still_first(struct work *w, struct text login)
{
    struct account now;
    TRY(account_by_login(w->db, login, w->arena, &now));
    return now.must_change && !now.closed ? RC_OK : RC_CONFLICT;
}

enum rc account_many_add(struct work *w, const struct account_list *l, bool must_change,
                         enum rc (*told)(struct work *w, int64_t staff, void *ctx), void *ctx)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct account_one *one = &l->item[i];
        if (l->again) TRY(still_first(w, one->login));
        TRY(l->again ? account_secret(w, one->login, one->secret, must_change)
                     : account_add(w, one->login, one->staff, one->secret, must_change));
        TRY(told(w, one->staff, ctx));
    }
    return RC_OK;
}
