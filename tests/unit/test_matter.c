/* SPDX-License-Identifier: Apache-2.0 */
/* Duties about places and staff over the database, on both engines: what is owed, who owes it, what credits it. */
#include "care_kit.h"

#include "gen/sql/exemption.h"
#include "gen/sql/matter.h"
#include "gen/sql/obligation.h"
#include "gen/sql/scheme.h"
#include "model/exemption.h"
#include "model/grant.h"
#include "model/place.h"
#include "model/staff.h"
#include "model/submission.h"

static const char scheme_yaml[] = "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, "
                                  "from: 2024-09-01, programme: 试行}\n"
                                  "duties:\n"
                                  "  - {key: class_theme, title: 主题班会, subject: class, owner: class_teacher,\n"
                                  "     credit: {kinds: [theme_class]}, every: month, clause: 一, source: [T-001]}\n"
                                  "  - {key: meeting, title: 工作会议, subject: school, owner: [school_head, moral_office],\n"
                                  "     credit: {kinds: [work_meeting]}, every: month, clause: 二, source: [T-002]}\n"
                                  "  - {key: training, title: 教师培训, subject: staff, owner: school_head,\n"
                                  "     credit: {kinds: [staff_training]}, every: term, clause: 三, source: [T-003]}\n"
                                  "  - {key: yearly, title: 年度考核, subject: county, owner: county_clerk,\n"
                                  "     credit: {kinds: [assessment_check]}, every: school-year, clause: 四, source: [T-004]}\n"
                                  "  - {key: canteen, title: 食堂检查, subject: school, where: {boarding: yes}, owner: school_head,\n"
                                  "     credit: {kinds: [facility_check]}, every: week, clause: 五, source: [T-005]}\n"
                                  "  - {key: checked, title: 每年查询, subject: staff, owner: school_head, holidays: keep,\n"
                                  "     credit: {kinds: [background_check]}, every: 365 days since last, clause: 六, source: "
                                  "[T-006]}\n"
                                  "ledgers:\n"
                                  "  - {key: monthly, title: 动态情况表, ledger: school, by: day 5 of month, clause: 七,\n"
                                  "     source: [T-007]}\n";

enum { THEME = 1, MEETING, TRAINING, YEARLY, CANTEEN, CHECKED, LEDGER, SCHOOL = 3, BUREAU = 1, HEAD = 21, CLERK = 22 };
#define SCHOOL_KEY ((INT64_C(1) << 28) + (INT64_C(1) << 16))

static void county_new(struct kit *k, enum engine engine, const char *today)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, today);
    kit_staff(k, HEAD, "陈校长", NULL, NULL, 0, NULL);
    kit_staff(k, CLERK, "周经办", NULL, NULL, 0, NULL);
    kit_grant(k, HEAD, "school_head", SCHOOL, SCHOOL_KEY, SCHOOL_KEY + (1 << 16));
    kit_grant(k, CLERK, "county_clerk", BUREAU, 0, INT64_C(1) << 40);
    kit_law(k);
    enum rc rc = kit_scheme(k, "test-county", scheme_yaml, &loaded);
    for (size_t i = 0; i < k->faults.n; i++) {
        const struct fault *f = &k->faults.list[i];
        if (rc != RC_OK) print_error("%.*s:%d:%d: %.*s\n", TP(f->file), f->line, f->column, TP(fault_say(f, LANG_EN, k->arena)));
    }
    assert_int_equal(rc, RC_OK);
    assert_int_equal(loaded.duties, 7);
    kit_evaluator(k);
    kit_roll(k);
    k->work.staff = HEAD;
}

/* ---- looking ---- */

