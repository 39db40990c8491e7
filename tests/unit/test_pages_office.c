/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of an office over HTTP, with duties on, on SQLite and (with $CHUYAN_TEST_PG) on PostgreSQL: pairing, excuses,
 * colleagues and accounts, files, schemes, the child's file, a new school year, the log. Each form's happy path and its
 * refusals. */
#include "office_rig.h"

#include "base/file.h"
#include "cli/cli.h"
#include "cli/cli_parse.h"
#include "scheme/book.h"

/* ---- pairing ---- */

static void a_child_is_given_somebody(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200], id[40];
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, "/pairing"), 200);
    assert_true(rig_says(x, "1 个孩子没人负责"));
    int64_t teacher = staff_named(x, "dongban");
    char pair[80], page[80];
    snprintf(pair, sizeof pair, "/child/%lld/pairing/add", (long long)x->child[0]);
    snprintf(page, sizeof page, "/child/%lld/pairing", (long long)x->child[0]);
    snprintf(fields, sizeof fields, "relation=responsible&staff=%lld&from=2026-11-01", (long long)teacher);
    assert_int_equal(POST(x, pair, fields), 422);                       /* no background check */
    assert_true(rig_says(x, "class=\"error\"") && rig_says(x, "2026-11-01"));
    assert_int_equal(POST(x, at("/staff/%lld/check", teacher), "check_day=2026-12-31&check_result=pass"), 422); /* tomorrow */
    assert_int_equal(POST(x, at("/staff/%lld/check", teacher), "check_day=2026-11-01&check_result=pass"), 303);
    assert_int_equal(POST(x, pair, fields), 303);
    assert_int_equal(POST(x, pair, "relation=responsible&from=2026-11-01"), 422);        /* nobody */
    snprintf(fields, sizeof fields, "relation=peer&peer=%lld&from=2026-11-01", (long long)x->child[0]);
    assert_int_equal(POST(x, pair, fields), 422);                       /* itself */
    snprintf(fields, sizeof fields, "relation=peer&peer=%lld&from=2026-11-01", (long long)x->child[1]);
    assert_int_equal(POST(x, pair, fields), 404);                       /* of another school */
    assert_int_equal(get(x, "/pairing"), 200);
    assert_true(!rig_says(x, "个孩子没人负责"));
    assert_int_equal(get(x, page), 200);
    assert_true(rig_between(x, "name=\"pairing\" value=\"", "\"", id, sizeof id));
    snprintf(fields, sizeof fields, "pairing=%s&day=2026-11-10&reason=changed", id);
    assert_int_equal(POST(x, at("/child/%lld/pairing/end", x->child[0]), fields), 303);
    assert_int_equal(POST(x, at("/child/%lld/pairing/end", x->child[0]), fields), 409);  /* ended already */
    ENTER(x, "xizhang");
    assert_int_equal(get(x, page), 404);
    assert_int_equal(POST(x, page, "q=x"), 404);
    assert_int_equal(POST(x, at("/child/%lld/pairing/end", x->child[1]), fields), 404);  /* that pairing is another child's */
    rig_free(x);
}

/* Whoever is looked for is sent as a form, never asked in an address: histories and logs on the way keep addresses. */
static void names_stand_in_no_address(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    ENTER(x, "dongzhang");
    int64_t teacher = staff_named(x, "dongban");
    assert_int_equal(get(x, "/children?q=x"), 400);
    assert_int_equal(get(x, "/staff?q=x"), 400);
    assert_int_equal(get(x, at("/staff/%lld?q=x", teacher)), 400);
    assert_int_equal(get(x, at("/child/%lld/pairing?q=x", x->child[0])), 400);
    assert_int_equal(get(x, "/staff?after_pinyin=li"), 400);
    assert_int_equal(get(x, "/login?user=dongban"), 400);
    assert_int_equal(get(x, at("/record?kind=heart_talk&child=%lld&sentence=x", x->child[0])), 400);
    assert_int_equal(get(x, at("/excuse?child=%lld&reason=x", x->child[0])), 400);
    assert_int_equal(rig_ask(x, "POST", "/children", NULL, "q=%E6%AC%A7"), 403);          /* no guard */
    assert_int_equal(POST(x, "/children", "q=%E6%AC%A7&care=0"), 200);
    assert_true(rig_says(x, "欧阳某") && rig_says(x, "value=\"欧\"") && !rig_says(x, "?q=") && !rig_says(x, "%E6%AC%A7"));
    assert_int_equal(rig_post(x, "/children", "HX-Request: true\r\n", "q=ouyang&care=0"), 200);
    assert_true(rig_says(x, "欧阳某") && !rig_says(x, "<html"));
    assert_int_equal(POST(x, "/children", "q=%E6%AC%A7&care=0&place=999999"), 404);
    assert_int_equal(POST(x, at("/child/%lld/pairing", x->child[0]), "relation=responsible&q=dongban"), 200);
    assert_true(rig_says(x, "dongban"));
    ENTER(x, "xizhang");
    assert_int_equal(POST(x, "/children", "q=%E6%AC%A7&care=0"), 200);
    assert_true(!rig_says(x, at("/child/%lld", x->child[0])));                            /* of another school */
    rig_free(x);
}

