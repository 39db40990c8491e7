/* SPDX-License-Identifier: Apache-2.0 */
#include "model/family.h"

#include "gen/sql/family.h"
#include "model/child.h"

enum rc family_add(struct work *w, int64_t batch, int64_t *id)
{
    *id = ids_next(w->ids, w->now);
    return sql_family_insert_run(w->db, &(struct sql_family_insert_in){.county = w->county, .id = *id, .batch = batch}, NULL);
}

static enum rc family_set(struct work *w, int64_t child, int64_t old, int64_t family)
{
    TRY(sql_family_set_run(w->db, &(struct sql_family_set_in){.county = w->county, .child = child, .family = family}, NULL));
    touched_add(w->touched, child);
    return sql_family_delete_run(w->db, &(struct sql_family_delete_in){.county = w->county, .family = old}, NULL);
}

enum rc family_link(struct work *w, const struct scope *scope, int64_t child, int64_t family)
{
    struct child c;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (c.family == family) return RC_OK;
    struct sql_family_size_out size;
    TRY(sql_family_size_one(w->db, &(struct sql_family_size_in){.county = w->county, .family = family}, w->arena, &size));
    if (size.n == 0) return RC_NOT_FOUND;
    return family_set(w, child, c.family, family);
}

enum rc family_unlink(struct work *w, const struct scope *scope, int64_t child)
{
    struct child c;
    int64_t fresh = 0;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    TRY(family_add(w, 0, &fresh));
    return family_set(w, child, c.family, fresh);
}

enum rc family_by_parent(struct work *w, int64_t person, int64_t child, int64_t *family)
{
    struct sql_family_of_parent_out o;
    *family = 0;
    struct sql_family_of_parent_in in = {.county = w->county, .person = person, .child = child};
    enum rc rc = sql_family_of_parent_one(w->db, &in, w->arena, &o);
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc == RC_OK) *family = o.family;
    return rc;
}

enum rc family_children(struct db *db, const struct scope *scope, int64_t family, struct arena *a, struct sibling_list *out)
{
    struct cursor c;
    struct sql_family_members_out o;
    size_t cap = 0;
    *out = (struct sibling_list){0};
    TRY(sql_family_members(db, scope, &(struct sql_family_members_in){.family = family}, &c));
    while (sql_family_members_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] =
            (struct sibling){.child = o.id, .class_id = o.class, .name = text_dup(a, o.name), .birth = o.birth_day};
    }
    return sql_close(&c);
}