/* All that is stored, as one text: two ways to the same end must leave the same. */
static struct text stored_text(struct kit *k)
{
    struct buf b = buf_new(1 << 20);
    struct cursor c;
    struct sql_tally_scan_out t;
    assert_int_equal(sql_tally_scan(k->db, &(struct sql_tally_scan_in){.county = KIT_COUNTY}, &c), RC_OK);
    while (sql_tally_scan_next(&c, &t)) {
        if (t.expected != 0) buf_fmt(&b, "%lld %lld %lld: %lld %lld %lld %lld\n", (long long)t.place_key, (long long)t.duty,
            (long long)t.window_day, (long long)t.expected, (long long)t.met, (long long)t.met_late, (long long)t.excused);
    }
    assert_int_equal(sql_close(&c), RC_OK);
    static const struct about all[] = {{ABOUT_PLACE, 1}, {ABOUT_PLACE, 3}, {ABOUT_PLACE, KIT_CLASS},
        {ABOUT_PLACE, KIT_OTHER_CLASS}, {ABOUT_STAFF, KIT_TEACHER}, {ABOUT_STAFF, HEAD}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct sql_matter_open_out o;
        struct sql_matter_open_in in = {.county = KIT_COUNTY, .about_kind = all[i].kind, .about = all[i].id};
        assert_int_equal(sql_matter_open(k->db, &in, &c), RC_OK);
        while (sql_matter_open_next(&c, &o)) buf_fmt(&b, "%zu %lld %lld %lld %lld %lld\n", i, (long long)o.duty,
            (long long)o.window_day, (long long)o.due_day, (long long)o.have, (long long)o.owner);
        assert_int_equal(sql_close(&c), RC_OK);
    }
    struct text out = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return out;
}

static void from_nothing(struct kit *k)
{
    struct text before = stored_text(k);
    kit_true(k);
    assert_int_equal(evaluate_all(k->db, k->ev, k->work.today, true, k->arena, NULL, NULL), RC_OK);
    struct text after = stored_text(k);
    if (!text_eq(before, after)) print_error("by difference:\n%.*s\nfrom nothing:\n%.*s\n", TP(before), TP(after));
    assert_true(text_eq(before, after));
}

/* ---- doing ---- */

static struct encounter_input record(const char *kind, const struct about *about, size_t n, const char *day)
{
    return (struct encounter_input){.kind = text_of(kind), .day = kit_day(day), .minute = NULL_INT, .minutes = NULL_INT,
        .about = about, .about_count = n, .sentence = T("研究了本月的事，定了分工。"), .follow = DAY_NONE};
}

static struct encounter_result enter(struct kit *k, struct encounter_input in, const char *field, const char *value)
{
    struct encounter_answer answer = {text_of(field), text_of(value)};
    struct encounter_result r;
    if (field) in.answer = &answer, in.answer_count = 1;
    enum rc rc = encounter_add(&k->work, &in, &r);
    for (size_t i = 0; rc != RC_OK && i < k->faults.n; i++) {
        print_error("%.*s: %.*s\n", TP(k->faults.list[i].field), TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    }
    assert_int_equal(rc, RC_OK);
    return r;
}

/* ---- a meeting of the school ---- */

static void meeting_credits(enum engine engine)
{
    struct kit k;
    const struct about school[] = {{ABOUT_PLACE, SCHOOL}};
    county_new(&k, engine, "2026-11-18");
    struct kit_counted before = kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING);
    assert_true(before.open > 2 && before.overdue == before.open - 1); /* November runs, the months before are let pass */
    assert_int_equal(before.owner, HEAD);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, CANTEEN).open, 0); /* no boarders: where says so */
    int64_t expected = kit_tally(&k, MEETING).expected;
    struct encounter_result r = enter(&k, record("work_meeting", school, 1, "2026-11-17"), "topic", "progress");
    assert_int_equal(r.credit_count, 1);
    assert_int_equal(r.credit[0].about.id, SCHOOL);
    assert_int_equal(r.credit[0].duty, MEETING);
    assert_false(r.late);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING).open, before.open - 1);
    assert_int_equal(kit_tally(&k, MEETING).met, 1);
    assert_int_equal(kit_tally(&k, MEETING).expected, expected);
    r = enter(&k, record("work_meeting", school, 1, "2026-10-20"), "topic", "progress");
    assert_true(r.late); /* October has ended */
    assert_int_equal(kit_tally(&k, MEETING).met_late, 1);
    assert_int_equal(encounter_void(&k.work, r.id, T("记错了月份")), RC_OK);
    assert_int_equal(kit_tally(&k, MEETING).met_late, 0);
    assert_int_equal(encounter_void(&k.work, r.id, T("记错了月份")), RC_CONFLICT);
    from_nothing(&k);
    kit_close(&k);
}

/* ---- who took part ---- */

