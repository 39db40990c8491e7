/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts for a whole list of staff over HTTP: slips shown once, nothing kept in clear, nobody beyond one's place and posts. */
#include "office_rig.h"

#include "base/file.h"
#include "cli/cli.h"

static const char page[] = "/staff/accounts";

static int64_t colleague(struct rig *x, const char *name, int school)
{
    char fields[200];
    snprintf(fields, sizeof fields, "name=%s&sex=2&code=T%s&home=%lld&post=x", name, name, (long long)x->school[school]);
    assert_int_equal(POST(x, "/staff/add", fields), 303);
    return location_id(x, "/staff/");
}

/* Neither in the file nor in what has not been written into it yet. */
static bool stored_anywhere(struct rig *x, const char *words)
{
    static const char *const parts[] = {"", "-wal"};
    char path[600];
    bool found = false;
    if (x->at.engine != ENGINE_SQLITE) return false;
    for (size_t i = 0; i < 2; i++) {
        struct arena *a = arena_new(UNIT_ARENA * 4);
        struct text bytes;
        snprintf(path, sizeof path, "%s%s", x->at.address, parts[i]);
        if (file_read(a, path, 64 << 20, &bytes) == RC_OK) found = found || text_find(bytes, text_of(words)) >= 0;
        arena_free(a);
    }
    return found;
}

static void a_list_gets_its_slips_once(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300], slip[400], password[40], again[40];
    ENTER(x, "dongzhang");
    int64_t wang = colleague(x, "Wang", 0), zhao = colleague(x, "Zhao", 0);
    assert_int_equal(get(x, page), 200);
    assert_true(rig_says(x, "9901010001-twang") && rig_says(x, "9901010001-tzhao") && !rig_says(x, "xiban"));
    assert_int_equal(rig_count(x, "type=\"checkbox\""), 2);                /* not the head itself, who has one */
    assert_int_equal(get(x, "/staff/accounts?rule=name"), 200);
    assert_true(rig_says(x, "<code>wang</code>"));
    assert_int_equal(POST(x, page, "rule=code"), 422);
    assert_true(rig_says(x, "还没有勾选老师"));
    snprintf(fields, sizeof fields, "rule=code&staff=%lld&staff=%lld&idem=0123456789abcdef", (long long)wang, (long long)zhao);
    assert_int_equal(POST(x, page, fields), 200);
    assert_int_equal(rig_count(x, "class=\"slip\""), 2);
    assert_true(rig_between(x, "<code>9901010001-twang</code>", "</li>", slip, sizeof slip));
    assert_non_null(strstr(x->answer, "no-store"));
    assert_true(rig_says(x, "http://127.0.0.1:"));
    snprintf(password, sizeof password, "%.14s", strstr(slip, "<code>") + 6);
    assert_false(stored_anywhere(x, password));
    assert_true(stored_anywhere(x, "9901010001-twang") || x->at.engine != ENGINE_SQLITE);
    assert_int_equal(POST(x, page, fields), 303);                            /* the same press again shows nothing */
    assert_true(!rig_says(x, password));
    snprintf(fields, sizeof fields, "rule=code&staff=%lld", (long long)wang);
    assert_int_equal(POST(x, page, fields), 422);                            /* has one by now */
    assert_int_equal(rig_login(x, "9901010001-twang", password), 303);
    assert_int_equal(get(x, "/today"), 303);                                 /* to be changed first */
    assert_true(rig_says(x, "Location: /password"));
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, "/staff/accounts?which=again"), 200);
    assert_true(rig_says(x, "9901010001-twang") && !rig_says(x, "dongban"));
    snprintf(fields, sizeof fields, "which=again&staff=%lld", (long long)wang);
    assert_int_equal(POST(x, page, fields), 200);
    assert_true(rig_between(x, "<code>9901010001-twang</code>", "</li>", slip, sizeof slip));
    snprintf(again, sizeof again, "%.14s", strstr(slip, "<code>") + 6);
    assert_true(rig_login(x, "9901010001-twang", password) != 303);          /* the lost slip is void */
    assert_int_equal(rig_login(x, "9901010001-twang", again), 303);
    rig_free(x);
}

static void nobody_beyond_ones_place_and_posts(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300], bureau[40];
    ENTER(x, "dongzhang");
    int64_t wang = colleague(x, "Wang", 0), zhao = colleague(x, "Zhao", 0);
    ENTER(x, "dongban");
    assert_int_equal(get(x, page), 404);
    ENTER(x, "jingban");
    assert_int_equal(get(x, page), 404);                                     /* imports staff, opens no accounts */
    ENTER(x, "xizhang");
    snprintf(fields, sizeof fields, "staff=%lld", (long long)wang);
    assert_int_equal(POST(x, page, fields), 422);
    snprintf(fields, sizeof fields, "place=%lld&staff=%lld", (long long)x->school[0], (long long)wang);
    assert_int_equal(POST(x, page, fields), 404);
    ENTER(x, "anquan");
    snprintf(fields, sizeof fields, "/staff/%lld", (long long)wang);
    assert_int_equal(get(x, page), 200);
    assert_true(rig_says(x, "9901010001-twang"));
    struct place home;
    struct db *db;
    assert_int_equal(db_open(x->store, DB_READ, &db), RC_OK);
    assert_int_equal(place_bureau(db, RIG_COUNTY, x->arena, &home), RC_OK);
    db_close(db);
    snprintf(bureau, sizeof bureau, "role=audit_admin&place=%lld", (long long)home.id);
    assert_int_equal(POST(x, at("/staff/%lld/grant", zhao), bureau), 303);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, page), 200);
    assert_true(rig_says(x, "disabled") && rig_says(x, "超出您管的范围"));
    snprintf(fields, sizeof fields, "staff=%lld&staff=%lld", (long long)wang, (long long)zhao);
    assert_int_equal(POST(x, page, fields), 200);
    assert_true(rig_count(x, "class=\"slip\"") == 1 && rig_says(x, "有 1 人没有开"));
    ENTER(x, "anquan");
    snprintf(fields, sizeof fields, "staff=%lld&rule=name", (long long)zhao);
    assert_int_equal(POST(x, page, fields), 200);
    assert_true(rig_says(x, "<code>zhao</code>"));
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct office_test tests[] = {
        {"a list gets its slips once", a_list_gets_its_slips_once},
        {"nobody beyond one's place and posts", nobody_beyond_ones_place_and_posts},
    };
    return office_main("pages_accounts", tests, sizeof tests / sizeof *tests);
}
