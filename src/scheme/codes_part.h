/* SPDX-License-Identifier: Apache-2.0 */
/* What codes.c and codes_kind.c share. For src/scheme. */
#ifndef CHUYAN_SCHEME_CODES_PART_H
#define CHUYAN_SCHEME_CODES_PART_H

#include "scheme/part.h"

enum { FIELDS_MAX = 64 };

/* Items of a list: a map key → {zh, en, bit, alias, means}. most_bits 0: bits are not bounded. */
bool code_items_read(const struct part *p, const struct yaml_node *map, int most_bits, struct code_list *out);
/* The list a scalar names; NULL with a fault, or without one when n is NULL. */
const struct code_list *code_list_read(const struct part *p, const struct codes *c, const struct yaml_node *n);
/* The questions of a form. `list`: the list a name means (scheme's own first); NULL: codes_list alone. English and Chinese
 * stand as zh and en beside the question (kinds.yaml), or as `label` (schemes). */
struct code_fields {
    const struct part *p;
    const struct code_list *(*list)(void *ctx, struct text name);
    void (*unknown)(void *ctx, const struct yaml_node *n);      /* says which lists there are */
    void *ctx;
    bool scheme;                    /* the words of a scheme's form: label, choices by name in the type */
    enum data_class class;          /* of a question that does not say */
};
void code_fields_read(const struct code_fields *how, const struct yaml_node *list, struct code_kind *k);
/* Roles by name, or by the name of a set of them. */
uint32_t code_actors_read(const struct part *p, const struct yaml_node *n);
uint32_t code_subjects_read(const struct part *p, const struct yaml_node *kind);
/* Who can be met and how, `met_default` included. */
void code_ways_read(const struct part *p, const struct yaml_node *n, struct code_kind *k);

/* Kinds of records with their forms; modes, people met. Needs lists and roles. */
void code_kinds_read(const struct part *p, const struct yaml_node *top, struct codes *c);

#endif