static void training_credits_who_took_part(enum engine engine)
{
    struct kit k;
    const struct about some[] = {{ABOUT_STAFF, KIT_TEACHER}, {ABOUT_STAFF, KIT_HELPER}};
    county_new(&k, engine, "2026-11-18");
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_TEACHER, TRAINING).owner, HEAD);
    int before = kit_owed(&k, ABOUT_STAFF, KIT_TEACHER, TRAINING).open;
    int left = kit_owed(&k, ABOUT_STAFF, KIT_LEFT_TEACHER, TRAINING).open;
    struct encounter_result r = enter(&k, record("staff_training", some, 2, "2026-11-17"), "topic", "psych");
    assert_int_equal(r.credit_count, 2);
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_TEACHER, TRAINING).open, before - 1);
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_LEFT_TEACHER, TRAINING).open, left); /* was not there */
    assert_int_equal(kit_tally(&k, TRAINING).met, 2);
    /* Who leaves is not waited for: the term that runs does not count for them when they were gone for most of it. */
    k.work.touched = &k.touched;
    assert_int_equal(staff_leave(&k.work, KIT_LEFT_TEACHER, kit_day("2026-09-10")), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_LEFT_TEACHER, TRAINING).open, left - 1);
    from_nothing(&k);
    kit_close(&k);
}

/* ---- the staff list keeps the checks ---- */

static void checks_come_from_the_list(enum engine engine)
{
    struct kit k;
    const struct about one[] = {{ABOUT_STAFF, KIT_TEACHER}};
    county_new(&k, engine, "2026-11-18");
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, HEAD, CHECKED).overdue, 1); /* never */
    assert_int_equal(staff_check_set(&k.work, HEAD, kit_day("2026-11-10"), "pass"), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    struct kit_counted now = kit_owed(&k, ABOUT_STAFF, HEAD, CHECKED);
    assert_int_equal(now.overdue, 0);
    struct encounter_input in = record("background_check", one, 1, "2026-11-17");
    struct encounter_result r;
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID); /* no second list of the same */
    from_nothing(&k);
    kit_close(&k);
}

/* ---- what is refused, what is doubtful ---- */

static void bad_records(enum engine engine)
{
    struct kit k;
    const struct about school[] = {{ABOUT_PLACE, SCHOOL}}, class[] = {{ABOUT_PLACE, KIT_CLASS}}, gone[] = {{ABOUT_PLACE, 99}},
                       both[] = {{ABOUT_PLACE, SCHOOL}, {ABOUT_PLACE, SCHOOL}}, staff[] = {{ABOUT_STAFF, KIT_TEACHER}};
    const int64_t child[] = {1001};
    struct encounter_result r;
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = record("filing", gone, 1, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_NOT_FOUND);
    struct { const char *kind; const struct about *about; size_t n; } bad[] = {
        {"work_meeting", class, 1}, {"work_meeting", staff, 1}, {"theme_class", school, 1}, {"publicity", both, 2},
        {"publicity", school, 0}, {"heart_talk", school, 1}, {"staff_training", school, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        in = record(bad[i].kind, bad[i].about, bad[i].n, "2026-11-17");
        k.faults = faults_new(k.arena);
        assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID);
    }
    in = record("publicity", school, 1, "2026-11-17");
    in.child = child;
    in.child_count = 1;
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID); /* never beside children */
    k.faults = faults_new(k.arena);
    in = record("publicity", school, 1, "2026-11-17");
    in.once = true;
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    int64_t first = r.id;
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(r.twin && r.id == first);
    k.work.staff = KIT_TEACHER; /* of one class: nobody for the whole school */
    in = record("work_meeting", school, 1, "2026-11-16");
    struct encounter_answer topic = {T("topic"), T("progress")};
    in.answer = &topic;
    in.answer_count = 1;
    k.faults = faults_new(k.arena);
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(r.credit_count, 0);
    assert_true(k.faults.n > 0 && k.faults.list[0].warning);
    from_nothing(&k);
    kit_close(&k);
}

/* ---- roles change hands ---- */

static void owner_changes(enum engine engine)
{
    struct kit k;
    const struct about class[] = {{ABOUT_PLACE, KIT_OTHER_CLASS}};
    county_new(&k, engine, "2026-11-18");
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, KIT_OTHER_CLASS, THEME).owner, 0); /* nobody leads it */
    k.work.staff = KIT_HELPER;
    struct encounter_result r = enter(&k, record("theme_class", class, 1, "2026-11-16"), "title", "爱国");
    assert_int_equal(r.credit_count, 0);
    const struct roles *roles = k.ev->roles;
    assert_int_equal(grant_add(&k.work, roles, KIT_HELPER, T("class_teacher"), KIT_OTHER_CLASS, T("class"), KIT_OTHER_KEY,
        KIT_OTHER_KEY + 1, kit_day("2026-11-01")), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, KIT_OTHER_CLASS, THEME).owner, KIT_HELPER);
    assert_int_equal(kit_tally(&k, THEME).met, 1); /* they held it on the 16th after all */
    from_nothing(&k);
    kit_close(&k);
}

