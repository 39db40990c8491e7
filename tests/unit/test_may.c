/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what where: a truth table, and the making of scopes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "access/may.h"

enum { COUNTY = 990101, TODAY = 20000 };
enum { TEACHER, HEAD, HELPER, AUDITOR };

static const char roles_yaml[] =
    "roles:\n"
    "  - {key: class_teacher, bit: 0, title: 班主任, capabilities: [today, child_list, child_read, record_add], at: [class], "
    "data: [child]}\n"
    "  - {key: school_head, bit: 1, title: 校长, capabilities: [child_list, child_read, excuse_approve], at: [school, "
    "centre], data: [child]}\n"
    "  - {key: helper, bit: 2, title: 帮扶人, capabilities: [today, child_read, record_add], at: [], data: [child]}\n"
    "  - {key: audit_admin, title: 审计员, capabilities: [audit_read], at: [bureau], data: [internal]}\n";

struct fixture { struct arena *a; struct faults f; struct roles r; };

static int start(void **state)
{
    struct fixture *x = test_malloc(sizeof *x);
    x->a = arena_new(1 << 20);
    x->f = faults_new(x->a);
    assert_int_equal(roles_load(x->a, T(roles_yaml), T("roles.yaml"), &x->f, &x->r), RC_OK);
    *state = x;
    return 0;
}

static int end(void **state)
{
    struct fixture *x = *state;
    arena_free(x->a);
    test_free(x);
    return 0;
}

static struct who person(int role, int64_t lo, int64_t hi, day_t from, day_t to)
{
    return (struct who){.county = COUNTY, .staff = 7, .day = TODAY, .n = 1, .grants = {{role, lo, hi, from, to}}};
}

static void truth_table(void **state)
{
    struct fixture *x = *state;
    static const struct {
        int role; int64_t lo, hi; day_t from, to; enum cap cap; int64_t ask_lo, ask_hi; enum may want;
    } rows[] = {
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 100, 110, MAY_YES},          /* exactly the place */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 105, 106, MAY_YES},          /* within */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 109, 110, MAY_YES},          /* the last key */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 110, 111, MAY_NO_PLACE},     /* half-open */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 99, 110, MAY_NO_PLACE},      /* sticks out below */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 100, 111, MAY_NO_PLACE},     /* sticks out above */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 105, 105, MAY_NO_PLACE},     /* empty range */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_child_read, 106, 105, MAY_NO_PLACE},     /* reversed range */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_excuse_approve, 100, 110, MAY_NO_ROLE},  /* not theirs */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_none, 100, 110, MAY_NO_ROLE},            /* nothing is nothing */
        {TEACHER, 100, 110, 0, DAY_MAX, CAP_COUNT, 100, 110, MAY_NO_ROLE},           /* beyond the list */
        {TEACHER, 100, 110, TODAY, TODAY + 1, CAP_child_read, 100, 110, MAY_YES},    /* first day */
        {TEACHER, 100, 110, TODAY + 1, DAY_MAX, CAP_child_read, 100, 110, MAY_NO_DAY},
        {TEACHER, 100, 110, 0, TODAY, CAP_child_read, 100, 110, MAY_NO_DAY},         /* the end day is not in it */
        {99, 100, 110, 0, DAY_MAX, CAP_child_read, 100, 110, MAY_NO_ROLE},           /* no such role */
        {-1, 100, 110, 0, DAY_MAX, CAP_child_read, 100, 110, MAY_NO_ROLE},
        {AUDITOR, 0, 1000, 0, DAY_MAX, CAP_audit_read, 0, 1000, MAY_YES},
        {AUDITOR, 0, 1000, 0, DAY_MAX, CAP_child_read, 0, 1000, MAY_NO_ROLE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct who w = person(rows[i].role, rows[i].lo, rows[i].hi, rows[i].from, rows[i].to);
        enum may got = may(&x->r, &w, rows[i].cap, rows[i].ask_lo, rows[i].ask_hi);
        if (got != rows[i].want) print_error("row %zu: %s, not %s\n", i, may_name(got), may_name(rows[i].want));
        assert_int_equal(got, rows[i].want);
        struct scope s;
        enum rc rc = scope_at(&x->r, &w, rows[i].cap, rows[i].ask_lo, rows[i].ask_hi, &s);
        assert_int_equal(rc, got == MAY_YES ? RC_OK : RC_DENIED);
        assert_int_equal(s.county, got == MAY_YES ? COUNTY : 0); /* a refused scope opens nothing */
        assert_int_equal(s.hi, got == MAY_YES ? rows[i].ask_hi : 0);
    }
}

