/* SPDX-License-Identifier: Apache-2.0 */
/* A large roll file stops asking the base about people whom nobody knows (model/known.h); what it makes is what many small
 * questions would have made: one row for one human being, brothers and sisters in one family, nobody twice. */
#include "model/family.h"
#include "model/kin.h"
#include "roll_kit.h"

enum { ROWS = 1500 };        /* far more questions than known.c asks one by one */

static int64_t family_of(struct kit *k, const char *name, struct sibling_list *l)
{
    struct child c = kit_child(k, name);
    kit_begin(k);
    KIT_OK(k, family_children(k->db, &k->scope, c.family, k->arena, l));
    kit_keep(k);
    return c.family;
}

static void families_right(struct kit *k)
{
    struct sibling_list l;
    struct kin_list one, other;
    /* One pair from before the base was read as a whole, one from after, one without numbers of their own. */
    static const int pairs[] = {4, 1000, 1450};
    for (size_t i = 0; i < 3; i++) {
        int elder = pairs[i] - pairs[i] % 3 + 1;
        const char *a = text_z(k->arena, name_of(k->arena, "学", elder)), *b = text_z(k->arena, name_of(k->arena, "学",
            elder + 1));
        struct child first = kit_child(k, a), second = kit_child(k, b);
        assert_int_equal(family_of(k, a, &l), second.family);
        assert_int_equal(l.n, 2);
        kit_begin(k);
        KIT_OK(k, kin_for(k->db, KIT_COUNTY, first.id, k->arena, &one));
        KIT_OK(k, kin_for(k->db, KIT_COUNTY, second.id, k->arena, &other));
        kit_keep(k);
        assert_int_equal(one.n, 2);
        assert_int_equal(other.n, 2);
        assert_int_equal(one.item[0].person.id, other.item[0].person.id);
        assert_int_equal(one.item[1].person.id, other.item[1].person.id);
    }
}

static void large_file(struct kit *k)
{
    int64_t batch = kit_preview(k, "a.csv", roll_file(k, ROWS, ""), "", "2025-09-01", NULL);
    struct batch b = kit_batch(k, batch);
    assert_int_equal(b.rows_new, ROWS);
    kit_apply(k, batch);
    assert_null(k->w.known);                      /* what one transaction knew is not for the next */
    assert_int_equal(k->touched.n, ROWS);
    for (size_t i = 0; i < k->touched.n; i++) assert_int_equal(k->touched.item[i].how, TOUCH_FRESH);
    assert_int_equal(kit_count(k), ROWS);
    families_right(k);

    /* What is left of a row is enough for the list. */
    struct batch_rows rows;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, "new", 998, 1, LANG_ZH, k->arena, &rows));
    kit_keep(k);
    assert_int_equal(rows.n, 1);
    assert_true(text_starts(rows.item[0].name, T("学")));

    /* The same children in a newer file are found again, each of them, and changed. */
    b = kit_batch(k, kit_preview(k, "b.csv", roll_file(k, ROWS, "3-301"), "", "2025-09-02", NULL));
    assert_int_equal(b.rows_changed, ROWS);
    assert_int_equal(b.rows_new, 0);
    kit_apply(k, b.id);
    assert_int_equal(k->touched.n, ROWS);
    for (size_t i = 0; i < k->touched.n; i++) assert_int_not_equal(k->touched.item[i].how, TOUCH_FRESH);
    assert_int_equal(kit_count(k), ROWS);
    families_right(k);
    assert_text(kit_child(k, text_z(k->arena, name_of(k->arena, "学", 1000))).bed, "3-301");

    /* Both go back: versions that were counted, not asked for, are those of the base. */
    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, b.id, NULL));
    kit_keep(k);
    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, batch, NULL));
    kit_keep(k);
    assert_int_equal(kit_count(k), 0);
}

static void large(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2025-10-08");
        large_file(&k);
        kit_close(&k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(large)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
