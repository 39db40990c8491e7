/* SPDX-License-Identifier: Apache-2.0 */
/* Plays tests/story/NAME.story, on both engines: several people over several days, one sentence a line, as a case worker
 * could read it. tests/story/README.md says which sentences there are. Whatever a story does, at its end all that is
 * stored equals what an evaluation from nothing would store. */
#include "care_kit.h"

#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"
#include "access/may.h"
#include "base/file.h"
#include "model/child.h"
#include "model/fact.h"
#include "model/promotion.h"

#include <ctype.h>
#include <glob.h>

enum { WORDS = 24, CHILDREN = 16, FIRST_CHILD = 1001 };

struct story {
    struct kit k;
    const char *path;
    int line;
    struct text said;                     /* the line, for messages */
    struct text word[WORDS];
    size_t n;
    struct text child[CHILDREN];          /* FIRST_CHILD + index */
    size_t children;
    enum rc rc;                           /* of the last deed */
    bool judged;                          /* a refusal has been asked about */
    struct encounter_result record;
    int64_t excuse;
};

static void wrong(const struct story *s, const char *why, int64_t is)
{
    print_error("%s:%d: %.*s: %s", s->path, s->line, TP(s->said), why);
    if (is != NULL_INT) print_error(" %lld", (long long)is);
    for (size_t i = 0; i < s->record.credit_count; i++) {
        const struct evaluate_credit *c = &s->record.credit[i];
        print_error("; duty %d %.*s %d/%d", c->duty, TP(day_text(s->k.arena, c->from)), c->have, c->need);
    }
    for (size_t i = 0; i < s->k.faults.n; i++) print_error("; %.*s", TP(fault_say(&s->k.faults.list[i], LANG_ZH, s->k.arena)));
    print_error("\n");
    fail();
}

static bool is(const struct story *s, size_t at, const char *z) { return at < s->n && text_eqz(s->word[at], z); }

/* The word behind a key word; TEXT_NONE when it is not said. */
static struct text after(const struct story *s, const char *key)
{
    for (size_t i = 1; i + 1 < s->n; i++) {
        if (text_eqz(s->word[i], key)) return s->word[i + 1];
    }
    return TEXT_NONE;
}

static int64_t number_in(const struct story *s, struct text t)
{
    int64_t v = 0;
    if (!text_int(t, &v)) wrong(s, "a number is missing", NULL_INT);
    return v;
}

static day_t day_in(const struct story *s, struct text t)
{
    day_t d = day_parse(t);
    if (d == DAY_NONE) wrong(s, "a day is missing", NULL_INT);
    return d;
}

static int64_t staff_in(struct text name)
{
    if (text_eqz(name, "李老师")) return KIT_TEACHER;
    if (text_eqz(name, "王老师")) return KIT_HELPER;
    return text_eqz(name, "赵老师") ? KIT_LEFT_TEACHER : 0;
}

static int64_t child_find(const struct story *s, struct text name)
{
    for (size_t i = 0; i < s->children; i++) {
        if (text_eq(s->child[i], name)) return FIRST_CHILD + (int64_t)i;
    }
    return 0;
}

static int64_t child_in(const struct story *s, struct text name)
{
    int64_t child = child_find(s, name);
    if (child == 0) wrong(s, "no such child", NULL_INT);
    return child;
}

static struct scope whole(void) { return scope_system(KIT_COUNTY, "a story speaks of everybody in it"); }

/* ---- days and what is in force ---- */

static void story_settle(struct story *s)
{
    kit_evaluator(&s->k);
    kit_roll(&s->k);
}

