/* SPDX-License-Identifier: Apache-2.0 */
/* What a catalogue asks for and what schemes carry out: an entry counts when an element does it, and no longer when that element
 * is gone. */
#include "unit/scheme_kit.h"

#include "scheme/coverage.h"

static const char catalogue[] =
    "# head\nscheme:\n  id: TT\n  title: 试\nrequirements:\n\n"
    "  - id: TT-001\n    text: 每周通话\n    kind: communication\n    line: 3\n"
    "  - id: TT-002\n    kind: duty\n  - id: TT-003\n    kind: ledger\n  - id: TT-004\n    kind: award\n";
static const char scheme[] =
    "scheme: {id: test-tt, title: 试, layer: county, from: 2024-09-01}\n"
    "targets:\n- {key: all, title: 全体, when: rule(home), clause: 一, source: [未成年人保护法 22]}\n"
    "duties:\n"
    "- {key: call, title: 通话, for: all, owner: [class_teacher], "
    "credit: {kinds: [family_call]}, every: week, clause: 一, source: [TT-001]}\n"
    "- {key: listed, title: 列, subject: school, owner: [school_head], every: term, clause: 二, source: [TT-002, TT-999]}\n"
    "built_in:\n- {capability: ledgers, clause: 三, source: [TT-003]}\n";

static struct plan *plan_of(struct kit *k, const char *text)
{
    struct embedded *file = arena_alloc(k->a, sizeof *file);
    struct plan_source source[2];
    struct plan *p = NULL;
    *file = (struct embedded){T("test-tt/all.yaml"), text_of(text)};
    source[0] = (struct plan_source){.name = T("test-tt"), .file = file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE,
                                     .params = T("")};
    assert_int_equal(plan_source_builtin(k->a, T("schemes/law"), &source[1]), RC_OK);
    if (plan_build(k->a, k->codes, source, 2, NULL, &k->f, &p) != RC_OK) kit_say(k);
    assert_non_null(p);
    return p;
}

static struct coverage *read_of(struct kit *k, const char *text, enum rc want)
{
    struct coverage *c = NULL;
    struct embedded file = {T("tt.yaml"), text_of(text)};
    assert_int_equal(coverage_read(k->a, &file, 1, &k->f, &c), want);
    return c;
}

static void an_entry_counts_when_an_element_does_it(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct coverage *c = read_of(&k, catalogue, RC_OK);
    coverage_claim(c, plan_of(&k, scheme), 0);
    const struct coverage_entry *e = c->system[0].entry;
    assert_int_equal(c->requirements, 4);
    assert_int_equal(c->covered, 2);
    assert_int_equal(c->system[0].covered, 2);
    assert_true(text_eqz(e[0].test, "tests/unit/test_schemes.c: test-tt/duty/call"));
    assert_true(text_eqz(e[0].by, "test-tt/all.yaml:5 duty call"));
    assert_true(e[1].test.n == 0 && e[1].by.n == 0 && e[1].listed.n > 0);   /* nothing credits it */
    assert_true(text_eqz(e[2].test, "tests/unit/test_measure.c: test_persons"));
    assert_true(e[3].test.n == 0 && e[3].listed.n == 0);
    assert_int_equal(c->stray_count, 1);                                    /* TT-999; a law is no mistake */
    assert_true(text_eqz(c->stray[0].id, "TT-999") && c->stray[0].line == 6);
    arena_free(k.a);
}

static void an_element_gone_is_an_entry_gone(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    struct coverage *c = read_of(&k, catalogue, RC_OK);
    struct text whole = text_of(scheme);
    ptrdiff_t from = text_find(whole, T("- {key: call")), to = text_find(whole, T("- {key: listed"));
    struct text less = text_join(k.a, text_sub(whole, 0, (size_t)from), text_sub(whole, (size_t)to, whole.n));
    coverage_claim(c, plan_of(&k, text_z(k.a, less)), 0);
    assert_int_equal(c->covered, 1);
    assert_int_equal(c->system[0].entry[0].test.n, 0);
    arena_free(k.a);
}

static void catalogues_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "scheme: {id: TT}\n", "requirements: []\n", "scheme: {id: TT}\nrequirements: [a]\n",
        "scheme: {id: TT}\nrequirements: [{id: TT-1}]\n", "scheme: {title: TT}\nrequirements: []\n",
        "scheme: {id: TT}\nrequirements: [{id: TT-1, kind: duty}, {id: TT-1, kind: duty}]\n",
    };
    struct kit k = kit_begin();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        k.f = faults_new(k.a);
        read_of(&k, bad[i], RC_INVALID);
        assert_true(k.f.errors > 0);
    }
    struct coverage *c;
    assert_int_equal(coverage_read(k.a, NULL, 0, &k.f, &c), RC_INVALID);
    arena_free(k.a);
}

/* The tests that capabilities.yaml names are there. */
static void what_is_built_in_is_tested(void **state)
{
    (void)state;
    struct kit k = kit_begin();
    assert_true(k.codes->capability_count > 10);
    for (size_t i = 0; i < k.codes->capability_count; i++) {
        struct text rest = k.codes->capability[i].test, path, body;
        assert_true(text_cut(&rest, ':', &path));
        const char *file = text_z(k.a, path), *name = text_z(k.a, text_fmt(k.a, "%.*s(", TP(text_trim(rest))));
        assert_int_equal(file_read(k.a, file, 1 << 20, &body), RC_OK);
        if (text_find(body, text_of(name)) < 0) fail_msg("%s: no %s", file, name);
    }
    arena_free(k.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_counts_when_an_element_does_it),
        cmocka_unit_test(an_element_gone_is_an_entry_gone),
        cmocka_unit_test(catalogues_that_are_none_are_refused),
        cmocka_unit_test(what_is_built_in_is_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
