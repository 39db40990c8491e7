/* SPDX-License-Identifier: Apache-2.0 */
/* Codes and the merged plan: the schemes that are built in, layers, versions, parameters, windows. */
#include "scheme/form_expr.h"
#include "unit/scheme_kit.h"

static const char *const all[] = {"schemes/law", "schemes/yx-youxi", "schemes/xp-xinping", "schemes/gp-guangping", NULL};
static const char *const law[] = {"schemes/law", NULL};

/* ---- codes ---- */

static void codes_are_read(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    assert_non_null(k.codes);
    const struct code_kind *talk = codes_kind(k.codes, T("heart_talk")), *call = codes_kind(k.codes, T("family_call"));
    assert_int_equal(talk->number, 0);
    assert_true(k.codes->kind_of[0] == talk);
    assert_true(text_eqz(talk->verb[LANG_ZH], "记一次谈心"));
    assert_true(talk->group && talk->class == CLASS_CHILD && talk->subjects == 1U << SUBJECT_CHILD);
    assert_true(call->minutes && call->class == CLASS_INTERNAL);
    const struct code_field *what = code_field(talk, T("concern_what"));
    assert_non_null(what->relevant);
    size_t concern = (size_t)(code_field(talk, T("concern")) - talk->field);
    assert_true(form_expr_reads(what->relevant) == UINT64_C(1) << concern);
    assert_int_equal(code_field(talk, T("mood"))->type, FIELD_FACES);
    for (size_t i = 0; i < k.codes->kind_count; i++) {
        const struct code_kind *kind = &k.codes->kind[i];
        assert_true(kind->modes >> kind->mode & 1 && kind->roles && !(kind->met_default & ~kind->met));
        if (i) assert_true(k.codes->kind[i - 1].number < kind->number);
    }
    arena_free(k.a);
}

static void words_of_spreadsheets_are_read(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    static const struct { const char *list, *words, *key; } want[] = {
        {"parent_state", "—", "dead"}, {"parent_state", "已故", "dead"}, {"boarding", "住校", "boarding"}, {"boarding", "2",
            "boarding"},
        {"roll_code", "双亲留守", "2"}, {"household", "农业户口", "rural"}, {"nation", "傣族（水傣）", "18"}, {"nation", "汉", "01"},
        {"relation", "奶奶", "62"}, {"poverty", " 建档立卡贫困户 ", "filed_poor"}, {"care_type", "爷爷奶奶", "paternal_grandparents"},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct code_item *item = code_read(codes_list(k.codes, text_of(want[i].list)), text_of(want[i].words));
        assert_non_null(item);
        assert_true(text_eqz(item->key, want[i].key));
    }
    assert_null(code_read(codes_list(k.codes, T("boarding")), T("偶尔")));
    uint32_t mask;
    struct text bad;
    assert_true(code_mask(k.codes->met, T("child father"), &mask, &bad) && mask == 3);
    assert_false(code_mask(k.codes->met, T("child uncle"), &mask, &bad));
    assert_true(text_eqz(bad, "uncle"));
    arena_free(k.a);
}

/* The built-in code files with one text of one of them replaced. */
static const struct codes *codes_with(struct kit *k, const char *file, const char *from, const char *to)
{
    static const char *const names[] = {"lists.yaml", "facts.yaml", "kinds.yaml", "roles.yaml"};
    struct embedded *e = arena_array(k->a, 4, sizeof *e);
    for (int i = 0; i < 4; i++) {
        e[i] = *embedded_find(text_fmt(k->a, "schemes/codes/%s", names[i]));
        if (strcmp(names[i], file) != 0) continue;
        ptrdiff_t at = text_find(e[i].bytes, text_of(from));
        assert_true(at >= 0);
        struct text head = text_sub(e[i].bytes, 0, (size_t)at), tail = text_sub(e[i].bytes, (size_t)at + strlen(from),
                                                                                e[i].bytes.n);
        e[i].bytes = text_join(k->a, text_join(k->a, head, text_of(to)), tail);
    }
    k->f = faults_new(k->a);
    return codes_load(k->a, e, 4, &k->f);
}