/* ---- places come and go ---- */

static void places_come_and_go(enum engine engine)
{
    struct kit k;
    county_new(&k, engine, "2026-11-18");
    struct place p = {.kind = PLACE_CLASS, .parent = SCHOOL, .code = T("2025-03"), .name = T("2025级3班"), .stage = T("primary"),
        .entry_year = 2025, .first_grade = 1, .years = 6, .class_no = 3, .boarding = true,
        .from = kit_day("2026-11-01"), .to = DAY_NONE};
    assert_int_equal(place_add(&k.work, &p, 0), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, p.id, THEME).open, 1);
    assert_int_equal(place_close(&k.work, p.id, kit_day("2026-11-05")), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, p.id, THEME).open, 0); /* void: there for less than half of it */
    from_nothing(&k);
    kit_close(&k);
}

/* ---- a ledger that goes up ---- */

static void again(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

/* From the 6th to the 5th of the next month: handing it up meets the window of its day, giving it back opens it again, and what
 * comes back after the last day is late. */
static void a_ledger_goes_up(enum engine engine)
{
    struct kit k;
    struct place school;
    int64_t id;
    county_new(&k, engine, "2026-11-18");
    k.work.touched = &k.touched;
    k.work.staff = HEAD;
    struct kit_counted before = kit_owed(&k, ABOUT_PLACE, SCHOOL, LEDGER);
    assert_int_equal(before.open, before.overdue + 1);          /* that until 5 December runs */
    assert_int_equal(before.owner, HEAD);
    assert_int_equal(place_by_id(k.db, KIT_COUNTY, SCHOOL, k.arena, &school), RC_OK);
    struct submission_input in = {.ledger = T("school"), .rule = T("rule:MCA2016"), .place = &school,
        .from = kit_day("2026-11-01"), .as_of = kit_day("2026-11-18"), .frozen = T("{}")};
    assert_int_equal(submission_submit(&k.work, &in, &id), RC_OK);
    again(&k);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, LEDGER).open, before.open - 1);
    assert_int_equal(kit_tally(&k, LEDGER).met, 1);
    k.work.staff = CLERK;
    assert_int_equal(submission_take(&k.work, id, 1, STEP_RETURN, T("合计对不上")), RC_OK);
    again(&k);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, LEDGER).open, before.open);
    from_nothing(&k);
    kit_today(&k, "2026-12-08");
    kit_evaluator(&k);
    kit_roll(&k);
    k.work.touched = &k.touched;
    in.version = 2;
    assert_int_equal(submission_submit(&k.work, &in, &id), RC_OK);
    again(&k);
    assert_int_equal(kit_tally(&k, LEDGER).met, 0);
    assert_int_equal(kit_tally(&k, LEDGER).met_late, 1);
    from_nothing(&k);
    kit_close(&k);
}

/* ---- excused ---- */

static enum rc excuse(struct kit *k, struct about about, int64_t duty, const char *from, const char *last, const char *why,
    int64_t *id)
{
    struct exemption_input in = {.about = about, .duty = duty, .from = kit_day(from), .last = kit_day(last),
        .reason_code = text_of(why), .reason = T("整月停课")};
    k->work.touched = &k->touched;
    k->work.staff = HEAD;
    return exemption_ask(&k->work, &in, id);
}

static enum rc decide(struct kit *k, int64_t by, int64_t id, bool yes)
{
    k->work.staff = by;
    enum rc rc = exemption_decide(&k->work, id, yes);
    if (rc == RC_OK) assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
    return rc;
}

