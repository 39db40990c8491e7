/* SPDX-License-Identifier: Apache-2.0 */
/* Files of schools on the pages: what the columns mean is put right by hand and remembered; large files stand in nobody's way. */
#include "office_rig.h"

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

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    static const struct { const char *name; void (*run)(void **); } tests[] = {
        {"columns are put right", columns_are_put_right}, {"one template for two schools", one_template_for_two_schools},
    };
    enum { N = sizeof tests / sizeof *tests };
    struct CMUnitTest all[N * 2];
    char names[N * 2][80];
    size_t n = 0;
    for (int e = 0; e < place_engines(); e++) {
        for (size_t i = 0; i < N; i++, n++) {
            snprintf(names[n], sizeof names[n], "%s (%s)", tests[i].name, e == ENGINE_SQLITE ? "SQLite" : "PostgreSQL");
            all[n] = (struct CMUnitTest){.name = names[n], .test_func = tests[i].run, .initial_state = (void *)(intptr_t)e};
        }
    }
    return _cmocka_run_group_tests("pages of imports", all, n, NULL, NULL);
}