static void mistakes_in_codes_are_told(void **state)
{
    (void)state;
    static const struct { const char *file, *from, *to; enum word w; } wrong[] = {
        {"kinds.yaml", "met_default: [carer, child]", "met_default: [peer]", W_scheme_met_default},
        {"kinds.yaml", "number: 1\n", "number: 0\n", W_scheme_bit_twice},
        {"kinds.yaml", "relevant: concern = yes", "relevant: worry = yes", W_scheme_fexpr_field},
        {"kinds.yaml", "relevant: concern = yes", "relevant: concern =", W_scheme_fexpr},
        {"kinds.yaml", "list: talk_reason", "list: talk_reasons", W_scheme_unknown_list},
        {"kinds.yaml", "type: faces", "type: stars", W_scheme_unknown_value},
        {"kinds.yaml", "name: effect", "name: mood", W_scheme_twice},
        {"kinds.yaml", "roles: [carers, archive_keeper]", "roles: [carers, archivist]", W_scheme_unknown_role},
        {"facts.yaml", "list: absence_cause", "list: absence_causes", W_scheme_unknown_list},
        {"facts.yaml", "per: parent", "per: aunt", W_scheme_unknown_value},
        {"lists.yaml", "means: [gone, incapable]", "means: [gon]", W_scheme_unknown_value},
        {"lists.yaml", "{zh: 健在, en: Alive", "{en: Alive", W_scheme_not_text},
        {"lists.yaml", "{zh: 去世, en: Dead", "{bit: 0, zh: 去世, en: Dead", W_scheme_bit_twice},
        {"roles.yaml", "bit: 0", "bit: 77", W_scheme_not_int},
        {"roles.yaml", "roles:", "rolls:", W_scheme_missing},
    };
    struct kit k = kit_begin();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bool told = false;
        assert_null(codes_with(&k, wrong[i].file, wrong[i].from, wrong[i].to));
        for (size_t n = 0; n < k.f.n; n++) told |= k.f.list[n].word == wrong[i].w && k.f.list[n].line > 0;
        if (!told) print_error("%s\n", wrong[i].to);
        assert_true(told);
    }
    arena_free(k.a);
}

/* ---- the schemes that are built in ---- */

static void built_in_schemes_are_sound(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, all);
    struct calendar *c = kit_school_calendar(&k, p);
    assert_non_null(c);
    lint_plan(p, c, &k.f);
    if (k.f.errors) kit_say(&k);
    assert_int_equal(k.f.errors, 0);
    for (size_t i = 0; i < k.f.n; i++) assert_true(k.f.list[i].word != W_scheme_no_source &&
                                                   k.f.list[i].word != W_scheme_no_clause);
    for (size_t i = 0; i < p->duty_count; i++) {
        assert_true(p->duty[i].at.source_count > 0 && p->duty[i].at.clause.n > 0 && p->duty[i].owner_count > 0);
        assert_true(!p->duty[i].carried || p->duty[i].kind >= 0 || p->duty[i].standing >= 0 || p->duty[i].cadence.closes);
        assert_true(p->duty[i].subject != SUBJECT_CHILD || p->duty[i].group >= 0);
    }
    arena_free(k.a);
}

/* Every folder that is built in, all for one county: what each needs finds room beside the others, and no two of them quarrel.
 * One talk with one child counts for each scheme that asks for talks. */
static void all_built_in_schemes_stand_side_by_side(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source source[PLAN_SCHEMES];
    size_t count, n = 0;
    const struct embedded *file = embedded_all(&count);
    for (size_t i = 0; i < count; i++) {
        struct text path = file[i].path, folder = path, name = T("/scheme.yaml");
        if (!text_starts(path, T("schemes/")) || !text_ends(path, name)) continue;
        folder.n -= name.n;
        assert_int_equal(plan_source_builtin(k.a, folder, &source[n++]), RC_OK);
    }
    assert_true(n >= 16 && n < PLAN_SCHEMES / 2);
    struct plan *p = NULL;
    if (plan_build(k.a, k.codes, source, n, NULL, &k.f, &p) != RC_OK) kit_say(&k);
    assert_non_null(p);
    lint_plan(p, kit_school_calendar(&k, p), &k.f);
    if (k.f.errors) kit_say(&k);
    assert_int_equal(k.f.errors, 0);
    for (size_t i = 0; i < k.f.n; i++) {
        enum word w = k.f.list[i].word;
        bool meant = w == W_scheme_param_open || w == W_scheme_looser;
        if (!meant) print_error("%.*s\n", TP(fault_say(&k.f.list[i], LANG_ZH, k.a)));
        assert_true(meant);
    }
    assert_true(p->duty_count < PLAN_DUTIES * 3 / 4 && p->param_count < PLAN_PARAMS * 3 / 4);
    assert_true(p->group_count < EXPR_GROUPS * 3 / 4);
    assert_true(p->relation_count < EXPR_RELATIONS * 3 / 4);
    bool talks[PLAN_SCHEMES] = {false};
    int talk = codes_kind(k.codes, T("heart_talk"))->number, schemes = 0;
    for (size_t i = 0; i < p->duty_count; i++) {
        for (int c = 0; c < p->duty[i].cadence.credit_count; c++) {
            bool asks = p->duty[i].subject == SUBJECT_CHILD && cadence_has(p->duty[i].cadence.credit[c].kinds, (unsigned)talk);
            schemes += asks && !talks[p->duty[i].at.scheme];
            talks[p->duty[i].at.scheme] |= asks;
        }
    }
    assert_true(schemes >= 10);
    arena_free(k.a);
}

