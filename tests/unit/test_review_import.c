/* SPDX-License-Identifier: Apache-2.0 */
/* What a file of one school must not do: take or show a child of another, tell whose a number is, or give posts above the
 * school. */
#include "gen/sql/grant.h"
#include "model/staff_import.h"
#include "registry_kit.h"

static char check_of(const char *first17)
{
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (first17[i] - '0') * weight[i];
    return "10X98765432"[sum % 11];
}

static struct text roll_of(struct kit *k, const char *name, const char *born, const char *phone)
{
    const char *first17 = "99010120170309112";
    return text_fmt(k->arena,
                    "姓名,性别,出生日期,身份证件号,年级,班级,父亲姓名,父亲电话\n%s,女,%s,%s%c,三年级,1,欧阳大山,%s\n", name,
                        born, first17, check_of(first17), phone);
}

static size_t said(struct kit *k, int64_t batch, const char *word)
{
    struct batch_rows rows;
    size_t n = 0;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, NULL, -1, 100, LANG_ZH, k->arena, &rows));
    kit_keep(k);
    for (size_t i = 0; i < rows.n; i++) {
        for (size_t f = 0; f < rows.item[i].faults; f++) n += text_find(rows.item[i].fault[f].text, text_of(word)) >= 0;
    }
    return n;
}

static void a_child_elsewhere(void **state)
{
    struct kit k;
    kit_open(&k, (enum engine)(intptr_t)*state, "2026-09-10");
    struct scope county = k.scope;
    int64_t batch = kit_preview(&k, "east.csv", roll_of(&k, "欧阳小燕", "2017-03-09", "13800000001"), "2199010001",
        "2026-09-01", NULL);
    kit_apply(&k, batch);
    k.scope = scope_narrow(county, k.second.lo, k.second.hi, 0, 0);
    batch = kit_preview(&k, "west.csv", roll_of(&k, "欧阳小燕", "2017-03-09", "13800000009"), "2199010002", "2026-09-02", NULL);
    assert_int_equal(kit_batch(&k, batch).rows_refused, 1); /* still on the roll of the first school */
    batch = kit_preview(&k, "probe.csv", roll_of(&k, "某某", "2016-01-01", "13800000009"), "2199010002", "2026-09-02", NULL);
    assert_int_equal(said(&k, batch, "欧阳小燕"), 0); /* nor does a number tell whose it is */
    assert_int_equal(said(&k, batch, "***"), 1);
    k.scope = county; /* who answers for both schools may: a transfer, with a word */
    batch = kit_preview(&k, "county.csv", roll_of(&k, "欧阳小燕", "2017-03-09", "13800000009"), "2199010002", "2026-09-02", NULL);
    assert_int_equal(kit_batch(&k, batch).rows_changed, 1);
    kit_close(&k);
}

static int64_t staff_file(struct kit *k, const char *csv)
{
    struct batch_file f = {.name = T("staff.csv"), .bytes = text_of(csv), .school = T("2199010001"), .as_of = k->w.today};
    int64_t batch = 0;
    bool again;
    kit_begin(k);
    KIT_OK(k, staff_import_preview(&k->w, &k->scope, &f, NULL, &batch, &again));
    kit_keep(k);
    kit_apply(k, batch);
    return batch;
}

static int roles_of(struct kit *k, const char *role)
{
    struct cursor c;
    struct sql_grant_scan_out o;
    int n = 0;
    kit_begin(k);
    KIT_OK(k, sql_grant_scan(k->db, &(struct sql_grant_scan_in){.county = KIT_COUNTY, .day = k->w.today}, &c));
    while (sql_grant_scan_next(&c, &o)) n += text_eqz(o.role, role);
    KIT_OK(k, sql_close(&c));
    kit_keep(k);
    return n;
}

static void posts_stay_inside(void **state)
{
    static const char csv[] = "姓名,工号,职务,角色\n赵一,001,教师,县局经办\n钱二,002,德育主任,\n孙三,003,县教育局经办,\n";
    struct kit k;
    kit_open(&k, (enum engine)(intptr_t)*state, "2026-09-10");
    struct scope county = k.scope;
    k.scope = scope_narrow(county, k.first.lo, k.first.hi, 0, 0);
    int64_t batch = staff_file(&k, csv);
    assert_int_equal(roles_of(&k, "county_clerk"), 0);
    assert_int_equal(roles_of(&k, "moral_office"), 1);
    assert_int_equal(roles_of(&k, "subject_teacher"), 2);
    assert_int_equal(said(&k, batch, "超出"), 2);
    k.scope = county;
    staff_file(&k, "姓名,工号,职务,角色\n李四,004,教师,县局经办\n"); /* from the county's own hand */
    assert_int_equal(roles_of(&k, "county_clerk"), 1);
    kit_close(&k);
}

static void nobody_lifts_themselves(void **state)
{
    struct kit k;
    kit_open(&k, (enum engine)(intptr_t)*state, "2026-09-10");
    staff_file(&k, "姓名,工号,职务\n周五,005,教师\n");
    struct cursor c;
    struct sql_grant_scan_out o;
    kit_begin(&k);
    KIT_OK(&k, sql_grant_scan(k.db, &(struct sql_grant_scan_in){.county = KIT_COUNTY, .day = k.w.today}, &c));
    while (sql_grant_scan_next(&c, &o)) k.w.staff = o.staff;
    KIT_OK(&k, sql_close(&c));
    kit_keep(&k);
    assert_true(k.w.staff != 0);
    staff_file(&k, "姓名,工号,职务\n周五,005,校长\n");
    assert_int_equal(roles_of(&k, "school_head"), 0);
    kit_close(&k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {TEST(a_child_elsewhere), TEST(posts_stay_inside), TEST(nobody_lifts_themselves)};
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("review_import", some, n, NULL, NULL);
}
