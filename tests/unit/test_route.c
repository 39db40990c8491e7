/* SPDX-License-Identifier: Apache-2.0 */
/* The table of routes: rows found, rows refused, and the golden files that make a change of rights a visible difference. */
#include "unit.h"

#include "base/file.h"
#include "web/param.h"
#include "web/route.h"

static enum rc nothing(struct request *q, struct reply *r)
{
    (void)q;
    (void)r;
    return RC_OK;
}

#define PARAMS(...) (const struct param[]){__VA_ARGS__, {0}}

static const struct route small[] = {
    {METHOD_GET, "/child/{id}", GATE_CHILD, CAP_child_read, LANE_QUICK, nothing, NULL, "child", NULL, 0},
    {METHOD_POST, "/child/{id}/fact", GATE_CHILD, CAP_child_edit, LANE_WRITE, nothing, NULL, "child", NULL, 0},
    {METHOD_GET, "/scheme/{key}", GATE_ANYWHERE, CAP_scheme_read, LANE_QUICK, nothing,
     PARAMS({"key", P_CODE, true, 0, 0, NULL}), NULL, "none", 0},
    {0},
};

static void rows_are_found(void **state)
{
    (void)state;
    static const struct { enum method method; const char *path; int row; bool other;
    } asks[] = {
        {METHOD_GET, "/child/12", 0, false},         {METHOD_POST, "/child/12/fact", 1, false},
        {METHOD_GET, "/scheme/yx-youxi", 2, false},  {METHOD_POST, "/child/12", -1, true},
        {METHOD_GET, "/child/12/fact", -1, true},    {METHOD_GET, "/child/", -1, false},
        {METHOD_GET, "/child/abc", -1, false},       {METHOD_GET, "/child/12/", -1, false},
        {METHOD_GET, "//child/12", -1, false},       {METHOD_GET, "/child/-1", -1, false},
        {METHOD_GET, "/child/1%32", -1, false},      {METHOD_GET, "/scheme/a/b", -1, false},
        {METHOD_GET, "/scheme/../child", -1, false}, {METHOD_GET, "", -1, false},
        {METHOD_GET, "/CHILD/12", -1, false},
    };
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        struct route_match m;
        bool found = route_find(small, asks[i].method, text_of(asks[i].path), &m);
        if (found != (asks[i].row >= 0)) print_error("%s\n", asks[i].path);
        assert_int_equal(found, asks[i].row >= 0);
        if (found) assert_ptr_equal(m.route, &small[asks[i].row]);
        else assert_int_equal(m.other_method, asks[i].other);
    }
    struct route_match m;
    assert_true(route_find(small, METHOD_POST, T("/child/12/fact"), &m));
    assert_int_equal(m.n, 1);
    assert_text(m.name[0], "id");
    assert_text(m.value[0], "12");
}

static const struct param unlimited_file[] = {{"file", P_FILE, true, 0, 0, NULL}, {0}};
static const struct param words[] = {{"q", P_TEXT, false, 0, 0, NULL}, {0}};
static const struct param own_csrf[] = {{"csrf", P_TEXT, true, 0, 0, NULL}, {0}};

