/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of facilities over HTTP, on SQLite and (with $CHUYAN_TEST_PG) on PostgreSQL. */
#include "office_rig.h"

static const char scheme_rooms[] =
    "scheme: {id: rooms, version: 1, title: 阵地建设方案, issuer: 某县教育局, layer: county, from: 2020-01-01}\n"
    "facilities:\n"
    "  - {key: home, kind: children_place, title: 留守儿童之家, at: school, owner: school_head, keeper: yes, log: facility_log,\n"
    "     equipment: [{key: phone, title: 电话}, {key: books, title: 图书, at_least: 50},\n"
    "                 {key: video, title: 视频, optional: yes}], clause: 九, source: [R-001]}\n";

/* A county whose schools owe a home, with its head at the page of the first school; `place` is that school. */
static struct rig *rooms_new(void **state, char *place, size_t room)
{
    struct rig *x = office_with((enum engine)(intptr_t)*state, "rooms", scheme_rooms);
    ENTER(x, "dongzhang");
    assert_int_equal(get(x, "/facilities"), 200);
    assert_true(rig_between(x, "/facilities/file?place=", "\"", place, room));
    return x;
}

/* POST /facility with the place and what else is said. */
static int save(struct rig *x, const char *place, const char *rest)
{
    char fields[600];
    snprintf(fields, sizeof fields, "place=%s&%s", place, rest);
    return POST(x, "/facility", fields);
}

static int64_t home_add(struct rig *x, const char *place)
{
    assert_int_equal(save(x, place, "kind=children_place&n_phone=1&n_books=20&from=2026-09-01"), 303);
    const char *id = strstr(x->answer, "&id=");
    assert_non_null(id);
    return strtoll(id + 4, NULL, 10);
}

static int look(struct rig *x, const char *place, int64_t id)
{
    char target[120];
    snprintf(target, sizeof target, "/facility?place=%s&id=%lld", place, (long long)id);
    return get(x, target);
}

static int change(struct rig *x, const char *place, int64_t id, int version, const char *rest)
{
    char fields[400];
    snprintf(fields, sizeof fields, "id=%lld&version=%d&%s", (long long)id, version, rest);
    return save(x, place, fields);
}

static int shut(struct rig *x, const char *place, int64_t id, const char *day)
{
    char fields[200];
    snprintf(fields, sizeof fields, "place=%s&id=%lld&day=%s", place, (long long)id, day);
    return POST(x, "/facility/close", fields);
}

/* Owed, entered with something missing, made whole, its log written, closed: owed again. */
static void a_home_is_kept(void **state)
{
    char place[40], target[200];
    struct rig *x = rooms_new(state, place, sizeof place);
    assert_true(rig_says(x, "还缺") && rig_says(x, "这里还没有登记设施") && rig_says(x, "登记一处"));
    snprintf(target, sizeof target, "/facility?place=%s&kind=children_place", place);
    assert_int_equal(get(x, target), 200);                      /* the things that the scheme asks for have their fields */
    assert_true(rig_says(x, "name=\"n_phone\"") && rig_says(x, "name=\"n_books\"") && rig_says(x, "至少 50"));
    assert_true(rig_says(x, "name=\"n_video\"") && rig_says(x, "不算缺"));
    int64_t keeper = staff_named(x, "dongban"), id = home_add(x, place);
    assert_int_equal(look(x, place, id), 200);
    assert_true(rig_says(x, "管理人、图书（要 50，有 20）") && !rig_says(x, "缺 视频"));
    const char *whole = at("name=&keeper=%lld&n_phone=1&n_books=60&hours=%%E5%%91%%A8%%E4%%B8%%80", keeper);
    assert_int_equal(change(x, place, id, 1, whole), 303);
    assert_int_equal(look(x, place, id), 200);
    assert_true(rig_says(x, "周一") && rig_says(x, "图书 60") && rig_says(x, "图书 20") && !rig_says(x, "图书（要"));
    assert_int_equal(change(x, place, id, 1, "n_books=70"), 409);                       /* seen before somebody changed it */
    assert_int_equal(get(x, "/facilities"), 200);
    assert_true(rig_says(x, "已有") && !rig_says(x, "还缺") && rig_says(x, "还没有开放记录"));
    snprintf(target, sizeof target, "kind=facility_log&facility=%lld&day=2026-11-02&mode=face&f_people=12", (long long)id);
    assert_int_equal(POST(x, "/record", target), 303);
    assert_int_equal(get(x, "/facilities"), 200);
    assert_true(rig_says(x, "最近一次") && !rig_says(x, "还没有开放记录"));
    assert_int_equal(look(x, place, id), 200);
    assert_true(rig_says(x, "设施开放记录 · "));
    snprintf(target, sizeof target, "/facilities/file?place=%s", place);
    assert_int_equal(get(x, target), 200);
    assert_true(rig_says(x, "spreadsheetml"));
    assert_int_equal(shut(x, place, id, "2026-08-31"), 422);                            /* before it was opened */
    assert_int_equal(shut(x, place, id, "2026-11-01"), 303);
    assert_int_equal(get(x, "/facilities"), 200);
    assert_true(rig_says(x, "2026-11-01 起关闭") && rig_says(x, "还缺"));
    assert_int_equal(look(x, place, id), 200);
    assert_false(rig_says(x, "name=\"version\""));
    assert_int_equal(shut(x, place, id, "2026-11-01"), 409);
    rig_free(x);
}

