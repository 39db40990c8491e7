/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets as a county that never saw the program writes them: words of its own, months without days, refused rows that are sent
 * back and come again. */
#include "format/sheet.h"
#include "format/xlsx_write.h"
#include "gen/sql/grant.h"
#include "model/fact.h"
#include "model/staff.h"
#include "model/staff_import.h"
#include "registry_kit.h"

static const char *number(struct kit *k, const char *first17)
{
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (first17[i] - '0') * weight[i];
    return text_z(k->arena, text_fmt(k->arena, "%s%c", first17, "10X98765432"[sum % 11]));
}

static const struct fact *open_fact(struct kit *k, const char *child, const char *kind, const char *who)
{
    struct child c = kit_child(k, child);
    struct fact_list *l = arena_alloc(k->arena, sizeof *l);
    kit_begin(k);
    KIT_OK(k, fact_for(k->db, KIT_COUNTY, c.id, k->arena, l));
    kit_keep(k);
    return fact_on(l, text_of(kind), text_of(who), k->w.today);
}

static struct roll_missing_list missing_of(struct kit *k, int64_t batch)
{
    struct roll_missing_list l;
    kit_begin(k);
    KIT_OK(k, roll_missing(k->db, &k->scope, batch, k->arena, &l));
    kit_keep(k);
    return l;
}

typedef void story(struct kit *k);

static void on_both(story *one)
{
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        one(&k);
        kit_close(&k);
    }
}

/* ---- words and months of their own ---- */

static const char words_head[] = "姓名,性别,出生日期,班级,是否留守儿童,父亲姓名,父亲务工地点,父亲外出时间,母亲姓名,母亲务工地点,母亲外出时间\n";

static void words_taken(struct kit *k)
{
    struct text file = text_fmt(k->arena, "%s%s", words_head,
                                "甲甲,男,2017-03-09,三（1）班,是,甲父,广东省,2025.9,甲母,浙江省,2026年2月\n"
                                "乙乙,男,2017-03-10,三（1）班,是,乙父,广东省,2025年10月份,,,\n"
                                "丙丙,女,2017-03-11,三（1）班,双亲外出,,,,,,\n"
                                "丁丁,女,2017-03-12,三（1）班,单亲外出,,,,,,\n"
                                "戊戊,女,2017-03-13,三（1）班,是,,,,,,\n"
                                "己己,女,2017.3,三（1）班,否,,,,,,\n"
                                "庚庚,女,2017-03-14,三（1）班,1,庚父,广东省,前年,,,\n");
    int64_t batch = kit_preview(k, "words.csv", file, "城东小学", "2026-09-01", NULL);
    assert_int_equal(kit_batch(k, batch).rows_new, 5);
    assert_int_equal(kit_batch(k, batch).rows_refused, 2);   /* a month is no birthday; the year before last is no day */
    assert_true(kit_says(k, batch, 2, "没有写到日，先从 2025-09-01 记起", true));
    assert_true(kit_says(k, batch, 2, "记为“双亲留守”", true));
    assert_true(kit_says(k, batch, 6, "没有说单亲还是双亲", true));
    assert_true(kit_says(k, batch, 7, "“2017.3”没有写到日。请写成", false));
    assert_true(kit_says(k, batch, 8, "日期“前年”看不懂", false));
    struct batch_rows rows;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, "refused", -1, 10, LANG_ZH, k->arena, &rows));
    kit_keep(k);
    for (size_t i = 0; i < rows.n; i++)
        for (size_t f = 0; f < rows.item[i].faults; f++)
            assert_true(text_find(rows.item[i].fault[f].text, T("没有外出时间")) < 0);   /* one was written */
    kit_apply(k, batch);
    assert_int_equal(open_fact(k, "甲甲", "absence", "father")->from, day_of(2025, 9, 1));
    assert_int_equal(open_fact(k, "甲甲", "absence", "mother")->from, day_of(2026, 2, 1));
    assert_int_equal(open_fact(k, "乙乙", "absence", "father")->from, day_of(2025, 10, 1));
    assert_text(open_fact(k, "甲甲", "roll_code", "")->code, "2");
    assert_text(open_fact(k, "乙乙", "roll_code", "")->code, "1");
    assert_text(open_fact(k, "丙丙", "roll_code", "")->code, "2");
    assert_text(open_fact(k, "丁丁", "roll_code", "")->code, "1");
    assert_text(open_fact(k, "戊戊", "roll_code", "")->code, "yes");

    /* A newer file says 非留守 and nothing of where the parents are: nothing ends by silence, but it is said. */
    file = text_fmt(k->arena, "%s%s", words_head, "甲甲,男,2017-03-09,三（1）班,否,甲父,,,甲母,在家,\n");
    batch = kit_preview(k, "newer.csv", file, "城东小学", "2026-11-01", NULL);
    assert_int_equal(kit_batch(k, batch).rows_changed, 1);
    assert_true(kit_says(k, batch, 2, "系统里父亲还在外出（广东省 2025-09-01—今）", true));
    assert_int_equal(kit_batch(k, batch).rows_warned, 1);
    kit_apply(k, batch);
    assert_non_null(open_fact(k, "甲甲", "absence", "father"));
    assert_null(open_fact(k, "甲甲", "absence", "mother"));
    assert_int_equal(missing_of(k, batch).n, 4);
}

