/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that change one thing, run as they are, with their exit codes, on both engines: what they do, what they refuse, and
 * that a refusal leaves everything as it was. */
#include "care_kit.h"

#include "base/file.h"
#include "cli/cli_parse.h"
#include "format/json.h"
#include "gen/sql/audit.h"
#include "gen/sql/obligation.h"
#include "model/account.h"

#include <unistd.h>

enum { CHILD = 1001, OTHER = 1002, HEAD = 14, DEPUTY = 15, CLERK = 16, SCHOOL = 3, OUT = 1 << 20 };
#define SCHOOL_KEY ((INT64_C(1) << 28) + (INT64_C(1) << 16))

/* Exit codes, as docs/cli.md has them. */
enum { EXIT_OK = 0, EXIT_INVALID = 2, EXIT_NOT_FOUND = 4, EXIT_DENIED = 5, EXIT_CONFLICT = 6 };

static const char law_yaml[] =
    "scheme: {id: law, version: 1, title: 法, issuer: 国务院, layer: law, from: 2016-02-04}\n"
    "rules:\n"
    "  - {id: MCA2016, title: 民政口径, away: {min_months: 0, bridge_days: 30, beyond: any}, when: both_away and age < 16,\n"
    "     clause: 一, source: [L-001]}\n"
    "  - {id: ANY, title: 宽口径, away: {min_months: 0, bridge_days: 30, beyond: any}, when: parents_away and age < 16,\n"
    "     clause: 二, source: [L-002]}\n";

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01,\n"
    "  programme: 试行}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: responsible, title: 责任人, for: away, count: 1, role: responsible, background_check: true, overload: 1,\n"
    "     clause: 二, source: [T-002]}\n"
    "duties:\n"
    "  - {key: month_talk, title: 每月谈心, for: away, owner: [responsible, class_teacher], every: month, clause: 四,\n"
    "     credit: {kinds: [heart_talk]}, source: [T-004]}\n";

struct run { struct kit k; struct ids ids; struct text out; enum word fault; };

static void grant(struct kit *k, int64_t staff, const char *role, int64_t place, int64_t lo, int64_t hi)
{
    assert_int_equal(sql_grant_insert_run(k->db,
        &(struct sql_grant_insert_in){.county = KIT_COUNTY, .id = staff + 200, .staff = staff, .role = text_of(role),
            .place = place, .key_lo = lo, .key_hi = hi, .from_day = kit_day("2024-09-01"), .to_day = NULL_INT}, NULL), RC_OK);
}

static void county_new(struct run *r, enum engine engine)
{
    struct kit *k = &r->k;
    struct scheme_loaded loaded;
    r->ids = (struct ids){.node = 2};
    kit_open(k, engine, "2026-11-18");
    kit_staff(k, HEAD, "钱校长", "2026-08-20", NULL, 0, NULL);
    kit_staff(k, DEPUTY, "孙主任", "2026-08-20", NULL, 0, NULL);
    kit_staff(k, CLERK, "周经办", "2026-08-20", NULL, 0, NULL);
    grant(k, HEAD, "school_head", SCHOOL, SCHOOL_KEY, SCHOOL_KEY + 65536);
    grant(k, DEPUTY, "moral_office", SCHOOL, SCHOOL_KEY, SCHOOL_KEY + 65536);
    grant(k, CLERK, "county_clerk", 1, 0, INT64_C(1) << 40);
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, OTHER, "单思远", "2016-07-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_fact(k, OTHER, "absence", "father", "work", "2025-03-01");
    kit_fact(k, OTHER, "absence", "mother", "work", "2025-03-01");
    assert_int_equal(kit_scheme(k, "law", law_yaml, &loaded), RC_OK);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
    assert_int_equal(db_commit(k->db), RC_OK);
}

static void county_end(struct run *r)
{
    kit_close(&r->k);
}

/* ---- running a command ---- */

static enum rc parsed(struct cli *c, const char *const *words, size_t n)
{
    char **argv = arena_array(c->arena, n + 2, sizeof *argv);
    bool help = false;
    argv[0] = arena_copy(c->arena, "chuyan", sizeof "chuyan");
    for (size_t i = 0; i < n; i++) argv[i + 1] = arena_copy(c->arena, words[i], strlen(words[i]) + 1);
    enum rc rc = parse_arguments(c, (int)n + 1, argv, &help);
    assert_false(help);
    return rc;
}

