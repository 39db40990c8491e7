/* SPDX-License-Identifier: Apache-2.0 */
/* A new installation: behind a code that the terminal shows, the county, its bureau, an administrator and a clerk. */
#include "base/hash.h"
#include "gen/view/first_use.h"
#include "model/password.h"
#include "model/setup.h"
#include "web/login.h"
#include "web/pages.h"
#include "web/server.h"

#include <string.h>

static const struct { const char *name, *type, *complete; enum word label, hint; } fields[] = {
    {"code", "text", "off", W_first_code_label, W_first_code_hint},
    {"county", "text", "off", W_first_county_label, W_none},
    {"name", "text", "organization", W_first_name_label, W_first_name_hint},
    {"admin_login", "text", "off", W_first_admin_label, W_first_admin_hint},
    {"admin_name", "text", "off", W_first_admin_name_label, W_none},
    {"admin_password", "password", "new-password", W_first_admin_password_label, W_password_new_hint},
    {"clerk_login", "text", "off", W_first_clerk_label, W_first_clerk_hint},
    {"clerk_name", "text", "off", W_first_clerk_name_label, W_none},
    {"clerk_password", "password", "new-password", W_first_clerk_password_label, W_password_new_hint},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static struct text fault_of(struct request *q, const char *field)
{
    for (size_t i = 0; i < q->faults.n; i++) {
        if (text_eqz(q->faults.list[i].field, field)) return fault_say(&q->faults.list[i], q->lang, q->arena);
    }
    return TEXT_NONE;
}

static void show(struct request *q, struct reply *r)
{
    struct first_use_view v = {0};
    bool typed = q->route->method == METHOD_POST;
    v.fields.item = arena_array(q->arena, FIELDS, sizeof *v.fields.item);
    v.fields.n = FIELDS;
    for (size_t i = 0; i < FIELDS; i++) {
        bool secret = strcmp(fields[i].type, "password") == 0;
        v.fields.item[i].name = text_of(fields[i].name);
        v.fields.item[i].label = word(q->lang, fields[i].label);
        v.fields.item[i].type = text_of(fields[i].type);
        v.fields.item[i].value = typed && !secret ? param_text(q, fields[i].name) : TEXT_NONE;
        v.fields.item[i].hint = fields[i].hint == W_none ? TEXT_NONE : word(q->lang, fields[i].hint);
        v.fields.item[i].error = fault_of(q, fields[i].name);
        v.fields.item[i].required = true;
        v.fields.item[i].autocomplete = text_of(fields[i].complete);
    }
    r->page.title = word(q->lang, W_first_use_title);
    REPLY_VIEW(q, r, first_use, &v);
}

enum rc page_first_use(struct request *q, struct reply *r)
{
    if (!atomic_load(&q->server->first_open)) return RC_NOT_FOUND;
    show(q, r);
    return RC_OK;
}

static bool code_fits(const struct request *q)
{
    struct text given = param_text(q, "code"), want = text_of(q->server->first_code);
    return want.n && given.n == want.n && hash_same(given.s, want.s, want.n);
}

static enum rc make(struct request *q, struct reply *r, void *p)
{
    struct setup *s = p;
    enum rc rc = setup_county(&q->work, q->roles, s);
    r->audit_object = s->county;
    if (rc == RC_OK) reply_go(r, T("/login"));
    return rc;
}

enum rc page_first_use_set(struct request *q, struct reply *r)
{
    if (!atomic_load(&q->server->first_open)) return RC_NOT_FOUND;
    struct setup s = {
        .name = param_text(q, "name"),
        .admin = {.login = param_text(q, "admin_login"), .name = param_text(q, "admin_name")},
        .clerk = {.login = param_text(q, "clerk_login"), .name = param_text(q, "clerk_name")},
    };
    struct text admin = param_text(q, "admin_password"), clerk = param_text(q, "clerk_password");
    if (!code_fits(q)) fault_add(&q->faults, T("code"), W_first_code_wrong, TEXT_NONE, TEXT_NONE);
    if (!text_int(param_text(q, "county"), &s.county))
        fault_add(&q->faults, T("county"), W_first_county_bad, TEXT_NONE, TEXT_NONE);
    if (admin.n) password_check(admin, s.admin.login, T("admin_password"), &q->faults);
    if (clerk.n) password_check(clerk, s.clerk.login, T("clerk_password"), &q->faults);
    enum rc rc = q->faults.errors ? RC_INVALID : password_hash(q->arena, admin, login_cost(q), &s.admin.secret);
    if (rc == RC_OK) rc = password_hash(q->arena, clerk, login_cost(q), &s.clerk.secret);
    if (rc == RC_OK) rc = request_write(q, r, make, &s);
    if (rc == RC_OK) {
        atomic_store(&q->server->first_open, false);
        house_stale(q->server->houses, s.county);
        return RC_OK;
    }
    if (!q->faults.errors) return rc;
    show(q, r);
    return RC_INVALID;
}