/* What a deed touched is evaluated before the transaction would end, as the server does. */
static void touched_settle(struct story *s)
{
    struct kit *k = &s->k;
    if (!k->ev || k->touched.n == 0) return;
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

static void scheme_read(struct story *s, struct text name)
{
    struct text yaml;
    struct scheme_loaded loaded;
    char path[256];
    snprintf(path, sizeof path, "tests/story/%.*s.yaml", TP(name));
    if (file_read(s->k.arena, path, 1 << 20, &yaml) != RC_OK) wrong(s, "no such scheme", NULL_INT);
    s->rc = kit_scheme(&s->k, "test-county", text_z(s->k.arena, yaml), &loaded);
    if (s->rc == RC_OK) story_settle(s);
}

/* ---- people ---- */

static void child_new(struct story *s)
{
    if (s->children == CHILDREN) wrong(s, "too many children", NULL_INT);
    bool other = text_eqz(after(s, "in"), "2023-02");
    s->child[s->children] = text_dup(s->k.arena, s->word[1]);
    kit_child(&s->k, FIRST_CHILD + (int64_t)s->children++, text_z(s->k.arena, s->word[1]), text_z(s->k.arena, after(s, "born")),
              other ? KIT_OTHER_CLASS : KIT_CLASS, other ? KIT_OTHER_KEY : KIT_CLASS_KEY);
}

static void siblings_join(struct story *s)
{
    assert_int_equal(sql_family_set_run(s->k.db,
        &(struct sql_family_set_in){.county = KIT_COUNTY, .child = child_in(s, s->word[2]), .family = child_in(s, s->word[1])},
        NULL), RC_OK);
}

/* "NAME father away work since DAY" · "NAME father back on DAY": other facts as "NAME has KIND CODE since DAY". */
static void fact_new(struct story *s, struct text kind, struct text whose, struct text code)
{
    struct fact f = {.kind = kind, .who = whose, .code = code, .place = T(""), .note = TEXT_NONE, .source = T("page"),
                     .from = day_in(s, after(s, "since")), .to = DAY_NONE};
    s->rc = fact_add(&s->k.work, child_in(s, s->word[0]), &f, false, 0);
}

static void parent_back(struct story *s)
{
    struct fact_list all;
    int64_t child = child_in(s, s->word[0]);
    day_t on = day_in(s, after(s, "on"));
    assert_int_equal(fact_for(s->k.db, KIT_COUNTY, child, s->k.arena, &all), RC_OK);
    for (size_t i = 0; i < all.n; i++) {
        const struct fact *f = &all.item[i];
        if (!text_eqz(f->kind, "absence") || !text_eq(f->who, s->word[1]) || f->to != DAY_NONE) continue;
        s->rc = fact_end(&s->k.work, child, f->id, on);
        return;
    }
    wrong(s, "was not away", NULL_INT);
}

static void child_deed(struct story *s)
{
    struct scope scope = whole();
    int64_t child = child_in(s, s->word[0]);
    if (is(s, 2, "away")) fact_new(s, T("absence"), s->word[1], s->word[3]);
    else if (is(s, 2, "back")) parent_back(s);
    else if (is(s, 1, "has")) fact_new(s, s->word[2], T(""), s->word[3]);
    else if (is(s, 1, "moves"))
        s->rc = child_move(&s->k.work, &scope, child, is(s, 3, "2023-02") ? KIT_OTHER_CLASS : KIT_CLASS, day_in(s, after(s,
            "on")), 0);
    else if (is(s, 1, "leaves"))
        s->rc = child_leave(&s->k.work, &scope, child, day_in(s, after(s, "on")), text_z(s->k.arena, after(s, "as")), 0);
    else wrong(s, "what does the child do?", NULL_INT);
}

/* ---- deeds of the staff ---- */

static void staff_records(struct story *s)
{
    int64_t child[CHILDREN];
    size_t n = 0;
    struct text names = after(s, "with"), one, minutes = after(s, "for"), day = after(s, "on");
    while (names.n && text_cut(&names, ',', &one)) child[n++] = child_in(s, one);
    struct encounter_input in = {.kind = s->word[2], .day = day.n ? day_in(s, day) : s->k.work.today, .minute = NULL_INT,
        .minutes = minutes.n ? number_in(s, minutes) : NULL_INT, .child = child, .child_count = n, .met = after(s, "meeting"),
        .mode = after(s, "by"), .sentence = text_fmt(s->k.arena, "第%d行记下的事。", s->line), .follow = DAY_NONE};
    s->record = (struct encounter_result){0};
    s->rc = encounter_add(&s->k.work, &in, &s->record);
}

static void staff_excuses(struct story *s)
{
    struct text duty = after(s, "from");
    struct cursor c;
    struct sql_duty_list_out row;
    struct exemption_input in = {.about = {ABOUT_CHILD, child_in(s, after(s, "excuse"))}, .from = day_in(s, after(s, "between")),
        .last = day_in(s, after(s, "and")),
                                 .reason_code = T("sick"), .reason = after(s, "because")};
    assert_int_equal(sql_duty_list(s->k.db, &(struct sql_duty_list_in){.county = KIT_COUNTY}, &c), RC_OK);
    while (sql_duty_list_next(&c, &row)) {
        if (text_eq(row.key, duty)) in.duty = row.id;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    s->rc = exemption_ask(&s->k.work, &in, &s->excuse);
}

static void staff_deed(struct story *s, int64_t staff)
{
    struct work *w = &s->k.work;
    int64_t id, moved;
    w->staff = staff;
    if (is(s, 1, "records")) staff_records(s);
    else if (is(s, 1, "voids")) s->rc = encounter_void(w, s->record.id, after(s, "because"));
    else if (is(s, 1, "excuse") || is(s, 1, "asks")) staff_excuses(s);
    else if (is(s, 1, "approves") || is(s, 1, "refuses")) s->rc = exemption_decide(w, s->excuse, is(s, 1, "approves"));
    else if (is(s, 1, "pairs")) {
        struct pairing_input in = {.child = child_in(s, s->word[2]), .relation = after(s, "as"), .staff = staff_in(after(s,
            "with")),
                                   .helper_kind = T(""), .helper_name = T(""), .from = day_in(s, after(s, "on"))};
        s->rc = pairing_add(w, &in, false, &id);
    } else if (is(s, 1, "leaves")) s->rc = pairing_move(w, staff, staff_in(after(s, "to")), day_in(s, after(s, "on")), "left",
        &moved);
    else wrong(s, "what does the teacher do?", NULL_INT);
}

static void year_begins(struct story *s)
{
    struct scope scope = whole();
    int64_t batch;
    s->rc = promotion_run(&s->k.work, &scope, (int)number_in(s, s->word[1]), NULL, &batch);
    touched_settle(s);
    story_settle(s);
}

/* ---- what is true then ---- */

static void count_owed(struct story *s, int64_t child, int64_t staff, int64_t *open, int64_t *overdue)
{
    for (size_t i = 0; i < s->children; i++) {
        struct cursor c;
        struct sql_obligation_for_out row;
        if (child != 0 && child != FIRST_CHILD + (int64_t)i) continue;
        assert_int_equal(sql_obligation_for(s->k.db,
            &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = FIRST_CHILD + (int64_t)i}, &c), RC_OK);
        while (sql_obligation_for_next(&c, &row)) {
            if (row.window_day > s->k.work.today || (staff != 0 && row.owner != staff)) continue;
            ++*open;
            *overdue += row.due_day < s->k.work.today;
        }
        assert_int_equal(sql_close(&c), RC_OK);
    }
}

static void then_owes(struct story *s)
{
    int64_t open = 0, overdue = 0, staff = staff_in(s->word[1]);
    count_owed(s, staff ? 0 : child_in(s, s->word[1]), staff, &open, &overdue);
    if (open != number_in(s, s->word[3])) wrong(s, "owed", open);
    struct text late = after(s, "overdue");
    if (late.n && overdue != number_in(s, late)) wrong(s, "overdue", overdue);
}

static int64_t duty_number(struct story *s, struct text key)
{
    struct cursor c;
    struct sql_duty_list_out row;
    int64_t found = 0, version = -1;
    assert_int_equal(sql_duty_list(s->k.db, &(struct sql_duty_list_in){.county = KIT_COUNTY}, &c), RC_OK);
    while (sql_duty_list_next(&c, &row)) {
        if (!text_eq(row.key, key) || row.version < version) continue;
        found = row.id;
        version = row.version;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return found;
}

static void then_tally(struct story *s)
{
    struct sql_tally_sum_out row, sum = {0};
    struct cursor c;
    int64_t duty = duty_number(s, s->word[2]);
    bool other = text_eqz(after(s, "of"), "2023-02"), own = text_eqz(after(s, "of"), "2023-01");
    assert_int_equal(sql_tally_sum(s->k.db,
        &(struct sql_tally_sum_in){.county = KIT_COUNTY, .lo = other ? KIT_OTHER_KEY : own ? KIT_CLASS_KEY : 0,
            .hi = other ? KIT_OTHER_KEY + 1 : own ? KIT_CLASS_KEY + 1 : INT64_C(1) << 40, .from_day = day_in(s, after(s,
            "between")),
            .to_day = day_in(s, after(s, "and")) + 1}, &c), RC_OK);
    while (sql_tally_sum_next(&c, &row)) {
        if (row.duty == duty) sum = row;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    const struct { const char *key; int64_t is; } part[] = {{"expected", sum.expected}, {"met", sum.met}, {"late", sum.met_late},
                                                            {"excused", sum.excused}};
    for (size_t i = 0; i < 4; i++) {
        struct text want = after(s, part[i].key);
        if (want.n && number_in(s, want) != part[i].is) wrong(s, part[i].key, part[i].is);
    }
}

static void then_belongs(struct story *s)
{
    struct cursor c;
    struct sql_membership_for_out row;
    bool found = false, wanted = is(s, 2, "belongs");
    assert_int_equal(sql_membership_for(s->k.db,
        &(struct sql_membership_for_in){.county = KIT_COUNTY, .child = child_in(s, s->word[1])}, &c), RC_OK);
    while (sql_membership_for_next(&c, &row)) {
        bool open = row.until_day == NULL_INT || row.until_day > s->k.work.today;
        found = found || (text_eq(row.target, s->word[s->n - 1]) && row.from_day <= s->k.work.today && open);
    }
    assert_int_equal(sql_close(&c), RC_OK);
    if (found != wanted) wrong(s, "belongs", found);
}

static void then(struct story *s)
{
    touched_settle(s);
    if (is(s, 1, "refused")) {
        s->judged = true;
        if (s->rc == RC_OK) wrong(s, "it was not refused", NULL_INT);
        if (s->n < 3) return;
        for (size_t i = 0; i < s->k.faults.n; i++) {
            if (text_find(fault_say(&s->k.faults.list[i], LANG_ZH, s->k.arena), s->word[2]) >= 0) return;
        }
        wrong(s, "refused, but otherwise", NULL_INT);
    }
    if (is(s, 1, "credits") && (int64_t)s->record.credit_count != number_in(s, s->word[2])) wrong(s, "credits",
        (int64_t)s->record.credit_count);
    if (is(s, 1, "late") && !s->record.late) wrong(s, "it was in time", NULL_INT);
    if (is(s, 1, "in-time") && s->record.late) wrong(s, "it was late", NULL_INT);
    if (is(s, 1, "tally")) then_tally(s);
    if (is(s, 2, "owes")) then_owes(s);
    if (is(s, 2, "belongs") || is(s, 2, "not")) then_belongs(s);
    if (is(s, 1, "all")) kit_true(&s->k);
}

/* ---- the play ---- */

static void sentence_play(struct story *s)
{
    int64_t staff = staff_in(s->word[0]);
    if (is(s, 0, "then")) {
        then(s);
        return;
    }
    touched_settle(s);
    if (s->rc != RC_OK && !s->judged) wrong(s, "the sentence before was refused", NULL_INT);
    s->k.faults.n = s->k.faults.errors = 0;
    s->rc = RC_OK;
    s->judged = false;
    if (is(s, 0, "today")) {
        kit_today(&s->k, text_z(s->k.arena, s->word[1]));
        story_settle(s);
    } else if (is(s, 0, "scheme")) scheme_read(s, s->word[1]);
    else if (is(s, 0, "child")) child_new(s);
    else if (is(s, 0, "siblings")) siblings_join(s);
    else if (is(s, 0, "year")) year_begins(s);
    else if (staff != 0) staff_deed(s, staff);
    else child_deed(s);
}

static void story_play(const char *path, enum engine engine)
{
    struct story s = {.path = path};
    struct text all, line, one;
    kit_open(&s.k, engine, "2026-09-01");
    kit_law(&s.k);
    if (file_read(s.k.arena, path, 1 << 20, &all) != RC_OK) fail_msg("%s", path);
    while (all.n && text_cut(&all, '\n', &line)) {
        s.line++;
        line = text_trim(line);
        if (line.n == 0 || line.s[0] == '#') continue;
        s.said = line;
        for (s.n = 0; line.n && s.n < WORDS;) {
            if (text_cut(&line, ' ', &one) && one.n) s.word[s.n++] = one;
        }
        sentence_play(&s);
    }
    if (s.rc != RC_OK && !s.judged) wrong(&s, "the last sentence was refused", NULL_INT);
    touched_settle(&s);
    kit_true(&s.k);
    kit_close(&s.k);
}

static void play(void **state)
{
    const char *path = *state;
    story_play(path, ENGINE_SQLITE);
    if (place_engines() > 1) story_play(path, ENGINE_POSTGRESQL);
}

int main(void)
{
    enum { STORIES = 64 };
    struct CMUnitTest tests[STORIES];
    glob_t found;
    size_t n = 0;
    if (glob("tests/story/*.story", 0, NULL, &found) != 0) return 1;
    for (; n < found.gl_pathc && n < STORIES; n++)
        tests[n] = (struct CMUnitTest){.name = found.gl_pathv[n], .test_func = play, .initial_state = found.gl_pathv[n]};
    int failed = _cmocka_run_group_tests("stories", tests, n, NULL, NULL);
    globfree(&found);
    return failed;
}