static void words(void **state)
{
    (void)state;
    on_both(words_taken);
}

/* ---- refused rows ---- */

static void refused_again(struct kit *k)
{
    const char *one = number(k, "99010120170309001"), *two = number(k, "99010120170309002");
    struct arena *a = k->arena;
    struct text file = text_fmt(a, "姓名,性别,出生日期,身份证号,班级\n甲甲,男,,%s,三（1）班\n乙乙,女,,%s,三（1）班\n"
                                   "丙丙,男,2017-03-09,,三（1）班\n丁丁,男,2017-03-10,,三（1）班\n", one, two);
    int64_t batch = kit_preview(k, "a.csv", file, "城东小学", "2026-09-01", NULL);
    kit_apply(k, batch);
    assert_int_equal(kit_count(k), 4);
    /* Every row is about somebody: by number, though the class is missing; by name, though the birthday is none. Only
     * 丁丁 is not there. */
    struct text newer = text_fmt(a, "姓名,性别,出生日期,身份证号,班级\n,男,,%s,三（1）班\n乙乙,女,,%s,\n"
                                    "丙丙,男,2017-02-30,,三（1）班\n", one, two);
    bool again = true;
    int64_t second = kit_preview(k, "b.csv", newer, "城东小学", "2026-10-08", &again);
    assert_int_equal(kit_batch(k, second).rows_refused, 3);
    struct roll_missing_list l = missing_of(k, second);
    assert_int_equal(l.n, 1);
    assert_text(l.item[0].name, "丁丁");
    /* Nothing of it came in, so the same file is no repetition. */
    kit_apply(k, second);
    assert_true(kit_preview(k, "b.csv", newer, "城东小学", "2026-10-08", &again) != second);
    assert_false(again);
    /* The whole file of before is one, but not for another day, nor after something was undone. */
    assert_int_equal(kit_preview(k, "a.csv", file, "城东小学", "2026-09-01", &again), batch);
    assert_true(again);
    int64_t other = kit_preview(k, "a.csv", file, "城东小学", "2026-10-09", &again);
    assert_false(again);
    assert_int_equal(kit_batch(k, other).rows_same, 4);
    kit_apply(k, other);
    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, other, NULL));
    kit_keep(k);
    assert_true(kit_preview(k, "a.csv", file, "城东小学", "2026-09-01", &again) != batch);
    assert_false(again);
    /* Older than the first entry: nobody changed class. */
    int64_t old = kit_preview(k, "old.csv", file, "城东小学", "2026-08-01", NULL);
    assert_true(kit_says(k, old, 2, "2026-09-01 才登记到班里", false));
}

static void refused(void **state)
{
    (void)state;
    on_both(refused_again);
}

/* ---- the sheet that goes back comes back ---- */

