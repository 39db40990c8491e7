/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers on their way up: what may follow what, who may do it, what is frozen and how today differs; on both engines. */
#include "care_kit.h"

#include "gen/sql/submission.h"
#include "model/fact.h"
#include "view/build_ledger.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n";

enum { LI = 1001, WANG, ZHAO, HEAD = 21, CENTRE = 22, CLERK = 23, BUREAU_PLACE = 1, CENTRE_PLACE = 2, SCHOOL_PLACE = 3 };
#define SCHOOL_LO ((INT64_C(1) << 28) + (INT64_C(1) << 16))
#define SCHOOL_HI ((INT64_C(1) << 28) + (INT64_C(2) << 16))

static void county_new(struct kit *k, enum engine engine)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, "2026-11-20");
    kit_child(k, LI, "李某", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, WANG, "王某", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, ZHAO, "赵某", "2016-05-01", KIT_OTHER_CLASS, KIT_OTHER_KEY);
    kit_fact(k, LI, "absence", "father", "work", "2025-03-01");
    kit_fact(k, ZHAO, "absence", "mother", "work", "2025-03-01");
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
}

static struct who who_of(struct kit *k, int64_t staff, const char *role, int64_t lo, int64_t hi)
{
    struct who w = {.county = KIT_COUNTY, .staff = staff, .day = k->work.today, .n = 1};
    w.grants[0] = (struct grant){.role = role_find(k->ev->roles, text_of(role)), .key_lo = lo, .key_hi = hi, .from = 0,
        .to = DAY_MAX};
    assert_true(w.grants[0].role >= 0);
    return w;
}

static struct who head_of(struct kit *k) { return who_of(k, HEAD, "school_head", SCHOOL_LO, SCHOOL_HI); }
static struct who centre_of(struct kit *k) { return who_of(k, CENTRE, "centre_head", INT64_C(1) << 28, INT64_C(2) << 28); }
static struct who clerk_of(struct kit *k) { return who_of(k, CLERK, "county_clerk", 0, INT64_C(1) << 40); }

static struct ledger ledger_for(struct kit *k, struct who *who, enum ledger_kind kind, int64_t place)
{
    struct ledger l;
    struct place p;
    struct ask *q = arena_alloc(k->arena, sizeof *q);
    *q = (struct ask){.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena};
    assert_int_equal(place_by_id(k->db, KIT_COUNTY, place, k->arena, &p), RC_OK);
    q->scope = scope_narrow(scope_system(KIT_COUNTY, "test"), p.lo, p.hi, 0, who->staff);
    struct ledger_query in = {.place = place, .rule = T("test-county:away"), .from = DAY_NONE, .as_of = DAY_NONE};
    assert_int_equal(build_ledger(q, kind, &in, &l), RC_OK);
    return l;
}

static enum rc submit(struct kit *k, struct ledger *l, int64_t version, int64_t *id)
{
    struct submission_input in;
    assert_int_equal(ledger_freeze(l, &in), RC_OK);
    in.version = version;
    k->work.staff = l->q->who->staff;
    return submission_submit(&k->work, &in, id);
}

static enum rc take(struct kit *k, int64_t staff, int64_t id, enum submission_step step, const char *comment)
{
    struct submission s;
    assert_int_equal(submission_by_id(k->db, KIT_COUNTY, id, k->arena, &s), RC_OK);
    k->work.staff = staff;
    return submission_take(&k->work, id, s.version, step, text_of(comment));
}

static void state_is(struct kit *k, int64_t id, const char *state)
{
    struct submission s;
    assert_int_equal(submission_by_id(k->db, KIT_COUNTY, id, k->arena, &s), RC_OK);
    assert_text(s.state, state);
}