/* The head of the school moves one child, lets it go and takes it back; a teacher may not, nor the head of another school. */
static void a_child_changes_class(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char page[80], fields[300], version[40], twin[40];
    snprintf(page, sizeof page, "/child/%lld/move", (long long)x->child[0]);
    ENTER(x, "dongban");
    assert_int_equal(get(x, page), 404);
    assert_int_equal(POST(x, at("/child/%lld/leave", x->child[0]), "version=1&day=2026-11-02&reason=dropout"), 404);
    ENTER(x, "xizhang");
    assert_int_equal(get(x, page), 404);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/child/%lld", x->child[0])), 200);
    assert_true(rig_says(x, page));
    assert_int_equal(get(x, page), 200);
    assert_true(rig_between(x, "name=\"version\" value=\"", "\"", version, sizeof version));
    snprintf(fields, sizeof fields, "version=%s&class=%lld&day=2026-11-02", version, (long long)x->classes[1]);
    assert_int_equal(POST(x, page, fields), 422);                        /* a class of the other school */
    snprintf(fields, sizeof fields, "version=%s&day=2026-11-30&reason=transfer_out", version);
    assert_int_equal(POST(x, at("/child/%lld/leave", x->child[0]), fields), 422);        /* still to come */
    snprintf(fields, sizeof fields, "version=%lld&day=2026-11-02&reason=transfer_out", strtoll(version, NULL, 10) + 5);
    assert_int_equal(POST(x, at("/child/%lld/leave", x->child[0]), fields), 422);        /* changed meanwhile */
    snprintf(fields, sizeof fields, "version=%s&day=2026-11-02&reason=transfer_out", version);
    assert_int_equal(POST(x, at("/child/%lld/leave", x->child[0]), fields), 303);
    assert_int_equal(get(x, page), 200);
    assert_true(rig_says(x, "/return\"") && !rig_says(x, "/leave\"") && rig_says(x, "转学"));
    assert_true(rig_between(x, "name=\"version\" value=\"", "\"", version, sizeof version));
    snprintf(fields, sizeof fields, "version=%s&class=%lld&day=2026-11-02", version, (long long)x->classes[0]);
    assert_int_equal(POST(x, at("/child/%lld/return", x->child[0]), fields), 303);
    ENTER(x, "jingban");                                                 /* the county may move between schools */
    assert_int_equal(get(x, page), 200);
    assert_true(rig_between(x, "name=\"version\" value=\"", "\"", version, sizeof version) && rig_says(x, "name=\"place\""));
    snprintf(fields, sizeof fields, "version=%s&class=%lld&day=2026-11-03", version, (long long)x->classes[1]);
    assert_int_equal(POST(x, page, fields), 303);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/child/%lld", x->child[0])), 404);
    /* Somebody new: once, and of one's own school. */
    assert_int_equal(get(x, "/children/add"), 200);
    snprintf(fields, sizeof fields, "name=%%E7%%8E%%8B%%E6%%96%%B0&sex=1&birth=2017-03-01&class=%lld&from=new&day=2026-11-02",
             (long long)x->classes[0]);
    assert_int_equal(POST(x, "/children/add", fields), 303);
    assert_true(rig_between(x, "Location: /child/", "\r\n", twin, sizeof twin));
    assert_int_equal(POST(x, "/children/add", fields), 422);
    assert_true(rig_says(x, "同名同生日") && rig_says(x, "value=\"2017-03-01\""));
    snprintf(fields, sizeof fields, "name=%%E7%%8E%%8B%%E6%%96%%B0&sex=1&birth=2017-03-01&class=%lld&from=new&day=2026-11-02",
             (long long)x->classes[1]);
    assert_int_equal(POST(x, "/children/add", fields), 422);
    assert_int_equal(POST(x, "/children/add", "name=x&sex=1&class=1&from=new&day=2026-11-02&id_no=990101201703091127"), 422);
    rig_free(x);
}

static void somebody_leaves(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200];
    ENTER(x, "dongzhang");
    int64_t teacher = staff_named(x, "dongban"), head = staff_named(x, "dongzhang");
    assert_int_equal(POST(x, at("/staff/%lld/check", teacher), "check_day=2026-11-01&check_result=pass"), 303);
    snprintf(fields, sizeof fields, "relation=responsible&staff=%lld&from=2026-11-01", (long long)teacher);
    assert_int_equal(POST(x, at("/child/%lld/pairing/add", x->child[0]), fields), 303);
    snprintf(fields, sizeof fields, "hand_to=%lld&hand_day=2026-11-18", (long long)head);
    assert_int_equal(POST(x, at("/staff/%lld/handover", teacher), fields), 422);         /* the successor has no check */
    assert_true(rig_says(x, "dongzhang"));
    assert_int_equal(POST(x, at("/staff/%lld/check", head), "check_day=2026-11-01&check_result=pass"), 303);
    assert_int_equal(POST(x, at("/staff/%lld/handover", teacher), fields), 303);
    assert_int_equal(POST(x, at("/staff/%lld/leave", head), "leave_day=2026-11-18"), 422);        /* oneself */
    assert_int_equal(POST(x, at("/staff/%lld/leave", teacher), "leave_day=2026-11-18"), 303);
    assert_int_equal(rig_login(x, "dongban", RIG_PASSWORD) == 303, false);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/staff/%lld", head)), 200);
    assert_true(rig_says(x, "结对 1 个孩子"));
    assert_int_equal(get(x, at("/staff/%lld", teacher)), 200);
    assert_true(rig_says(x, "起已离开") && rig_says(x, "账号已停用"));
    rig_free(x);
}

/* ---- excuses ---- */

static int64_t excuse_waiting(struct rig *x)
{
    char id[40];
    assert_int_equal(get(x, "/excuses"), 200);
    return rig_between(x, "action=\"/excuse/", "/decide", id, sizeof id) ? strtoll(id, NULL, 10) : 0;
}

static void somebody_else_decides(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300];
    ENTER(x, "dongban");
    assert_int_equal(get(x, at("/excuse?child=%lld&duty=0&from=2026-11-16&last=2026-11-22", x->child[0])), 200);
    assert_int_equal(get(x, at("/excuse?child=%lld", x->child[1])), 404);
    snprintf(fields, sizeof fields, "child=%lld&duty=0&from=2026-11-16&last=2026-11-22&reason_code=sick&reason=",
        (long long)x->child[0]);
    assert_int_equal(POST(x, "/excuse", fields), 422);
    assert_true(rig_says(x, "2026-11-22") && rig_says(x, "class=\"error\""));
    snprintf(fields + strlen(fields), sizeof fields - strlen(fields), "chicken+pox");
    assert_int_equal(POST(x, "/excuse", fields), 303);
    assert_int_equal(get(x, "/excuses"), 404);                         /* a class teacher does not decide */
    ENTER(x, "dongzhang");
    int64_t id = excuse_waiting(x);
    assert_true(id > 0 && rig_says(x, "chicken pox"));
    ENTER(x, "xizhang");
    assert_int_equal(excuse_waiting(x), 0);
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=approve"), 404);
    ENTER(x, "dongzhang");
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=approve"), 303);
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=refuse"), 409);        /* decided already */
    snprintf(fields, sizeof fields, "child=%lld&duty=0&from=2026-11-23&last=2026-11-24&reason_code=other&reason=away",
        (long long)x->child[0]);
    assert_int_equal(POST(x, "/excuse", fields), 303);
    assert_int_equal(excuse_waiting(x), 0);                            /* one's own is shown without buttons */
    assert_true(rig_says(x, "等同意"));
    rig_free(x);
}