/* Like the program itself, but on the clock of the test and on the store that is open. */
static int command(struct run *r, const char *const *words, size_t n)
{
    struct cli c = {.arena = arena_new((size_t)1 << 30), .out = buf_new(OUT), .ids = r->ids, .store = r->k.store,
                    .now = r->k.work.now};
    c.faults = faults_new(c.arena);
    c.as_of = r->k.work.today;
    enum rc rc = parsed(&c, words, n);
    if (rc == RC_OK) rc = c.command->run(&c);
    if (rc == RC_OK && c.faults.errors) rc = RC_INVALID;
    r->ids = c.ids;                    /* the clock stands still, so numbers go on where they were */
    r->out = text_dup(r->k.arena, buf_text(&c.out));
    r->fault = c.faults.n > 0 ? c.faults.list[c.faults.n - 1].word : W_none;
    if (rc != RC_OK && c.faults.errors == 0) print_error("%s %s: %s without a word\n", words[0], words[1], rc_name(rc));
    assert_true(rc == RC_OK || c.faults.errors > 0);
    assert_true(rc == RC_OK || r->out.n == 0);
    evaluator_free(c.ev);
    if (c.reading) db_rollback(c.reading);
    if (c.reading) db_close(c.reading);
    if (c.writing) db_close(c.writing);
    buf_free(&c.out);
    arena_free(c.arena);
    return rc_exit(rc);
}
#define RUN(r, ...) \
    command((r), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const struct json_node *said(struct run *r)
{
    struct faults f = faults_new(r->k.arena);
    const struct json_node *n = json_read(r->k.arena, r->out, OUT, &f);
    assert_non_null(n);
    return n;
}

static int64_t number(struct run *r, const char *key)
{
    int64_t v = -1;
    assert_true(json_get_int(said(r), key, &v));
    return v;
}

static const char *z(struct run *r, int64_t n)
{
    return text_z(r->k.arena, text_fmt(r->k.arena, "%lld", (long long)n));
}

static bool says(const struct run *r, const char *words)
{
    return text_find(r->out, text_of(words)) >= 0;
}

/* ---- what stands in the database ---- */

static int open_of(struct run *r, int64_t child)
{
    struct cursor c;
    struct sql_obligation_for_out row;
    int n = 0;
    assert_int_equal(db_begin(r->k.db), RC_OK);
    struct sql_obligation_for_in in = {.county = KIT_COUNTY, .child = child};
    assert_int_equal(sql_obligation_for(r->k.db, &in, &c), RC_OK);
    while (sql_obligation_for_next(&c, &row)) n += row.window_day <= r->k.work.today;
    assert_int_equal(sql_close(&c), RC_OK);
    db_rollback(r->k.db);
    return n;
}

/* What is stored is what evaluating from nothing under the schemes and settings of now would give. */
static void still_true(struct run *r)
{
    assert_int_equal(db_begin(r->k.db), RC_OK);
    kit_evaluator(&r->k);
    kit_true(&r->k);
    db_rollback(r->k.db);
}

static int64_t pair(struct run *r, int64_t child, int64_t staff)
{
    struct pairing_input in = {.child = child, .relation = T("responsible"), .staff = staff, .from = kit_day("2026-09-01")};
    int64_t id = 0;
    assert_int_equal(db_begin(r->k.db), RC_OK);
    assert_int_equal(pairing_add(&r->k.work, &in, false, &id), RC_OK);
    assert_int_equal(evaluate_touched(r->k.db, r->k.ev, &r->k.touched, r->k.work.today, r->k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&r->k.touched);
    assert_int_equal(db_commit(r->k.db), RC_OK);
    return id;
}

static int64_t talk(struct run *r, int64_t child)
{
    struct encounter_input in = {.kind = T("heart_talk"), .mode = T("face"), .day = kit_day("2026-11-17"), .minute = NULL_INT,
        .minutes = NULL_INT, .child = &child, .child_count = 1, .sentence = T("今天心情不错，和同桌一起练字。"), .follow = DAY_NONE};
    struct encounter_result out;
    assert_int_equal(db_begin(r->k.db), RC_OK);
    assert_int_equal(encounter_add(&r->k.work, &in, &out), RC_OK);
    assert_int_equal(db_commit(r->k.db), RC_OK);
    return out.id;
}

/* ---- records ---- */

static void records(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    int before = open_of(&r, CHILD);
    const char *id = z(&r, talk(&r, CHILD));
    assert_int_equal(open_of(&r, CHILD), before - 1);
    assert_int_equal(RUN(&r, "record", "show", id, "--json"), EXIT_OK);
    assert_true(says(&r, "练字") && says(&r, "每月谈心") && says(&r, "欧阳慧敏"));
    assert_int_equal(RUN(&r, "record", "show", "99"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "record", "void", id, "--reason", "误"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "record", "void", id, "--reason", "记错了孩子", "--by", "12"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "record", "void", id, "--reason", "记错了孩子", "--as-of", "2026-10-01"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "record", "void", "99", "--reason", "记错了孩子"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "record", "void", "九", "--reason", "记错了孩子"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "record", "void", id), EXIT_INVALID);
    assert_int_equal(open_of(&r, CHILD), before - 1);
    assert_int_equal(RUN(&r, "record", "void", id, "--reason", "记错了孩子", "--by", "11", "--json"), EXIT_OK);
    assert_true(says(&r, "\"voided\""));
    assert_int_equal(open_of(&r, CHILD), before);
    assert_int_equal(RUN(&r, "record", "void", id, "--reason", "记错了孩子"), EXIT_CONFLICT);
    assert_int_equal(RUN(&r, "record", "show", id), EXIT_OK);
    assert_true(says(&r, "× ") && says(&r, "记错了孩子"));
    still_true(&r);
    county_end(&r);
}

/* ---- excuses: two people ---- */

#define WHY "--reason", "住院两周"
#define ASK "excuse", "ask", "1001", "--from", "2026-11-01", "--to", "2026-11-30", "--reason-code", "sick", WHY

static void excuses_refused(struct run *r)
{
    assert_int_equal(RUN(r, ASK, "--duty", "test-county:nothing"), EXIT_INVALID);
    assert_int_equal(r->fault, W_excuse_cli_duty);
    assert_int_equal(RUN(r, ASK, "--duty", "month_talk"), EXIT_INVALID);
    assert_int_equal(RUN(r, ASK, "--duty", "all", "--by", "12"), EXIT_DENIED);
    assert_int_equal(RUN(r, ASK, "--duty", "all", "--by", "no/body"), EXIT_NOT_FOUND);
#define SPAN(from, to, code) "--duty", "all", "--from", from, "--to", to, "--reason-code", code
    assert_int_equal(RUN(r, "excuse", "ask", "77", SPAN("2026-11-01", "2026-11-30", "sick"), WHY), EXIT_NOT_FOUND);
    assert_int_equal(RUN(r, "excuse", "ask", "1001", SPAN("2026-11-30", "2026-11-01", "sick"), WHY), EXIT_INVALID);
    assert_int_equal(RUN(r, "excuse", "ask", "1001", SPAN("2026-11-01", "2026-11-30", "why"), WHY), EXIT_INVALID);
#undef SPAN
    assert_int_equal(RUN(r, "excuse", "list", "--json"), EXIT_OK);
    assert_int_equal(json_get(said(r), "waiting")->n, 0);
}

static void excuses(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    int before = open_of(&r, CHILD);
    excuses_refused(&r);
    assert_int_equal(RUN(&r, ASK, "--duty", "test-county:month_talk", "--by", "14", "--json"), EXIT_OK);
    const char *id = z(&r, number(&r, "id"));
    assert_int_equal(open_of(&r, CHILD), before);         /* asked is not excused */
    assert_int_equal(RUN(&r, "excuse", "list"), EXIT_OK);
    assert_true(says(&r, "欧阳慧敏") && says(&r, "每月谈心") && says(&r, "钱校长") && says(&r, id));
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--approve"), EXIT_INVALID);                       /* nobody named */
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "15"), EXIT_INVALID);                      /* neither yes nor no */
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "15", "--approve", "--refuse"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "11", "--approve"), EXIT_DENIED);          /* may not decide */
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "14", "--approve"), EXIT_INVALID);         /* asked it */
    assert_int_equal(r.fault, W_exemption_own);
    assert_int_equal(RUN(&r, "excuse", "decide", "5", "--by", "15", "--approve"), EXIT_NOT_FOUND);
    assert_int_equal(open_of(&r, CHILD), before);
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "15", "--approve", "--json"), EXIT_OK);
    assert_true(says(&r, "\"approved\""));
    assert_int_equal(open_of(&r, CHILD), before - 1);
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "15", "--refuse"), EXIT_CONFLICT);
    /* No is an answer too, and a pairing lets somebody ask for the child it is with. */
    pair(&r, CHILD, KIT_HELPER);
    assert_int_equal(RUN(&r, ASK, "--duty", "all", "--by", "12", "--json"), EXIT_OK);
    id = z(&r, number(&r, "id"));
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "14", "--refuse"), EXIT_OK);
    assert_int_equal(open_of(&r, CHILD), before - 1);
    still_true(&r);
    county_end(&r);
}