static void law_alone_says_nothing_at_all(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, law);
    lint_plan(p, kit_school_calendar(&k, p), &k.f);
    if (k.f.n) kit_say(&k);
    assert_int_equal(k.f.n, 0);
    assert_int_equal(plan_clock(p, T("parent_contact"))->number, 7);
    assert_true(plan_clock(p, T("background_check"))->law && plan_clock(p, T("background_check"))->unit == UNIT_MONTHS);
    assert_null(plan_clock(p, T("nothing")));
    arena_free(k.a);
}

static const struct plan_duty *duty(const struct plan *p, const char *scheme, const char *key)
{
    int i = plan_duty(p, text_of(scheme), 1, text_of(key));
    assert_true(i >= 0);
    return &p->duty[i];
}

static void duties_say_what_the_texts_say(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, all);
    const struct plan_duty *call = duty(p, "yx-youxi", "weekly_call"), *talk = duty(p, "gp-guangping", "talk_class_teacher");
    int kind = codes_kind(k.codes, T("family_call"))->number;
    assert_int_equal(call->cadence.window, CADENCE_WEEK);
    assert_true(cadence_has(call->cadence.credit[0].kinds, (unsigned)kind));
    assert_int_equal(call->cadence.credit[0].kinds[0], UINT64_C(1) << kind);
    assert_int_equal(call->cadence.credit[0].modes, 6);  /* telephone, video */
    assert_int_equal(call->cadence.valid_from, kit_day("2020-06-04"));
    assert_true(text_eqz(p->group[call->group].key, "yx-youxi:poor_lbc"));
    assert_true(text_eqz(call->verb[LANG_ZH], "记一次亲情通话"));
    assert_int_equal(talk->cadence.credit[0].roles, 1u << codes_role(k.codes, T("class_teacher"))->number);
    const struct plan_duty *visit = duty(p, "gp-guangping", "proxy_visit");
    assert_true(visit->relation >= 0 && text_eqz(p->relation[visit->relation].key, "proxy_parent"));
    const struct plan_duty *helper = duty(p, "gp-guangping", "talk_helper");   /* a volunteer is a helper too, written after */
    assert_true(text_eqz(p->relation[helper->relation].key, "helper"));
    assert_int_equal(p->relation[helper->relation].at.scheme, helper->at.scheme);
    assert_int_equal(duty(p, "gp-guangping", "letter_or_call")->cadence.window, CADENCE_MONTH);
    assert_int_equal(duty(p, "gp-guangping", "festival")->cadence.window, CADENCE_YEAR);
    assert_int_equal(duty(p, "law", "background_check_yearly")->subject, SUBJECT_STAFF);
    assert_int_equal(duty(p, "yx-youxi", "home_teaching")->cadence.quota, 2);
    assert_int_equal(call->cadence.id, plan_duty(p, T("yx-youxi"), 1, T("weekly_call")) + 1);
    const struct plan_relation *r = &p->relation[plan_relation(p, T("yx-youxi"), T("peer"))];
    assert_true(r->peer && r->same == SAME_GRADE && r->min == 1 && r->max == 1);
    arena_free(k.a);
}

