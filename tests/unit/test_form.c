/* SPDX-License-Identifier: Apache-2.0 */
/* A form that a scheme declares, from loading to reading it after it has changed: asked, refused, credited, listed, shown. */
#include "care_kit.h"

#include "view/build_record.h"
#include "view/build_records.h"

enum { CHILD = 1001 };

#define HEAD(version, from) "scheme: {id: t, version: " version ", title: 测试方案, layer: county, from: " from "}\n" \
    "targets: [{key: kids, title: 学生, when: enrolled, clause: 一}]\n" \
    "duties:\n" \
    "  - {key: log, title: 每周登记, for: kids, owner: class_teacher, credit: {kinds: [log]}, every: week, clause: 二}\n" \
    "  - {key: talk, title: 谈心, for: kids, owner: class_teacher, credit: {kinds: [heart_talk]}, every: month, clause: 三}\n"

static const char first[] = HEAD("1", "2024-09-01")
    "lists: [{key: what, title: 种类, items: {door: 门窗, lamp: {zh: 灯, alias: 灯具}}}]\n"
    "forms:\n"
    "  - key: log\n    title: 开放登记\n    roles: [class_teacher]\n    met: [child]\n    class: internal\n    clause: 四\n"
    "    fields:\n"
    "      - {name: read, type: note, label: 先看场地}\n"
    "      - {name: kind, type: select_one what, label: 种类, required: true, brief: true}\n"
    "      - {name: all, type: select_multiple what, label: 都有哪些}\n"
    "      - {name: people, type: integer, label: 人数, min: 1, max: 50, required: true}\n"
    "      - {name: boys, type: integer, label: 男生, constraint: . <= people, message: 男生不能比总人数多}\n"
    "      - {name: cost, type: decimal, label: 花费, max: 100, relevant: kind = lamp, required: true}\n"
    "      - {name: next, type: date, label: 下次, constraint: . > day}\n"
    "      - {name: at, type: time, label: 几点, constraint: . < 21:30}\n"
    "      - {name: words, type: text, label: 说明, max: 10}\n"
    "      - {name: sure, type: acknowledge, label: 已告知家长, required: true}\n"
    "      - {name: fine, type: bool, label: 正常}\n"
    "      - {name: mood, type: faces, label: 心情, class: counselling}\n"
    "      - name: goods\n        type: repeat\n        label: 物品\n        max: 3\n        fields:\n"
    "          - {name: name, type: text, label: 名称, required: true}\n"
    "          - {name: n, type: integer, label: 件数, min: 1, max: 9}\n"
    "  - {key: deep, title: 细谈, extends: heart_talk, clause: 五, fields: [\n"
    "     {name: dream, type: text, label: 梦想, required: true}]}\n";

static const char second[] = HEAD("2", "2026-11-18")
    "lists: [{key: what, title: 种类, items: {door: 门窗, roof: 屋顶}}]\n"
    "forms:\n"
    "  - {key: log, title: 新登记, roles: [class_teacher], class: internal, clause: 四, fields: [\n"
    "     {name: kind, type: select_one what, label: 种类, required: true}]}\n";