/* A school asks for itself and for its staff; another school neither asks there nor decides; nobody decides what they asked. */
static void a_school_is_excused(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300], duty[40], about[80];
    int64_t school = x->school[0];
    ENTER(x, "dongban");
    assert_int_equal(get(x, at("/excuse?place=%lld&duty=0", school)), 404);              /* a class teacher, for the school */
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/excuse?place=%lld&duty=0", x->school[1])), 404);
    assert_int_equal(get(x, "/excuse?duty=0"), 404);                                     /* about nothing */
    snprintf(about, sizeof about, "/excuse?child=%lld&place=%lld", (long long)x->child[0], (long long)school);
    assert_int_equal(get(x, about), 404);                                                /* about two things */
    assert_int_equal(get(x, at("/matters?place=%lld", school)), 200);
    assert_true(rig_between(x, "&amp;duty=", "&", duty, sizeof duty));
    snprintf(fields, sizeof fields, "/excuse?place=%lld&duty=%s&from=2026-11-01&last=2026-11-30", (long long)school, duty);
    assert_int_equal(get(x, fields), 200);
    assert_true(rig_says(x, "河东小学") && rig_says(x, "工作会议") && rig_says(x, "停课、停办"));
    memmove(fields, fields + 8, strlen(fields) - 7);
    size_t n = strlen(fields);
    snprintf(fields + n, sizeof fields - n, "&reason_code=sick&reason=storm");
    assert_int_equal(POST(x, "/excuse", fields), 422);                                   /* no reason of a school */
    snprintf(fields + n, sizeof fields - n, "&reason_code=closed&reason=storm");
    assert_int_equal(POST(x, "/excuse", fields), 303);
    assert_int_equal(get(x, at("/matters?place=%lld", school)), 200);
    assert_true(rig_says(x, "已申请免除"));
    assert_int_equal(excuse_waiting(x), 0);                                              /* one's own: shown, not decided */
    assert_true(rig_says(x, "storm"));
    ENTER(x, "xizhang");
    assert_int_equal(get(x, "/excuses"), 200);
    assert_true(!rig_says(x, "storm"));
    ENTER(x, "jingban");
    assert_int_equal(get(x, "/today"), 200);
    assert_true(rig_says(x, "1 件申请等您处理"));
    int64_t id = excuse_waiting(x);
    assert_true(id > 0 && rig_says(x, "河东小学"));
    ENTER(x, "xizhang");
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=approve"), 404);
    ENTER(x, "jingban");
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=approve"), 303);
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=approve"), 409);
    assert_int_equal(get(x, at("/matters?place=%lld", school)), 200);
    assert_true(!rig_says(x, "已申请免除"));
    rig_free(x);
}

/* Of the staff those who are ticked; who works at another school is not there. */
static void colleagues_are_excused(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300];
    ENTER(x, "xizhang");
    int64_t far = staff_named(x, "xiban");
    ENTER(x, "dongzhang");
    int64_t near = staff_named(x, "dongban");
    const char *rest = "duty=0&from=2026-11-01&last=2027-01-31&reason_code=staff_leave&reason=until+spring";
    snprintf(fields, sizeof fields, "place=%lld&staff=%lld&%s", (long long)x->school[0], (long long)far, rest);
    assert_int_equal(POST(x, "/excuse", fields), 404);
    snprintf(fields, sizeof fields, "place=%lld&staff=%lld&%s", (long long)x->school[0], (long long)near, rest);
    assert_int_equal(POST(x, "/excuse", fields), 303);
    ENTER(x, "jingban");
    int64_t id = excuse_waiting(x);
    assert_true(id > 0 && rig_says(x, "dongban") && rig_says(x, "until spring"));
    assert_int_equal(POST(x, at("/excuse/%lld/decide", id), "step=refuse"), 303);
    assert_int_equal(excuse_waiting(x), 0);
    assert_true(rig_says(x, "没同意"));
    rig_free(x);
}

/* ---- whom to call ---- */

/* The county's number is everybody's, also without signing in; a school's is seen by its own people alone and kept by its own. */
static void numbers_of_places(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200], id[40];
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/numbers/edit"), 404);                     /* a class teacher keeps none */
    ENTER(x, "jingban");
    assert_int_equal(get(x, "/numbers/edit"), 200);
    assert_true(rig_between(x, "name=\"place\" value=\"", "\"", id, sizeof id));
    snprintf(fields, sizeof fields, "place=%s&name=child+centre&number=87654321", id);
    assert_int_equal(POST(x, "/numbers/edit", fields), 422);
    assert_true(rig_says(x, "没有区号") && rig_says(x, "child centre"));
    snprintf(fields, sizeof fields, "place=%s&name=child+centre&number=0591-87654321&note=day+and+night", id);
    assert_int_equal(POST(x, "/numbers/edit", fields), 303);
    assert_int_equal(POST(x, "/numbers/edit", fields), 422);            /* twice */
    ENTER(x, "dongzhang");
    snprintf(fields, sizeof fields, "place=%lld&name=duty+room&number=668123", (long long)x->school[0]);
    assert_int_equal(POST(x, "/numbers/edit", fields), 303);
    snprintf(fields, sizeof fields, "place=%lld&name=duty+room&number=668124", (long long)x->school[1]);
    assert_int_equal(POST(x, "/numbers/edit", fields), 404);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/numbers"), 200);
    assert_true(rig_says(x, "tel:059187654321") && rig_says(x, "day and night") && rig_says(x, "tel:668123"));
    ENTER(x, "xizhang");
    assert_int_equal(get(x, "/numbers"), 200);
    assert_true(rig_says(x, "tel:059187654321") && !rig_says(x, "tel:668123"));
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, "/numbers/edit"), 200);
    assert_true(rig_between(x, "name=\"number\" value=\"", "\"", id, sizeof id));
    ENTER(x, "xizhang");
    snprintf(fields, sizeof fields, "place=%lld&number=%s", (long long)x->school[1], id);
    assert_int_equal(POST(x, "/numbers/drop", fields), 404);            /* another school's */
    ENTER(x, "dongzhang");
    snprintf(fields, sizeof fields, "place=%lld&number=%s", (long long)x->school[0], id);
    assert_int_equal(POST(x, "/numbers/drop", fields), 303);
    x->cookie[0] = 0;
    assert_int_equal(get(x, "/numbers"), 200);                          /* not signed in */
    assert_true(rig_says(x, "tel:059187654321") && !rig_says(x, "tel:668123"));
    rig_free(x);
}

