/* SPDX-License-Identifier: Apache-2.0 */
/* The main way of a roll file: preview, carry out, the same again, a newer one, missing children, undo. */
#include "model/enrolment.h"
#include "model/fact.h"
#include "model/family.h"
#include "model/kin.h"
#include "model/roll_change.h"
#include "registry_kit.h"

static const char first_file[] =
    "城东小学2026年秋季学籍信息表,,,,,,,,,,,,,,\n"
    "姓名,性别,出生日期,民族,身份证件号,学籍号,年级,班级,现住址,就读方式,是否留守儿童,父亲姓名,父亲电话,父亲外出务工地点,父亲外出时间\n"
    "欧阳小燕,女,2017.3.9,汉族,990101201703091126,G990101201703091126,三年级,2,测试县柳河镇东村1组,住校,2,欧阳大山,13800000001,广东省东莞市,2025.2.20\n"
    "阿依古丽·买买提,女,20170612,维吾尔,,,三年级,2,,走读,0,,,,\n"
    "单小虎,男,2017-01-15,汉,990101201701150072,,三,（2）班,测试县柳河镇东村2组,1,1,单大虎,13800000002,浙江温州,2026-03-01\n";

/* The check digits of the invented numbers are made here, so that the files above can be read by people. */
static char check_of(const char *first17)
{
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (first17[i] - '0') * weight[i];
    return "10X98765432"[sum % 11];
}

/* Puts right the last character of every eighteen digits that begin with 9901. */
static struct text put_right(struct kit *k, const char *csv)
{
    char *s = arena_copy(k->arena, csv, strlen(csv) + 1);
    for (char *p = s; (p = strstr(p, "9901")) != NULL;) {
        size_t n = strspn(p, "0123456789X");
        if (n == 18) p[17] = check_of(p);
        p += n;
    }
    return text_of(s);
}

static struct text replaced(struct kit *k, struct text t, const char *old, const char *now)
{
    ptrdiff_t at = text_find(t, text_of(old));
    assert_true(at >= 0);
    return text_fmt(k->arena, "%.*s%s%.*s", (int)at, t.s, now, (int)(t.n - (size_t)at - strlen(old)), t.s + at + strlen(old));
}

static const struct fact *open_fact(struct kit *k, int64_t child, const char *kind, const char *who)
{
    struct fact_list *l = arena_alloc(k->arena, sizeof *l);
    kit_begin(k);
    KIT_OK(k, fact_for(k->db, KIT_COUNTY, child, k->arena, l));
    kit_keep(k);
    return fact_on(l, text_of(kind), text_of(who), k->w.today);
}

static void the_story(struct kit *k)
{
    struct text file = put_right(k, first_file);
    bool again = false;
    int64_t batch = kit_preview(k, "roll.csv", file, "", "2026-09-01", &again);
    kit_must(k, batch ? RC_OK : RC_INVALID, RC_OK, __FILE__, __LINE__);
    struct batch b = kit_batch(k, batch);
    assert_int_equal(b.rows_new, 3);
    assert_int_equal(b.rows_refused, 0);
    assert_true(kit_says(k, batch, 4, "没有证件号", true));
    assert_int_equal(kit_count(k), 0);                       /* a preview changes nothing */
    kit_apply(k, batch);
    assert_int_equal(k->touched.n, 3);
    assert_int_equal(kit_count(k), 3);

    struct child c = kit_child(k, "欧阳小燕");
    assert_text(c.pinyin, "ouyangxiaoyan");
    assert_text(c.initials, "oyxy");
    assert_int_equal(c.birth, day_of(2017, 3, 9));
    assert_true(c.place_key >= k->first.lo && c.place_key < k->first.hi);
    assert_text(open_fact(k, c.id, "roll_code", "")->code, "2");
    assert_text(open_fact(k, c.id, "boarding", "")->code, "boarding");
    const struct fact *away = open_fact(k, c.id, "absence", "father");
    assert_int_equal(away->from, day_of(2025, 2, 20));
    assert_text(away->place, "441900");
    assert_text(away->note, "广东省东莞市");
    assert_int_equal(kit_child(k, "ayiguli").birth, day_of(2017, 6, 12));
    assert_text(kit_child(k, "sxh").name, "单小虎");          /* 单 is Shan as a surname */

    /* The same file again is the same batch; the same rows in another file change nothing. */
    assert_int_equal(kit_preview(k, "roll.csv", file, "", "2026-09-01", &again), batch);
    assert_true(again);
    int64_t same = kit_preview(k, "copy.csv", text_fmt(k->arena, "%.*s\n", TP(file)), "", "2026-09-01", &again);
    b = kit_batch(k, same);
    assert_int_equal(b.rows_same, 3);
    assert_int_equal(b.rows_new + b.rows_changed + b.rows_refused, 0);
}