static void looser_than_law_names_both_clauses(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, all);
    bool told = false;
    for (size_t i = 0; i < k.f.n; i++) {
        if (k.f.list[i].word != W_scheme_looser) continue;
        struct text t = fault_say(&k.f.list[i], LANG_ZH, k.a);
        told |= text_find(t, T("letter_or_call")) >= 0 && text_find(t, T("四·（二）2")) >= 0 && text_find(t, T("第二十三条")) >= 0 &&
                text_find(t, T("schemes/law/duties.yaml:")) >= 0;
    }
    assert_true(told);
    assert_true(duty(p, "yx-youxi", "weekly_call")->stricter_than >= 0);
    assert_int_equal(duty(p, "gp-guangping", "letter_or_call")->stricter_than, -1);
    arena_free(k.a);
}

static void duties_run_in_the_engine(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, all);
    struct calendar *c = kit_school_calendar(&k, p), *bare = kit_school_calendar(&k, NULL);
    struct cadence_duty d[PLAN_DUTIES];
    int index[PLAN_DUTIES];
    enum cadence_wrong why;
    size_t at, n = plan_duties(p, SUBJECT_CHILD, c, d, index), staff = plan_duties(p, SUBJECT_STAFF, c, d + n, index + n);
    assert_non_null(cadence_plan_new(k.a, c, d, n, &why, &at));
    assert_int_equal(staff, 3);
    size_t named = 0;
    for (size_t i = 0; i < n; i++) named += d[i].window == CADENCE_NAMED;
    assert_int_equal(named, 2);                       /* 假期交接, 调研 */
    assert_int_equal(plan_duties(p, SUBJECT_CHILD, bare, d, index), n - 2);
    arena_free(k.a);
}

/* ---- versions, parameters, own texts ---- */

static struct plan_source source_of(struct kit *k, const char *path, const char *yaml)
{
    struct embedded *file = arena_alloc(k->a, sizeof *file);
    *file = (struct embedded){text_of(path), text_of(yaml)};
    return (struct plan_source){.name = file->path, .file = file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE,
                                .params = T("")};
}

#define HEAD(version, from) \
    "scheme: {id: own, version: " version ", title: 方案, layer: county, from: " from "}\n" \
    "params: [{key: often, title: 频次, type: every, default: month, clause: 一, source: [T]}]\n" \
    "targets: [{key: kids, title: 孩子, when: rule(XJ), clause: 一, source: [T]}]\n" \
    "duties: [{key: talk, title: 谈心, for: kids, owner: [class_teacher], credit: {kinds: [heart_talk]}, every: "
#define TAIL ", clause: 二, source: [T]}]\n"

static struct plan *build(struct kit *k, struct plan_source *source, size_t n, enum rc want)
{
    struct plan *p = NULL;
    assert_int_equal(plan_source_builtin(k->a, T("schemes/law"), &source[n]), RC_OK);
    enum rc rc = plan_build(k->a, k->codes, source, n + 1, NULL, &k->f, &p);
    if (rc != want) kit_say(k);
    assert_int_equal(rc, want);
    return p;
}

static void a_new_version_takes_over_on_its_day(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source s[3] = {source_of(&k, "own2.yaml", HEAD("2", "2025-09-01") "week" TAIL),
                               source_of(&k, "own1.yaml", HEAD("1", "2024-09-01") "month" TAIL)};
    struct plan *p = build(&k, s, 2, RC_OK);
    int one = plan_duty(p, T("own"), 1, T("talk")), two = plan_duty(p, T("own"), 2, T("talk"));
    assert_int_equal(p->duty[one].cadence.valid_to, kit_day("2025-09-01"));
    assert_int_equal(p->duty[one].cadence.ended, DAY_NONE);      /* a successor: what is open is still owed */
    assert_int_equal(p->duty[two].cadence.valid_from, kit_day("2025-09-01"));
    assert_int_equal(p->duty[two].cadence.valid_to, DAY_NONE);
    assert_int_not_equal(p->duty[one].group, p->duty[two].group);
    assert_int_equal(plan_group_on(p, T("own:kids"), kit_day("2025-08-31")), p->duty[one].group);
    assert_int_equal(plan_group_on(p, T("own:kids"), kit_day("2025-09-01")), p->duty[two].group);
    assert_int_equal(p->scheme[plan_scheme_on(p, T("own"), kit_day("2025-01-01"))].version, 1);
    assert_int_equal(plan_scheme_on(p, T("own"), kit_day("2024-01-01")), -1);
    arena_free(k.a);
}