/* A place and a member of staff by the command line: one of three must be named, and not every duty is theirs. */
static void excuses_about(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
#define OF(...) "excuse", "ask", __VA_ARGS__, "--duty", "all", "--from", "2026-11-01", "--to", "2026-11-30", WHY, "--reason-code"
    assert_int_equal(RUN(&r, OF("1001", "--place", "bureau"), "closed"), EXIT_INVALID);
    assert_int_equal(r.fault, W_excuse_cli_whom);
    assert_int_equal(RUN(&r, OF("--place", "nowhere"), "closed"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, OF("--place", "bureau"), "hospital"), EXIT_INVALID);
    assert_int_equal(RUN(&r, OF("--place", "bureau", "--by", "14"), "closed"), EXIT_DENIED);   /* a head, for the county */
    assert_int_equal(RUN(&r, "excuse", "ask", "--place", "bureau", "--duty", "test-county:month_talk", "--from", "2026-11-01",
        "--to", "2026-11-30", WHY, "--reason-code", "closed"), EXIT_INVALID);                  /* owed to children */
    assert_int_equal(RUN(&r, OF("--place", "bureau", "--json"), "closed"), EXIT_OK);
    const char *id = z(&r, number(&r, "id"));
    assert_true(says(&r, "\"place\":1"));
    assert_int_equal(RUN(&r, "excuse", "list", "--json"), EXIT_OK);
    assert_true(says(&r, "\"about\":\"place\"") && says(&r, "住院两周"));
    assert_int_equal(RUN(&r, "excuse", "decide", id, "--by", "14", "--approve"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "scheme", "explain", "--place", "bureau", "--json"), EXIT_OK);
    still_true(&r);
    county_end(&r);
#undef OF
}