static void bad_rows_are_named(void **state)
{
    (void)state;
    static const struct route bad[] = {
        {METHOD_GET, "/a", GATE_NONE, CAP_none, LANE_QUICK, nothing, NULL, NULL, "x", 0},
        {METHOD_GET, "/b", GATE_PLACE, CAP_none, LANE_QUICK, nothing, NULL, NULL, "x", 0},
        {METHOD_GET, "/c", GATE_OPEN, CAP_child_read, LANE_QUICK, nothing, NULL, NULL, "x", 0},
        {METHOD_GET, "/d", GATE_OPEN, CAP_none, LANE_QUICK, nothing, NULL, NULL, NULL, 0},
        {METHOD_GET, "/e", GATE_OPEN, CAP_none, LANE_WRITE, nothing, NULL, NULL, "x", 0},
        {METHOD_POST, "/f", GATE_OPEN, CAP_none, LANE_QUICK, nothing, NULL, NULL, "x", 0},
        {METHOD_GET, "/g", GATE_CHILD, CAP_child_read, LANE_QUICK, nothing, NULL, "child", NULL, 0},
        {METHOD_GET, "/h", GATE_OPEN, CAP_none, LANE_QUICK, NULL, NULL, NULL, "x", 0},
        {METHOD_POST, "/i", GATE_SIGNED, CAP_none, LANE_WORKER, nothing, unlimited_file, NULL, "x", 0},
        {METHOD_POST, "/j", GATE_SIGNED, CAP_none, LANE_WRITE, nothing, own_csrf, NULL, "x", 0},
        {METHOD_GET, "/k", GATE_OPEN, CAP_none, LANE_QUICK, nothing, words, NULL, "x", 0},
        {METHOD_GET, "/l", GATE_OPEN, CAP_none, LANE_LOOK, nothing, NULL, NULL, "x", 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct route table[2] = {bad[i], {0}};
        struct buf out = buf_new(4096);
        assert_false(routes_check(table, &out));
        assert_true(text_find(buf_text(&out), text_of(bad[i].path)) >= 0);
        buf_free(&out);
    }
    struct route twice[3] = {small[0], small[0], {0}};
    struct buf out = buf_new(4096);
    assert_false(routes_check(twice, &out));
    buf_clear(&out);
    assert_true(routes_check(small, &out));
    assert_int_equal(out.n, 0);
    buf_free(&out);
}

static void the_table_is_sound(void **state)
{
    (void)state;
    struct buf out = buf_new(1 << 20);
    bool sound = routes_check(routes, &out);
    if (!sound) print_error("%.*s", TP(buf_text(&out)));
    assert_true(sound);
    buf_free(&out);
}

/* Compares with a golden file; `make golden` (CHUYAN_GOLDEN=1) writes it anew. */
static void golden(struct arena *a, const char *path, struct text now)
{
    struct text before;
    if (getenv("CHUYAN_GOLDEN")) assert_int_equal(file_write(path, now, 0644), RC_OK);
    assert_int_equal(file_read(a, path, 4 << 20, &before), RC_OK);
    if (!text_eq(before, now)) print_error("%s differs: look at what changes (git diff after `make golden`)\n", path);
    assert_true(text_eq(before, now));
}

static void golden_files(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(a);
    struct roles roles;
    struct buf out = buf_new(4 << 20);
    const struct embedded *e = embedded_find(T("schemes/codes/roles.yaml"));
    assert_non_null(e);
    assert_int_equal(roles_load(a, e->bytes, e->path, &f, &roles), RC_OK);
    routes_print(routes, &out);
    golden(a, "tests/golden/routes.txt", buf_text(&out));
    buf_clear(&out);
    access_print(routes, &roles, &out);
    golden(a, "tests/golden/access.txt", buf_text(&out));
    buf_free(&out);
    arena_free(a);
}

/* ---- forms ---- */

static void forms_are_taken_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct pairs p = {0};
    assert_int_equal(form_read(a, T("a=1&b=%E7%87%95+x&&c&a=2"), &p), RC_OK);
    assert_int_equal(p.n, 4);
    assert_text(p.item[1].value, "燕 x");
    assert_text(p.item[2].name, "c");
    assert_text(p.item[2].value, "");
    assert_text(p.item[3].value, "2");
    static const char *const bad[] = {"a=%",   "a=%4", "a=%zz",    "%00=1",       "a=%00",
                                      "a=%ff", "=1",   "a=%C0%80", "a=%ED%A0%80", "a=%0b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pairs none = {0};
        assert_int_equal(form_read(a, text_of(bad[i]), &none), RC_INVALID);
    }
    arena_free(a);
}

static void multipart_is_taken_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct pairs p = {0};
    static const char type[] = "multipart/form-data; boundary=\"x y\"";
    static const char body[] = "--x y\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n--x "
                               "y\r\nContent-Disposition: form-data; name=\"f\"; "
                               "filename=\"../../n.csv\"\r\nContent-Type: text/csv\r\n\r\n\0\xff--x\r\n--x y--\r\n";
    assert_int_equal(multipart_read(a, T(type), (struct text){body, sizeof body - 1}, &p), RC_OK);
    assert_int_equal(p.n, 2);
    assert_text(p.item[0].value, "1\r\n2");
    assert_true(p.item[1].file);
    assert_text(p.item[1].file_name, "n.csv");
    assert_int_equal(p.item[1].value.n, 5);
    for (size_t cut = 0; cut + 4 < sizeof body - 1; cut++) { /* the last CRLF and dashes may be missing, nothing else */
        struct pairs part = {0};
        assert_int_not_equal(multipart_read(a, T(type), (struct text){body, cut}, &part), RC_OK);
    }
    struct pairs none = {0};
    assert_int_equal(multipart_read(a, T("multipart/form-data"), T("--\r\n"), &none), RC_INVALID);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found), cmocka_unit_test(bad_rows_are_named), cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(golden_files), cmocka_unit_test(forms_are_taken_apart), cmocka_unit_test(multipart_is_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
