/* SPDX-License-Identifier: Apache-2.0 */
/* The page of committees and groups over HTTP, on SQLite and (with $CHUYAN_TEST_PG) on PostgreSQL. */
#include "office_rig.h"

/* A committee of the school: who may fill it in, what is refused, the vacancy after somebody went, the list as a file. */
static void a_committee_is_filled_in(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[300], id[40], place[40];
    ENTER(x, "dongzhang");
    int64_t teacher = staff_named(x, "dongban");
    assert_int_equal(get(x, "/bodies"), 200);
    assert_true(rig_says(x, "还缺：组长、组员") && rig_says(x, "过期"));
    assert_true(rig_between(x, "/bodies/set?place=", "&", place, sizeof place));
    snprintf(fields, sizeof fields, "/bodies/set?place=%s&scheme=town&body=group&post=leader", place);
    assert_int_equal(get(x, fields), 200);
    assert_true(rig_says(x, "name=\"person\"") && rig_says(x, "name=\"staff\""));
    snprintf(fields, sizeof fields, "/bodies/set?place=%s&scheme=town&body=group&post=chair", place);
    assert_int_equal(get(x, fields), 404);
    snprintf(fields, sizeof fields, "place=%s&scheme=town&body=group&post=leader&from=2026-11-01", place);
    assert_int_equal(POST(x, "/bodies/set", fields), 422);                              /* nobody */
    snprintf(fields, sizeof fields, "place=%s&scheme=town&body=group&post=leader&from=2026-11-01&staff=%lld", place,
        (long long)teacher);
    assert_int_equal(POST(x, "/bodies/set", fields), 303);
    static const struct { const char *house; int want; } house[] = {{"", 422} /* which? */, {"%E6%B4%BE%E5%87%BA%E6%89%80", 303}};
    for (int i = 0; i < 2; i++) {
        snprintf(fields, sizeof fields,
            "place=%s&scheme=town&body=group&post=member&from=2026-11-01&person=%%E9%%92%%B1%%E6%%89%%80&house=%s", place,
            house[i].house);
        assert_int_equal(POST(x, "/bodies/set", fields), house[i].want);
    }
    assert_int_equal(get(x, "/bodies"), 200);
    assert_true(rig_says(x, "已配齐") && rig_says(x, "钱所") && rig_says(x, "派出所"));
    assert_true(rig_between(x, "name=\"holder\" value=\"", "\"", id, sizeof id));
    snprintf(fields, sizeof fields, "/bodies/file?place=%s", place);
    assert_int_equal(get(x, fields), 200);
    ENTER(x, "xizhang");                                                                /* another school */
    snprintf(fields, sizeof fields, "place=%s&holder=%s", place, id);
    assert_int_equal(POST(x, "/bodies/leave", fields), 404);
    ENTER(x, "dongban");                                                                /* of a class alone */
    assert_int_equal(POST(x, "/bodies/leave", fields), 404);
    ENTER(x, "dongzhang");
    char grant[80];
    snprintf(grant, sizeof grant, "role=subject_teacher&place=%s", place);
    assert_int_equal(POST(x, at("/staff/%lld/grant", teacher), grant), 303);
    ENTER(x, "dongban");                                                                /* reads there, keeps no staff */
    assert_int_equal(get(x, at("/bodies?place=%lld", strtoll(place, NULL, 10))), 200);
    assert_true(rig_says(x, "派出所") && !rig_says(x, "/bodies/set") && !rig_says(x, "name=\"holder\""));
    assert_int_equal(POST(x, "/bodies/leave", fields), 404);
    ENTER(x, "dongzhang");
    assert_int_equal(POST(x, "/bodies/leave", fields), 303);
    assert_int_equal(get(x, "/bodies"), 200);
    assert_true(rig_says(x, "还缺：组长"));
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct office_test tests[] = {{"a committee is filled in", a_committee_is_filled_in}};
    return office_main("pages_bodies", tests, sizeof tests / sizeof *tests);
}
