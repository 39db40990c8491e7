/* SPDX-License-Identifier: Apache-2.0 */
/* What codes.c and codes_kind.c share. For src/scheme. */
#ifndef CHUYAN_SCHEME_CODES_PART_H
#define CHUYAN_SCHEME_CODES_PART_H

#include "scheme/part.h"

/* Items of a list: a map key → {zh, en, bit, alias, means}. most_bits 0: bits are not bounded. */
bool code_items_read(const struct part *p, const struct yaml_node *map, int most_bits, struct code_list *out);
/* The list a scalar names; NULL with a fault, or without one when n is NULL. */
const struct code_list *code_list_read(const struct part *p, const struct codes *c, const struct yaml_node *n);
/* Kinds of records with their forms; modes, people met. Needs lists and roles. */
void code_kinds_read(const struct part *p, const struct yaml_node *top, struct codes *c);

#endif
