/* SPDX-License-Identifier: Apache-2.0 */
/* A county with a scheme in force and a server before it, and the forms of its office. */
#ifndef CHUYAN_TEST_OFFICE_RIG_H
#define CHUYAN_TEST_OFFICE_RIG_H

#include "serve_rig.h"

#include "format/sheet.h"
#include "model/fact.h"
#include "model/scheme.h"

#define POST(x, target, fields) rig_post((x), (target), NULL, (fields))
#define ENTER(x, who) assert_int_equal(rig_login((x), (who), RIG_PASSWORD), 303)

static const char scheme_town[] =
    "scheme: {id: town, version: 1, title: 关爱方案, issuer: 某县教育局, layer: county, from: 2020-01-01}\n"
    "targets:\n"
    "  - {key: all, title: 全部孩子, when: age < 18, clause: 一, source: [T-001]}\n"
    "bodies:\n"
    "  - {key: group, title: 领导小组, at: school, owner: [school_head], clause: 七, source: [T-007],\n"
    "     posts: [{key: leader, title: 组长, count: 1}, {key: member, title: 组员, holder: outside, min: 1}]}\n"
    "duties:\n"
    "  - {key: talk, title: 谈心, for: all, owner: [class_teacher], every: week,\n"
    "     credit: {kinds: [heart_talk]}, clause: 二, source: [T-002]}\n"
    "  - {key: meeting, title: 工作会议, subject: school, owner: [school_head], every: month,\n"
    "     credit: {kinds: [work_meeting]}, clause: 五, source: [T-005]}\n"
    "  - {key: training, title: 教师培训, subject: staff, owner: [school_head], every: term,\n"
    "     credit: {kinds: [staff_training]}, clause: 六, source: [T-006]}\n"
    "relations:\n"
    "  - {key: responsible, title: 责任人, for: all, count: 1, role: responsible, background_check: true, overload: 3,\n"
    "     clause: 三, source: [T-003]}\n"
    "  - {key: peer, title: 同伴, for: all, count: 1, peer: true, same: class, clause: 三, source: [T-004]}\n";

/* ---- a county with a scheme of its own beside the law ---- */

static inline enum rc scheme_put(struct work *w, struct rig *x, const char *name, const char *yaml)
{
    struct embedded file = {.path = text_fmt(x->arena, "%s/scheme.yaml", name), .bytes = text_of(yaml)};
    struct plan_source source = {.name = text_of(name), .file = &file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE,
        .params = T("")};
    struct scheme_loaded loaded;
    return scheme_load(w, codes_builtin(x->arena, w->faults), &source, 0, DAY_NONE, &loaded);
}

static inline enum rc scheme_add(struct db *db, struct rig *x, const char *name, const char *yaml)
{
    struct ids ids = {.node = 4};
    struct faults f = faults_new(x->arena);
    struct touched t = touched_new(x->arena);
    struct work w = {.db = db, .county = RIG_COUNTY, .now = rig_now(), .today = moment_day(rig_now()), .ids = &ids,
        .arena = x->arena,
        .faults = &f, .touched = &t, .source = "test"};
    enum rc rc = scheme_put(&w, x, name, yaml);
    for (size_t i = 0; rc != RC_OK && i < f.n; i++) print_error("%d: %.*s\n", f.list[i].line,
        TP(fault_say(&f.list[i], LANG_ZH, x->arena)));
    return rc;
}

struct office_schemes { struct rig *x; const char *name, *yaml; };

static inline enum rc schemes_put(struct db *db, void *p)
{
    struct office_schemes *s = p;
    TRY(scheme_add(db, s->x, "town", scheme_town));
    return s->name ? scheme_add(db, s->x, s->name, s->yaml) : RC_OK;
}

/* With one more scheme in force; name NULL: none. */
static inline struct rig *office_with(enum engine engine, const char *name, const char *yaml)
{
    struct rig *x = calloc(1, sizeof *x);
    struct db *db;
    assert_non_null(x);
    assert_true(hash_start());
    x->arena = arena_new(UNIT_ARENA * 4);
    struct faults f = faults_new(x->arena);
    place_new(&x->at, engine);
    struct store_options so = {.address = x->at.address, .key_file = x->at.key, .create = true, .lock = true};
    assert_int_equal(store_open(&so, &f, &x->store), RC_OK);
    rig_fill(x);
    assert_int_equal(db_open(x->store, DB_WRITE, &db), RC_OK);
    assert_int_equal(db_transact(db, schemes_put, &(struct office_schemes){x, name, yaml}), RC_OK);
    db_close(db);
    struct serve_options o = {.store = x->store, .now = rig_now, .cost = RIG_COST, .quiet = true};
    assert_int_equal(server_start(&o, &f, &x->server), RC_OK);
    x->port = server_port(x->server);
    return x;
}