/* ---- colleagues and accounts ---- */

static int64_t colleague(struct rig *x, const char *name)
{
    char fields[200];
    snprintf(fields, sizeof fields, "name=%s&sex=2&home=%lld&post=x", name, (long long)x->school[0]);
    assert_int_equal(POST(x, "/staff/add", fields), 303);
    return location_id(x, "/staff/");
}

static void accounts_are_opened_and_closed(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200], password[60];
    ENTER(x, "dongzhang");
    snprintf(fields, sizeof fields, "name=Wang&home=%lld&phone=abc", (long long)x->school[0]);
    assert_int_equal(POST(x, "/staff/add", fields), 422);
    assert_true(rig_says(x, "value=\"Wang\"") && rig_says(x, "value=\"abc\""));
    snprintf(fields, sizeof fields, "name=Wang&home=%lld", (long long)x->school[1]);
    assert_int_equal(POST(x, "/staff/add", fields), 422);                   /* not in another's school */
    int64_t id = colleague(x, "Wang");
    assert_int_equal(POST(x, at("/staff/%lld/account", id), "login=Dong+Ban"), 422);
    assert_int_equal(POST(x, at("/staff/%lld/account", id), "login=dongban"), 422);      /* taken */
    assert_int_equal(POST(x, at("/staff/%lld/account", id), "login=wang.li"), 200);
    assert_true(rig_between(x, "<code>", "</code>", password, sizeof password));
    assert_int_equal(get(x, at("/staff/%lld", id)), 200);
    assert_true(!rig_says(x, password));                                /* shown once */
    ENTER(x, "xizhang");
    assert_int_equal(POST(x, at("/staff/%lld/password", id), ""), 404);
    assert_int_equal(rig_login(x, "wang.li", password), 303);
    assert_int_equal(get(x, "/today"), 303);                            /* the first password has to be changed */
    ENTER(x, "dongzhang");
    assert_int_equal(POST(x, at("/staff/%lld/password", id), ""), 200);
    assert_true(!rig_says(x, password));
    assert_int_equal(POST(x, at("/staff/%lld/close", id), "closed=1"), 303);
    assert_true(rig_login(x, "wang.li", password) != 303);
    rig_free(x);
}

static void posts_are_given_within_ones_place(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200], grant[40];
    ENTER(x, "dongzhang");
    int64_t id = colleague(x, "Li"), head = staff_named(x, "dongzhang");
    char give[80];
    snprintf(give, sizeof give, "/staff/%lld/grant", (long long)id);
    snprintf(fields, sizeof fields, "role=class_teacher&place=%lld", (long long)x->classes[0]);
    assert_int_equal(POST(x, give, fields), 303);
    assert_int_equal(POST(x, give, fields), 422);                       /* held already */
    snprintf(fields, sizeof fields, "role=county_clerk&place=%lld", (long long)x->school[0]);
    assert_int_equal(POST(x, give, fields), 422);                       /* not at a school */
    snprintf(fields, sizeof fields, "role=class_teacher&place=%lld", (long long)x->classes[1]);
    assert_int_equal(POST(x, give, fields), 404);                       /* another's class */
    snprintf(fields, sizeof fields, "role=roll_clerk&place=%lld", (long long)x->school[0]);
    assert_int_equal(POST(x, at("/staff/%lld/grant", head), fields), 422);               /* oneself */
    ENTER(x, "anquan");
    assert_int_equal(get(x, at("/staff/%lld", id)), 200);
    assert_true(rig_between(x, "name=\"grant\" value=\"", "\"", grant, sizeof grant));
    assert_int_equal(get(x, "/staff"), 200);
    ENTER(x, "dongzhang");
    snprintf(fields, sizeof fields, "grant=%s", grant);
    assert_int_equal(POST(x, at("/staff/%lld/grant/end", head), fields), 404);           /* neither one's own nor theirs */
    assert_int_equal(POST(x, at("/staff/%lld/grant/end", id), fields), 303);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/staff"), 404);
    rig_free(x);
}

