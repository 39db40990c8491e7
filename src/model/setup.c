/* SPDX-License-Identifier: Apache-2.0 */
#include "model/setup.h"

#include "gen/sql/scheme.h"
#include "model/account.h"
#include "model/grant.h"
#include "model/place.h"
#include "model/scheme.h"
#include "model/staff.h"

static enum rc person_add(struct work *w, const struct roles *roles, const struct place *bureau, struct setup_person *p,
                          const char *role, const char *post, const char *login_field, const char *name_field)
{
    struct text login;
    if (!account_login_clean(w->arena, p->login, &login))
        fault_add(w->faults, text_of(login_field), W_account_login_bad, TEXT_NONE, TEXT_NONE);
    if (text_empty(text_trim(p->name))) fault_add(w->faults, text_of(name_field), W_param_required, TEXT_NONE, TEXT_NONE);
    if (w->faults->errors) return RC_INVALID;
    struct staff s = {.place = bureau->id, .name = text_trim(p->name), .post = text_of(post), .check_result = T("none"),
                      .check_day = DAY_NONE, .from = w->today, .to = DAY_NONE};
    TRY(staff_add(w, &s, 0));
    p->staff = s.id;
    size_t before = w->faults->n;
    enum rc rc = account_add(w, login, s.id, p->secret, p->must_change);
    for (size_t i = before; i < w->faults->n; i++) w->faults->list[i].field = text_of(login_field);
    TRY(rc);
    return grant_add(w, roles, s.id, text_of(role), bureau->id, T("bureau"), bureau->lo, bureau->hi, w->today);
}

/* The law applies everywhere from the first day. What counts as left-behind at home is at first the roll's own rule (XJ),
 * because a bureau has the roll before it has any other fact; the county chooses another in its settings. */
static enum rc law_load(struct work *w)
{
    struct plan_source law;
    struct scheme_loaded loaded;
    struct faults told = faults_new(w->arena);
    const struct codes *codes = codes_builtin(w->arena, &told);
    if (codes == NULL) return RC_INTERNAL;
    TRY(plan_source_builtin(w->arena, T("schemes/law"), &law));
    TRY(scheme_load(w, codes, &law, 0, DAY_NONE, &loaded));
    return sql_setting_put_run(w->db,
        &(struct sql_setting_put_in){.county = w->county, .key = T("home_rule"), .value = T("XJ"), .changed_at = w->now}, NULL);
}

enum rc setup_county(struct work *w, const struct roles *roles, struct setup *s)
{
    if (s->county < 110000 || s->county > 999999) fault_add(w->faults, T("county"), W_first_county_bad, TEXT_NONE, TEXT_NONE);
    if (text_empty(text_trim(s->name))) fault_add(w->faults, T("name"), W_param_required, TEXT_NONE, TEXT_NONE);
    if (s->clerk.login.n && text_eq(text_trim(s->clerk.login), text_trim(s->admin.login))) {
        fault_add(w->faults, T("clerk_login"), W_first_same_login, TEXT_NONE, TEXT_NONE);
    }
    if (w->faults->errors) return RC_INVALID;
    w->county = s->county;
    enum rc rc = sql_county_insert_run(w->db,
        &(struct sql_county_insert_in){.id = s->county, .name = text_trim(s->name), .demo = s->demo, .made_at = w->now}, NULL);
    if (rc == RC_CONFLICT)
        fault_add(w->faults, T("county"), W_first_county_there, text_fmt(w->arena, "%lld", (long long)s->county), TEXT_NONE);
    TRY(rc);
    struct place bureau = {.kind = PLACE_BUREAU,
                           .code = text_fmt(w->arena, "%lld", (long long)s->county),
                           .name = text_trim(s->name),
                           .stage = T(""),
                           .township = T(""),
                           .calendar = T(""),
                           .from = w->today,
                           .to = DAY_NONE};
    TRY(place_add(w, &bureau, 0));
    s->bureau = bureau.id;
    TRY(law_load(w));
    TRY(person_add(w, roles, &bureau, &s->admin, "security_admin", "安全管理员", "admin_login", "admin_name"));
    if (!s->clerk.login.n) return RC_OK;
    return person_add(w, roles, &bureau, &s->clerk, "county_clerk", "留守儿童工作经办", "clerk_login", "clerk_name");
}

enum rc setup_demo(struct db *db, bool *yes)
{
    struct cursor c;
    struct sql_county_first_out o;
    int64_t all = 0, demo = 0;
    TRY(sql_county_first(db, &c));
    while (sql_county_first_next(&c, &o)) {
        all++;
        demo += o.demo != 0;
    }
    *yes = all > 0 && demo == all;
    return sql_close(&c);
}
