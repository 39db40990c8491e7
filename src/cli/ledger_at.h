/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands of ledgers share: of which place, under which counting rule. */
#ifndef CHUYAN_CLI_LEDGER_AT_H
#define CHUYAN_CLI_LEDGER_AT_H

#include "cli/care.h"
#include "view/ledger.h"

/* --place, the bureau without it. A fault when no ledger of this kind is of such a place. */
enum rc ledger_place(struct cli *c, struct db *db, int64_t county, enum ledger_kind kind, struct place *out);
/* --rule: "XJ" is the counting rule, "gp-guangping:lbc" a target; TEXT_NONE when not given. */
struct text ledger_rule_key(struct cli *c);

#endif
