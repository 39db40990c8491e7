/* SPDX-License-Identifier: Apache-2.0 */
/* The making of a plan, shared by its parts. For src/scheme. */
#ifndef CHUYAN_SCHEME_PLAN_PART_H
#define CHUYAN_SCHEME_PLAN_PART_H

#include "scheme/part.h"
#include "scheme/plan.h"

/* One file of one source. */
struct tree { int scheme; const struct yaml_node *root; };

struct own_list { int scheme; struct text key; const struct code_list *list; };

struct alias { int scheme; struct text local, key; };

struct builder {
    struct part part;
    struct plan *plan;
    const struct plan_options *options;
    struct tree *tree;               size_t tree_count, tree_cap;
    struct alias *alias;             size_t alias_count, alias_cap;
    struct own_list *list;           size_t list_count, list_cap;
    size_t form_cap;
    size_t scheme_cap, group_cap, duty_cap, relation_cap, field_cap, alert_cap, clock_cap, param_cap, window_cap, window_at_cap,
                                     built_in_cap, body_cap, facility_cap, checklist_cap;
    int scheme;                      /* of the element being read: names are looked up in it first */
    uint64_t group_done[EXPR_GROUPS / 64];
};

/* Calls fn for every item of the top-level list `key` in all files, with b->scheme set. */
void builder_each(struct builder *b, const char *key, void (*fn)(struct builder *, const struct yaml_node *));
/* Clause and source ids of an element; warns when they are missing. */
struct plan_origin builder_origin(struct builder *b, const struct yaml_node *n);
/* The same without a word about what is missing: heads and windows may go without. */
struct plan_origin builder_place(struct builder *b, const struct yaml_node *n);
/* Key of an element: checked, and unlike the `n` items of `size` bytes whose text at `offset` is a key of the same scheme. */
struct text builder_key(struct builder *b, const struct yaml_node *n, const char *name);
/* A local word → the standard key, within the scheme being read. */
struct text builder_alias(void *builder, struct text local);
/* The group named by `for:`; -1 with a fault. */
int builder_group(struct builder *b, const struct yaml_node *n);
/* A condition, with the names of the scheme being read. */
struct expr *builder_expr(struct builder *b, const struct yaml_node *n, int profile, bool alert);
/* A scalar, or the value of param(name). */
struct text builder_value(struct builder *b, const struct yaml_node *n);
struct plan_param *builder_param(struct builder *b, int scheme, struct text key);

/* One more duty of the scheme being read, empty; NULL with a fault when there are too many. */
bool builder_duty_twice(const struct builder *b, struct text key);
struct plan_duty *builder_duty(struct builder *b, const struct yaml_node *n, struct text key);
/* `subject` and `where` of a duty or a body; roles and posts that owe it; from … to of the scheme's validity. */
void builder_where(struct builder *b, const struct yaml_node *n, enum code_subject subject, struct plan_where *out);
void builder_owners(struct builder *b, const struct yaml_node *n, struct plan_duty *d);
/* `post KEY.POST` or `body KEY` among the owners: taken, or told what is wrong with it; false when it is a role. */
bool builder_held(struct builder *b, const struct yaml_node *n, struct plan_duty *d);
/* DAY_NONE: as the scheme. */
void builder_valid(struct builder *b, const struct yaml_node *n, day_t from, day_t to, struct plan_duty *d);
void builder_validity(struct builder *b, const struct yaml_node *n, struct plan_duty *d);
/* "30 days", "5 school days"; false with the fault `wrong`. */
bool builder_days(struct builder *b, const struct yaml_node *n, enum word wrong, int *days, enum cadence_unit *unit);
/* The same for a duty that follows from another element, and stands where that stands. */
struct plan_duty *builder_made(struct builder *b, const struct yaml_node *n, struct text key, const struct plan_origin *at);
/* How often; how many times, how far apart, in holidays, and from … to; the kinds of record that credit it, *first set once. */
void builder_every(struct builder *b, const struct yaml_node *n, struct plan_duty *d);
void builder_times(struct builder *b, const struct yaml_node *n, struct plan_duty *d);

/* A code list of the scheme being read, else a national one; a kind of record, the scheme's own forms first. NULL: none. */
const struct code_list *builder_list(void *builder, struct text key);
bool builder_list_own(const struct builder *b, struct text key);
const struct code_kind *builder_kind(void *builder, struct text name);

void plan_params_read(struct builder *b, const struct plan_source *source);
void plan_groups_read(struct builder *b);
void plan_forms_read(struct builder *b);       /* lists and forms; lays them over the codes */
void plan_relations_read(struct builder *b);   /* all but the target: conditions may ask paired(…) */
void plan_relations_aim(struct builder *b);    /* the target, once groups have their numbers */
/* One more window of the scheme being read. */
void builder_window(struct builder *b, const struct yaml_node *n, const struct calendar_window *w);
void plan_windows_read(struct builder *b);
void plan_bodies_read(struct builder *b);      /* before the duties: an owner may be who holds a post */
void plan_bodies_join(struct builder *b);      /* the duties that posts name, and the duty that each body stands */
void plan_ledgers_read(struct builder *b);     /* windows of their own are made for deadlines */
void plan_facilities_read(struct builder *b);
void plan_checklists_read(struct builder *b);
void plan_duties_read(struct builder *b);

void builder_kinds(struct builder *b, const struct yaml_node *n, uint64_t *kinds, int *first);
/* The kind of facility named there: of the scheme being read, else of the list; TEXT_NONE with a fault. */
struct text builder_facility(struct builder *b, const struct yaml_node *n);

void plan_rest_read(struct builder *b);

/* "week", "2 months", "date 06-30 before 10", "7 days since last" …; false when it is none of these. */
bool every_read(struct text t, struct cadence_duty *out, struct text *window);
/* How often it comes in a thousand days, times quota; for "stricter" and "looser". */
int every_rate(const struct cadence_duty *d);

#endif