static void way_up(struct kit *k)
{
    int64_t id, other;
    struct who head = head_of(k);
    struct ledger l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_text(l.part->submission->state, "none");
    assert_true(l.part->submission->can_submit);
    assert_int_equal(submit(k, &l, 1, &id), RC_CONFLICT);          /* saw a version that is not there */
    assert_int_equal(submit(k, &l, 0, &id), RC_OK);
    state_is(k, id, "submitted");
    assert_int_equal(submit(k, &l, 0, &other), RC_CONFLICT);       /* somebody was first */
    assert_int_equal(submit(k, &l, 1, &other), RC_CONFLICT);       /* handed up already */
    assert_int_equal(take(k, CENTRE, id, STEP_LOCK, ""), RC_CONFLICT);
    assert_int_equal(take(k, CENTRE, id, STEP_RETURN, ""), RC_INVALID);
    assert_int_equal(take(k, CENTRE, id, STEP_RETURN, "二年级少了两个人"), RC_OK);
    state_is(k, id, "returned");
    assert_int_equal(take(k, CENTRE, id, STEP_ACCEPT, ""), RC_CONFLICT);
    assert_int_equal(submit(k, &l, 2, &other), RC_OK);
    assert_int_equal(id, other);
    assert_int_equal(take(k, HEAD, id, STEP_ACCEPT, ""), RC_DENIED);   /* the one who handed it up */
    k->work.staff = CENTRE;
    assert_int_equal(submission_take(&k->work, id, 1, STEP_ACCEPT, T("")), RC_CONFLICT);
    assert_int_equal(take(k, CENTRE, id, STEP_ACCEPT, ""), RC_OK);
    assert_int_equal(take(k, CLERK, id, STEP_LOCK, ""), RC_OK);
    assert_int_equal(submit(k, &l, 5, &other), RC_CONFLICT);
    assert_int_equal(take(k, CLERK, id, STEP_RETURN, "锁了不能退"), RC_CONFLICT);
    assert_int_equal(take(k, CLERK, id, STEP_REOPEN, ""), RC_INVALID);
    assert_int_equal(take(k, CLERK, id, STEP_REOPEN, "漏了一个班"), RC_OK);
    state_is(k, id, "draft");
    l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(l.part->submission->trail.n, 6);
    assert_text(l.part->submission->trail.item[0].comment, "漏了一个班");
}