/* ---- pairings and staff ---- */

static void pairings(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(RUN(&r, "pairing", "board", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "unpaired"), 2);
    const char *id = z(&r, pair(&r, CHILD, KIT_HELPER));
    pair(&r, OTHER, KIT_HELPER);
    assert_int_equal(RUN(&r, "pairing", "board"), EXIT_OK);
    assert_true(says(&r, "! 王老师"));                    /* two children, and the scheme's line is one */
    assert_false(says(&r, "欧阳慧敏"));
    assert_int_equal(RUN(&r, "pairing", "board", "--all", "--limit", "1", "--json"), EXIT_OK);
    assert_int_equal(json_get(said(&r), "rows")->n, 1);
    assert_int_equal(RUN(&r, "pairing", "board", "--place", "2199010001/2023-02", "--json"), EXIT_OK);
    assert_int_equal(json_get(said(&r), "rows")->n, 0);
    assert_int_equal(RUN(&r, "pairing", "board", "--place", "nowhere"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "pairing", "board", "--limit", "0"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "pairing", "list", "1001", "--json"), EXIT_OK);
    assert_true(says(&r, id) && says(&r, "王老师"));
    assert_int_equal(RUN(&r, "pairing", "end", id, "--reason", "tired"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "pairing", "end", id, "--reason", "changed", "--day", "2026-12-01"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "pairing", "end", id, "--reason", "changed", "--by", "11"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "pairing", "end", "7", "--reason", "changed"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "pairing", "end", id, "--reason", "changed", "--by", "14", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "child"), CHILD);
    assert_int_equal(RUN(&r, "pairing", "end", id, "--reason", "changed"), EXIT_CONFLICT);
    assert_int_equal(RUN(&r, "pairing", "board"), EXIT_OK);
    assert_true(says(&r, "欧阳慧敏") && !says(&r, "单思远"));
    still_true(&r);
    county_end(&r);
}