static void a_scheme_that_ends_is_over(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source s[2] = {source_of(&k, "own.yaml", HEAD("1", "2024-09-01") "week" TAIL)};
    s[0].to = kit_day("2025-07-01");
    struct plan *p = build(&k, s, 1, RC_OK);
    const struct plan_duty *d = duty(p, "own", "talk");
    assert_int_equal(d->cadence.ended, kit_day("2025-07-01"));
    assert_int_equal(d->cadence.valid_to, kit_day("2025-07-01"));
    arena_free(k.a);
}

static void the_same_version_twice_is_refused(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source s[3] = {source_of(&k, "a.yaml", HEAD("1", "2024-09-01") "week" TAIL),
                               source_of(&k, "b.yaml", HEAD("1", "2025-09-01") "week" TAIL)};
    build(&k, s, 2, RC_INVALID);
    arena_free(k.a);
}

static void parameters_are_confirmed_or_told(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source s[2] = {source_of(&k, "own.yaml", HEAD("1", "2024-09-01") "param(often)" TAIL)};
    struct plan *p = build(&k, s, 1, RC_OK);
    assert_int_equal(duty(p, "own", "talk")->cadence.window, CADENCE_MONTH);
    assert_true(!p->param[0].confirmed && k.f.list[k.f.n - 1].word == W_scheme_param_open);
    s[0].params = T("other=1\n often = week \n");
    k.f = faults_new(k.a);
    p = build(&k, s, 1, RC_OK);
    assert_int_equal(duty(p, "own", "talk")->cadence.window, CADENCE_WEEK);
    assert_true(p->param[0].confirmed && k.f.n == 0);
    s[0].params = T("often=now and then");
    build(&k, s, 1, RC_INVALID);
    arena_free(k.a);
}

static void the_home_rule_is_the_countys(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, &(struct plan_options){.home_rule = T("CENSUS")}, law);
    assert_true(text_eqz(p->group[p->home].id, "CENSUS"));
    int lbc = plan_group(p, T("law:lbc"));
    assert_true(p->group[lbc].when->groups[p->home / 64] >> (p->home % 64) & 1);
    assert_true(p->home < lbc);
    struct plan_source s;
    struct plan *none;
    assert_int_equal(plan_source_builtin(k.a, T("schemes/law"), &s), RC_OK);
    assert_int_equal(plan_build(k.a, k.codes, &s, 1, &(struct plan_options){.home_rule = T("NOPE")}, &k.f, &none), RC_INVALID);
    assert_null(none);
    arena_free(k.a);
}

static void groups_read_only_earlier_ones(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan *p = kit_plan(&k, NULL, all);
    for (size_t i = 0; i < p->group_count; i++) {
        for (size_t g = i; g < EXPR_GROUPS; g++) assert_false(p->group[i].when->groups[g / 64] >> (g % 64) & 1);
    }
    arena_free(k.a);
}

/* A county holds the relations of all its schemes together: far more than one word of bits. */
static void the_last_of_many_relations_is_asked(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct buf yaml = buf_new(1 << 20);
    buf_add(&yaml, T(HEAD("1", "2024-09-01") "week" TAIL "relations:\n"));
    for (int i = 0; i < 200; i++)
        buf_fmt(&yaml, "  - {key: r%d, title: 结对, for: kids, count: 1, role: helper, clause: 三, source: [T]}\n", i);
    buf_add(&yaml, T("alerts: [{key: lone, title: 无人, say: 安排一个人, when: not paired(r199), owner: [class_teacher], clause: 四, "
                     "source: [T]}]\n"));
    buf_char(&yaml, '\0');
    struct plan_source s[2] = {source_of(&k, "own.yaml", yaml.s)};
    struct plan *p = build(&k, s, 1, RC_OK);
    struct kit_child child;
    struct expr_world w;
    kit_child_begin(&child, "2016-05-01");
    child.pair[0] = (struct member_pair){.from = kit_day("2025-09-01"), .to = DAY_MAX, .relation = 199};
    child.c.pair_count = 1;
    size_t lone = 0;
    while (!text_eqz(p->alert[lone].key, "lone")) lone++;
    assert_int_equal(plan_relation(p, T("own"), T("r199")), 199);
    member_world(p, &child.c, kit_day("2025-10-01"), &w);
    assert_false(expr_holds(p->alert[lone].when, &w));
    member_world(p, &child.c, kit_day("2025-08-01"), &w);
    assert_true(expr_holds(p->alert[lone].when, &w));
    buf_free(&yaml);
    arena_free(k.a);
}

