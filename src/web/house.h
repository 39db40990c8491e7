/* SPDX-License-Identifier: Apache-2.0 */
/* What is loaded once for each county and shared by all requests: the evaluator with plan, calendars and duties, and the names
 * for searching. Neither is ever changed; when a scheme, a setting or the roll changes, a new one takes its place and the old one
 * goes when its last request has ended. */
#ifndef CHUYAN_WEB_HOUSE_H
#define CHUYAN_WEB_HOUSE_H

#include "model/evaluator.h"
#include "model/name_index.h"
#include "view/remembered.h"

enum { HOUSES_MAX = 32 };   /* counties served by one process */

struct houses;
struct house;

struct houses *houses_new(void);
void houses_free(struct houses *h);

/* The present one of a county, held until house_leave; NULL when none is loaded. */
struct house *house_enter(struct houses *h, int64_t county);
void house_leave(struct houses *h, struct house *house);
const struct evaluator *house_evaluator(const struct house *house);
struct remembered *house_remembered(const struct house *house);    /* NULL: no memory for it */
const struct name_index *house_names(const struct house *house);   /* NULL: not read yet */
/* Takes over the evaluator and puts it in the place of the county's old one. */
enum rc house_replace(struct houses *h, int64_t county, struct evaluator *ev);
/* Takes over the names, which may then serve requests; dropped when the county has no house. */
void house_names_replace(struct houses *h, int64_t county, struct name_index *names);
/* The counties that have a house; their number. */
size_t house_counties(struct houses *h, int64_t county[HOUSES_MAX]);
/* Schemes, settings or calendars of a county have changed: the house-keeper loads them anew. */
void house_stale(struct houses *h, int64_t county);
/* A county that has to be loaded anew, or 0; the mark is taken off. */
int64_t house_next_stale(struct houses *h);

#endif