static void handing_over(enum engine engine)
{
    struct run r;
    struct account account;
    struct text secret = T("secret");
    county_new(&r, engine);
    pair(&r, CHILD, KIT_HELPER);
    assert_int_equal(db_begin(r.k.db), RC_OK);
    assert_int_equal(account_add(&r.k.work, T("wang"), KIT_HELPER, secret, false), RC_OK);
    assert_int_equal(db_commit(r.k.db), RC_OK);
    assert_int_equal(RUN(&r, "pairing", "move", "12", "--to", "13"), EXIT_INVALID);          /* never checked */
    assert_int_equal(r.fault, W_pairing_no_check);
    assert_int_equal(RUN(&r, "staff", "check", "13", "--day", "2026-12-01", "--result", "pass"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "staff", "check", "13", "--day", "2026-11-01", "--result", "fine"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "staff", "check", "13", "--day", "2026-11-01", "--result", "pass", "--by", "11"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "staff", "check", "77", "--day", "2026-11-01", "--result", "pass"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "staff", "check", "13", "--day", "2026-11-01", "--result", "pass", "--by", "14"), EXIT_OK);
    assert_int_equal(RUN(&r, "pairing", "move", "12", "--to", "12"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "pairing", "move", "12", "--to", "13", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "moved"), 1);
    assert_int_equal(RUN(&r, "staff", "leave", "13", "--day", "2026-11-18", "--to", "13"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "staff", "leave", "13", "--day", "2026-11-18", "--to", "12", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "moved"), 1);
    assert_int_equal(RUN(&r, "staff", "leave", "13", "--day", "2026-11-18"), EXIT_CONFLICT);
    assert_int_equal(RUN(&r, "pairing", "list", "1001"), EXIT_OK);
    assert_true(says(&r, "王老师"));
    assert_int_equal(RUN(&r, "staff", "leave", "12", "--day", "2026-11-18"), EXIT_OK);       /* to nobody */
    assert_int_equal(RUN(&r, "pairing", "board", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "unpaired"), 2);
    assert_int_equal(db_begin(r.k.db), RC_OK);
    assert_int_equal(account_by_login(r.k.db, T("wang"), r.k.arena, &account), RC_OK);
    db_rollback(r.k.db);
    assert_true(account.closed);
    assert_int_equal(RUN(&r, ASK, "--duty", "all", "--by", "12"), EXIT_DENIED);              /* who has left does nothing */
    assert_int_equal(r.fault, W_act_by_gone);
    still_true(&r);
    county_end(&r);
}

/* ---- who counts ---- */

static void members(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(RUN(&r, "members", "1001", "--json"), EXIT_OK);
    bool in[2] = {0};
    for (const struct json_node *g = json_get(said(&r), "groups")->child; g != NULL; g = g->next) {
        struct text key = T("");
        bool member = false;
        json_get_text(g, "key", &key);
        json_get_bool(g, "member", &member);
        if (text_eqz(key, "rule:MCA2016")) in[0] = member;
        if (text_eqz(key, "rule:ANY")) in[1] = member;
    }
    assert_false(in[0]);
    assert_true(in[1]);
    assert_int_equal(RUN(&r, "members", "1001", "--as-of", "2025-01-01"), EXIT_OK);
    assert_false(says(&r, "+ "));
    assert_int_equal(RUN(&r, "members", "77"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "members", "diff", "MCA2016", "ANY", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "both"), 1);
    assert_int_equal(number(&r, "only_left"), 0);
    assert_int_equal(number(&r, "only_right"), 1);
    assert_true(says(&r, "欧阳慧敏") && !says(&r, "单思远"));
    assert_int_equal(RUN(&r, "members", "diff", "MCA2016", "ANY", "--place", "2199010001/2023-02", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "only_right"), 0);
    assert_int_equal(RUN(&r, "members", "diff", "MCA2016", "test-county:away"), EXIT_OK);
    assert_int_equal(RUN(&r, "members", "diff", "MCA2016", "NONE"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "members", "diff", "MCA2016"), EXIT_INVALID);
    county_end(&r);
}