/* Targets may be written in any order; each is answered from the one it names. */
static void targets_in_the_wrong_order_are_put_right(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct plan_source s[2] = {source_of(&k, "own.yaml",
        "scheme: {id: own, title: 方案, layer: county, from: 2024-09-01}\n"
        "targets:\n"
        "  - {key: last, title: 丙, when: target(middle) and not boarding, label: true, clause: 一, source: [T]}\n"
        "  - {key: middle, title: 乙, when: target(first) and poverty, label: true, clause: 一, source: [T]}\n"
        "  - {key: other, title: 丁, when: boarding, label: true, clause: 一, source: [T]}\n"
        "  - {key: first, title: 甲, when: orphan, label: true, clause: 一, source: [T]}\n")};
    struct plan *p = build(&k, s, 1, RC_OK);
    int first = plan_group(p, T("own:first")), middle = plan_group(p, T("own:middle")), last = plan_group(p, T("own:last"));
    assert_true(first < middle && middle < last);
    assert_int_equal(p->group[middle].when->groups[first / 64], UINT64_C(1) << (first % 64));
    struct kit_child c;
    kit_child_begin(&c, "2015-05-01");
    kit_fact_add(k.codes, &c, (struct kit_fact){NULL, "orphan", "yes", NULL, "2025-01-01", NULL});
    assert_true(member_on(p, first, &c.c, kit_day("2025-05-01")) && !member_on(p, middle, &c.c, kit_day("2025-05-01")));
    kit_fact_add(k.codes, &c, (struct kit_fact){NULL, "poverty", "dibao", NULL, "2025-02-01", NULL});
    assert_true(member_on(p, middle, &c.c, kit_day("2025-05-01")) && member_on(p, last, &c.c, kit_day("2025-05-01")));
    arena_free(k.a);
}

static void hostile_files_are_refused(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    char *big = arena_alloc(k.a, SCHEME_FILE_BYTES + 2);
    memset(big, ' ', SCHEME_FILE_BYTES + 1);
    struct plan_source s[2] = {source_of(&k, "big.yaml", big)};
    build(&k, s, 1, RC_INVALID);
    bool told = false;
    for (size_t i = 0; i < k.f.n; i++) told |= k.f.list[i].word == W_scheme_too_large;
    assert_true(told);
    assert_int_equal(plan_source_builtin(k.a, T("schemes/nowhere"), &s[0]), RC_NOT_FOUND);
    assert_int_equal(plan_source_folder(k.a, "tests/nowhere", &s[0], &k.f), RC_NOT_FOUND);
    arena_free(k.a);
}

static void a_folder_on_disk_is_checked_like_a_command_does(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct buf b = buf_new(1 << 20);
    assert_int_equal(lint_folder(k.a, "schemes/yx-youxi", kit_school_calendar(&k, NULL), &k.f), RC_OK);
    assert_int_equal(lint_folder(k.a, "schemes/xp-xinping", kit_school_calendar(&k, NULL), &k.f), RC_OK);
    assert_int_equal(lint_folder(k.a, "schemes/law", kit_school_calendar(&k, NULL), &k.f), RC_OK);
    lint_print(&k.f, LANG_ZH, k.a, &b);
    assert_true(text_find(buf_text(&b), T("schemes/yx-youxi/scheme.yaml:17:5: 提醒：")) >= 0);
    assert_true(text_find(buf_text(&b), T("0 处错误")) >= 0);
    buf_free(&b);
    arena_free(k.a);
}

/* ---- forms ---- */

#define FORM_HEAD(version, from) "scheme: {id: f, version: " version ", title: 甲, layer: county, from: " from "}\n"