static void a_newer_file(struct kit *k)
{
    struct text file = put_right(k, first_file);
    struct text newer = replaced(k, replaced(k, file, "13800000001", "13900000009"), "住校,2", "走读,1");
    newer = replaced(k, newer, "三,（2）班", "三,（3）班");
    newer = text_sub(newer, 0, (size_t)text_find(newer, T("阿依古丽")));     /* cut after the first child … */
    struct text tail = text_sub(replaced(k, file, "三,（2）班", "三,（3）班"), (size_t)text_find(file, T("单小虎")), file.n);
    newer = text_join(k->arena, newer, tail);
    int64_t batch = kit_preview(k, "newer.csv", newer, "", "2026-10-08", NULL);
    struct batch b = kit_batch(k, batch);
    assert_int_equal(b.rows_changed, 2);
    assert_int_equal(b.rows_new, 0);
    struct batch_rows rows;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, "changed", -1, 10, LANG_ZH, k->arena, &rows));
    kit_keep(k);
    assert_int_equal(rows.item[0].diffs, 3);                  /* telephone, boarding, roll code */
    kit_apply(k, batch);
    struct child c = kit_child(k, "欧阳小燕");
    assert_text(open_fact(k, c.id, "roll_code", "")->code, "1");
    struct child moved = kit_child(k, "单小虎");
    struct enrolment_list spans;
    kit_begin(k);
    KIT_OK(k, enrolment_of(k->db, KIT_COUNTY, moved.id, k->arena, &spans));
    kit_keep(k);
    assert_int_equal(spans.n, 2);
    assert_int_equal(spans.item[0].to, day_of(2026, 10, 8));
    assert_text(spans.item[0].reason_out, "class_change");

    struct roll_missing_list missing;
    kit_begin(k);
    KIT_OK(k, roll_missing(k->db, &k->scope, batch, k->arena, &missing));
    assert_int_equal(missing.n, 1);
    KIT_OK(k, roll_leave(&k->w, &k->scope, batch, &missing.item[0].child, 1, day_of(2026, 10, 8), "transfer_out"));
    kit_keep(k);
    assert_int_equal(kit_count(k), 2);

    /* Undone as a whole: the classes, codes, numbers and the one who left are as before. */
    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, batch, NULL));
    kit_keep(k);
    assert_int_equal(kit_count(k), 3);
    assert_text(open_fact(k, c.id, "roll_code", "")->code, "2");
    kit_begin(k);
    KIT_OK(k, enrolment_of(k->db, KIT_COUNTY, moved.id, k->arena, &spans));
    struct kin_list kin;
    KIT_OK(k, kin_for(k->db, KIT_COUNTY, c.id, k->arena, &kin));
    kit_keep(k);
    assert_int_equal(spans.n, 1);
    assert_int_equal(spans.item[0].to, DAY_NONE);
    assert_text(kin.item[0].person.phone, "13800000001");
}

/* The first file can go too, once what was built on it is gone; while something stands, the refusal says what. */
static void undo_first(struct kit *k, int64_t batch)
{
    struct child c = kit_child(k, "单小虎");
    struct fact f = {.kind = T("needs"), .who = T(""), .code = T("study"), .from = k->w.today, .to = DAY_NONE};
    kit_begin(k);
    KIT_OK(k, fact_add(&k->w, c.id, &f, false, 0));
    kit_keep(k);
    kit_begin(k);
    KIT_RC(k, RC_CONFLICT, batch_undo(&k->w, &k->scope, batch, NULL));
    assert_true(k->faults.n > 0);
    assert_true(text_find(fault_say(&k->faults.list[0], LANG_ZH, k->arena), T("单小虎")) >= 0);
    db_rollback(k->db);
    assert_int_equal(kit_count(k), 3);
}

static int64_t newest_applied(struct kit *k)
{
    struct batch_list l;
    int64_t id = 0;
    kit_begin(k);
    KIT_OK(k, batch_list(k->db, &k->scope, 50, k->arena, &l));
    kit_keep(k);
    for (size_t i = 0; i < l.n && id == 0; i++)
        if (text_eqz(l.item[i].state, "applied")) id = l.item[i].id;
    return id;
}

static void story(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        the_story(&k);
        a_newer_file(&k);
        undo_first(&k, newest_applied(&k));
        kit_close(&k);
    }
}