/* ---- settings ---- */

static const char *calendar_file(struct run *r, const char *yaml)
{
    const char *path = text_z(r->k.arena, text_fmt(r->k.arena, "%s/calendar.yaml", r->k.place.dir));
    assert_int_equal(file_write(path, text_of(yaml), 0600), RC_OK);
    return path;
}

static void settings(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(RUN(&r, "setting", "list", "--json"), EXIT_OK);
    assert_true(says(&r, "home_rule") && says(&r, "MCA2016") && !says(&r, "evaluated_plan"));
    assert_int_equal(RUN(&r, "setting", "set", "homerule", "ANY"), EXIT_INVALID);
    assert_int_equal(r.fault, W_setting_unknown);
    assert_int_equal(RUN(&r, "setting", "set", "evaluated_plan", "1"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "get", "evaluated_plan"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "home_rule", "NONE"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "home_rule"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "home_rule", "ANY", "--usual"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "home_rule", "ANY", "--by", "14"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "setting", "get", "home_rule"), EXIT_OK);
    assert_text(r.out, "MCA2016\n");
    assert_int_equal(RUN(&r, "setting", "set", "home_rule", "ANY", "--by", "16"), EXIT_OK);
    assert_int_equal(RUN(&r, "setting", "get", "home_rule"), EXIT_OK);
    assert_text(r.out, "ANY\n");
    still_true(&r);
    assert_int_equal(r.k.ev->plan->home, plan_group(r.k.ev->plan, T("rule:ANY")));
    assert_int_equal(RUN(&r, "setting", "set", "home_rule", "--usual"), EXIT_OK);
    still_true(&r);
    assert_int_equal(r.k.ev->plan->home, plan_group(r.k.ev->plan, T("rule:MCA2016")));
    assert_int_equal(RUN(&r, "setting", "set", "overload", "0"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "overload", "many"), EXIT_INVALID);
    pair(&r, CHILD, KIT_HELPER);
    pair(&r, OTHER, KIT_HELPER);
    assert_int_equal(RUN(&r, "setting", "set", "overload", "2"), EXIT_OK);
    assert_int_equal(RUN(&r, "pairing", "board"), EXIT_OK);
    assert_false(says(&r, "! 王老师"));
    county_end(&r);
}

static void calendars(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(RUN(&r, "setting", "get", "calendar"), EXIT_OK);
    const char *whole = text_z(r.k.arena, r.out);
    assert_true(says(&r, "school_year"));
    int before = open_of(&r, CHILD);
    const char *path = calendar_file(&r, "id: own\nterms:\n  - {year: 2026, term: 1, from: 2026-13-01, to: 2027-01-22}\n");
    assert_int_equal(RUN(&r, "setting", "set", "calendar", "--file", path), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "calendar:own", "--file", path), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "calendar:Own Name", "--file", path), EXIT_INVALID);
    assert_int_equal(RUN(&r, "setting", "set", "calendar", "--file", "/nowhere/calendar.yaml"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "setting", "get", "calendar"), EXIT_OK);
    assert_text(r.out, whole);
    /* The same calendar, as a file of the county: nothing is owed otherwise. */
    assert_int_equal(RUN(&r, "setting", "set", "calendar", "--file", calendar_file(&r, whole)), EXIT_OK);
    assert_int_equal(open_of(&r, CHILD), before);
    assert_int_equal(RUN(&r, "setting", "list", "--json"), EXIT_OK);
    assert_true(says(&r, "school_year"));
    still_true(&r);
    county_end(&r);
}