static const char form_one[] = FORM_HEAD("1", "2024-09-01")
    "lists:\n  - {key: what, items: {door: 门, lamp: 灯}}\n"
    "forms:\n"
    "  - {key: log, title: 登记, roles: [class_teacher], clause: 一, source: [T], fields: [\n"
    "     {name: kind, type: select_one what, label: 种类}, {name: n, type: integer, label: 数量, max: 9}]}\n"
    "  - {key: talk, title: 细谈, extends: heart_talk, clause: 二, source: [T]}\n"
    "targets: [{key: kids, title: 孩子, when: enrolled, clause: 一, source: [T]}]\n"
    "duties:\n"
    "  - {key: a, title: 甲, for: kids, owner: class_teacher, credit: {kinds: [log]}, every: week, clause: 一, source: [T]}\n"
    "  - {key: b, title: 乙, for: kids, owner: class_teacher, credit: {kinds: [heart_talk]}, every: week, clause: 一,\n"
    "     source: [T]}\n";
static const char form_two[] = FORM_HEAD("2", "2025-09-01")
    "lists:\n  - {key: what, items: {door: 门, roof: 顶}}\n"
    "forms:\n"
    "  - {key: log, title: 新登记, roles: [class_teacher], clause: 一, source: [T], fields: [\n"
    "     {name: kind, type: select_one what, label: 种类}]}\n";

/* The kinds in force are the newest; a day of the old version is read by the old one; both have one number, and it stays. */
static void forms_have_versions_and_numbers(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct embedded one = {T("one.yaml"), text_of(form_one)}, two = {T("two.yaml"), text_of(form_two)};
    struct plan_source source[] = {
        {.name = T("one"), .file = &one, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE, .params = T("")},
        {.name = T("two"), .file = &two, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE, .params = T("")},
        {.name = TEXT_NONE}};
    assert_int_equal(plan_source_builtin(k.a, T("schemes/law"), &source[2]), RC_OK);
    struct plan_number kept[] = {{T("f:log"), 77}, {T("gone:form"), 64}};
    struct plan_options options = {.number = kept, .number_count = 2};
    struct plan *p;
    enum rc rc = plan_build(k.a, k.codes, source, 3, &options, &k.f, &p);
    for (size_t i = 0; rc != RC_OK && i < k.f.n; i++) print_error("%.*s\n", TP(fault_say(&k.f.list[i], LANG_EN, k.a)));
    assert_int_equal(rc, RC_OK);
    day_t then = day_parse(T("2025-03-03")), now = day_parse(T("2025-10-10"));
    const struct code_kind *log = codes_kind(p->codes, T("f:log")), *talk = codes_kind(p->codes, T("f:talk"));
    assert_true(text_eqz(log->title[LANG_ZH], "新登记") && log->number == 77 && p->codes->kind_of[77] == log);
    assert_int_equal(log->field_count, 1);
    const struct code_kind *old = codes_kind_on(p->codes, T("f:log"), then);
    assert_true(text_eqz(old->title[LANG_ZH], "登记") && old->number == 77 && old->field_count == 2);
    assert_non_null(code_item(code_field(old, T("kind"))->list, T("lamp")));
    assert_null(code_item(code_field(log, T("kind"))->list, T("lamp")));
    assert_true(codes_kind_on(p->codes, T("f:log"), now) == log);
    assert_true(code_kind_valid(log, then, -1) && code_kind_valid(log, now, -1));
    assert_false(code_kind_valid(log, day_parse(T("2024-08-31")), -1));
    /* 64 is another form's for ever; the second version dropped this one, so it is only read. */
    assert_int_equal(talk->number, 65);
    assert_true(code_kind_valid(talk, then, -1));
    assert_false(code_kind_valid(talk, now, -1));
    assert_int_equal(talk->field_count, codes_kind(k.codes, T("heart_talk"))->field_count);
    const struct cadence_credit *a = p->duty[plan_duty(p, T("f"), 1, T("a"))].cadence.credit;
    const struct cadence_credit *b = p->duty[plan_duty(p, T("f"), 1, T("b"))].cadence.credit;
    assert_true(cadence_has(a->kinds, 77) && !cadence_has(a->kinds, 65) && !cadence_has(a->kinds, 0));
    assert_true(cadence_has(b->kinds, 0) && cadence_has(b->kinds, 65) && !cadence_has(b->kinds, 77));
    arena_free(k.a);
}

/* ---- conditions of forms ---- */

struct said { const char *value[4]; };

static struct text said_value(void *ctx, int field)
{
    const struct said *s = ctx;
    return s->value[field] ? text_of(s->value[field]) : TEXT_NONE;
}