static void a_school_is_excused(enum engine engine)
{
    struct kit k;
    const struct about school = {ABOUT_PLACE, SCHOOL};
    int64_t id, other;
    county_new(&k, engine, "2026-11-18");
    struct kit_counted before = kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING);
    /* A training of the staff is nothing that a school could be excused from, nor a class's meeting, nor a week of a child. */
    assert_int_equal(excuse(&k, school, TRAINING, "2026-10-01", "2026-10-31", "closed", &id), RC_INVALID);
    assert_int_equal(excuse(&k, school, THEME, "2026-10-01", "2026-10-31", "closed", &id), RC_INVALID);
    assert_int_equal(excuse(&k, school, CANTEEN, "2026-10-01", "2026-10-31", "closed", &id), RC_INVALID); /* no boarders */
    assert_int_equal(excuse(&k, school, MEETING, "2026-10-01", "2026-10-31", "sick", &id), RC_INVALID);   /* not of a school */
    assert_int_equal(excuse(&k, school, MEETING, "2026-10-01", "2026-10-31", "closed", &id), RC_OK);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING).open, before.open);      /* asked is not excused */
    assert_int_equal(decide(&k, HEAD, id, true), RC_INVALID);                            /* asked it */
    assert_int_equal(decide(&k, CLERK, id, true), RC_OK);
    assert_int_equal(decide(&k, CLERK, id, true), RC_CONFLICT);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING).open, before.open - 1);
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING).overdue, before.overdue - 1);
    assert_int_equal(kit_tally(&k, MEETING).excused, 1);
    assert_int_equal(excuse(&k, school, MEETING, "2026-09-01", "2026-09-30", "closed", &other), RC_OK);
    assert_int_equal(decide(&k, CLERK, other, false), RC_OK);                            /* no is an answer too */
    assert_int_equal(kit_tally(&k, MEETING).excused, 1);
    /* Met beats excused. */
    (void)enter(&k, record("work_meeting", &school, 1, "2026-10-20"), "topic", "progress");
    assert_int_equal(kit_tally(&k, MEETING).excused, 0);
    from_nothing(&k);
    kit_close(&k);
}

static void a_colleague_is_excused(enum engine engine)
{
    struct kit k;
    const struct about teacher = {ABOUT_STAFF, KIT_TEACHER};
    int64_t id;
    county_new(&k, engine, "2026-11-18");
    int before = kit_owed(&k, ABOUT_STAFF, KIT_TEACHER, TRAINING).open;
    int other = kit_owed(&k, ABOUT_STAFF, KIT_HELPER, TRAINING).open;
    assert_int_equal(excuse(&k, teacher, TRAINING, "2026-08-01", "2027-03-01", "staff_leave", &id), RC_OK);
    assert_int_equal(decide(&k, KIT_TEACHER, id, true), RC_INVALID);                     /* nobody excuses themselves */
    assert_int_equal(decide(&k, CLERK, id, true), RC_OK);
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_TEACHER, TRAINING).open, before - 1);
    assert_int_equal(kit_owed(&k, ABOUT_STAFF, KIT_HELPER, TRAINING).open, other);
    assert_int_equal(kit_tally(&k, TRAINING).excused, 1);
    from_nothing(&k);
    kit_close(&k);
}

/* ---- all and nothing ---- */

static const char *const months[] = {"2025-09-10", "2025-10-15", "2025-11-12", "2025-12-10", "2026-01-07", "2026-03-11",
    "2026-04-15", "2026-05-13", "2026-06-10", "2026-07-03", "2026-09-09", "2026-10-14", "2026-11-11"};
enum { MONTHS = 13 };
static const struct about one_school[] = {{ABOUT_PLACE, SCHOOL}}, one_county[] = {{ABOUT_PLACE, BUREAU}},
                          one_class[] = {{ABOUT_PLACE, KIT_CLASS}}, other_class[] = {{ABOUT_PLACE, KIT_OTHER_CLASS}},
                          everybody[] = {{ABOUT_STAFF, KIT_TEACHER}, {ABOUT_STAFF, KIT_HELPER}, {ABOUT_STAFF, KIT_LEFT_TEACHER},
                              {ABOUT_STAFF, HEAD}, {ABOUT_STAFF, CLERK}};

/* The i-th of the records that do all there is to do; false when there are no more. */
static bool deed(size_t i, struct encounter_input *in, const char **field, const char **value, int64_t *actor)
{
    *field = *value = NULL;
    *actor = HEAD;
    if (i < MONTHS) *in = record("work_meeting", one_school, 1, months[i]), *field = "topic", *value = "progress";
    else if (i < MONTHS * 2) *in = record("theme_class", one_class, 1, months[i - MONTHS]), *field = "title", *value = "爱国";
    else if (i < MONTHS * 3) *in = record("theme_class", other_class, 1, months[i - MONTHS * 2]), *field = "title", *value = "守法";
    else if (i < MONTHS * 3 + 3) {
        *in = record("staff_training", everybody, 5, months[(i - MONTHS * 3) * 5]), *field = "topic", *value = "psych";
    } else if (i < MONTHS * 3 + 5) {
        *in = record("assessment_check", one_county, 1, months[(i - MONTHS * 3 - 3) * 10]), *field = "way", *value = "yearly";
        *actor = CLERK;
    } else return false;
    return true;
}
enum { DEEDS = MONTHS * 3 + 5 };