static void rights(struct kit *k)
{
    int64_t id;
    struct who head = head_of(k), centre = centre_of(k), clerk = clerk_of(k);
    struct ledger l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(submit(k, &l, 0, &id), RC_OK);
    l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_false(l.part->submission->can_accept || l.part->submission->can_return || l.part->submission->can_lock);
    assert_false(l.part->submission->can_submit);
    l = ledger_for(k, &centre, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_true(l.part->submission->can_accept && l.part->submission->can_return);
    assert_false(l.part->submission->can_lock || l.part->submission->can_submit);
    l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_true(l.part->submission->can_submit);
    assert_int_equal(submit(k, &l, 0, &id), RC_OK);
    l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_false(l.part->submission->can_accept);                  /* nobody stands above the county */
    assert_true(l.part->submission->can_lock);
    assert_int_equal(take(k, CLERK, id, STEP_LOCK, ""), RC_OK);
}

/* The county's ledger is not locked over a school's that is being put right. */
static void locked_last(struct kit *k)
{
    int64_t school, county;
    struct who head = head_of(k), clerk = clerk_of(k);
    struct ledger l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(submit(k, &l, 0, &school), RC_OK);
    assert_int_equal(take(k, CENTRE, school, STEP_ACCEPT, ""), RC_OK);
    l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_int_equal(submit(k, &l, 0, &county), RC_OK);
    assert_int_equal(take(k, CLERK, school, STEP_LOCK, ""), RC_OK);
    assert_int_equal(take(k, CLERK, school, STEP_REOPEN, "漏了一个班"), RC_OK);
    assert_int_equal(take(k, CLERK, county, STEP_LOCK, ""), RC_CONFLICT);
    state_is(k, county, "submitted");
    struct submission s;
    assert_int_equal(submission_by_id(k->db, KIT_COUNTY, school, k->arena, &s), RC_OK);
    l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(submit(k, &l, s.version, &school), RC_OK);
    assert_int_equal(take(k, CLERK, county, STEP_LOCK, ""), RC_OK);
}

static void below(struct kit *k)
{
    int64_t id;
    struct who teacher = who_of(k, KIT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1), head = head_of(k);
    struct ledger l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(l.part->below_total, 2);
    assert_int_equal(l.part->below_done, 0);
    struct ledger sheet = ledger_for(k, &teacher, LEDGER_CLASS, KIT_CLASS);
    assert_int_equal(sheet.part->table->rows.n, 1);
    assert_int_equal(submit(k, &sheet, 0, &id), RC_OK);
    l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(l.part->below_done, 1);
    assert_text(l.part->below.item[0].state, "submitted");
    assert_text(l.part->below.item[1].state, "none");
    assert_int_equal(take(k, HEAD, id, STEP_RETURN, "少一个人"), RC_OK);
    l = ledger_for(k, &head, LEDGER_SCHOOL, SCHOOL_PLACE);
    assert_int_equal(l.part->below_done, 0);
    assert_text(l.part->below.item[0].state, "returned");
}

static const struct cell_part *total_cell(const struct ledger_part *v, size_t column)
{
    const struct row_part *row = &v->table->rows.item[v->table->rows.n - 1];
    assert_text(row->kind, "total");
    return &row->cells.item[column];
}

static void frozen(struct kit *k)
{
    int64_t id;
    struct who clerk = clerk_of(k);
    struct submission s;
    struct text json;
    struct ledger_part *thawed;
    struct ledger l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_text(total_cell(l.part, 2)->text, "2");
    assert_int_equal(submit(k, &l, 0, &id), RC_OK);
    l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_int_equal(l.part->submission->differs.n, 0);
    kit_fact(k, WANG, "absence", "father", "work", "2026-11-01");
    kit_fact(k, LI, "boarding", "", "boarding", "2026-11-01");
    assert_int_equal(sql_enrolment_end_run(k->db,
        &(struct sql_enrolment_end_in){.county = KIT_COUNTY, .child = ZHAO, .from_day = kit_day("2024-09-01"),
            .to_day = kit_day("2026-11-19"),
            .reason_out = T("transfer_out")}, NULL), RC_OK);
    touched_add(&k->touched, ZHAO);
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    assert_true(l.part->submission->differs.n >= 3);
    struct buf said = buf_new(1 << 16);
    for (size_t i = 0; i < l.part->submission->differs.n; i++) {
        buf_add(&said, l.part->submission->differs.item[i].who);
        buf_add(&said, l.part->submission->differs.item[i].what);
        buf_char(&said, '\n');
    }
    assert_true(text_find(buf_text(&said), T("新增王某")) >= 0);
    assert_true(text_find(buf_text(&said), T("不再在内赵某")) >= 0);
    assert_true(text_find(buf_text(&said), T("寄宿：上报时 0，今天 1")) >= 0);
    buf_free(&said);
    assert_int_equal(submission_by_id(k->db, KIT_COUNTY, id, k->arena, &s), RC_OK);
    assert_int_equal(submission_frozen(k->db, KIT_COUNTY, &s, k->arena, &json), RC_OK);
    assert_int_equal(ledger_thaw(l.q, json, &thawed), RC_OK);
    assert_int_equal(thawed->table->heads.n, 2);
    assert_text(total_cell(thawed, 2)->text, "2");
    assert_text(total_cell(thawed, 2)->href, "");
    s.digest = T("0000");
    assert_int_equal(submission_frozen(k->db, KIT_COUNTY, &s, k->arena, &json), RC_INTERNAL);
}

/* The table says what the measures say: rows add up to subtotal and total, blanks are no zeros, what nobody knows is a dash. */
static void table(struct kit *k)
{
    struct who clerk = clerk_of(k);
    struct ledger l = ledger_for(k, &clerk, LEDGER_COUNTY, BUREAU_PLACE);
    const struct table_part *t = l.part->table;
    assert_int_equal(l.part->faults.n, 0);
    assert_int_equal(t->rows.n, 3);                                 /* school, subtotal of its centre, total */
    assert_text(t->rows.item[1].kind, "subtotal");
    for (size_t i = 1; i < t->columns.n; i++) {
        assert_true(text_eq(t->rows.item[1].cells.item[i].text, t->rows.item[2].cells.item[i].text));
        const struct cell_part *c = &t->rows.item[2].cells.item[i];
        int64_t n = 0;
        bool number = text_int(c->text, &n);
        assert_true(number || text_eqz(c->text, "—"));
        assert_true(text_empty(c->href) == (n == 0));
        if (n == 0) continue;
        ptrdiff_t at = text_find(c->href, T("column="));
        assert_true(at > 0);
        struct list_view list;
        struct list_query in = {.ledger = {.place = BUREAU_PLACE, .rule = T("test-county:away"), .from = l.frame.from,
            .as_of = DAY_NONE},
            .column = text_sub(c->href, (size_t)at + 7, c->href.n), .most = LIST_PAGE};
        assert_int_equal(build_list(l.q, &in, &list), RC_OK);
        assert_int_equal(list.table->rows.n, n);
    }
}

static bool sheet_says(const struct ledger_part *v, const char *what)
{
    for (size_t i = 0; i < v->table->rows.n; i++)
        for (size_t k = 0; k < v->table->rows.item[i].cells.n; k++)
            if (text_eqz(v->table->rows.item[i].cells.item[k].text, what)) return true;
    return false;
}

/* Where a parent is belongs to the child's file: whoever may not see that class of data finds the cell empty; and what is frozen
 * is no way around it, nor around the right to see the ledger at all. */
static void closed(struct kit *k)
{
    int64_t id;
    struct fact away = {.kind = T("absence"), .who = T("mother"), .code = T("work"), .note = T("晋江鞋厂"),
        .from = kit_day("2026-09-01"), .to = DAY_NONE};
    assert_int_equal(fact_add(&k->work, LI, &away, true, 0), RC_OK);
    struct who teacher = who_of(k, KIT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    struct who other = who_of(k, KIT_HELPER, "subject_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    struct ledger mine = ledger_for(k, &teacher, LEDGER_CLASS, KIT_CLASS);
    struct ledger theirs = ledger_for(k, &other, LEDGER_CLASS, KIT_CLASS);
    assert_true(sheet_says(mine.part, "晋江鞋厂"));
    assert_int_equal(theirs.part->table->rows.n, mine.part->table->rows.n);
    assert_false(sheet_says(theirs.part, "晋江鞋厂"));
    assert_int_equal(submit(k, &mine, 0, &id), RC_OK);
    struct ledger_part *frozen;
    assert_int_equal(build_ledger_frozen(mine.q, id, &frozen), RC_OK);
    assert_int_equal(build_ledger_frozen(theirs.q, id, &frozen), RC_NOT_FOUND);
}

static void both(void (*test)(struct kit *))
{
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        county_new(&k, (enum engine)e);
        test(&k);
        kit_close(&k);
    }
}

static void test_way_up(void **state) { (void)state; both(way_up); }
static void test_rights(void **state) { (void)state; both(rights); }
static void test_locked_last(void **state) { (void)state; both(locked_last); }
static void test_below(void **state) { (void)state; both(below); }
static void test_frozen(void **state) { (void)state; both(frozen); }
static void test_closed(void **state) { (void)state; both(closed); }
static void test_table(void **state) { (void)state; both(table); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_way_up), cmocka_unit_test(test_rights), cmocka_unit_test(test_below), cmocka_unit_test(test_frozen),
        cmocka_unit_test(test_closed), cmocka_unit_test(test_locked_last), cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