/* Whoever may open accounts of a school must not reach a post of the county through a colleague who holds one. */
static void a_wider_post_is_out_of_reach(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200], place[40];
    ENTER(x, "dongzhang");
    int64_t id = colleague(x, "Zhao");
    ENTER(x, "anquan");
    int64_t clerk = staff_named(x, "jingban");
    (void)clerk;
    assert_int_equal(get(x, at("/staff/%lld", staff_named(x, "%E7%BB%8F%E5%8A%9E"))), 200);  /* 经办: at the bureau */
    assert_true(rig_between(x, "id=\"f-place\"", "</select>", fields, sizeof fields) || true);
    const char *list = strstr(x->answer, "name=\"place\"");
    assert_non_null(list);
    const char *first = strstr(list, "<option value=\"1");
    assert_non_null(first);
    snprintf(place, sizeof place, "%.*s", (int)strcspn(first + 15, "\""), first + 15);
    snprintf(fields, sizeof fields, "role=audit_admin&place=%s", place);
    assert_int_equal(POST(x, at("/staff/%lld/grant", id), fields), 303);
    snprintf(fields, sizeof fields, "role=platform_admin&place=%s", place);
    assert_int_equal(POST(x, at("/staff/%lld/grant", id), fields), 422);                 /* three people */
    ENTER(x, "dongzhang");
    assert_int_equal(POST(x, at("/staff/%lld/account", id), "login=zhao.one"), 422);
    assert_true(rig_says(x, "超出您管的范围"));
    ENTER(x, "anquan");
    assert_int_equal(POST(x, at("/staff/%lld/account", id), "login=zhao.one"), 200);
    assert_int_equal(get(x, "/audit"), 404);
    rig_free(x);
}

/* ---- files ---- */

static const char roll_file[] =
    "姓名,性别,出生日期,班级,身份证号\n"
    "王小明,男,2017-03-04,三（1）班,\n"
    "李小红,女,2017-13-04,三（1）班,\n";

static void a_file_is_looked_at_first(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[200];
    ENTER(x, "jingban");
    assert_int_equal(upload(x, "/imports", "kind=roll\nas_of=2026-09-01\n", NULL, NULL), 422);
    assert_int_equal(upload(x, "/imports", "kind=roll\nas_of=2026-09-01\n", "leer.csv", "nichts\n"), 422);
    assert_true(rig_says(x, "role=\"alert\""));
    snprintf(fields, sizeof fields, "kind=roll\nas_of=2026-09-01\nschool=%lld\n", (long long)x->school[0]);
    assert_int_equal(upload(x, "/imports", fields, "roll.csv", roll_file), 303);
    int64_t id = location_id(x, "/import/");
    assert_int_equal(get(x, at("/import/%lld", id)), 200);
    assert_true(rig_says(x, "李小红") && rig_says(x, "写进去") && rig_says(x, "身份证号"));
    assert_int_equal(get(x, at("/import/%lld?tab=new", id)), 200);
    assert_true(rig_says(x, "王小明"));
    assert_int_equal(get(x, at("/import/%lld/report", id)), 200);
    assert_true(rig_says(x, "spreadsheetml"));
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/import/%lld", id)), 404);
    ENTER(x, "jingban");
    assert_int_equal(POST(x, at("/import/%lld/apply", id), ""), 303);
    assert_int_equal(POST(x, at("/import/%lld/apply", id), "version=2"), 422);           /* done already */
    assert_int_equal(POST(x, "/children", "care=0&q=%E7%8E%8B"), 200);
    assert_true(rig_says(x, "王小明"));
    assert_int_equal(get(x, at("/import/%lld?tab=missing", id)), 200);
    assert_true(rig_says(x, "欧阳某"));                                  /* on the roll, not in the file */
    snprintf(fields, sizeof fields, "child=%lld&day=2026-09-01&reason=transfer_out", (long long)x->child[1]);
    assert_int_equal(POST(x, at("/import/%lld/leave", id), fields), 404);                /* of another school */
    assert_int_equal(POST(x, at("/import/%lld/leave", id), "day=2026-09-01&reason=transfer_out"), 422);
    snprintf(fields, sizeof fields, "child=%lld&day=2026-11-01&reason=transfer_out", (long long)x->child[0]);
    assert_int_equal(POST(x, at("/import/%lld/leave", id), fields), 303);
    assert_int_equal(POST(x, at("/import/%lld/undo", id), ""), 303);
    assert_int_equal(POST(x, "/children", "care=0&q=%E7%8E%8B"), 200);
    assert_true(!rig_says(x, "王小明"));
    rig_free(x);
}

static void a_preview_can_be_dropped(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[100];
    ENTER(x, "jingban");
    snprintf(fields, sizeof fields, "kind=roll\nas_of=2026-09-01\nschool=%lld\n", (long long)x->school[0]);
    assert_int_equal(upload(x, "/imports", fields, "roll.csv", roll_file), 303);
    int64_t id = location_id(x, "/import/");
    assert_int_equal(POST(x, at("/import/%lld/drop", id), ""), 303);
    assert_int_equal(get(x, at("/import/%lld", id)), 404);
    assert_int_equal(get(x, "/imports"), 200);
    assert_true(rig_says(x, "还没有导入过"));
    rig_free(x);
}

/* ---- schemes ---- */

static const char scheme_next[] =
    "scheme: {id: village, version: 1, title: 乡村方案, issuer: 某县教育局, layer: county, from: 2020-01-01}\n"
    "params:\n"
    "  - {key: how_often, title: 频次, type: every, default: month, why: 定期, clause: 一, source: [V-001]}\n"
    "targets:\n"
    "  - {key: all, title: 全部, when: age < 18, clause: 一, source: [V-002]}\n"
    "duties:\n"
    "  - {key: visit, title: 家访, for: all, owner: [class_teacher], every: param(how_often),\n"
    "     credit: {kinds: [home_visit]}, clause: 二, source: [V-003]}\n";

