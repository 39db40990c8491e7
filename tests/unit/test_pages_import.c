/* SPDX-License-Identifier: Apache-2.0 */
/* Files of schools on the pages: what the columns mean is put right by hand and remembered; large files stand in nobody's way. */
#include "office_rig.h"

#include "gen/sql/batch.h"
#include "model/batch.h"

static const char strange[] = "谁,男女,出生日期,什么班,家里电话,备忘\n"
                              "王小明,男,2017-03-01,三（2）班,13800000001,甲\n"
                              "李小红,女,2017-05-01,三（2）班,13800000002,乙\n";
/* Columns: 谁 男女 出生日期 什么班 家里电话 备忘 */
static const char chosen[] = "m_0=name&m_1=sex&m_2=birth&m_3=class&m_4=phone&m_5=";

static int64_t sent(struct rig *x, const char *name, const char *file)
{
    char fields[120];
    snprintf(fields, sizeof fields, "kind=roll\nschool=%lld\nas_of=2026-11-18\n", (long long)x->school[0]);
    int status = upload(x, "/imports", fields, name, file);
    if (status != 303 && strstr(x->answer, "role=\"alert\"")) fprintf(stderr, "%.900s\n", strstr(x->answer, "role=\"alert\""));
    assert_int_equal(status, 303);
    return location_id(x, "/import/");
}

static void columns_are_put_right(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char body[300];
    ENTER(x, "jingban");
    int64_t id = sent(x, "strange.csv", strange);
    assert_int_equal(get(x, at("/import/%lld", id)), 200);
    assert_true(rig_says(x, "等人说明各列") && rig_says(x, "name=\"m_5\"") && rig_says(x, "王小明") && rig_says(x, "138****"));
    assert_true(!rig_says(x, "13800000001") && !rig_says(x, "/apply\""));
    assert_int_equal(POST(x, at("/import/%lld/apply", id), ""), 422);                     /* nothing to carry out yet */
    assert_int_equal(POST(x, at("/import/%lld/mapping", id), "m_0=&m_1=sex"), 422);       /* nobody's name */
    assert_true(rig_says(x, "还没有哪一列是“姓名”"));
    snprintf(body, sizeof body, "%s&m_5=name", "m_0=name&m_1=sex&m_2=birth&m_3=class&m_4=phone");
    assert_int_equal(POST(x, at("/import/%lld/mapping", id), body), 422);                 /* two names */
    assert_true(rig_says(x, "“备忘”和“谁”都选成了“姓名”") && rig_says(x, "aria-invalid"));
    assert_int_equal(POST(x, at("/import/%lld/mapping", id), "m_0=nonsense"), 422);
    assert_int_equal(POST(x, at("/import/%lld/mapping", id), chosen), 303);
    int64_t again = location_id(x, "/import/");
    assert_true(again != id);
    assert_int_equal(get(x, at("/import/%lld", id)), 404);                                /* replaced, not beside it */
    assert_int_equal(get(x, at("/import/%lld?tab=new", again)), 200);
    assert_true(rig_says(x, "王小明") && rig_says(x, "李小红") && rig_says(x, "/apply\""));
    assert_int_equal(POST(x, at("/import/%lld/apply", again), ""), 303);
    assert_int_equal(get(x, at("/import/%lld", again)), 200);
    assert_true(!rig_says(x, "name=\"m_0\""));                                            /* the file itself is gone */
    assert_int_equal(POST(x, at("/import/%lld/mapping", again), chosen), 422);
    /* The next file with this head is read so at once; another head is not. */
    int64_t next = sent(x, "next.csv", "谁,男女,出生日期,什么班,家里电话,备忘\n赵小军,男,2017-08-01,三（2）班,,\n");
    assert_int_equal(get(x, at("/import/%lld?tab=new", next)), 200);
    assert_true(rig_says(x, "赵小军") && rig_says(x, "只检查过"));
    int64_t other = sent(x, "other.csv", "谁,出生日期,什么班\n赵小军,2017-08-01,三（2）班\n");
    assert_int_equal(get(x, at("/import/%lld", other)), 200);
    assert_true(rig_says(x, "等人说明各列"));
    assert_int_equal(POST(x, at("/import/%lld/drop", other), ""), 303);
    rig_free(x);
}

static void one_template_for_two_schools(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    char fields[120];
    static const char file[] = "姓名,性别,出生日期,班级\n王小明,男,2017-03-01,三（2）班\n";
    ENTER(x, "jingban");
    int64_t first = sent(x, "roll.csv", file);
    assert_int_equal(POST(x, at("/import/%lld/apply", first), ""), 303);
    snprintf(fields, sizeof fields, "kind=roll\nschool=%lld\nas_of=2026-11-18\n", (long long)x->school[1]);
    assert_int_equal(upload(x, "/imports", fields, "roll.csv", file), 303);
    int64_t second = location_id(x, "/import/");
    assert_true(second != first);                                                         /* of another school: another file */
    assert_int_equal(sent(x, "roll.csv", file), first);                                   /* the same one once more */
    rig_free(x);
}

/* ---- others save meanwhile ---- */

enum { LARGE = 7200 };