static void undo_whole(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        struct text file = put_right(&k, first_file);
        int64_t batch = kit_preview(&k, "roll.csv", file, "", "2026-09-01", NULL);
        kit_apply(&k, batch);
        kit_begin(&k);
        KIT_OK(&k, batch_undo(&k.w, &k.scope, batch, NULL));
        struct place_list classes;
        KIT_OK(&k, place_under(k.db, KIT_COUNTY, k.first.lo, k.first.hi, PLACE_CLASS, DAY_NONE, k.arena, &classes));
        kit_keep(&k);
        assert_int_equal(kit_count(&k), 0);
        assert_int_equal(classes.n, 0);
        /* And it may come again. */
        bool again = true;
        batch = kit_preview(&k, "roll.csv", file, "", "2026-09-01", &again);
        assert_false(again);
        kit_apply(&k, batch);
        assert_int_equal(kit_count(&k), 3);
        kit_close(&k);
    }
}

static const char sisters[] =
    "学校,姓名,性别,身份证件号,班级,家庭成员1姓名,家庭成员1关系,家庭成员1身份证号,家庭成员1电话\n"
    "城东小学,李一一,女,990101201703091120,三（1）班,李父,父亲,990101198501011110,13700000001\n"
    "城西小学,李二二,女,990101201903091120,一（1）班,李父,父亲,990101198501011110,13700000002\n"
    "城西小学,王三,男,990101201903091210,一（1）班,王父,父亲,,13700000003\n"
    "城东小学,王四,男,990101201703091230,三（1）班,王父,父亲,,13700000003\n"
    "城东小学,赵五,男,990101201703091250,三（1）班,赵爷爷,祖父,,13700000004\n"
    "城东小学,赵六,男,990101201703091270,三（1）班,赵爷爷,祖父,,13700000004\n";

static void families(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        int64_t batch = kit_preview(&k, "sisters.csv", put_right(&k, sisters), "", "2026-09-01", NULL);
        kit_apply(&k, batch);
        struct child one = kit_child(&k, "李一一"), two = kit_child(&k, "李二二"), three = kit_child(&k, "王三"),
                     four = kit_child(&k, "王四");
        assert_true(one.family == two.family);                /* by the father's ID number, though the telephone differs */
        assert_true(three.family == four.family);             /* by telephone and name */
        assert_true(kit_child(&k, "赵五").family != kit_child(&k, "赵六").family);   /* one grandfather makes cousins, not brothers */
        kit_begin(&k);
        KIT_OK(&k, family_unlink(&k.w, &k.scope, two.id));
        KIT_OK(&k, family_link(&k.w, &k.scope, four.id, one.family));
        struct sibling_list l;
        KIT_OK(&k, family_children(k.db, &k.scope, one.family, k.arena, &l));
        kit_keep(&k);
        assert_int_equal(l.n, 2);
        kit_close(&k);
    }
}

/* What was done by hand on a page and a file of a later day agree; one of an earlier day does not undo it. */
static void by_hand_between(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        struct roll_changed changed;
        struct place other;
        kit_open(&k, (enum engine)e, "2026-11-21");
        struct text file = put_right(&k, first_file);
        kit_apply(&k, kit_preview(&k, "roll.csv", file, "", "2026-09-01", NULL));
        struct child moved = kit_child(&k, "欧阳小燕"), gone = kit_child(&k, "单小虎");
        kit_begin(&k);
        KIT_OK(&k, place_class(&k.w, &k.first, 2024, 1, 6, 1, 0, &other));
        KIT_OK(&k, roll_change_move(&k.w, &k.scope, moved.id, other.id, day_of(2026, 10, 12), &changed));
        KIT_OK(&k, roll_change_leave(&k.w, &k.scope, gone.id, day_of(2026, 10, 12), T("transfer_out"), &changed));
        kit_keep(&k);
        int64_t old = kit_preview(&k, "old.csv", file, "", "2026-10-01", NULL);
        assert_true(kit_says(&k, old, 3, "10", false) && kit_says(&k, old, 5, "已经离校", false));
        assert_int_equal(kit_batch(&k, old).rows_changed, 0);
        struct text later = replaced(&k, file, "三年级,2", "三年级,1");
        later = text_sub(later, 0, (size_t)text_find(later, T("单小虎")));   /* the one who left is in it no more */
        int64_t batch = kit_preview(&k, "new.csv", later, "", "2026-11-01", NULL);
        struct batch b = kit_batch(&k, batch);
        assert_int_equal(b.rows_same, 2);
        assert_int_equal(b.rows_refused + b.rows_changed + b.rows_new, 0);
        kit_close(&k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand_between), cmocka_unit_test(story), cmocka_unit_test(undo_whole),
                                       cmocka_unit_test(families)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