/* A workbook and a packed folder are opened before anything of them is looked at; what changes is told before the press. */
static void a_scheme_comes_as_one_file(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    struct faults f = faults_new(x->arena);
    struct buf book = buf_new(BOOK_BYTES);
    struct text next = T(""), rest = text_of(scheme_town), line;
    while (rest.n && text_cut(&rest, '\n', &line)) {
        bool head = text_starts(line, T("scheme:")), talk = text_find(line, T("key: talk")) >= 0;
        struct text now = head ? T("scheme: {id: town, version: 2, title: 关爱方案, issuer: 某县教育局, layer: county, from: 2026-01-01}")
                        : talk ? T("  - {key: talk, title: 谈心, for: all, owner: [class_teacher], every: month,") : line;
        next = text_fmt(x->arena, "%.*s%.*s\n", TP(next), TP(now));
    }
    struct plan_source source = {.name = T("town"), .file_count = 1, .file = &(struct embedded){T("s.yaml"), next}};
    assert_int_equal(book_write(x->arena, &source, LANG_ZH, rig_now(), &f, &book), RC_OK);
    ENTER(x, "jingban");
    assert_int_equal(upload(x, "/schemes/check", "", "leer.zip", "PK\x05\x06 nothing"), 422);
    assert_true(rig_says(x, "leer.zip") && rig_says(x, "已损坏"));
    assert_int_equal(upload(x, "/schemes/check", "", "plan.docx", "x"), 422);
    assert_true(rig_says(x, "不是方案文件"));
    assert_int_equal(upload(x, "/schemes/check", "", "scheme.yaml", scheme_town), 200);
    assert_true(rig_says(x, "一模一样"));
    assert_int_equal(upload_bytes(x, "/schemes/check", "", "town.xlsx", buf_text(&book)), 200);
    assert_true(rig_says(x, "name=\"token\""));
    assert_true(rig_says(x, "和已载入的第 1 版比，有 2 处不同") && rig_says(x, "<del>每周</del>") && rig_says(x, "<ins>每月</ins>"));
    buf_free(&book);
    rig_free(x);
}

static char *form_coded(const char *s, char *out)
{
    char *o = out;
    for (; *s; s++) o += snprintf(o, 4, "%%%02X", (unsigned char)*s);
    return out;
}

static void a_scheme_is_checked_and_loaded(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char *token = calloc(1, 1 << 16), *body = calloc(1, 1 << 18), *plain = calloc(1, 1 << 16);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/schemes"), 200);
    assert_true(rig_says(x, "/scheme/town/1") && !rig_says(x, "/schemes/check"));
    assert_int_equal(get(x, "/scheme/town/1"), 200);
    assert_true(rig_says(x, "id=\"talk\"") && rig_says(x, "每周") && rig_says(x, "班主任") && rig_says(x, "T-002"));
    assert_int_equal(get(x, "/scheme/town/2"), 404);
    assert_int_equal(get(x, "/scheme/town/1/changes"), 404);                             /* there is none before it */
    assert_int_equal(get(x, "/burden"), 404);                                 /* what others carry is the head's matter */
    assert_int_equal(get(x, "/year-plan"), 200);
    assert_true(rig_says(x, "谈心"));
    assert_int_equal(POST(x, "/schemes/try", "from=2026-11-16&token=%7B%7D"), 404);
    assert_int_equal(upload(x, "/schemes/check", "built_in=yx-youxi\n", NULL, NULL), 404);
    ENTER(x, "jingban");
    assert_int_equal(upload(x, "/schemes/check", "", NULL, NULL), 422);
    assert_int_equal(upload(x, "/schemes/check", "", "scheme.yaml", "scheme: {id: village\n"), 200);
    assert_true(rig_says(x, "scheme.yaml:") && !rig_says(x, "name=\"token\""));
    assert_int_equal(upload(x, "/schemes/check", "", "scheme.yaml", scheme_next), 200);
    assert_true(rig_says(x, "乡村方案") && rig_says(x, "name=\"p_how_often\""));
    assert_true(rig_between(x, "name=\"token\" value=\"", "\"", token, 1 << 16));
    char *o = plain;
    for (const char *s = token; *s;) {                                   /* as a browser reads the attribute */
        if (strncmp(s, "&quot;", 6) == 0) { *o++ = '"'; s += 6; }
        else if (strncmp(s, "&#34;", 5) == 0) { *o++ = '"'; s += 5; }
        else if (strncmp(s, "&lt;", 4) == 0) { *o++ = '<'; s += 4; }
        else if (strncmp(s, "&gt;", 4) == 0) { *o++ = '>'; s += 4; }
        else if (strncmp(s, "&#39;", 5) == 0) { *o++ = '\''; s += 5; }
        else *o++ = *s++;
    }
    snprintf(body, 1 << 18, "csrf=%s&from=2026-11-16&p_how_often=often&token=", x->csrf);
    form_coded(plain, body + strlen(body));
    assert_int_equal(rig_ask(x, "POST", "/schemes/load", NULL, body), 422);              /* no such period */
    snprintf(body, 1 << 18, "csrf=%s&from=2026-11-16&p_how_often=term&token=", x->csrf);
    form_coded(plain, body + strlen(body));
    assert_int_equal(rig_ask(x, "POST", "/schemes/try", NULL, body), 200);
    assert_true(rig_says(x, "这是试算") && rig_says(x, "试的这份"));
    assert_int_equal(get(x, "/scheme/village/1"), 404);                                  /* nothing was kept */
    assert_int_equal(rig_post(x, "/schemes/try", NULL, "from=2026-11-16&token=%7B%7D"), 422);
    assert_int_equal(rig_ask(x, "POST", "/schemes/load", NULL, body), 303);
    assert_true(comes(x, "/scheme/village/1", "每学期"));
    assert_int_equal(rig_post(x, "/schemes/load", NULL, "from=2026-11-16&token=%7B%7D"), 422);
    free(token);
    free(body);
    free(plain);
    rig_free(x);
}

/* ---- what is changed from the command line while the server runs ---- */

static int command(struct rig *x, const char *const *words, int n)
{
    struct cli c = {.arena = arena_new((size_t)1 << 30), .out = buf_new(1 << 20), .ids = {.node = 5}, .store = x->store,
                    .now = rig_now()};
    char *argv[16] = {arena_copy(c.arena, "chuyan", sizeof "chuyan")};
    bool help = false;
    c.faults = faults_new(c.arena);
    c.as_of = moment_day(rig_now());
    for (int i = 0; i < n; i++) argv[i + 1] = arena_copy(c.arena, words[i], strlen(words[i]) + 1);
    enum rc rc = parse_arguments(&c, n + 1, argv, &help);
    if (rc == RC_OK) rc = c.command->run(&c);
    for (size_t i = 0; i < c.faults.n; i++) print_error("%.*s\n", TP(fault_say(&c.faults.list[i], LANG_ZH, c.arena)));
    evaluator_free(c.ev);
    if (c.reading) db_rollback(c.reading);
    if (c.reading) db_close(c.reading);
    if (c.writing) db_close(c.writing);
    buf_free(&c.out);
    arena_free(c.arena);
    return rc_exit(rc);
}
#define COMMAND(x, ...) \
    command((x), (const char *const[]){__VA_ARGS__}, (int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)))