static void conditions_of_forms(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    const struct code_list *list = codes_list(k.codes, T("yes_no"));
    struct code_field field[4] = {{.name = T("n"), .type = FIELD_INTEGER, .row_of = -1},
        {.name = T("c"), .type = FIELD_SELECT_MULTIPLE, .list = list, .row_of = -1},
        {.name = T("d"), .type = FIELD_DATE, .row_of = -1}, {.name = T("m"), .type = FIELD_DECIMAL, .row_of = -1}};
    assert_true(list && list->n > 1);
    struct text first = list->item[0].key, second = list->item[1].key;
    static const struct { const char *words; bool holds; struct said said; } cases[] = {
        {"n > 3", true, {{"4"}}}, {"n > 3", false, {{"3"}}}, {"n > 3", false, {{NULL}}}, {"n != 3", true, {{NULL}}},
        {"n = 3 or n = 5 and m > 1", true, {{"3"}}}, {"(n = 3 or n = 5) and m > 1", false, {{"3"}}},
        {"not n in (1, 2)", true, {{"3"}}}, {"${n} >= -2", true, {{"-2"}}},
        {"m < 0.5", true, {{NULL, NULL, NULL, "0.499999"}}}, {"m < 0.5", false, {{NULL, NULL, NULL, "0.5"}}},
        {"d <= today - 3", true, {{NULL, NULL, "2026-11-18"}}}, {"d <= today() - 3", false, {{NULL, NULL, "2026-11-19"}}},
        {"d = day", true, {{NULL, NULL, "2026-11-20"}}}, {"d > 2026-01-01", true, {{NULL, NULL, "2026-11-20"}}},
        {"count(c) >= 2", true, {{NULL, "a b"}}}, {"count(c) >= 2", false, {{NULL, "a"}}}, {"n", true, {{"0"}}},
        {"n", false, {{NULL}}},
    };
    struct part part = {.arena = k.a, .faults = &k.f, .codes = k.codes};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct yaml_node n = {.kind = YAML_SCALAR, .text = text_of(cases[i].words)};
        struct form_expr *e = form_expr_parse(&part, &n, field, 4, 0, false);
        assert_non_null(e);
        day_t day = day_parse(T("2026-11-20"));
        struct form_answers a = {said_value, (void *)(uintptr_t)&cases[i].said, day, day + 1};
        if (form_expr_holds(e, field, &a) != cases[i].holds) fail_msg("%s", cases[i].words);
    }
    struct yaml_node n = {.kind = YAML_SCALAR, .text = text_fmt(k.a, "selected(c, %.*s) and c != %.*s", TP(first), TP(second))};
    struct form_expr *e = form_expr_parse(&part, &n, field, 4, 0, false);
    struct said both = {{NULL, text_z(k.a, text_fmt(k.a, "%.*s %.*s", TP(first), TP(second)))}};
    struct said one = {{NULL, text_z(k.a, first)}};
    struct form_answers a = {said_value, &both, 0, 0}, b = {said_value, &one, 0, 0};
    assert_false(form_expr_holds(e, field, &a));
    assert_true(form_expr_holds(e, field, &b));
    arena_free(k.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_read), cmocka_unit_test(forms_have_versions_and_numbers),
        cmocka_unit_test(conditions_of_forms), cmocka_unit_test(words_of_spreadsheets_are_read),
            cmocka_unit_test(built_in_schemes_are_sound),
            cmocka_unit_test(all_built_in_schemes_stand_side_by_side),
        cmocka_unit_test(mistakes_in_codes_are_told),
        cmocka_unit_test(law_alone_says_nothing_at_all), cmocka_unit_test(duties_say_what_the_texts_say),
        cmocka_unit_test(looser_than_law_names_both_clauses), cmocka_unit_test(duties_run_in_the_engine),
        cmocka_unit_test(a_new_version_takes_over_on_its_day), cmocka_unit_test(a_scheme_that_ends_is_over),
        cmocka_unit_test(the_same_version_twice_is_refused), cmocka_unit_test(parameters_are_confirmed_or_told),
        cmocka_unit_test(the_home_rule_is_the_countys), cmocka_unit_test(groups_read_only_earlier_ones),
        cmocka_unit_test(targets_in_the_wrong_order_are_put_right),
        cmocka_unit_test(the_last_of_many_relations_is_asked),
        cmocka_unit_test(hostile_files_are_refused), cmocka_unit_test(a_folder_on_disk_is_checked_like_a_command_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
