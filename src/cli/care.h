/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands of care share: the operator as the one who asks, children by the numbers people know, everything
 * evaluated anew. */
#ifndef CHUYAN_CLI_CARE_H
#define CHUYAN_CLI_CARE_H

#include "cli/cli.h"
#include "model/touched.h"
#include "view/ask.h"

/* What a builder is given. The operator of the machine may see the whole county; `scope` narrows it to what is asked for. */
enum rc care_ask(struct cli *c, struct scope scope, struct ask *out);

/* A child by roll number, ID number or id, in any transaction. RC_NOT_FOUND with a fault on `field`. */
enum rc care_child(struct work *w, struct text ref, struct text field, int64_t *child);
/* The same for a command that reads. */
enum rc care_child_read(struct cli *c, struct text ref, int64_t *child);

/* A place by code or name: school, centre school, "SCHOOL/2023-02" or SCHOOL/三（2）班 for a
 * class; the bureau for "" (RC_NOT_FOUND with a fault). */
enum rc care_place(struct cli *c, struct db *db, int64_t county, struct text code, int64_t *lo, int64_t *hi, struct text *name);

/* The same without a fault; "bureau" says the bureau too. RC_CONFLICT: several have that name. */
struct place;
enum rc care_place_find(struct cli *c, struct db *db, int64_t county, struct text code, struct place *out);

/* The place of --place or the member of staff of --staff (SCHOOL/CODE), in any transaction. RC_NOT_FOUND or RC_CONFLICT with a
 * fault. */
enum rc care_about(struct cli *c, struct db *db, int64_t county, struct about *out);

/* Ends the command's reading snapshot, so that a long write does not keep an old state of the database alive. */
void care_read_end(struct cli *c);

/* Notes in the audit log that the operator looked at this child: reading a named child is on record, whoever reads. */
enum rc care_seen(struct cli *c, int64_t child);

/* Brings what is stored to today (never to another day: the pages read it), in one transaction, saying how far it is.
 * CARE_ROLL: only when
 * it is not there yet. CARE_DIFFER: looks at everybody. CARE_REBUILD: forgets what is stored first. */
enum care_how { CARE_ROLL, CARE_DIFFER, CARE_REBUILD };
enum rc care_evaluate(struct cli *c, enum care_how how);

/* For evaluate_all: says how many children are done. ctx is the struct cli. */
void care_evaluated(void *ctx, int64_t children);

/* "3.5" of 3500 thousandths. */
struct text care_tenths(struct arena *a, int64_t thousandths);

#endif