static const char *large_file(struct rig *x)
{
    struct buf b = buf_new(4 << 20);
    buf_add(&b, T("姓名,性别,出生日期,班级,父亲姓名,父亲电话\n"));
    for (int i = 0; i < LARGE; i++)
        buf_fmt(&b, "甲%c%c%c,男,2017-%02d-%02d,三（%d）班,乙%c%c%c,139%08d\n", 'a' + i / 676 % 26, 'a' + i / 26 % 26, 'a' + i % 26,
            i % 12 + 1, i % 28 + 1, i / 150 + 1, 'a' + i / 676 % 26, 'a' + i / 26 % 26, 'a' + i % 26, i);
    const char *all = text_z(x->arena, buf_text(&b));
    buf_free(&b);
    return all;
}

/* While the page says that the file is under way, records are saved, each of them answered before the next is sent. */
static int saves_until(struct rig *x, int64_t id, const char *on_the_way, const char *through)
{
    int saved = 0;
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(get(x, at("/import/%lld", id)), 200);
        if (rig_says(x, through)) return saved;
        assert_true(rig_says(x, on_the_way));
        /* The page asks for itself anew: what it puts in its place has to be in the answer, and forms that can be sent. */
        assert_int_equal(rig_ask(x, "GET", at("/import/%lld", id), "HX-Request: true\r\n", NULL), 200);
        assert_true(rig_says(x, "id=\"import\"") && !rig_says(x, "<main"));
        char body[200];
        snprintf(body, sizeof body, "version=%lld&name=%s&sex=1", (long long)version_of(x, x->child[0]),
            i % 2 ? "%E6%AC%A7%E9%98%B3%E7%94%B2" : "%E6%AC%A7%E9%98%B3%E4%B9%99");
        int status = POST(x, at("/child/%lld/edit", x->child[0]), body);
        if (status != 303 && status != 409) fprintf(stderr, "%d %.600s\n", status, x->answer);
        assert_int_equal(status, 303);
        assert_int_equal(get(x, at("/import/%lld", id)), 200);
        saved += rig_says(x, on_the_way);
    }
    return -1;
}

static void restarted(struct rig *x)
{
    struct serve_options o = {.store = x->store, .now = rig_now, .cost = RIG_COST, .quiet = true};
    struct faults f = faults_new(x->arena);
    server_stop(x->server);
    atomic_fetch_add(&rig_clock, BATCH_BEAT_MS + 1);
    assert_int_equal(server_start(&o, &f, &x->server), RC_OK);
    x->port = server_port(x->server);
}

static void saves_come_between(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    ENTER(x, "jingban");
    int64_t id = sent(x, "large.csv", large_file(x));
    assert_int_equal(POST(x, at("/import/%lld/apply", id), ""), 303);
    assert_true(saves_until(x, id, "正在写入", "已写进去") >= 1);
    assert_int_equal(rig_ask(x, "GET", at("/import/%lld", id), "HX-Request: true\r\n", NULL), 200);
    assert_true(rig_says(x, x->csrf) && rig_says(x, "/undo\""));
    /* A server that stops in the middle: the next one goes on by itself. */
    assert_int_equal(POST(x, at("/import/%lld/undo", id), ""), 303);
    restarted(x);
    assert_true(comes(x, at("/import/%lld", id), "已撤回"));
    assert_true(!rig_says(x, "留着没动"));
    assert_int_equal(get(x, at("/child/%lld", x->child[0])), 200);
    rig_free(x);
}

static enum rc reading_left(struct db *db, void *p)
{
    const int64_t *id = p;
    struct sql_batch_state_set_in in = {.county = RIG_COUNTY, .id = *id, .state = T("reading"), .was = T("preview")};
    return sql_batch_state_set_run(db, &in, NULL);
}

/* A check that a crash cut short says so, and is made again by one press. */
static void cut_short(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    struct db *db;
    ENTER(x, "jingban");
    int64_t id = sent(x, "roll.csv", "姓名,性别,出生日期,班级\n王小明,男,2017-03-01,三（2）班\n");
    assert_int_equal(db_open(x->store, DB_WRITE, &db), RC_OK);
    assert_int_equal(db_transact(db, reading_left, &id), RC_OK);
    db_close(db);
    atomic_fetch_add(&rig_clock, 31 * 60 * 1000);
    restarted(x);
    ENTER(x, "jingban");
    assert_true(comes(x, at("/import/%lld", id), "检查中断了"));
    assert_true(!rig_says(x, "/apply\""));
    assert_int_equal(POST(x, at("/import/%lld/check", id), ""), 303);
    int64_t again = location_id(x, "/import/");
    assert_true(again != id);
    assert_int_equal(get(x, at("/import/%lld", again)), 200);
    assert_true(rig_says(x, "只检查过") && rig_says(x, "/apply\""));
    assert_int_equal(POST(x, at("/import/%lld/check", again), ""), 422);      /* there is nothing to make again */
    assert_int_equal(POST(x, at("/import/%lld/apply", again), ""), 303);
    assert_int_equal(get(x, at("/import/%lld", again)), 200);
    assert_true(rig_says(x, "已写进去"));
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct office_test tests[] = {
        {"columns are put right", columns_are_put_right}, {"one template for two schools", one_template_for_two_schools},
        {"saves come between", saves_come_between}, {"a check cut short", cut_short},
    };
    return office_main("pages of imports", tests, sizeof tests / sizeof *tests);
}