static struct text grouped_sheet(struct kit *k)
{
    struct buf b = buf_new((size_t)16 << 20);
    struct xlsx_writer *x = xlsx_begin(k->arena, k->w.now);
    static const double width[6] = {0};
    struct xlsx_page page = {.name = T("花名册"), .width = width, .columns = 6};
    const struct xlsx_head cells[] = {{T("学生基本信息"), 0, 0, 4, 1}, {T("姓名"), 0, 1, 1, 1}, {T("性别"), 1, 1, 1, 1},
        {T("出生日期"), 2, 1, 1, 1}, {T("班级"), 3, 1, 1, 1}, {T("父亲"), 4, 0, 2, 1}, {T("姓名"), 4, 1, 1, 1}, {T("电话"), 5, 1, 1, 1}};
    const char *cell[2][6] = {{"甲甲", "男", "2017-02-30", "三（1）班", "甲父", "13700000001"},
                              {"乙乙", "女", "2017-03-09", "三（1）班", "乙父", "13700000002"}};
    xlsx_add_sheet(x, &page);
    xlsx_add_head(x, cells, sizeof cells / sizeof *cells, 2);
    for (int i = 0; i < 2; i++) {
        struct xlsx_value v[6];
        for (int c = 0; c < 6; c++) v[c] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_of(cell[i][c])};
        xlsx_add_row(x, v, 6);
    }
    assert_int_equal(xlsx_end(x, &b), RC_OK);
    struct text out = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return out;
}

static void returned(void **state)
{
    (void)state;
    struct kit k;
    struct buf report = buf_new((size_t)16 << 20);
    kit_open(&k, ENGINE_SQLITE, "2026-11-21");
    int64_t batch = kit_preview(&k, "a.xlsx", grouped_sheet(&k), "城东小学", "2026-09-01", NULL);
    assert_int_equal(kit_batch(&k, batch).rows_refused, 1);
    kit_begin(&k);
    KIT_OK(&k, batch_report(k.db, &k.scope, batch, LANG_ZH, k.arena, &report));
    kit_keep(&k);
    int64_t back = kit_preview(&k, "back.xlsx", text_dup(k.arena, buf_text(&report)), "城东小学", "2026-09-01", NULL);
    assert_true(back != 0);
    struct batch_rows rows;
    kit_begin(&k);
    KIT_OK(&k, batch_rows(k.db, &k.scope, back, NULL, -1, 10, LANG_ZH, k.arena, &rows));
    kit_keep(&k);
    bool told = false;
    for (size_t i = 0; i < rows.n; i++) told |= text_eqz(rows.item[i].name, "甲甲") && rows.item[i].faults > 0;
    assert_true(told);
    buf_free(&report);
    kit_close(&k);
}

/* A sheet for each class of two schools; school and class stand in titles and names alone, and each sheet has a head of its
 * own. */
static struct text titled_book(struct kit *k)
{
    struct buf b = buf_new((size_t)16 << 20);
    struct xlsx_writer *x = xlsx_begin(k->arena, k->w.now);
    static const double width[5] = {0};
    static const struct { const char *name, *title, *head[5], *cell[2][5]; } sheet[] = {
        {"三（2）班", "城西小学学生情况表", {"姓名", "性别", "出生日期", "宿舍", "备用"},
            {{"甲甲", "男", "2017-02-30", "301", "甲注"}, {"乙乙", "女", "2017-03-09", "302", ""}}},
        {"四（1）班", "城东小学学生情况表", {"宿舍", "姓名", "出生日期", "性别", "学校"},
            {{"401", "丙丙", "2016年", "男", ""}, {"402", "丁丁", "2016-03-09", "女", ""}}}};
    for (size_t s = 0; s < 2; s++) {
        struct xlsx_head cells[5];
        for (uint16_t c = 0; c < 5; c++) cells[c] = (struct xlsx_head){text_of(sheet[s].head[c]), c, 0, 1, 1};
        xlsx_add_sheet(x, &(struct xlsx_page){.name = text_of(sheet[s].name), .width = width, .columns = 5});
        xlsx_add_title(x, text_of(sheet[s].title));
        xlsx_add_head(x, cells, 5, 1);
        for (int i = 0; i < 2; i++) {
            struct xlsx_value v[5];
            for (int c = 0; c < 5; c++) v[c] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_of(sheet[s].cell[i][c])};
            xlsx_add_row(x, v, 5);
        }
    }
    assert_int_equal(xlsx_end(x, &b), RC_OK);
    struct text out = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return out;
}

struct copying { struct xlsx_writer *x; int sheet; };

