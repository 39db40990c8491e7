/* SPDX-License-Identifier: Apache-2.0 */
/* Who counts under which rule, and why: the edge cases on which counties and ministries differ. */
#include "unit/scheme_kit.h"
#include "scheme/division.h"

enum { MCA = 1, MON = 2, ROLL = 4, CENSUS = 8, GP = 16, YX = 32, TOWN = 64 };
static const struct { const char *key; int bit; } rules[] = {
    {"rule:MCA2016", MCA}, {"rule:MON2024", MON}, {"rule:XJ", ROLL}, {"rule:CENSUS", CENSUS}, {"rule:LOCAL_GP", GP},
        {"rule:LOCAL_YX", YX},
    {"rule:LOCAL_TOWN", TOWN},
};

struct edge {
    const char *name, *birth, *day;
    struct kit_fact fact[8];
    int counts;                 /* bits of the rules under which the child counts */
    const char *rule, *says;    /* and something that the explanation of this rule has to say */
};

#define RURAL {NULL, "household", "rural", NULL, "2015-01-01", NULL}
#define FAR "440106"    /* another province */
#define NEXT_TOWN "990101202"

static const struct edge edges[] = {
    {"nobody away", "2015-05-01", "2025-11-01", {RURAL}, 0, "rule:MCA2016", "父亲没有外出"},
    {"both away for years", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", FAR, "2023-02-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "从 2023-02-01 起外出，到这天满 33 个月"},
    {"home for 20 days at New Year does not break six months", "2015-05-01", "2026-03-01",
     {RURAL, {"f", "absence", "work", FAR, "2025-06-01", "2026-02-05"}, {"f", "absence", "work", FAR, "2026-02-25", NULL},
      {"m", "absence", "work", FAR, "2025-06-01", "2026-02-05"}, {"m", "absence", "work", FAR, "2026-02-25", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "中间回家共 20 天"},
    {"on a day of that visit", "2015-05-01", "2026-02-10",
     {RURAL, {"f", "absence", "work", FAR, "2025-06-01", "2026-02-05"}, {"f", "absence", "work", FAR, "2026-02-25", NULL},
      {"m", "absence", "work", FAR, "2025-06-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "不算中断"},
    {"home for 31 days breaks it", "2015-05-01", "2026-04-01",
     {RURAL, {"f", "absence", "work", FAR, "2025-06-01", "2026-01-25"}, {"f", "absence", "work", FAR, "2026-02-25", NULL},
      {"m", "absence", "work", FAR, "2025-06-01", NULL}},
     MCA | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "本口径要满 6 个月，还没到"},
    {"home for exactly 30 days does not", "2015-05-01", "2026-04-01",
     {RURAL, {"f", "absence", "work", FAR, "2025-06-01", "2026-01-26"}, {"f", "absence", "work", FAR, "2026-02-25", NULL},
      {"m", "absence", "work", FAR, "2025-06-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "中间回家共 30 天"},
    {"one parent away for four months", "2015-05-01", "2025-11-02",
     {RURAL, {"f", "absence", "work", FAR, "2025-07-01", NULL}}, ROLL | GP | TOWN, "rule:CENSUS", "本口径要满 6 个月"},
    {"three months less a day", "2015-05-01", "2025-09-30", {RURAL, {"f", "absence", "work", FAR, "2025-07-01", NULL}}, 0,
     "rule:XJ", "还没到"},
    {"three months to the day", "2015-05-01", "2025-10-01", {RURAL, {"f", "absence", "work", FAR, "2025-07-01", NULL}},
     ROLL | GP | TOWN,
     "rule:XJ", "满 3 个月"},
    {"away since 31 August, six months end on 28 February", "2015-05-01", "2026-02-28",
     {RURAL, {"f", "absence", "work", FAR, "2025-08-31", NULL}, {"m", "absence", "work", FAR, "2025-08-31", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "满 6 个月"},
    {"the day of return is a day at home", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", FAR, "2023-02-01", "2025-11-01"}, {"m", "absence", "work", FAR, "2023-02-01",
         "2025-11-01"}}, 0,
     "rule:XJ", "父亲没有外出"},
    {"divorced, the parent with custody away", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "divorced", NULL, "2019-01-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL},
      {NULL, "single_parent", "divorced", NULL, "2019-01-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "父亲：离异未抚养，不算外出"},
    {"divorced, the parent without custody away", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "divorced", NULL, "2019-01-01", NULL}, {"f", "absence", "work", FAR, "2023-02-01", NULL}}, 0,
     "rule:MCA2016", "母亲没有外出"},
    {"father dead, mother away", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "dead", NULL, "2018-01-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "父亲：去世"},
    {"dead though a spell is still open in the data", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "dead", NULL, "2018-01-01", NULL}, {"f", "absence", "work", FAR, "2017-02-01", NULL}}, 0,
         "rule:XJ",
     "父亲：去世，不算外出"},
    {"both in another town of the county", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", NEXT_TOWN, "2023-02-01", NULL}, {"m", "absence", "work", NEXT_TOWN, "2023-02-01", NULL}},
     MCA | ROLL | CENSUS | GP | TOWN, "rule:MON2024", "没有出县"},
    {"place only known to the county, rule asks for the township", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", "990101", "2023-02-01", NULL}, {"m", "absence", "work", "990101", "2023-02-01", NULL}},
     MCA | ROLL | GP | TOWN, "rule:CENSUS", "看不出是否出乡镇"},
    {"place unknown", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", NULL, "2023-02-01", NULL}, {"m", "absence", "work", NULL, "2023-02-01", NULL}},
         MCA | ROLL | GP | TOWN,
     "rule:MON2024", "外出地没有登记清楚"},
    {"turns 16 today", "2009-11-01", "2025-11-01",
     {RURAL, {"f", "absence", "work", FAR, "2023-02-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
     ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "年龄是 16（要求 < 16）"},
    {"is 15 for one day more", "2009-11-02", "2025-11-01",
     {RURAL, {"f", "absence", "work", FAR, "2023-02-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "属于"},
    {"birthday unknown", NULL, "2025-11-01",
     {RURAL, {"f", "absence", "work", FAR, "2023-02-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
         ROLL | GP | TOWN,
     "rule:MCA2016", "年龄不知道"},
    {"moved to the city with the parents, household still rural", "2015-05-01", "2025-11-01",
     {RURAL, {NULL, "residence", "migrant", NULL, "2024-09-01", NULL}, {"f", "absence", "work", FAR, "2023-02-01", NULL},
      {"m", "absence", "work", FAR, "2023-02-01", NULL}}, 0, "rule:MCA2016", "随迁情况：随父母外出"},
    {"father in prison, mother at home: no care, but not left behind", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "jailed", NULL, "2024-01-01", NULL}}, 0, "rule:MCA2016", "服刑"},
    {"father in prison, mother away", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "jailed", NULL, "2024-01-01", NULL}, {"m", "absence", "work", FAR, "2024-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "父亲不能监护"},
    {"in prison, though once found able", "2015-05-01", "2025-11-01",
     {RURAL, {"f", "parent_state", "jailed", NULL, "2024-01-01", NULL}, {"f", "capacity", "full", NULL, "2020-01-01", NULL},
      {"m", "absence", "work", FAR, "2024-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "父亲不能监护"},
    {"one away, the other found without capacity", "2015-05-01", "2025-11-01",
     {RURAL, {"m", "capacity", "none", NULL, "2024-01-01", NULL}, {"f", "absence", "work", FAR, "2024-02-01", NULL}},
     MCA | MON | ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "母亲不能监护"},
    {"severely disabled, but found able", "2015-05-01", "2025-11-01",
     {RURAL, {"m", "parent_state", "severe_disability", NULL, "2020-01-01", NULL}, {"m", "capacity", "full", NULL, "2024-01-01",
         NULL},
      {"f", "absence", "work", FAR, "2024-02-01", NULL}}, ROLL | CENSUS | GP | TOWN, "rule:MCA2016", "父母都能监护"},
    {"only the roll says so", "2015-05-01", "2025-11-01", {RURAL, {NULL, "roll_code", "2", NULL, "2025-09-01", NULL}},
     ROLL | TOWN, "rule:XJ",
     "学籍留守代码：双亲留守"},
    {"the roll says yes, not which", "2015-05-01", "2025-11-01", {RURAL, {NULL, "roll_code", "yes", NULL, "2025-09-01", NULL}},
     ROLL | TOWN, "rule:XJ", "未分单双亲"},
    {"the roll says no", "2015-05-01", "2025-11-01", {RURAL, {NULL, "roll_code", "0", NULL, "2025-09-01", NULL}}, 0, "rule:XJ",
     "非留守"},
    {"poor and left behind", "2015-05-01", "2025-11-01",
     {RURAL, {NULL, "poverty", "dibao", NULL, "2024-01-01", NULL}, {"f", "absence", "work", FAR, "2025-01-01", NULL}},
     ROLL | CENSUS | GP | YX | TOWN, "rule:LOCAL_YX", "家庭困难类别：低保"},
    {"on file as not poor", "2015-05-01", "2025-11-01",
     {RURAL, {NULL, "poverty", "none", NULL, "2024-01-01", NULL}, {"f", "absence", "work", FAR, "2025-01-01", NULL}},
     ROLL | CENSUS | GP | TOWN, "rule:LOCAL_YX", "非困难户"},
    {"orphan at home", "2015-05-01", "2025-11-01", {RURAL, {NULL, "orphan", "yes", NULL, "2020-01-01", NULL}}, GP | TOWN,
     "rule:LOCAL_GP",
     "孤儿：孤儿"},
    {"abandoned", "2015-05-01", "2025-11-01", {RURAL, {NULL, "abandoned", "yes", NULL, "2020-01-01", NULL}}, GP, "rule:LOCAL_GP",
     "遗弃：是"},
    {"weak learner", "2015-05-01", "2025-11-01", {RURAL, {NULL, "study_progress", "weak", NULL, "2025-09-01", NULL}}, TOWN,
     "rule:LOCAL_TOWN", "学业情况：学困"},
    {"household not on file", "2015-05-01", "2025-11-01",
     {{"f", "absence", "work", FAR, "2023-02-01", NULL}, {"m", "absence", "work", FAR, "2023-02-01", NULL}},
         ROLL | CENSUS | GP | TOWN,
     "rule:MCA2016", "户口性质：没有登记"},
    {"urban household", "2015-05-01", "2025-11-01",
     {{NULL, "household", "urban", NULL, "2015-05-01", NULL}, {"f", "absence", "work", FAR, "2023-02-01", NULL},
      {"m", "absence", "work", FAR, "2023-02-01", NULL}}, ROLL | CENSUS | TOWN, "rule:MCA2016", "非农业户口"},
};

static const char *const law[] = {"schemes/law", NULL};

static void edge_build(const struct codes *codes, const struct edge *e, struct kit_child *k)
{
    kit_child_begin(k, e->birth);
    for (size_t i = 0; i < 8 && e->fact[i].kind; i++) kit_fact_add(codes, k, e->fact[i]);
}

static void every_edge_counts_as_it_should(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct kit_child child;
        int got = 0;
        edge_build(k.codes, &edges[i], &child);
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
            if (member_on(p, plan_group(p, text_of(rules[r].key)), &child.c, kit_day(edges[i].day))) got |= rules[r].bit;
        }
        if (got != edges[i].counts) print_error("%s: %x, not %x\n", edges[i].name, got, edges[i].counts);
        assert_int_equal(got, edges[i].counts);
    }
    arena_free(k.a);
}

static void every_edge_is_explained(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    struct buf b = buf_new(1 << 16), en = buf_new(1 << 16);
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct kit_child child;
        int group = plan_group(p, text_of(edges[i].rule));
        edge_build(k.codes, &edges[i], &child);
        buf_clear(&b);
        buf_clear(&en);
        member_explain(p, group, &child.c, kit_day(edges[i].day), LANG_ZH, &b);
        member_explain(p, group, &child.c, kit_day(edges[i].day), LANG_EN, &en);
        if (text_find(buf_text(&b), text_of(edges[i].says)) < 0) print_error("%s says: %.*s\n", edges[i].name, (int)b.n, b.s);
        assert_true(text_find(buf_text(&b), text_of(edges[i].says)) >= 0);
        assert_true(text_find(buf_text(&b), T("{")) < 0 && text_find(buf_text(&en), T("{")) < 0);
    }
    buf_free(&b);
    buf_free(&en);
    arena_free(k.a);
}

/* The sweep says what asking day by day says. */
static void spans_agree_with_days(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    day_t from = kit_day("2025-03-01"), to = kit_day("2026-06-01");
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        struct kit_child child;
        edge_build(k.codes, &edges[i], &child);
        for (size_t r = 0; r < sizeof rules / sizeof *rules; r++) {
            struct cadence_span span[32];
            int group = plan_group(p, text_of(rules[r].key));
            size_t n = member_spans(p, group, &child.c, from, to, span, 32), at = 0;
            assert_true(n <= 32);
            for (day_t d = from; d < to; d++) {
                while (at < n && span[at].to <= d) at++;
                bool in = at < n && span[at].from <= d;
                if (in != member_on(p, group, &child.c, d)) print_error("%s %s\n", edges[i].name, rules[r].key);
                assert_int_equal(in, member_on(p, group, &child.c, d));
            }
            for (size_t s = 1; s < n; s++) assert_true(span[s - 1].to < span[s].from);
        }
    }
    arena_free(k.a);
}

static void nobody_counts_without_enrolment_or_outside_the_place(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source source[2];
    struct plan *p;
    struct kit_child child;
    struct cadence_span span[4];
    assert_int_equal(plan_source_builtin(k.a, T("schemes/law"), &source[0]), RC_OK);
    assert_int_equal(plan_source_builtin(k.a, T("schemes/xp-xinping"), &source[1]), RC_OK);
    source[1].key_lo = 200;
    source[1].key_hi = 300;
    assert_int_equal(plan_build(k.a, k.codes, source, 2, &(struct plan_options){.home_rule = T("XJ")}, &k.f, &p), RC_OK);
    edge_build(k.codes, &edges[1], &child);
    child.enrolment[0].from = kit_day("2025-09-01");
    child.enrolment[0].to = kit_day("2026-01-20");
    child.enrolment[1] = child.enrolment[0];
    child.enrolment[1].from = kit_day("2026-03-01");
    child.enrolment[1].to = DAY_MAX;
    child.enrolment[1].place_key = 250;
    child.c.enrolment_count = 2;
    size_t n = member_spans(p, plan_group(p, T("rule:XJ")), &child.c, kit_day("2025-01-01"), kit_day("2026-07-01"), span, 4);
    assert_int_equal(n, 2);
    assert_int_equal(span[0].from, kit_day("2025-09-01"));
    assert_int_equal(span[0].to, kit_day("2026-01-20"));
    n = member_spans(p, plan_group(p, T("xp-xinping:rural_lbc")), &child.c, kit_day("2025-01-01"), kit_day("2026-07-01"), span,
                     4);
    assert_int_equal(n, 1);
    assert_int_equal(span[0].from, kit_day("2026-03-01"));
    arena_free(k.a);
}

static void the_kind_of_absence_is_told(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    static const struct { const char *name; enum member_type type; } want[] = {
        {"both away for years", TYPE_BOTH_AWAY}, {"one parent away for four months", TYPE_FATHER_AWAY},
        {"father dead, mother away", TYPE_ONE_AWAY_OTHER_ABSENT},
        {"one away, the other found without capacity", TYPE_ONE_AWAY_OTHER_INCAPABLE}, {"nobody away", TYPE_NONE},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        size_t e = 0;
        while (strcmp(edges[e].name, want[i].name) != 0) e++;
        struct kit_child child;
        struct member_answer answer;
        edge_build(k.codes, &edges[e], &child);
        member_answer(p, plan_group(p, T("rule:XJ")), &child.c, kit_day(edges[e].day), &answer);
        assert_int_equal(answer.type, want[i].type);
        assert_int_equal(answer.member, want[i].type != TYPE_NONE);
    }
    arena_free(k.a);
}

static void two_rules_differ(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    struct kit_child child;
    size_t e = 0;
    while (strcmp(edges[e].name, "one parent away for four months") != 0) e++;
    edge_build(k.codes, &edges[e], &child);
    day_t day = kit_day(edges[e].day);
    int roll = plan_group(p, T("rule:XJ")), mca = plan_group(p, T("rule:MCA2016")), gp = plan_group(p, T("rule:LOCAL_GP"));
    assert_int_equal(member_differ(p, roll, mca, &child.c, day), 1);
    assert_int_equal(member_differ(p, mca, roll, &child.c, day), -1);
    assert_int_equal(member_differ(p, roll, gp, &child.c, day), 0);
    arena_free(k.a);
}

/* When it is the home that is not known well enough, nobody is sent to look up the place. */
static void the_home_is_named_when_it_is_missing(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    static const struct { const char *home, *place, *rule; bool member; const char *says; } cases[] = {
        {"", FAR, "rule:MON2024", false, "户籍地没有登记清楚，看不出是否出县"},
        {"990101", FAR, "rule:MON2024", true, "属于"},
        {"990101", NEXT_TOWN, "rule:CENSUS", false, "户籍地没有登记清楚，看不出是否出乡镇"},
        {"990101", NEXT_TOWN, "rule:MON2024", false, "没有出县"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct edge e = {"", "2015-05-01", "2025-11-01",
            {RURAL, {"f", "absence", "work", cases[i].place, "2023-02-01", NULL},
                {"m", "absence", "work", cases[i].place, "2023-02-01", NULL}},
            0, NULL, NULL};
        struct kit_child child;
        struct buf b = buf_new(4096);
        edge_build(k.codes, &e, &child);
        child.c.home = member_division(text_of(cases[i].home));
        int group = plan_group(p, text_of(cases[i].rule));
        assert_int_equal(member_on(p, group, &child.c, kit_day(e.day)), cases[i].member);
        member_explain(p, group, &child.c, kit_day(e.day), LANG_ZH, &b);
        if (text_find(buf_text(&b), text_of(cases[i].says)) < 0) fail_msg("%s: %.*s", cases[i].says, TP(buf_text(&b)));
        buf_free(&b);
    }
    arena_free(k.a);
}

static void divisions_are_filled_up(void **state)
{
    (void)state;
    assert_int_equal(member_division(T("44")), INT64_C(440000000000));
    assert_int_equal(member_division(T("990101202")), INT64_C(990101202000));
    assert_int_equal(member_division(T("")), 0);
    assert_int_equal(member_division(T("4401061")), 0);
    assert_int_equal(member_division(T("-4")), 0);
}

/* Alerts look at a carer's age on the day. */
static void a_carer_over_75_raises_a_notice(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    struct kit_child child;
    struct expr_world w;
    const struct plan_alert *alert = NULL;
    for (size_t i = 0; i < p->alert_count; i++) {
        if (text_eqz(p->alert[i].key, "carer_old")) alert = &p->alert[i];
    }
    assert_non_null(alert);
    edge_build(k.codes, &edges[1], &child);
    child.carer[0] = (struct member_carer){kit_day("2023-02-01"), DAY_MAX, kit_day("1949-11-02")};
    child.c.carer_count = 1;
    member_world(p, &child.c, kit_day("2025-11-01"), &w);
    assert_false(expr_holds(alert->when, &w));
    member_world(p, &child.c, kit_day("2025-11-02"), &w);
    assert_true(expr_holds(alert->when, &w));
    child.carer[1] = (struct member_carer){kit_day("2024-02-01"), DAY_MAX, kit_day("1960-01-01")};
    child.c.carer_count = 2;
    member_world(p, &child.c, kit_day("2025-11-02"), &w);
    assert_false(expr_holds(alert->when, &w));
    arena_free(k.a);
}

/* A code never stands alone: its own name, or the place above it with the code. */
static void a_place_is_told_by_its_name(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 22);
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(350000000000)), "福建省"));
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(350200000000)), "福建省厦门市"));
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(350582000000)), "福建省泉州市晋江市"));
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(350427000000)), "福建省三明市（350427）"));
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(350427103000)), "福建省三明市（350427103）"));
    assert_true(text_eqz(division_said(a, LANG_ZH, INT64_C(990101000000)), "代码 990101 的地方"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_told_by_its_name),
        cmocka_unit_test(the_home_is_named_when_it_is_missing),
        cmocka_unit_test(every_edge_counts_as_it_should), cmocka_unit_test(every_edge_is_explained),
            cmocka_unit_test(spans_agree_with_days),
        cmocka_unit_test(nobody_counts_without_enrolment_or_outside_the_place), cmocka_unit_test(the_kind_of_absence_is_told),
        cmocka_unit_test(two_rules_differ), cmocka_unit_test(divisions_are_filled_up),
            cmocka_unit_test(a_carer_over_75_raises_a_notice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