static void all_is_met(enum engine engine)
{
    struct kit k;
    county_new(&k, engine, "2026-11-18");
    for (size_t i = 0; i < DEEDS; i++) {
        struct encounter_input in;
        const char *field, *value;
        assert_true(deed(i, &in, &field, &value, &k.work.staff));
        k.work.today = in.day; /* entered on the day; what is stored stays as of today */
        (void)enter(&k, in, field, value);
    }
    kit_today(&k, "2026-11-18");
    for (int64_t duty = THEME; duty <= YEARLY; duty++) {
        struct sql_tally_sum_out t = kit_tally(&k, duty);
        assert_true(t.expected > 0);
        assert_int_equal(t.met, t.expected);
        assert_int_equal(t.met_late + t.excused, 0);
    }
    assert_int_equal(kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING).open, 0);
    from_nothing(&k);
    kit_close(&k);
}

static void nothing_is_overdue(enum engine engine)
{
    struct kit k;
    county_new(&k, engine, "2026-11-18");
    kit_today(&k, "2027-08-20"); /* everything that had begun has ended, but for the school year */
    kit_evaluator(&k);
    assert_int_equal(evaluate_all(k.db, k.ev, k.work.today, true, k.arena, NULL, NULL), RC_OK);
    for (int64_t duty = THEME; duty <= TRAINING; duty++) {
        struct sql_tally_sum_out t = kit_tally(&k, duty);
        assert_true(t.expected > 0);
        assert_int_equal(t.met + t.met_late + t.excused, 0);
    }
    struct kit_counted school = kit_owed(&k, ABOUT_PLACE, SCHOOL, MEETING);
    assert_int_equal(school.overdue, school.open);
    assert_int_equal(school.open, kit_tally(&k, MEETING).expected);
    struct kit_counted staff = kit_owed(&k, ABOUT_STAFF, HEAD, TRAINING);
    assert_int_equal(staff.overdue * 5, kit_tally(&k, TRAINING).expected);
    kit_true(&k);
    kit_close(&k);
}

/* In whatever order they come in, some taken back in between: the same is stored. */
static void order_does_not_matter(enum engine engine)
{
    struct text first = TEXT_NONE;
    struct arena *keep = arena_new(1 << 22);
    for (size_t turn = 0; turn < 3; turn++) {
        static const size_t step[] = {1, 7, DEEDS - 1} /* none has a factor in common with their number */;
        struct kit k;
        county_new(&k, engine, "2026-11-18");
        for (size_t n = 0, i = turn; n < DEEDS; n++, i = (i + step[turn]) % DEEDS) {
            struct encounter_input in;
            const char *field, *value;
            assert_true(deed(i, &in, &field, &value, &k.work.staff));
            if (in.day < k.work.today - ENCOUNTER_BACK_DAYS) continue;
            struct encounter_result r = enter(&k, in, field, value);
            if (n % 5 != turn) continue;
            assert_int_equal(encounter_void(&k.work, r.id, T("重新记一次")), RC_OK);
            k.faults = faults_new(k.arena);
            (void)enter(&k, in, field, value);
        }
        struct text stored = stored_text(&k);
        from_nothing(&k);
        if (turn == 0) first = text_dup(keep, stored);
        assert_true(text_eq(first, stored));
        kit_close(&k);
    }
    arena_free(keep);
}

ON_BOTH(meeting_credits)
ON_BOTH(training_credits_who_took_part)
ON_BOTH(checks_come_from_the_list)
ON_BOTH(bad_records)
ON_BOTH(owner_changes)
ON_BOTH(places_come_and_go)
ON_BOTH(a_ledger_goes_up)
ON_BOTH(a_school_is_excused)
ON_BOTH(a_colleague_is_excused)
ON_BOTH(all_is_met)
ON_BOTH(nothing_is_overdue)
ON_BOTH(order_does_not_matter)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(meeting_credits),
        BOTH(training_credits_who_took_part),
        BOTH(checks_come_from_the_list),
        BOTH(bad_records),
        BOTH(owner_changes),
        BOTH(places_come_and_go),
        BOTH(a_ledger_goes_up),
        BOTH(a_school_is_excused),
        BOTH(a_colleague_is_excused),
        BOTH(all_is_met),
        BOTH(nothing_is_overdue),
        BOTH(order_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