/* The clock of the test stands still, so that nothing known of a visitor grows old by itself: it is noticed, or never. */
static void commands_are_noticed(void **state)
{
    enum { PATIENCE_US = 60 * 1000 * 1000 };
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    ENTER(x, "jingban");
    assert_int_equal(get(x, "/schemes"), 200);
    assert_true(!rig_says(x, "/scheme/village/1"));
    char path[160];
    snprintf(path, sizeof path, "%s/village", x->at.dir);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/village/scheme.yaml", x->at.dir);
    assert_int_equal(file_write(path, text_of(scheme_next), 0600), RC_OK);
    path[strlen(path) - strlen("/scheme.yaml")] = 0;
    assert_int_equal(COMMAND(x, "scheme", "load", path, "--from", "2026-11-16", "--params", "how_often=term"), 0);
    assert_true(comes(x, "/scheme/village/1", "每学期"));
    assert_int_equal(COMMAND(x, "staff", "grant", "990101/none", "--role", "audit_admin"), 4);
    char *teacher = at("%lld", x->teacher);
    assert_int_equal(COMMAND(x, "staff", "grant", teacher, "--role", "audit_admin", "--place", "bureau"), 2);  /* holds another */
    assert_int_equal(COMMAND(x, "staff", "grant", teacher, "--role", "school_head", "--place", "bureau"), 2);  /* not there */
    assert_int_equal(COMMAND(x, "staff", "grant", teacher, "--role", "moral_office", "--place", "9901010002"), 0);
    assert_int_equal(COMMAND(x, "staff", "grant", teacher, "--role", "moral_office", "--place", "9901010002"), 2);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/today"), 200);
    assert_int_equal(COMMAND(x, "account", "close", "dongban"), 0);
    int64_t begun = clock_mono_us();
    int code = 200;
    while (code == 200 && clock_mono_us() - begun < PATIENCE_US) code = get(x, "/today");
    assert_int_equal(code, 303);
    rig_free(x);
}

/* ---- the file of a child ---- */

static int edit(struct rig *x, const char *path, int64_t child, int64_t version, const char *fields)
{
    char all[600];
    snprintf(all, sizeof all, "version=%lld&%s", (long long)version, fields);
    return POST(x, at(path, child), all);
}

/* What a counsellor wrote down of a child. */
static int64_t level_put(struct rig *x, int64_t child)
{
    struct db *db;
    struct ids ids = {.node = 5};
    struct faults f = faults_new(x->arena);
    struct touched t = touched_new(x->arena);
    struct work w = {.db = NULL, .county = RIG_COUNTY, .now = rig_now(), .today = moment_day(rig_now()), .ids = &ids,
        .arena = x->arena, .faults = &f, .touched = &t, .source = "test"};
    struct fact level = {.kind = T("psych_level"), .code = T("1"), .from = w.today - 30, .to = DAY_NONE};
    assert_int_equal(db_open(x->store, DB_WRITE, &db), RC_OK);
    w.db = db;
    assert_int_equal(db_begin(db), RC_OK);
    assert_int_equal(fact_add(&w, child, &level, true, 0), RC_OK);
    assert_int_equal(db_commit(db), RC_OK);
    db_close(db);
    return level.id;
}

static void a_file_is_changed_by_hand(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    int64_t c = x->child[0];
    char id[40], fields[200];
    ENTER(x, "dongban");
    int64_t v = version_of(x, c);
    static const char good[] =
        "section=parents&kind=absence&who=father&code=work&where=%E5%8E%A6%E9%97%A8%E5%B8%82&from=2026-03-01";
    assert_int_equal(edit(x, "/child/%lld/fact", c, v + 7, good), 422);                  /* somebody else was first */
    assert_true(rig_says(x, "别人改过"));
    assert_int_equal(edit(x, "/child/%lld/fact", c, v,
        "section=parents&kind=absence&who=father&code=holiday&from=2026-03-01"), 422);
    assert_int_equal(edit(x, "/child/%lld/fact", c, v, "section=parents&kind=absence&who=father&from=2026-03-01"), 422);
    assert_int_equal(edit(x, "/child/%lld/fact", c, v, "section=parents&kind=absence&code=work&from=2026-03-01"), 404);
    assert_int_equal(edit(x, "/child/%lld/fact", c, v, "section=parents&kind=absence&who=father&code=work&from=1990-03-01"), 422);
    /* counselling */
    assert_int_equal(edit(x, "/child/%lld/fact", c, v, "section=risk&kind=psych_level&code=1&from=2026-03-01"), 404);
    assert_int_equal(edit(x, "/child/%lld/fact", c, v, good), 303);
    assert_int_equal(get(x, at("/child/%lld/edit?section=parents", c)), 200);
    assert_true(rig_says(x, "务工") && rig_between(x, "name=\"item\" value=\"", "\"", id, sizeof id));
    snprintf(fields, sizeof fields, "section=parents&item=%s&step=end&day=2026-02-01", id);
    v = version_of(x, c);
    assert_int_equal(edit(x, "/child/%lld/fact/step", c, v, fields), 422);               /* before it began */
    snprintf(fields, sizeof fields, "section=parents&item=%s&step=end&day=2026-10-01", id);
    assert_int_equal(edit(x, "/child/%lld/fact/step", c, v, fields), 303);
    snprintf(fields, sizeof fields, "section=parents&item=%s&step=void", id);
    assert_int_equal(edit(x, "/child/%lld/fact/step", c, version_of(x, c), fields), 303);
    assert_int_equal(get(x, at("/child/%lld/edit?section=parents", c)), 200);
    assert_true(!rig_says(x, "name=\"item\""));
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, at("/child/%lld/edit", c)), 404);                            /* reads, does not edit */
    int64_t closed = level_put(x, c);
    ENTER(x, "dongban");
    v = version_of(x, c);
    static const char *const steps[] = {"end&day=2026-11-01", "void"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(fields, sizeof fields, "section=risk&item=%lld&step=%s", (long long)closed, steps[i]);
        assert_int_equal(edit(x, "/child/%lld/fact/step", c, v, fields), 404);
    }
    assert_int_equal(version_of(x, c), v);
    rig_free(x);
}

