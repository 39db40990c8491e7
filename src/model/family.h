/* SPDX-License-Identifier: Apache-2.0 */
/* Brothers and sisters. A family is only a number that children share; it is found from their parents. */
#ifndef CHUYAN_MODEL_FAMILY_H
#define CHUYAN_MODEL_FAMILY_H

#include "model/work.h"

enum rc family_add(struct work *w, int64_t batch, int64_t *id);
/* Puts a child into a family by hand or by recognition; the old family vanishes when nobody is left in it. */
enum rc family_link(struct work *w, const struct scope *scope, int64_t child, int64_t family);
/* Gives a child a family of its own. */
enum rc family_unlink(struct work *w, const struct scope *scope, int64_t child);
/* The family of a child that shares a parent (relations 51 52 57 58) with these persons, other than `child`; 0 none.
 * Same parent: one person row, which is found by ID number, or by phone and name (person_find). */
enum rc family_by_parent(struct work *w, int64_t person, int64_t child, int64_t *family);

struct sibling { int64_t child, class_id; struct text name; day_t birth; };
struct sibling_list { struct sibling *item; size_t n; };
/* The other children of the family inside the scope. */
enum rc family_children(struct db *db, const struct scope *scope, int64_t family, struct arena *a, struct sibling_list *out);

#endif