/* ---- ledgers on their way up ---- */

#define CLASS_BY(rule) "class", "--place", "2199010001/2023-01", "--as-of", "2026-10-31", "--rule", rule
#define CLASS CLASS_BY("ANY")

static void ledgers(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS), EXIT_INVALID);                       /* nobody named */
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS, "--by", "12"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "ledger", "submit", "list", "--by", "11"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "ledger", "submit", "class", "--place", "2199010001", "--by", "11"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS_BY("NONE"), "--by", "11"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "ledger", "accept", CLASS, "--by", "14"), EXIT_CONFLICT);        /* nothing was handed up */
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS, "--by", "11", "--json"), EXIT_OK);
    assert_true(says(&r, "\"submitted\""));
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS, "--by", "11"), EXIT_CONFLICT);
    assert_int_equal(RUN(&r, "ledger", "accept", CLASS, "--by", "11"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "ledger", "return", CLASS, "--by", "14"), EXIT_INVALID);         /* without a word why */
    assert_int_equal(RUN(&r, "ledger", "return", CLASS, "--by", "14", "--comment", "少了两个人"), EXIT_OK);
    assert_int_equal(RUN(&r, "ledger", "submit", CLASS, "--by", "14"), EXIT_OK);
    assert_int_equal(RUN(&r, "ledger", "accept", CLASS, "--by", "14"), EXIT_DENIED);          /* the own one */
    assert_int_equal(RUN(&r, "ledger", "accept", CLASS, "--by", "15", "--version", "1"), EXIT_CONFLICT);
    assert_int_equal(RUN(&r, "ledger", "accept", CLASS, "--by", "15"), EXIT_OK);
    assert_int_equal(RUN(&r, "ledger", "lock", CLASS, "--by", "15"), EXIT_DENIED);
    assert_int_equal(RUN(&r, "ledger", "lock", CLASS, "--by", "16"), EXIT_OK);
    assert_int_equal(RUN(&r, "ledger", "reopen", CLASS, "--by", "16", "--comment", "更正人数", "--json"), EXIT_OK);
    assert_true(says(&r, "\"draft\""));
    county_end(&r);
}

/* A county that is refused leaves no files behind; what stood there before stays. */
static void refused_init_leaves_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"init", "--code", "12", "--name", "某县", "--admin", "anquan", "--password",
        "Xiaoyan-2026"};
    char dir[] = "/tmp/chuyan-init-XXXXXX", path[64], key[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/c.db", dir);
    snprintf(key, sizeof key, "%s/c.db.key", dir);
    for (int kept = 0; kept < 2; kept++) {
        struct cli c = {.arena = arena_new((size_t)1 << 30), .out = buf_new(OUT), .address = path, .now = 1795000000000};
        c.faults = faults_new(c.arena);
        c.as_of = moment_day(c.now);
        struct text old = T("chuyan-key 1\nsuite aes\nmaster AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n");
        if (kept) assert_int_equal(file_write(key, old, 0600), RC_OK);
        assert_int_equal(parsed(&c, words, sizeof words / sizeof *words), RC_OK);
        c.address = path;
        assert_int_equal(c.command->run(&c), RC_INVALID);
        assert_false(file_exists(path));
        assert_int_equal(file_exists(key), kept);
        if (c.store) store_close(c.store);
        buf_free(&c.out);
        arena_free(c.arena);
    }
    folder_drop(dir);
}

/* ---- both engines ---- */

/* ---- files ---- */

static const char *file_of(struct run *r, const char *words)
{
    struct text path = text_fmt(r->k.arena, "/tmp/chuyan_lines_%d.jsonl", (int)getpid());
    assert_int_equal(file_write(text_z(r->k.arena, path), text_of(words), 0600), RC_OK);
    return text_z(r->k.arena, path);
}