static void who_a_child_is(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    int64_t c = x->child[0];
    char fields[200], id[40];
    ENTER(x, "dongban");
    int64_t v = version_of(x, c);
    assert_int_equal(edit(x, "/child/%lld/edit", c, v, "section=identity&name=&sex=1"), 422);
    assert_int_equal(edit(x, "/child/%lld/edit", c, v, "section=identity&name=Ouyang&sex=1&id_no=990101201703040010"), 422);
    assert_true(rig_says(x, "Ouyang"));
    assert_int_equal(edit(x, "/child/%lld/edit", c, v, "section=identity&name=Ouyang&sex=2&nation=99&id_kind=none_yet"), 422);
    assert_int_equal(edit(x, "/child/%lld/edit", c, v,
        "section=identity&name=Ouyang&sex=2&nation=02&id_kind=none_yet&bed=3-2"), 303);
    assert_int_equal(get(x, at("/child/%lld", c)), 200);
    assert_true(rig_says(x, "Ouyang"));
    v = version_of(x, c);
    assert_int_equal(edit(x, "/child/%lld/kin", c, v, "section=people&kin=0&relation=62&name=Grandma&phone=12"), 422);
    assert_int_equal(edit(x, "/child/%lld/kin", c, v,
        "section=people&kin=0&relation=62&name=Grandma&part=carer&phone=19900000001"), 303);
    assert_int_equal(get(x, at("/child/%lld/edit?section=people", c)), 200);
    assert_true(rig_says(x, "Grandma") && !rig_says(x, "19900000001"));                  /* masked */
    assert_true(rig_between(x, "name=\"item\" value=\"", "\"", id, sizeof id));
    v = version_of(x, c);
    snprintf(fields, sizeof fields, "section=people&kin=%s&relation=62&name=Granny", id);
    assert_int_equal(edit(x, "/child/%lld/kin", c, v, fields), 303);
    snprintf(fields, sizeof fields, "section=people&item=%s&step=end&day=2026-11-01", id);
    assert_int_equal(edit(x, "/child/%lld/kin/step", c, version_of(x, c), fields), 303);
    assert_int_equal(get(x, at("/child/%lld/edit?section=people", c)), 200);
    assert_true(!rig_says(x, "Granny"));
    rig_free(x);
}

/* ---- a new school year ---- */

static void a_school_year_begins(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char undo[60];
    ENTER(x, "jingban");
    assert_int_equal(get(x, "/promote"), 200);
    assert_true(rig_says(x, "河东小学"));
    assert_int_equal(POST(x, "/promote", "year=2026"), 422);
    assert_int_equal(POST(x, "/promote", "year=2027&sure=1"), 422);
    assert_int_equal(POST(x, "/promote", "year=2026&sure=1"), 303);
    assert_int_equal(get(x, "/promote"), 200);
    assert_true(rig_says(x, "已经升级") && rig_between(x, "action=\"/import/", "/undo", undo, sizeof undo));
    assert_int_equal(POST(x, at("/import/%lld/undo", strtoll(undo, NULL, 10)), ""), 303);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, "/promote"), 404);
    rig_free(x);
}

/* ---- alerts, the log, devices ---- */

static void lists_are_for_those_concerned(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/alerts"), 200);
    assert_int_equal(get(x, "/audit"), 404);
    assert_int_equal(get(x, "/imports"), 404);
    assert_int_equal(get(x, "/pairing"), 404);
    char first[128];
    snprintf(first, sizeof first, "%s", x->cookie);
    ENTER(x, "dongban");
    assert_int_equal(get(x, "/me"), 200);
    assert_true(rig_says(x, "/me/sessions/end"));
    assert_int_equal(POST(x, "/me/sessions/end", ""), 303);
    assert_int_equal(get(x, "/me"), 200);
    assert_true(!rig_says(x, "/me/sessions/end"));
    snprintf(x->cookie, sizeof x->cookie, "%s", first);
    assert_int_equal(get(x, "/me"), 303);                               /* the other browser has to sign in */
    ENTER(x, "anquan");
    assert_int_equal(get(x, "/alerts"), 404);                           /* sees no child */
    assert_int_equal(get(x, "/schemes"), 404);
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct office_test tests[] = {
        {"a child is given somebody", a_child_is_given_somebody},
        {"a child changes class", a_child_changes_class}, {"names stand in no address", names_stand_in_no_address},
        {"somebody leaves", somebody_leaves},
        {"somebody else decides", somebody_else_decides}, {"a school is excused", a_school_is_excused},
        {"colleagues are excused", colleagues_are_excused}, {"numbers of places", numbers_of_places},
        {"accounts are opened and closed", accounts_are_opened_and_closed},
        {"posts within one's place", posts_are_given_within_ones_place}, {"a wider post is out of reach",
            a_wider_post_is_out_of_reach},
        {"a file is looked at first", a_file_is_looked_at_first}, {"a preview can be dropped", a_preview_can_be_dropped},
        {"a scheme is checked and loaded", a_scheme_is_checked_and_loaded},
        {"a scheme comes as one file", a_scheme_comes_as_one_file}, {"commands are noticed", commands_are_noticed},
        {"a file is changed by hand", a_file_is_changed_by_hand},
        {"who a child is", who_a_child_is}, {"a school year begins", a_school_year_begins},
        {"lists are for those concerned", lists_are_for_those_concerned},
    };
    return office_main("pages_office", tests, sizeof tests / sizeof *tests);
}