static void nobody_is_denied(void **state)
{
    struct fixture *x = *state;
    struct who w = person(TEACHER, 100, 110, 0, DAY_MAX);
    w.staff = 0;
    assert_int_equal(may(&x->r, &w, CAP_child_read, 100, 110), MAY_NO_ONE);
    assert_int_equal(may(&x->r, NULL, CAP_child_read, 100, 110), MAY_NO_ONE);
    struct who none = {.county = COUNTY, .staff = 7, .day = TODAY};
    assert_int_equal(may(&x->r, &none, CAP_child_read, 100, 110), MAY_NO_ROLE);
    assert_false(may_anywhere(&x->r, &none, CAP_today));
}

static void two_grants_do_not_add_up(void **state)
{
    struct fixture *x = *state;
    struct who w = person(TEACHER, 100, 110, 0, DAY_MAX);
    w.grants[w.n++] = (struct grant){TEACHER, 110, 120, 0, DAY_MAX};
    assert_int_equal(may(&x->r, &w, CAP_child_read, 100, 110), MAY_YES);
    assert_int_equal(may(&x->r, &w, CAP_child_read, 110, 120), MAY_YES);
    assert_int_equal(may(&x->r, &w, CAP_child_read, 100, 120), MAY_NO_PLACE);
    /* A capability of one role at one place does not travel to the place of another role. */
    w.grants[1] = (struct grant){HEAD, 200, 300, 0, DAY_MAX};
    assert_int_equal(may(&x->r, &w, CAP_record_add, 200, 300), MAY_NO_PLACE);
    assert_int_equal(may(&x->r, &w, CAP_excuse_approve, 100, 110), MAY_NO_PLACE);
    int64_t lo, hi;
    assert_true(may_widest(&x->r, &w, CAP_child_read, &lo, &hi));
    assert_int_equal(lo, 200);
    assert_int_equal(hi, 300);
    assert_int_equal(roles_at(&x->r, &w, 205, 206), 2);
    assert_int_equal(roles_at(&x->r, &w, 105, 106), 1);
}

static void one_child(void **state)
{
    struct fixture *x = *state;
    struct who w = person(TEACHER, 100, 110, 0, DAY_MAX);
    struct scope s;
    assert_int_equal(scope_child(&x->r, &w, CAP_child_read, 5, 105, false, &s), RC_OK);
    assert_int_equal(s.child, 5);
    assert_true(s.lo == 105 && s.hi == 106);
    assert_int_equal(scope_child(&x->r, &w, CAP_child_read, 5, 205, false, &s), RC_DENIED);
    assert_int_equal(s.child, 0);
    assert_int_equal(scope_child(&x->r, &w, CAP_child_read, 5, 205, true, &s),
                     RC_DENIED); /* what they may in their own class stays there */
    w.grants[w.n++] = (struct grant){.role = HELPER, .from = 0, .to = DAY_MAX};
    assert_int_equal(scope_child(&x->r, &w, CAP_child_read, 5, 205, true, &s), RC_OK);   /* by a pairing */
    assert_true(s.child == 5 && s.lo == 0 && s.hi == 0); /* which does not open the class around the child */
    assert_int_equal(scope_child(&x->r, &w, CAP_excuse_approve, 5, 205, true, &s), RC_DENIED); /* never a new capability */
    assert_int_equal(scope_child(&x->r, &w, CAP_child_read, 0, 105, false, &s), RC_DENIED);
    struct who helper = person(HELPER, 0, 0, 0, DAY_MAX); /* pairings alone */
    assert_true(may_anywhere(&x->r, &helper, CAP_today));
    assert_int_equal(scope_child(&x->r, &helper, CAP_child_read, 5, 205, true, &s), RC_OK);
    assert_int_equal(scope_child(&x->r, &helper, CAP_child_read, 5, 205, false, &s), RC_DENIED);
    assert_int_equal(scope_mine(&x->r, &helper, CAP_today, &s), RC_OK);
    assert_true(s.staff == 7 && s.lo == 0 && s.hi == 0);
}