static inline struct rig *office_new(enum engine engine)
{
    return office_with(engine, NULL, NULL);
}

/* The house-keeper loads what has changed by itself; each question is one more look. */
static inline bool comes(struct rig *x, const char *target, const char *what)
{
    enum { PATIENCE_US = 60 * 1000 * 1000 };
    int64_t begun = clock_mono_us();
    while (clock_mono_us() - begun < PATIENCE_US) {
        if (rig_ask(x, "GET", target, NULL, NULL) == 200 && rig_says(x, what)) return true;
    }
    return false;
}

static inline char *at(const char *fmt, int64_t id)
{
    static _Thread_local char room[4][160];
    static _Thread_local int turn;
    turn = (turn + 1) % 4;
    snprintf(room[turn], sizeof room[0], fmt, (long long)id);
    return room[turn];
}

static inline int64_t location_id(const struct rig *x, const char *before)
{
    char id[40];
    char mark[60];
    snprintf(mark, sizeof mark, "Location: %s", before);
    assert_true(rig_between(x, mark, "\r\n", id, sizeof id));
    return strtoll(id, NULL, 10);
}

static inline int get(struct rig *x, const char *target) { return rig_ask(x, "GET", target, NULL, NULL); }

/* A colleague's own row, found as a head of the school finds it. */
static inline int64_t staff_named(struct rig *x, const char *name)
{
    char id[40], words[100];
    snprintf(words, sizeof words, "q=%s", name);
    assert_int_equal(POST(x, "/staff", words), 200);
    assert_true(rig_between(x, "class=\"row\" href=\"/staff/", "\"", id, sizeof id));
    return strtoll(id, NULL, 10);
}

static inline int64_t version_of(struct rig *x, int64_t child)
{
    char v[40];
    assert_int_equal(get(x, at("/child/%lld/edit", child)), 200);
    assert_true(rig_between(x, "name=\"version\" value=\"", "\"", v, sizeof v));
    return strtoll(v, NULL, 10);
}

/* A multipart form with the session's guard; further fields as lines "name=value\n". */
static inline int upload_bytes(struct rig *x, const char *target, const char *fields, const char *name, struct text file)
{
    struct buf b = buf_new(1 << 20);
    buf_fmt(&b, "--bb\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n", x->csrf);
    struct text rest = text_of(fields), line, key;
    while (text_cut(&rest, '\n', &line)) {
        text_cut(&line, '=', &key);
        buf_fmt(&b, "--bb\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n", TP(key), TP(line));
    }
    if (name) {
        buf_fmt(&b, "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n",
            name);
        buf_add(&b, file);
        buf_add(&b, T("\r\n"));
    }
    buf_add(&b, T("--bb--\r\n"));
    struct buf all = buf_new(1 << 20);
    buf_fmt(&all, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nCookie: %s\r\n", target, x->port, x->cookie);
    buf_fmt(&all, "Content-Type: multipart/form-data; boundary=bb\r\nContent-Length: %zu\r\n\r\n", b.n);
    buf_add(&all, buf_text(&b));
    int status = rig_raw(x, all.s, all.n);
    buf_free(&b);
    buf_free(&all);
    return status;
}

/* Every test on every engine that this run can test. */
struct office_test { const char *name; void (*run)(void **); };

static inline int office_main(const char *group, const struct office_test *tests, size_t count)
{
    struct CMUnitTest *all = calloc(2 * count, sizeof *all);
    char (*label)[64] = calloc(2 * count, sizeof *label);
    size_t n = 0;
    assert_true(all != NULL && label != NULL);
    for (int engine = 0; engine < place_engines(); engine++) {
        for (size_t i = 0; i < count; i++, n++) {
            snprintf(label[n], sizeof label[n], "%s (%s)", tests[i].name, engine ? "PostgreSQL" : "SQLite");
            all[n] = (struct CMUnitTest){.name = label[n], .test_func = tests[i].run, .initial_state = (void *)(intptr_t)engine};
        }
    }
    int failed = _cmocka_run_group_tests(group, all, n, NULL, NULL);
    free(all);
    free(label);
    return failed;
}

static inline int upload(struct rig *x, const char *target, const char *fields, const char *name, const char *file)
{
    return upload_bytes(x, target, fields, name, file ? text_of(file) : T(""));
}

#endif