/* The same file again adds nothing; somebody at the centre is found; words as people write them. */
static void files(enum engine engine)
{
    struct run r;
    county_new(&r, engine);
    assert_int_equal(db_begin(r.k.db), RC_OK);
    assert_int_equal(sql_staff_insert_run(r.k.db,
        &(struct sql_staff_insert_in){.county = KIT_COUNTY, .id = 77, .name = T("何老师"), .pinyin = T("x"), .initials = T("x"),
            .place = 2, .code = T("C001"), .post = T(""), .check_day = kit_day("2026-08-20"), .check_result = T("pass"),
            .from_day = kit_day("2020-09-01"), .to_day = DAY_NONE}, NULL), RC_OK);
    assert_int_equal(db_commit(r.k.db), RC_OK);
    assert_int_equal(RUN(&r, "due", "--limit", "1", "--json"), EXIT_OK);
    assert_true(number(&r, "total") > 2);   /* what lies beyond the limit is counted */
    const char *path = file_of(&r, "{\"child\": \"１００１、1002\", \"staff\": \"c1/C001\", \"kind\": \"谈心\", \"mode\": \"面谈\","
                                   " \"met\": \"学生\", \"day\": \"2026-11-17\", \"minutes\": \"１５\", \"sentence\": \"说了家里的事\"}\n");
    assert_int_equal(RUN(&r, "record", "add", path, "--json"), EXIT_OK);
    assert_int_equal(number(&r, "added"), 1);
    assert_int_equal(number(&r, "skipped"), 0);
    assert_int_equal(RUN(&r, "record", "add", path, "--json"), EXIT_OK);
    assert_int_equal(number(&r, "added"), 0);
    assert_int_equal(number(&r, "skipped"), 1);
    assert_true(says(&r, "未重复录入"));
    path = file_of(&r, "{\"child\": \"1001\", \"relation\": \"责任人\", \"staff\": \"c1/C001\", \"from\": \"2026-09-10\"}\n");
    assert_int_equal(RUN(&r, "pairing", "add", path, "--json"), EXIT_OK);
    assert_int_equal(number(&r, "added"), 1);
    assert_int_equal(RUN(&r, "pairing", "add", path, "--json"), EXIT_OK);
    assert_int_equal(number(&r, "added"), 0);
    assert_int_equal(number(&r, "skipped"), 1);
    still_true(&r);
    (void)unlink(path);
    county_end(&r);
}

static void moving(enum engine engine)
{
    struct run r = {0};
    county_new(&r, engine);
    const char *child = z(&r, CHILD), *other = "2199010001/2023-02";
    assert_int_equal(RUN(&r, "child", "move", child, "--to", other, "--day", "2026-10-12", "--json"), EXIT_OK);
    assert_int_equal(number(&r, "child"), CHILD);
    assert_int_equal(RUN(&r, "child", "move", child, "--to", other, "--day", "2026-10-12"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "child", "move", child, "--to", "2199010001", "--day", "2026-10-12"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "child", "move", "999999", "--to", other, "--day", "2026-10-12"), EXIT_NOT_FOUND);
    assert_int_equal(RUN(&r, "child", "leave", child, "--reason", "bored"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "child", "leave", child, "--reason", "dropout", "--day", "2026-11-20"), EXIT_INVALID);
    assert_int_equal(RUN(&r, "child", "leave", child, "--reason", "dropout", "--by", z(&r, KIT_TEACHER)), EXIT_DENIED);
    assert_int_equal(RUN(&r, "child", "leave", child, "--reason", "dropout", "--by", z(&r, HEAD)), EXIT_OK);
    assert_int_equal(RUN(&r, "child", "return", child, "--to", other, "--by", z(&r, DEPUTY)), EXIT_OK);
    still_true(&r);
    county_end(&r);
}

ON_BOTH(records)
ON_BOTH(excuses)
ON_BOTH(excuses_about)
ON_BOTH(pairings)
ON_BOTH(handing_over)
ON_BOTH(members)
ON_BOTH(settings)
ON_BOTH(calendars)
ON_BOTH(ledgers)
ON_BOTH(files)
ON_BOTH(moving)

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(refused_init_leaves_nothing), BOTH(records),
                                       BOTH(excuses), BOTH(excuses_about), BOTH(pairings), BOTH(handing_over),
                                       BOTH(members), BOTH(settings), BOTH(calendars), BOTH(ledgers), BOTH(files), BOTH(moving)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
