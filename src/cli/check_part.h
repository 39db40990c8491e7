/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of `chuyan check`. */
#ifndef CHUYAN_CLI_CHECK_PART_H
#define CHUYAN_CLI_CHECK_PART_H

#include "cli/cli.h"

enum verdict { VERDICT_OK, VERDICT_WARN, VERDICT_BAD, VERDICTS };

struct check {
    struct cli *c;
    struct db *db;
    day_t today, stored_day;    /* stored_day: to which the county's obligations were brought */
    int64_t county;             /* 0 while the installation is looked at */
    int64_t count[VERDICTS];
};

void check_say(struct check *k, enum verdict v, enum word w, struct text a0, struct text a1);
struct text check_number(struct check *k, int64_t n);

/* The chain of the audit log of a county, 0 the installation. */
enum rc check_audit(struct check *k, int64_t county);
/* Accounts, administrators, background checks. */
enum rc check_people(struct check *k);
/* Every sealed value is opened once. */
enum rc check_sealed(struct check *k);
/* Schemes, what is stored against what is evaluated, duties that nobody owes. */
enum rc check_plan(struct check *k);

#endif