/* As somebody at the school would: only the wrong days are put right. */
static bool corrected_row(void *ctx, const struct sheet_row *row)
{
    struct copying *c = ctx;
    struct xlsx_value v[20] = {0};
    static const double width[20] = {0};
    size_t n = 0;
    if (c->sheet != (int)row->sheet)
        xlsx_add_sheet(c->x, &(struct xlsx_page){.name = T("问题"), .width = width, .columns = 20});
    c->sheet = (int)row->sheet;
    for (size_t i = 0; i < row->n; i++) {
        struct text t = row->cell[i].shown;
        if (row->cell[i].merged) continue;
        if (text_eqz(t, "2017-02-30")) t = T("2017-02-28");
        if (text_eqz(t, "2016年")) t = T("2016-05-06");
        n = row->cell[i].column + (size_t)1;
        assert_true(n <= 20);
        v[n - 1] = (struct xlsx_value){.kind = VALUE_TEXT, .text = t};
    }
    xlsx_add_row(c->x, v, n);
    return true;
}

static struct text corrected(struct kit *k, struct text report)
{
    struct sheet_told told;
    struct faults f = faults_new(k->arena);
    struct sheet_ask ask = {.file = T("back.xlsx"), .index = SHEET_ALL};
    struct copying c = {.x = xlsx_begin(k->arena, k->w.now), .sheet = -1};
    struct buf b = buf_new((size_t)16 << 20);
    assert_int_equal(sheet_read(k->arena, report, &ask, &told, &f, corrected_row, &c), RC_OK);
    assert_int_equal(xlsx_end(c.x, &b), RC_OK);
    struct text out = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return out;
}

static void there_and_back(struct kit *k)
{
    struct buf report = buf_new((size_t)16 << 20);
    int64_t batch = kit_preview(k, "a.xlsx", titled_book(k), "", "2026-09-01", NULL);
    assert_int_equal(kit_batch(k, batch).rows_refused, 2);
    assert_true(kit_says(k, batch, 2000003, "“2016年”没有写到日。请写成", false));
    kit_apply(k, batch);
    struct child c = kit_child(k, "乙乙");
    assert_true(c.place_key >= k->second.lo && c.place_key < k->second.hi);
    c = kit_child(k, "丁丁");                      /* the second sheet is of another school */
    assert_true(c.place_key >= k->first.lo && c.place_key < k->first.hi);
    kit_begin(k);
    KIT_OK(k, batch_report(k->db, &k->scope, batch, LANG_ZH, k->arena, &report));
    kit_keep(k);
    int64_t back = kit_preview(k, "改好了.xlsx", corrected(k, buf_text(&report)), "", "2026-09-01", NULL);
    assert_int_equal(kit_batch(k, back).rows_refused, 0);
    assert_int_equal(kit_batch(k, back).rows_new, 2);
    kit_apply(k, back);
    struct place class;
    static const struct { const char *name, *bed; int entry, no; } want[] = {{"甲甲", "301", 2024, 2}, {"丙丙", "401", 2023, 1}};
    for (size_t i = 0; i < 2; i++) {
        c = kit_child(k, want[i].name);
        kit_begin(k);
        KIT_OK(k, place_by_id(k->db, KIT_COUNTY, c.class_id, k->arena, &class));
        kit_keep(k);
        assert_int_equal(class.parent, i == 0 ? k->second.id : k->first.id);
        assert_int_equal(class.entry_year, want[i].entry);
        assert_int_equal(class.class_no, want[i].no);
        assert_text(c.bed, want[i].bed);
    }
    buf_free(&report);
}

static void round_trip(void **state)
{
    (void)state;
    on_both(there_and_back);
}

/* ---- days that were said less exactly ---- */

static const struct fact *away_of(struct kit *k, const char *since, const char *as_of, int64_t *batch)
{
    struct text file = text_fmt(k->arena, "姓名,性别,出生日期,班级,父亲姓名,父亲务工地点,父亲外出时间\n"
                                          "甲甲,男,2017-03-09,三（1）班,甲父,广东省,%s\n", since);
    *batch = kit_preview(k, "since.csv", file, "城东小学", as_of, NULL);
    kit_apply(k, *batch);
    return open_fact(k, "甲甲", "absence", "father");
}