/* What is refused comes back with what was typed. */
static void mistakes_are_said(void **state)
{
    char place[40];
    struct rig *x = rooms_new(state, place, sizeof place);
    static const struct { const char *fields, *said; } bad[] = {
        {"kind=&from=2026-09-01", "没有「」这种设施"},
        {"kind=castle&from=2026-09-01", "没有「castle」这种设施"},
        {"kind=children_place&keeper=7&from=2026-09-01", "管理人要是这里"},
        {"kind=children_place&n_books=many&from=2026-09-01", "图书"},
        {"kind=children_place&n_books=-1&hours=late&from=2026-09-01", "value=\"late\""},
        {"kind=children_place&from=2199-01-01", "2199-01-01"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(save(x, place, bad[i].fields), 422);
        assert_true(rig_says(x, bad[i].said));
    }
    int64_t id = home_add(x, place);
    assert_int_equal(save(x, place, "kind=children_place&from=2026-09-01"), 409);       /* one of that name stands there */
    assert_true(rig_says(x, "已经有一处叫"));
    assert_int_equal(change(x, place, id, 1, "n_books=-3"), 422);
    assert_int_equal(look(x, place, id), 200);
    assert_true(rig_says(x, "图书 20"));
    rig_free(x);
}

/* Another school's is not there; who teaches a class sees no school's, and who reads only changes nothing. */
static void others_do_not_touch_it(void **state)
{
    char place[40], own[40], target[100];
    struct rig *x = rooms_new(state, place, sizeof place);
    int64_t id = home_add(x, place), teacher = staff_named(x, "dongban");
    ENTER(x, "xizhang");
    assert_int_equal(get(x, "/facilities"), 200);
    assert_true(rig_says(x, "这里还没有登记设施"));
    assert_true(rig_between(x, "/facilities/file?place=", "\"", own, sizeof own));
    const char *asked[] = {place, own};
    for (int i = 0; i < 2; i++) {                               /* by its place, and as if it stood at one's own */
        assert_int_equal(look(x, asked[i], id), 404);
        assert_int_equal(change(x, asked[i], id, 1, "n_books=1"), 404);
        assert_int_equal(shut(x, asked[i], id, "2026-11-01"), 404);
    }
    snprintf(target, sizeof target, "kind=facility_log&facility=%lld&day=2026-11-02&mode=face&f_people=12", (long long)id);
    assert_int_not_equal(POST(x, "/record", target), 303);
    snprintf(target, sizeof target, "/facilities/file?place=%s", place);
    assert_int_equal(get(x, target), 404);
    ENTER(x, "dongban");                                        /* of a class of that school */
    assert_int_equal(look(x, place, id), 404);
    assert_int_equal(save(x, place, "kind=reading_room&from=2026-09-01"), 404);
    ENTER(x, "dongzhang");
    snprintf(target, sizeof target, "role=subject_teacher&place=%s", place);
    assert_int_equal(POST(x, at("/staff/%lld/grant", teacher), target), 303);
    ENTER(x, "dongban");
    assert_int_equal(look(x, place, id), 200);
    assert_false(rig_says(x, "name=\"version\"") || rig_says(x, "/facility/close"));
    assert_int_equal(change(x, place, id, 1, "n_books=1"), 404);
    assert_int_equal(shut(x, place, id, "2026-11-01"), 404);
    ENTER(x, "dongzhang");
    assert_int_equal(look(x, place, id), 200);
    assert_true(rig_says(x, "图书 20") && rig_says(x, "/facility/close"));
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct office_test tests[] = {{"a home is kept", a_home_is_kept}, {"mistakes are said", mistakes_are_said},
                                               {"others do not touch it", others_do_not_touch_it}};
    return office_main("pages_facilities", tests, sizeof tests / sizeof *tests);
}