static void system_scope_only_narrows(void **state)
{
    (void)state;
    struct scope s = scope_system(COUNTY, "a test");
    assert_true(s.county == COUNTY && s.lo == 0 && s.hi == INT64_MAX);
    struct scope n = scope_narrow(s, 100, 200, 0, 0);
    assert_true(n.lo == 100 && n.hi == 200);
    n = scope_narrow(n, 50, 300, 0, 0);
    assert_true(n.lo == 100 && n.hi == 200);
    n = scope_narrow(n, 250, 300, 0, 0);
    assert_true(n.hi <= n.lo);
    assert_int_equal(scope_system(COUNTY, "").county, 0);
}

static void bad_roles_are_refused(void **state)
{
    (void)state;
    static const struct { const char *yaml; enum word word; int line;
    } rows[] = {
        {"roles:\n  - {key: security_admin, title: x, capabilities: [child_read]}\n", W_role_admin_child, 2},
        {"roles:\n  - {key: a, title: x, capabilities: [chld_read]}\n", W_role_unknown_cap, 2},
        {"roles:\n  - {key: a, title: x, capabilities: []}\n  - {key: a, title: x, capabilities: []}\n", W_role_twice, 3},
        {"roles:\n  - {key: a, bit: 3, title: x, capabilities: []}\n  - {key: b, bit: 3, title: x, capabilities: []}\n",
         W_role_bit_twice, 3},
        {"roles:\n  - {key: a, bit: 31, title: x, capabilities: []}\n", W_role_bad_bit, 2},
        {"roles:\n  - {key: a, title: x, capabilities: [], at: [moon]}\n", W_role_unknown_place, 2},
        {"roles:\n  - {key: a, title: x, capabilities: [], data: [gossip]}\n", W_role_unknown_data, 2},
        {"roles:\n  - {key: a, title: x}\n", W_role_missing, 2},
        {"roles:\n  - {key: 班, title: x, capabilities: []}\n", W_role_bad_key, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *a = arena_new(1 << 20);
        struct faults f = faults_new(a);
        struct roles r;
        assert_int_equal(roles_load(a, text_of(rows[i].yaml), T("roles.yaml"), &f, &r), RC_INVALID);
        assert_int_equal(f.list[0].word, rows[i].word);
        assert_int_equal(f.list[0].line, rows[i].line);
        arena_free(a);
    }
}

static void a_near_miss_is_named(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct faults f = faults_new(a);
    struct roles r;
    roles_load(a, T("roles:\n  - {key: a, title: x, capabilities: [pairing_edt]}\n"), T("r"), &f, &r);
    assert_true(text_eqz(f.list[0].arg[1], "pairing_edit"));
    arena_free(a);
}

static void places_of_roles(void **state)
{
    struct fixture *x = *state;
    assert_true(role_fits(&x->r, TEACHER, T("class")));
    assert_false(role_fits(&x->r, TEACHER, T("school")));
    assert_true(role_fits(&x->r, HEAD, T("centre")));
    assert_false(role_fits(&x->r, HELPER, T("class")));
    assert_false(role_fits(&x->r, TEACHER, T("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(truth_table, start, end),
        cmocka_unit_test_setup_teardown(nobody_is_denied, start, end),
        cmocka_unit_test_setup_teardown(two_grants_do_not_add_up, start, end),
        cmocka_unit_test_setup_teardown(one_child, start, end),
        cmocka_unit_test(system_scope_only_narrows),
        cmocka_unit_test(bad_roles_are_refused),
        cmocka_unit_test(a_near_miss_is_named),
        cmocka_unit_test_setup_teardown(places_of_roles, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