static struct kit *county_new(void **state)
{
    struct scheme_loaded loaded;
    struct kit *k = calloc(1, sizeof *k);
    assert_non_null(k);
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-17");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_law(k);
    assert_int_equal(kit_scheme(k, "t", first, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
    return k;
}

static void county_free(struct kit *k)
{
    kit_close(k);
    free(k);
}

/* "kind=lamp;people=3" */
static enum rc record(struct kit *k, const char *kind, const char *day, const char *answers, struct encounter_result *r)
{
    static const int64_t child[] = {CHILD};
    struct encounter_answer list[20];
    struct encounter_input in = {.kind = text_of(kind), .day = kit_day(day), .minute = NULL_INT, .minutes = NULL_INT,
        .child = child, .child_count = 1, .sentence = T("说得很好。"), .follow = DAY_NONE, .answer = list};
    struct text rest = text_of(answers), one;
    while (text_cut(&rest, ';', &one)) {
        ptrdiff_t at = text_find(one, T("="));
        assert_true(at > 0 && in.answer_count < 20);
        list[in.answer_count++] =
            (struct encounter_answer){text_sub(one, 0, (size_t)at), text_sub(one, (size_t)at + 1, one.n)};
    }
    k->faults = faults_new(k->arena);
    return encounter_add(&k->work, &in, r);
}

static bool told(const struct kit *k, const char *field, enum word w)
{
    for (size_t i = 0; i < k->faults.n; i++) {
        if (!k->faults.list[i].warning && k->faults.list[i].word == w && text_eqz(k->faults.list[i].field, field)) return true;
    }
    return false;
}

#define GOOD "kind=lamp;all=door lamp;people=3;boys=2;cost=12.5;next=2026-11-20;at=16:30;words=都好;sure=yes;fine=no;mood=4;" \
    "goods.1.name=书;goods.1.n=2;goods.2.name=笔"

static void every_question_is_checked(void **state)
{
    static const struct { const char *answers, *field; enum word w; } wrong[] = {
        {"people=3;sure=yes", "kind", W_encounter_required},
        {"kind=roof;people=3;sure=yes", "kind", W_encounter_option_unknown},
        {"kind=door lamp;people=3;sure=yes", "kind", W_encounter_option_one},
        {"kind=door;people=51;sure=yes", "people", W_encounter_number_range},
        {"kind=door;people=3;sure=yes;boys=4", "boys", W_encounter_message},
        {"kind=lamp;people=3;sure=yes", "cost", W_encounter_required},
        {"kind=lamp;people=3;sure=yes;cost=100.01", "cost", W_encounter_number_range},
        {"kind=door;people=3;sure=yes;next=2026-11-16", "next", W_encounter_constraint},
        {"kind=door;people=3;sure=yes;next=soon", "next", W_encounter_date},
        {"kind=door;people=3;sure=yes;at=22:00", "at", W_encounter_constraint},
        {"kind=door;people=3;sure=yes;at=25:00", "at", W_encounter_time},
        {"kind=door;people=3;sure=yes;words=一二三四五六七八九十一", "words", W_encounter_text_long},
        {"kind=door;people=3", "sure", W_encounter_acknowledge},
        {"kind=door;people=3;sure=no", "sure", W_encounter_acknowledge},
        {"kind=door;people=3;sure=yes;mood=6", "mood", W_encounter_number_range},
        {"kind=door;people=3;sure=yes;read=yes", "read", W_encounter_no_answer},
        {"kind=door;people=3;sure=yes;goods.1.n=2", "goods.1.name", W_encounter_required},
        {"kind=door;people=3;sure=yes;goods.1.name=a;goods.1.n=10", "goods.1.n", W_encounter_number_range},
        {"kind=door;people=3;sure=yes;goods.1.name=a;goods.2.name=a;goods.3.name=a;goods.4.name=a", "goods", W_encounter_rows},
        {"kind=door;people=3;sure=yes;goods.1.weight=2", "goods.1.weight", W_encounter_field_unknown},
        {"kind=door;people=3;sure=yes;nothing=2", "nothing", W_encounter_field_unknown},
    };
    struct kit *k = county_new(state);
    struct encounter_result r;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(record(k, "t:log", "2026-11-16", wrong[i].answers, &r), RC_INVALID);
        if (!told(k, wrong[i].field, wrong[i].w)) fail_msg("%s", wrong[i].answers);
    }
    assert_int_equal(record(k, "t:log", "2026-11-16", "kind=door;people=3;sure=yes", &r), RC_OK);
    assert_int_equal(record(k, "t:log", "2026-11-16", GOOD, &r), RC_OK);
    county_free(k);
}

static void a_record_credits_what_names_its_form(void **state)
{
    struct kit *k = county_new(state);
    struct encounter_result r;
    assert_int_equal(record(k, "t:log", "2026-11-17", GOOD, &r), RC_OK);
    assert_int_equal(r.credit_count, 1);
    assert_true(text_eqz(evaluator_plan_duty(k->ev, r.credit[0].duty)->key, "log"));
    assert_int_equal(record(k, "t:deep", "2026-11-17", "mood=3", &r), RC_INVALID);
    assert_true(told(k, "dream", W_encounter_required));
    assert_int_equal(record(k, "t:deep", "2026-11-17", "mood=3;dream=飞", &r), RC_OK);
    assert_int_equal(r.credit_count, 1); /* it counts as the talk it extends */
    assert_true(text_eqz(evaluator_plan_duty(k->ev, r.credit[0].duty)->key, "talk"));
    county_free(k);
}

static struct ask asked(const struct kit *k, const struct who *who)
{
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena};
    assert_int_equal(scope_at(q.roles, who, CAP_child_read, KIT_CLASS_KEY, KIT_CLASS_KEY + 1, &q.scope), RC_OK);
    return q;
}

static struct who teacher_of(const struct kit *k, int64_t staff)
{
    return (struct who){.county = KIT_COUNTY, .staff = staff, .day = k->work.today, .n = 1,
        .grants = {{.role = role_find(k->ev->roles, T("class_teacher")), .key_lo = KIT_CLASS_KEY, .key_hi = KIT_CLASS_KEY + 1,
            .to = DAY_MAX}}};
}

static struct text fact_of(const struct record_show_view *v, const char *label)
{
    for (size_t i = 0; i < v->facts.n; i++) {
        if (text_eqz(v->facts.item[i].label, label)) return v->facts.item[i].value;
    }
    return TEXT_NONE;
}