static void years_taken(struct kit *k)
{
    int64_t batch;
    assert_int_equal(away_of(k, "2025年", "2026-09-01", &batch)->from, day_of(2025, 1, 1));
    assert_true(kit_says(k, batch, 2, "“2025年”只写了年，先从 2025-01-01 记起", true));
    assert_int_equal(away_of(k, "2025年9月", "2026-09-02", &batch)->from, day_of(2025, 9, 1));   /* more exact: it replaces */
    assert_int_equal(away_of(k, "2025-09-15", "2026-09-03", &batch)->from, day_of(2025, 9, 15));
    static const char *const vague[] = {"2025.9", "2025-9", "２０２５年", "2025"};
    for (size_t i = 0; i < sizeof vague / sizeof *vague; i++) {
        assert_int_equal(away_of(k, vague[i], "2026-09-10", &batch)->from, day_of(2025, 9, 15));   /* less exact: it stays */
        assert_int_equal(kit_batch(k, batch).rows_same, 1);
    }
    assert_int_equal(away_of(k, "2024年", "2026-09-11", &batch)->from, day_of(2024, 1, 1));
    /* A year alone says nothing of when somebody came home, and nothing of a birthday. */
    struct text file = T("姓名,性别,出生日期,班级,父亲姓名,父亲务工地点,父亲外出时间,父亲返乡时间\n"
                         "乙乙,男,2017-03-09,三（1）班,乙父,广东省,2024年,2025年\n丙丙,男,2017,三（1）班,,,,\n");
    batch = kit_preview(k, "home.csv", file, "城东小学", "2026-09-12", NULL);
    assert_int_equal(kit_batch(k, batch).rows_refused, 2);
    assert_true(kit_says(k, batch, 2, "“2025年”只写了年。请至少写到月", false));
    assert_true(kit_says(k, batch, 3, "“2017”没有写到日", false));
}

static void years(void **state)
{
    (void)state;
    on_both(years_taken);
}

/* ---- posts since the school year began ---- */

static day_t role_from(struct kit *k, const char *path, const char *role)
{
    struct staff s;
    struct cursor c;
    struct sql_grant_of_staff_out o;
    day_t from = DAY_NONE;
    kit_begin(k);
    KIT_OK(k, staff_by_path(k->db, KIT_COUNTY, text_of(path), k->arena, &s));
    KIT_OK(k, sql_grant_of_staff(k->db, &(struct sql_grant_of_staff_in){.county = KIT_COUNTY, .staff = s.id}, &c));
    while (sql_grant_of_staff_next(&c, &o))
        if (text_eqz(o.role, role)) from = (day_t)o.from_day;
    KIT_OK(k, sql_close(&c));
    kit_keep(k);
    return from;
}

static void staff_taken(struct kit *k, const char *name, const char *rows)
{
    struct batch_file f = {.name = text_of(name), .as_of = k->w.today,
                           .bytes = text_fmt(k->arena, "学校,工号,姓名,职务,任班主任班级,入职日期\n%s", rows)};
    int64_t batch = 0;
    bool again = false;
    kit_begin(k);
    KIT_OK(k, staff_import_preview(&k->w, &k->scope, &f, NULL, &batch, &again));
    kit_keep(k);
    kit_apply(k, batch);
}

static void posts_given(struct kit *k)
{
    staff_taken(k, "s.csv", "城东小学,T1,王老师,教师,三（1）班,2012-09-01\n"
                            "城东小学,T2,李老师,教师,三（2）班,2026-10-12\n城东小学,T3,赵老师,教师,三（3）班,\n");
    assert_int_equal(role_from(k, "2199010001/T1", "class_teacher"), day_of(2026, 9, 1));
    assert_int_equal(role_from(k, "2199010001/T2", "class_teacher"), day_of(2026, 10, 12));
    assert_int_equal(role_from(k, "2199010001/T3", "class_teacher"), day_of(2026, 9, 1));
    /* Who takes a class over does not take its September. */
    staff_taken(k, "t.csv", "城东小学,T4,孙老师,教师,三（1）班,\n");
    assert_int_equal(role_from(k, "2199010001/T4", "class_teacher"), k->w.today);
}

static void posts(void **state)
{
    (void)state;
    on_both(posts_given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(refused), cmocka_unit_test(returned),
                                       cmocka_unit_test(round_trip), cmocka_unit_test(years), cmocka_unit_test(posts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