static void shown_as_written(const struct ask *q, int64_t id, bool closed)
{
    struct record_show_view v;
    assert_int_equal(build_record_show(q, id, &v), RC_OK);
    assert_true(text_starts(v.title, T("开放登记")));
    assert_true(text_eqz(fact_of(&v, "种类"), "灯"));
    assert_true(text_eqz(fact_of(&v, "都有哪些"), "门窗、灯"));
    assert_true(text_eqz(fact_of(&v, "花费"), "12.5"));
    assert_true(text_eqz(fact_of(&v, "物品 2 · 名称"), "笔"));
    assert_true(text_empty(fact_of(&v, "心情")) == closed);
}

/* What was written under the first version is read by it, also when the second has taken over and when the scheme has ended. */
static void an_old_record_reads_on(void **state)
{
    struct kit *k = county_new(state);
    struct encounter_result r, later;
    struct scheme_loaded loaded;
    assert_int_equal(record(k, "t:log", "2026-11-16", GOOD, &r), RC_OK);
    int number = codes_kind(k->ev->codes, T("t:log"))->number;
    struct who other = teacher_of(k, KIT_LEFT_TEACHER), writer = teacher_of(k, KIT_TEACHER);
    struct ask q = asked(k, &other), own = asked(k, &writer);
    shown_as_written(&q, r.id, true); /* the mood is for the counsellor and whoever wrote it */
    shown_as_written(&own, r.id, false);

    assert_int_equal(kit_scheme(k, "t", second, &loaded), RC_OK);
    kit_today(k, "2026-11-19");
    kit_evaluator(k);
    assert_int_equal(codes_kind(k->ev->codes, T("t:log"))->number, number);
    q = asked(k, &other);
    shown_as_written(&q, r.id, true);
    assert_int_equal(record(k, "t:log", "2026-11-19", "kind=lamp", &later), RC_INVALID);
    assert_int_equal(record(k, "t:log", "2026-11-19", "kind=roof", &later), RC_OK);
    assert_int_equal(record(k, "t:deep", "2026-11-19", "dream=飞", &later), RC_INVALID);
    assert_true(told(k, "kind", W_encounter_kind_time)); /* the second version has it no more */

    struct records_query in = {.place = KIT_CLASS, .kind = T("t:log"), .from = DAY_NONE, .to = DAY_NONE, .before = DAY_NONE,
        .most = RECORDS_PAGE};
    struct records_view list;
    q = asked(k, &writer);
    assert_int_equal(build_records(&q, &in, &list), RC_OK);
    assert_int_equal(list.rows.n, 2);

    assert_int_equal(scheme_end(&k->work, T("t"), kit_day("2026-12-01")), RC_OK);
    kit_today(k, "2026-12-02");
    kit_evaluator(k);
    q = asked(k, &other);
    shown_as_written(&q, r.id, true);
    assert_int_equal(record(k, "t:log", "2026-12-02", "kind=roof", &later), RC_INVALID);
    assert_int_equal(record(k, "t:log", "2026-11-30", "kind=roof", &later), RC_OK); /* late, of a day on which it held */
    county_free(k);
}

/* Questions, rows that repeat and what was typed stand on the page. */
static struct text typed(void *ctx, struct text name)
{
    (void)ctx;
    return text_eqz(name, "f_goods.2.name") ? T("书") : TEXT_NONE;
}

static void the_page_asks_it(void **state)
{
    struct kit *k = county_new(state);
    struct who writer = teacher_of(k, KIT_TEACHER);
    struct ask q = asked(k, &writer);
    struct record_view v;
    struct record_draft d = {.kind = T("t:log"), .day = DAY_NONE, .typed = typed};
    assert_int_equal(scope_mine(q.roles, &writer, CAP_record_add, &q.scope), RC_OK);
    assert_int_equal(build_record(&q, &d, &v), RC_OK);
    assert_true(text_eqz(v.title, "记一次开放登记"));
    size_t rows = 0, open = 0;
    for (size_t i = 0; i < v.folds.n; i++) {
        bool row = text_starts(v.folds.item[i].title, T("物品 "));
        rows += row;
        open += row && v.folds.item[i].open;
        if (row) assert_int_equal(v.folds.item[i].fields.n, 2);
    }
    assert_int_equal(rows, 3);
    assert_int_equal(open, 1);
    bool offered = false;
    for (size_t i = 0; i < v.forms.n; i++) offered |= text_eqz(v.forms.item[i].value, "t:log") && v.forms.item[i].on;
    assert_true(offered);
    county_free(k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(every_question_is_checked), TEST(a_record_credits_what_names_its_form), TEST(an_old_record_reads_on),
        TEST(the_page_asks_it),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("form", some, n, NULL, NULL);
}
